"""Where things are, and how a program beside this one is run to its end."""

import subprocess
from pathlib import Path

COLDSTART = Path(__file__).resolve().parent.parent
BENCHMARKS = COLDSTART.parent
ROOT = BENCHMARKS.parent
WORK = BENCHMARKS / "target" / "coldstart"


class BuildFailure(Exception):
    """Why a contestant is not there."""


def run(command: list, seconds: float, folder: Path = ROOT, environment: dict | None = None) -> str:
    """What a program printed that must succeed within so many seconds."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=seconds, check=False,
        )
    except FileNotFoundError as missing:
        raise BuildFailure(f"needs {words[0]}, which is not on the PATH") from missing
    except subprocess.TimeoutExpired as late:
        raise BuildFailure(f"{Path(words[0]).name} did not end within {seconds:g} s") from late
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        told = next((line for line in lines if line.startswith("[ERROR]")), lines[-1] if lines else "no output")
        raise BuildFailure(f"{Path(words[0]).name} ended with {done.returncode}: {told}")
    return done.stdout

"""What a result must say about the run that made it."""

import datetime
import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

from servers import TARGET


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    command = f"{home}/bin/java" if home else "java"
    told = subprocess.run([command, "-version"], capture_output=True, text=True, check=True).stderr
    return told.splitlines()[1].split("(build ")[-1].rstrip(")") if "(build " in told else told.splitlines()[0]


def installed(environment: str, package: str) -> str:
    found = (TARGET / environment).glob(f"lib/python*/site-packages/{package}-*.dist-info")
    return next((metadata.PathDistribution(path).version for path in found), "not installed")


def described(command: str) -> list[str]:
    versions = [f"{name} {installed('venv', name)}" for name in ("fastapi", "uvicorn", "pydantic", "onnxruntime")]
    versions.append(f"mlserver {installed('venv-mlserver', 'mlserver')}")
    return [
        f"`{command}`, {datetime.date.today().isoformat()}. {os.cpu_count()} vCPU ({processor()}), which the load generator "
        f"shares; Linux, JDK {java()}; Python {platform.python_version()}, {', '.join(versions)}.",
    ]

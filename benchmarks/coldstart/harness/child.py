"""A contestant's process: started, asked what it used, ended."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

# As on Lambda: nothing else of this process's environment reaches a function.
LAMBDA = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "en_US.UTF-8",
    "TZ": ":UTC",
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_LAMBDA_FUNCTION_NAME": "coldstart",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/coldstart",
    "AWS_LAMBDA_LOG_STREAM_NAME": "coldstart",
}


@dataclass(frozen=True)
class Launch:
    """How a function is started; `{tmp}` in a word is a folder of that one run. `files` are what it reads."""

    command: tuple[str, ...]
    environment: dict
    folder: Path
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Usage:
    resident_kilobytes: int
    peak_kilobytes: int
    processor_seconds: float


class Child:
    """One start, in a session and with a temporary folder of its own."""

    def __init__(self, launch: Launch, api: str, work: Path, processors: frozenset | None):
        self.temporary = work / "tmp"
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir(parents=True)
        self.log = work / "output.log"
        command = [word.replace("{tmp}", str(self.temporary)) for word in launch.command]
        own = {"AWS_LAMBDA_RUNTIME_API": api, "TMPDIR": str(self.temporary), "HOME": str(self.temporary)}
        environment = {**LAMBDA, **own, **launch.environment}
        with open(self.log, "wb") as log, pinned(processors):
            self.started = time.perf_counter_ns()
            self.process = subprocess.Popen(
                command, cwd=launch.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )

    def usage(self) -> Usage:
        """Of the process and what it started, now."""
        resident = peak = 0
        for status in self.statuses():
            fields = dict(line.split(":", 1) for line in status.splitlines())
            resident += int(fields.get("VmRSS", "0").split()[0])
            peak += int(fields.get("VmHWM", "0").split()[0])
        return Usage(resident, peak, sum(map(processor_seconds, self.pids())))

    def statuses(self):
        for pid in self.pids():
            with contextlib.suppress(OSError):
                yield Path(f"/proc/{pid}/status").read_text()

    def pids(self) -> list[int]:
        found = []
        for name in os.listdir("/proc"):
            with contextlib.suppress(OSError):
                if name.isdigit() and os.getsid(int(name)) == self.process.pid:
                    found.append(int(name))
        return found

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def end(self, sign: int = signal.SIGKILL, seconds: float = 60) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, sign)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.temporary, ignore_errors=True)


def processor_seconds(pid: int) -> float:
    """In user mode and in the kernel, by the clock that POSIX gives every process: /proc counts in hundredths."""
    with contextlib.suppress(OSError):
        return time.clock_gettime(~pid << 3 | 2)
    return 0


@contextlib.contextmanager
def pinned(processors: frozenset | None):
    """A child inherits what its parent may run on, as by taskset but without a program in between."""
    before = os.sched_getaffinity(0)
    if processors:
        os.sched_setaffinity(0, processors)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)

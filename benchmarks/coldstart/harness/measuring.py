"""One cold start: from the spawn of the process to its first right answer, then some warm calls."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from cases import Case
from child import Child, Launch, Usage
from places import WORK
from runtime_api import Failure, RuntimeApi

SECONDS = 60


@dataclass(frozen=True)
class Condition:
    """Under which circumstances a process starts."""

    key: str
    title: str
    processors: int | None = None
    evicted: bool = False


CONDITIONS = [
    Condition("plain", "All processors, files in the page cache"),
    Condition("one-cpu", "One processor", processors=1),
    Condition("evicted", "Files evicted from the page cache", evicted=True),
]


@dataclass(frozen=True)
class Sample:
    cold_ms: float
    warm_ms: float
    resident_mb: float
    peak_mb: float
    processor_ms: float
    phases: dict

    def figures(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name != "phases"}


def measure(launch: Launch, case: Case, condition: Condition, warm_calls: int) -> Sample:
    """Every answer is compared with the expected one; a process that gives another has failed."""
    if condition.evicted:
        evict(launch.files)
    api = RuntimeApi(case.event)
    child = Child(launch, api.address, WORK / "run", processors(condition))
    used: list[Usage] = []
    try:
        answers = api.serve(child.process.pid, 1 + warm_calls, SECONDS, lambda: used.append(child.usage()))
    except Failure as failure:
        raise Failure(f"{failure}; {last_line(child.output())}") from failure
    finally:
        child.end()
        api.close()
    for answer in answers:
        case.check(answer.body)
    warm = [answer.answered - answer.taken for answer in answers[1:]] or [0]
    return Sample(
        cold_ms=(answers[0].answered - child.started) / 1e6,
        warm_ms=median(warm) / 1e6,
        resident_mb=used[0].resident_kilobytes / 1024,
        peak_mb=used[0].peak_kilobytes / 1024,
        processor_ms=used[0].processor_seconds * 1000,
        phases=phases(child.output()),
    )


def processors(condition: Condition) -> frozenset | None:
    """The last ones, so that the Runtime API keeps the first."""
    return frozenset(sorted(os.sched_getaffinity(0))[-condition.processors :]) if condition.processors else None


def evict(files: tuple[Path, ...]) -> None:
    for place in files:
        for file in place.rglob("*") if place.is_dir() else [place]:
            if file.is_file():
                descriptor = os.open(file, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


def phases(output: str) -> dict:
    """What Thaw's line of its start says; nothing for the others."""
    for line in output.splitlines():
        if line.startswith("{") and '"cold start"' in line:
            return json.loads(line)
    return {}


def last_line(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    return f"its last line: {lines[-1][:300]}" if lines else "it printed nothing"

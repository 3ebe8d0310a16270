"""The run as a page: all figures, the goals, and where Thaw's time goes."""

import datetime
import os
import platform

import builds
from contestants import JAVA_VERSION
from goals import LARGE, PLAIN, Verdict
from machine import processor
from measuring import Condition
from places import BuildFailure
from samples import Series, Table

COLUMNS = "| | Minimum ms | Median ms | Warm ms | Resident MB | CPU ms | {first}, median | Starts |"
THAW = ["thaw-image-25", "thaw-image-17", "thaw-zip-25", "thaw-zip-17", "native"]


def page(table: Table, conditions: list[Condition], verdicts: list[Verdict], command: str) -> str:
    lines = ["# Cold start", "", *described(command), "", *goals(verdicts), "", *phases(table)]
    for condition in conditions:
        for case in table.cases:
            lines += ["", *figures(table, condition, case)]
    return "\n".join(lines) + "\n"


def java(version: int) -> str:
    try:
        release = (builds.java_home(version) / "release").read_text()
    except BuildFailure:
        return f"JDK {version} not there"
    told = dict(line.split("=", 1) for line in release.splitlines() if "=" in line)
    return "JDK " + told.get("JAVA_RUNTIME_VERSION", told["JAVA_VERSION"]).strip('"')


def described(command: str) -> list[str]:
    return [
        f"`{command}`, {datetime.date.today().isoformat()}. {os.cpu_count()} vCPU ({processor()}), which the Runtime API "
        f"shares; Linux {platform.release()}; {java(17)}, {java(25)}; Python {platform.python_version()}; ONNX Runtime 1.28.0.",
        "",
        "From the spawn of a process to its first right answer at the Runtime API; every answer is compared with the expected "
        f"one. The baselines in Java run on JDK {JAVA_VERSION} with the flags of Lambda's managed runtime.",
    ]


def goals(verdicts: list[Verdict]) -> list[str]:
    lines = ["## Goals", "", "| | Goal | Found | |", "|---|---|---|---|"]
    return lines + [f"| {found.what} | {found.goal} | {found.found} | {found.reached} |" for found in verdicts]


def phases(table: Table) -> list[str]:
    """Thaw's own account of its quickest start of the largest model."""
    names = [case.name for case in table.cases]
    model = LARGE if LARGE in names else names[-1]
    lines = ["## Where the milliseconds go", "", f"As Thaw's log line says of its quickest start with `{model}`.", ""]
    for contestant in table.contestants:
        series = table.found(PLAIN, model, contestant.key)
        if contestant.key in THAW and series and series.quickest().phases:
            quickest = series.quickest()
            lines.append(f"- {contestant.name}, {quickest.cold_ms:.0f} ms: {account(quickest.phases)}")
    return lines


def account(line: dict) -> str:
    """Numbers of the line, those of its groups behind the group's name."""
    told = []
    for name, value in line.items():
        if isinstance(value, dict):
            told.append(f"{name} ({account(value)})")
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            told.append(f"{name} {value:g}")
    return ", ".join(told)


def figures(table: Table, condition: Condition, case) -> list[str]:
    rows = [(contestant, table.series.get((condition.key, case.name, contestant.key))) for contestant in table.contestants]
    rows = [(contestant, series) for contestant, series in rows if series]
    if not rows:
        return []
    first = next((series for _, series in rows if series.samples), None)
    name = next((contestant.name for contestant, series in rows if series is first), "")
    lines = [f"## {case.name}, {case.megabytes():.1f} MB. {condition.title}", ""]
    lines += [COLUMNS.format(first=f"/ {name}"), "|---|---|---|---|---|---|---|---|"]
    return lines + [row(contestant.name, series, first) for contestant, series in rows]


def row(name: str, series: Series, first: Series) -> str:
    if not series.samples:
        return f"| {name} | {series.reason} | | | | | | 0 |"
    ratio = series.median("cold_ms") / first.median("cold_ms")
    return (
        f"| {name} | {series.least('cold_ms'):.0f} | {series.median('cold_ms'):.0f} | {series.median('warm_ms'):.2f} "
        f"| {series.median('resident_mb'):.0f} | {series.median('processor_ms'):.0f} | {ratio:.2f} "
        f"| {len(series.samples)}{', then: ' + series.reason if series.reason else ''} |"
    )

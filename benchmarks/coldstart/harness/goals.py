"""The goals that this benchmark answers, each as a ratio of figures of one run."""

from dataclasses import dataclass

import packages
from measuring import CONDITIONS
from samples import Table

PLAIN = CONDITIONS[0]
LARGE, TINY = "transformer", "digits"
IMAGE, ZIP, NATIVE = "thaw-image-25", "thaw-zip-17", "native"


@dataclass(frozen=True)
class Verdict:
    what: str
    goal: str
    found: str
    reached: str


@dataclass(frozen=True)
class Ratio:
    """Of cold starts of the large model; `least` and `middle` bound it from above, or from below."""

    what: str
    over: str
    under: str
    least: float
    middle: float
    at_most: bool

    def verdict(self, table: Table) -> Verdict:
        over, under = (table.found(PLAIN, LARGE, key) for key in (self.over, self.under))
        sign = "≤" if self.at_most else "≥"
        goal = f"{sign} {self.least:g} minimum, {sign} {self.middle:g} median"
        if not over or not under:
            return Verdict(self.what, goal, "not measured", "–")
        least, middle = (getattr(over, of)("cold_ms") / getattr(under, of)("cold_ms") for of in ("least", "median"))
        reached = [self.holds(least, self.least), self.holds(middle, self.middle)]
        return Verdict(self.what, goal, f"{least:.2f} minimum, {middle:.2f} median", told(reached))

    def holds(self, found: float, bound: float) -> bool:
        return found <= bound if self.at_most else found >= bound


def told(reached: list[bool]) -> str:
    if all(reached):
        return "reached"
    return "not reached" if not any(reached) else f"{'minimum' if reached[0] else 'median'} only"


RATIOS = [
    Ratio("Thaw image layout (JDK 25) / C tuned the same way", IMAGE, "c-tuned", 1.6, 1.9, True),
    Ratio("Thaw image layout (JDK 25) / C loading plain `.onnx`", IMAGE, "c-plain", 0.7, 0.7, True),
    Ratio("Java as it comes / Thaw zip layout (JDK 17)", "java", ZIP, 2.8, 2.8, False),
    Ratio("Python / Thaw image layout (JDK 25)", "python", IMAGE, 2.5, 2.5, False),
    Ratio("Quarkus / Thaw image layout (JDK 25)", "quarkus", IMAGE, 5, 5, False),
    Ratio("Spring Cloud Function / Thaw image layout (JDK 25)", "spring", IMAGE, 9, 9, False),
    Ratio("Native executable / C tuned the same way", NATIVE, "c-tuned", 1.15, 1.15, True),
    Ratio("Java as it comes / native executable", "java", NATIVE, 5, 5, False),
    Ratio("Quarkus / Quarkus with Thaw's extension (JDK 25, AOT cache)", "quarkus", "quarkus-thaw-25", 2.5, 2.5, False),
    Ratio("Quarkus / native executable", "quarkus", NATIVE, 9, 9, False),
]


def tiny(table: Table, key: str, name: str, most: int) -> Verdict:
    what, goal = f"Tiny model: {name} − C tuned", f"≤ {most} ms"
    ours, theirs = (table.found(PLAIN, TINY, row) for row in (key, "c-tuned"))
    if not ours or not theirs:
        return Verdict(what, goal, "not measured", "–")
    least, middle = (getattr(ours, of)("cold_ms") - getattr(theirs, of)("cold_ms") for of in ("least", "median"))
    return Verdict(what, goal, f"{least:.0f} ms minimum, {middle:.0f} ms median", told([least <= most, middle <= most]))


def warm(ratio: float | None) -> Verdict:
    what, goal = "Warm prediction in the handler / bare call of ONNX Runtime's Java binding", "≤ 1.05"
    if ratio is None:
        return Verdict(what, goal, "not measured", "–")
    return Verdict(what, goal, f"{ratio:.3f} median", told([ratio <= 1.05]))


def warm_native(table: Table) -> Verdict:
    """Beside the same handler on the virtual machine, on the large model."""
    what, goal = "Warm calls: native executable / Thaw image layout (JDK 25)", "≤ 1.10"
    ours, theirs = (table.found(PLAIN, LARGE, row) for row in (NATIVE, IMAGE))
    if not ours or not theirs:
        return Verdict(what, goal, "not measured", "–")
    ratio = ours.median("warm_ms") / theirs.median("warm_ms")
    return Verdict(what, goal, f"{ratio:.2f} median", told([ratio <= 1.1]))


def native_sizes() -> Verdict:
    sizes = packages.native_sizes()
    what, goal = "Native executable; its zip without the model", "–"
    found = "not made" if sizes is None else " MB; ".join(f"{size / 1e6:.1f}" for size in sizes) + " MB"
    return Verdict(what, goal, found, "–")


def zipped(table: Table) -> Verdict:
    what, goal = "AWS zip without the model", "≤ 16 MB"
    sizes = [size for case in table.cases if (size := packages.zip_without_model(case)) is not None]
    if not sizes:
        return Verdict(what, goal, "not made", "–")
    return Verdict(what, goal, f"{max(sizes) / 1e6:.1f} MB", told([max(sizes) <= 16e6]))


def resident(table: Table, key: str, name: str) -> Verdict:
    what, goal = f"Resident memory: Thaw {name} / Java as it comes", "≤ 0.75"
    ours, theirs = (table.found(PLAIN, LARGE, row) for row in (key, "java"))
    if not ours or not theirs:
        return Verdict(what, goal, "not measured", "–")
    ratio = ours.median("resident_mb") / theirs.median("resident_mb")
    return Verdict(what, goal, f"{ratio:.2f} median", told([ratio <= 0.75]))


def verdicts(table: Table, warm_ratio: float | None) -> list[Verdict]:
    found = [ratio.verdict(table) for ratio in RATIOS]
    found += [tiny(table, IMAGE, "Thaw image layout (JDK 25)", 60), tiny(table, NATIVE, "native executable", 10)]
    found += [warm(warm_ratio), warm_native(table), zipped(table), native_sizes()]
    found += [resident(table, IMAGE, "image layout (JDK 25)"), resident(table, ZIP, "zip layout (JDK 17)")]
    return found + [resident(table, NATIVE, "native executable")]

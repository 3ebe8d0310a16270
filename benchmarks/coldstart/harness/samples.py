"""All figures of a run: which contestant, on which model, under which condition."""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from cases import Case
from contestants import Contestant
from measuring import Condition, Sample

FIGURES = ["cold_ms", "warm_ms", "resident_mb", "peak_mb", "processor_ms"]


@dataclass
class Series:
    """The samples of one row, or the reason why there are none."""

    samples: list[Sample] = field(default_factory=list)
    reason: str = ""
    failures: int = 0

    def least(self, figure: str) -> float:
        return min(getattr(sample, figure) for sample in self.samples)

    def median(self, figure: str) -> float:
        return median(getattr(sample, figure) for sample in self.samples)

    def quickest(self) -> Sample:
        return min(self.samples, key=lambda sample: sample.cold_ms)


@dataclass
class Table:
    """Rows in the order in which they were asked for."""

    cases: list[Case]
    contestants: list[Contestant]
    series: dict = field(default_factory=dict)

    def of(self, condition: Condition, case: Case, key: str) -> Series:
        return self.series.setdefault((condition.key, case.name, key), Series())

    def found(self, condition: Condition, case: str, key: str) -> Series | None:
        """The row if it has samples."""
        series = self.series.get((condition.key, case, key))
        return series if series and series.samples else None

    def write(self, file: Path) -> None:
        with open(file, "w", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["condition", "model", "contestant", "round", *FIGURES, "reason"])
            for (condition, case, key), series in self.series.items():
                for number, sample in enumerate(series.samples, 1):
                    figures = [f"{getattr(sample, figure):.2f}" for figure in FIGURES]
                    writer.writerow([condition, case, key, number, *figures, ""])
                if series.reason:
                    writer.writerow([condition, case, key, "", *[""] * len(FIGURES), series.reason])

"""Cold starts side by side: everyone in turn, round after round, in one run.

    main.py [--rounds 10] [--models digits,cnn,transformer] [--conditions plain,one-cpu,evicted] [--only KEY,...]
"""

import argparse
import sys
from pathlib import Path

import cases
import contestants
import goals
import measuring
import warm
from child import Launch
from page import page
from places import BENCHMARKS, ROOT, BuildFailure
from runtime_api import Failure
from samples import Table

# What the goals of the first table are about, in some minutes.
QUICK = ("c-plain", "c-tuned", "thaw-image-25", "thaw-zip-17", "native", "python", "java", "quarkus",
         "quarkus-thaw-25", "spring")
QUICK_ROUNDS = 5

# One failure may be the machine's; a contestant that fails again is left alone.
MOST_FAILURES = 2


def words(known: list[str]):
    def read(text: str) -> list[str]:
        chosen = text.split(",")
        unknown = sorted(set(chosen) - set(known))
        if unknown:
            raise argparse.ArgumentTypeError(f"expected some of {','.join(known)}, got {','.join(unknown)}")
        return [word for word in known if word in chosen]

    return read


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/run coldstart", description=__doc__.splitlines()[0])
    conditions = [condition.key for condition in measuring.CONDITIONS]
    parser.add_argument("--rounds", type=int, default=10, help="of the plain condition; the others and cnn get half")
    parser.add_argument("--models", type=words(list(cases.NAMES)), default=list(cases.NAMES), help=",".join(cases.NAMES))
    parser.add_argument("--conditions", type=words(conditions), default=conditions, help=",".join(conditions))
    parser.add_argument("--only", type=words(keys()), default=keys(), help="some of " + ",".join(keys()))
    parser.add_argument("--warm", type=int, default=20, help="calls after the first answer")
    parser.add_argument("--result", type=Path, default=BENCHMARKS / "results" / "coldstart.md")
    parser.add_argument("--quick", action="store_true", help="the rows of the goals, two models, plain, 5 rounds")
    # Only defaults, which whatever else was given overrides.
    if parser.parse_known_args()[0].quick:
        rows = [key for key in keys() if key in QUICK]
        parser.set_defaults(rounds=QUICK_ROUNDS, models=["digits", "transformer"], conditions=["plain"], only=rows)
    given = parser.parse_args()
    if given.rounds < 1 or given.warm < 1:
        parser.error("expected at least one round and one warm call")
    return given


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def reason(failure: Exception) -> str:
    """For a cell of the page, which names no place of this machine."""
    return str(failure).replace(str(ROOT), ".").replace("\n", " ").replace("|", "/")


def prepared(names: list[str], rows: list) -> list[cases.Case]:
    wanted = [cases.case(name) for name in names]
    if any(contestant.key == "c-tuned" for contestant in rows):
        cases.optimise(wanted)
    return wanted


def launches(table: Table, conditions: list) -> dict[tuple[str, str], Launch]:
    """Builds everyone; who cannot be built is a row with its reason."""
    ready = {}
    for case in table.cases:
        for contestant in table.contestants:
            tell(f"building {contestant.name} for {case.name}")
            try:
                ready[case.name, contestant.key] = contestant.launch(case)
            except (BuildFailure, Failure, contestants.Absent, OSError) as failure:
                tell(f"left out: {failure}")
                for condition in conditions:
                    if measured(condition, case):
                        table.of(condition, case, contestant.key).reason = f"left out: {reason(failure)}"
    return ready


def rounds(condition: measuring.Condition, case: cases.Case, asked: int) -> int:
    few = condition.key != "plain" or case.name == "cnn"
    return -(-asked // 2) if few else asked


def measured(condition: measuring.Condition, case: cases.Case) -> bool:
    """Of the model in between, only the plain condition."""
    return condition.key == "plain" or case.name != "cnn"


def run(table: Table, conditions: list, ready: dict, asked: int, warm_calls: int) -> None:
    for condition in conditions:
        for number in range(asked):
            for case in table.cases:
                if measured(condition, case) and number < rounds(condition, case, asked):
                    tell(f"{condition.key}, round {number + 1}, {case.name}")
                    one_round(table, condition, case, ready, number, warm_calls)


def one_round(table: Table, condition, case, ready: dict, number: int, warm_calls: int) -> None:
    """Everyone once; each round begins with another, so that nobody always follows the same one."""
    turn = number % len(table.contestants)
    for contestant in table.contestants[turn:] + table.contestants[:turn]:
        series = table.of(condition, case, contestant.key)
        launch = ready.get((case.name, contestant.key))
        if launch is None or series.failures == MOST_FAILURES:
            continue
        try:
            series.samples.append(measuring.measure(launch, case, condition, warm_calls))
        except (Failure, OSError) as failure:
            series.failures += 1
            series.reason = reason(failure)
            tell(f"{contestant.name}: {failure}")


def warm_ratio(table: Table) -> float | None:
    """Of the large model; it is no cold start, so its failure costs nobody his row."""
    large = next((case for case in table.cases if case.name == goals.LARGE), None)
    if large is None:
        return None
    try:
        return warm.ratio(large)
    except (Failure, BuildFailure) as failure:
        tell(f"warm calls: {failure}")
        return None


def keys() -> list[str]:
    return [contestant.key for contestant in contestants.ALL]


def main() -> int:
    given = arguments()
    rows = [contestant for contestant in contestants.ALL if contestant.key in given.only]
    conditions = [condition for condition in measuring.CONDITIONS if condition.key in given.conditions]
    table = Table(prepared(given.models, rows), rows)
    ready = launches(table, conditions)
    run(table, conditions, ready, given.rounds, given.warm)
    verdicts = goals.verdicts(table, warm_ratio(table) if given.quick or given.only == keys() else None)
    given.result.parent.mkdir(parents=True, exist_ok=True)
    given.result.write_text(page(table, conditions, verdicts, " ".join(["benchmarks/run coldstart", *sys.argv[1:]])))
    table.write(given.result.with_suffix(".csv"))
    print(given.result.read_text())
    return 0 if any(series.samples for series in table.series.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Makes a page of JMH's JSON: jmh_report.py RESULT.json PAGE.md COMMAND

Each benchmark stands beside its baseline of the same parameters.
"""

import datetime
import json
import os
import sys
from pathlib import Path

BASELINES = {
    "WarmTensors.infer": "WarmTensors.bare",
    "WarmTensors.inferWithDeadline": "WarmTensors.bare",
    "WarmPackages.packagePredictor": "WarmPackages.handWritten",
    "Codec.readJson": "Codec.readJsonByJackson",
    "Codec.readBinary": "Codec.readJsonByJackson",
    "Codec.writeJson": "Codec.writeJsonByJackson",
}


def key(result: dict) -> tuple:
    name = ".".join(result["benchmark"].split(".")[-2:])
    return name, tuple(sorted(result.get("params", {}).items()))


def microseconds(result: dict, percentile: str = "50.0") -> float:
    return result["primaryMetric"]["scorePercentiles"][percentile] / 1000


def allocated(result: dict) -> float:
    metrics = result["secondaryMetrics"]
    return next((metric["score"] for name, metric in metrics.items() if name.endswith("gc.alloc.rate.norm")), 0)


def line(name: str, params: tuple, result: dict, baseline: dict | None) -> str:
    cells = [name, ", ".join(value for _, value in params)]
    cells += [f"{microseconds(result, percentile):.2f}" for percentile in ("0.0", "50.0", "99.0")]
    cells.append(f"{allocated(result):,.0f}")
    if baseline:
        cells += [f"**{microseconds(result) / microseconds(baseline):.2f}x**", f"{microseconds(result) - microseconds(baseline):+.2f}"]
        cells.append(f"{allocated(result) - allocated(baseline):+,.0f}")
    else:
        cells += ["", "", ""]
    return f"| {' | '.join(cells)} |"


def page(results: list, command: str) -> list[str]:
    by_key = {key(result): result for result in results}
    first = results[0]
    lines = ["# Warm calls and codec", ""]
    lines.append(
        f"`{command}`, {datetime.date.today().isoformat()}. {os.cpu_count()} vCPU, JDK {first['jdkVersion']}, JMH "
        f"{first['jmhVersion']}, {first['forks']} forks of {first['measurementIterations']} iterations, one thread."
    )
    lines += ["", "Single calls are timed; the median hides what the machine did beside. Bytes are those of the heap for one call."]
    lines += ["The last three columns compare with the baseline, the line above.", ""]
    lines.append("| | | least µs | median | p99 | bytes | median | µs more | bytes more |")
    lines.append("|---|---|---|---|---|---|---|---|---|")
    baselines = list(dict.fromkeys(BASELINES.values()))
    for base in baselines:
        for params in [params for name, params in by_key if name == base]:
            lines.append(line(base, params, by_key[base, params], None))
            for name in [name for name, other in BASELINES.items() if other == base]:
                if (name, params) in by_key:
                    lines.append(line(name, params, by_key[name, params], by_key[base, params]))
    return lines


def main() -> None:
    source, target, command = sys.argv[1:4]
    lines = page(json.loads(Path(source).read_text()), command)
    Path(target).write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()

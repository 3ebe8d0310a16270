"""What first calls of fresh JVMs cost: by the adapter's own client, and by a cloud's SDK."""
import argparse
import os
import pathlib
import re
import statistics
import subprocess

from machine import java, processor

BENCHMARKS = pathlib.Path(__file__).resolve().parents[1]


def runtime():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def command(classes, main, *options):
    """Runs a main class of a folder with its libraries, on a JVM as functions have it."""
    path = f"{classes / 'target/classes'}:{classes / 'target/lib'}/*"
    return [runtime(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", *options, "-cp", path, main]


def first_call(line, environment, expected):
    """Milliseconds on processors, and the classes that were loaded."""
    usage = os.times()
    done = subprocess.run(line, env=environment, check=True, capture_output=True, text=True, timeout=120)
    after = os.times()
    if expected not in done.stdout:
        raise SystemExit(f"not '{expected}': {done.stdout}{done.stderr}")
    seconds = after.children_user - usage.children_user + after.children_system - usage.children_system
    classes = len(re.findall(r"^\[.*source: ", done.stdout, re.MULTILINE))
    return seconds * 1000, classes


def jars(folder):
    files = list(folder.glob("*.jar"))
    return f"{len(files)}, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


def report(name, described, sdk, title, about, measured):
    """Builds the SDK's side, measures both, and writes the page; of the clients that are measured our own is the first."""
    parser = argparse.ArgumentParser(prog=f"benchmarks/run {name}", description=described.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--result", type=pathlib.Path, default=BENCHMARKS / f"results/{name}.md")
    given = parser.parse_args()
    subprocess.run(["mvn", "-q", "-B", "package", "-f", sdk / "pom.xml"], check=True)
    figures, classes = measured(given.rounds)
    brought = dict(zip(figures, ["none", jars(sdk / "target/lib")]))
    lines = [f"# {title}", "",
             f"`benchmarks/run {name} --rounds {given.rounds}`; {os.cpu_count()} vCPU ({processor()}), JDK {java()}, C1.", "",
             *about, "",
             "| | CPU, minimum / median ms | classes | jars |", "|---|---|---|---|"]
    lines += [f"| {client} | {min(taken):.0f} / {statistics.median(taken):.0f} | {classes[client]} | {brought[client]} |"
              for client, taken in figures.items()]
    given.result.write_text("\n".join(lines) + "\n")
    print(given.result.read_text())

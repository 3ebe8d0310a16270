"""The three clouds' adapters side by side: sizes, dependencies and first answers, as a page of Markdown.

    benchmarks/run adapters [--rounds 5] [--azure-worker DIR]

Sizes are those of a module's closure at run time, resolved by Maven. First answers are those of the model digits, packaged
by `thaw package`.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import first_answers
from machine import java, processor

ROOT = pathlib.Path(__file__).resolve().parents[2]
ADAPTERS = {"AWS": "aws-adapter", "Azure": "azure-adapter", "Google Cloud": "gcp-adapter"}
NOTES = """
All of them are the sample model digits on a JDK of this machine, from the start of a process to the bytes of its first right answer;
files are in the page cache. What stands around the function differs, so compare a row with itself over time:

- **AWS**: Lambda's own runtime interface client; the zip of the managed runtime, which has no class archive.
- **Azure, without a worker**: the packaged app's entry point in a fresh JVM with the worker's options, called as the worker
  calls it: no gRPC, no host. It is the adapter's own share.
- **Azure, real worker**: the Java worker of Azure Functions over its gRPC contract, first from the start of its process, then from
  the message that makes a pre-warmed worker this app's on. There only if `--azure-worker` names a folder.
- **Google Cloud**: Google's own invoker over HTTP, in the image's JDK and with its class archive.
"""


def jars(module):
    """The jars that a function on that cloud may need, by name, with their sizes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mvn", "-q", "-B", "-DskipTests", "package", "dependency:copy-dependencies", "-pl", module, "-am",
                        "-DincludeScope=runtime", f"-DoutputDirectory={folder}/${{project.artifactId}}"],
                       cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        found = {jar.name: jar.stat().st_size for jar in pathlib.Path(folder, module).glob("*.jar")}
    own = next((ROOT / module / "target").glob(f"{module}-*-SNAPSHOT.jar"))
    return own.stat().st_size, found


def sizes(answers):
    """One row a cloud: what is known of it, and its first answer where nothing but the adapter differs."""
    lines = ["| Adapter | its own jar | other jars | without ONNX Runtime | all | first answer, minimum / median ms |",
             "|---|---|---|---|---|---|"]
    for cloud, module in ADAPTERS.items():
        own, others = jars(module)
        runtime = sum(size for name, size in others.items() if name.startswith("onnxruntime"))
        everything = own + sum(others.values())
        first = "; ".join(f"{shown(figures)} ({name.partition(', ')[2]})" for name, figures in answers.items()
                          if name.startswith(cloud))
        lines.append(f"| {cloud} | {own / 1e3:.0f} kB | {len(others)} | {(everything - runtime) / 1e6:.1f} MB "
                     f"| {everything / 1e6:.1f} MB | {first} |")
    return lines


def shown(figures):
    return f"{min(figures):.0f} / {statistics.median(figures):.0f}"


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run adapters", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--azure-worker", help="the folder of the Java worker of Azure Functions")
    parser.add_argument("--result", type=pathlib.Path, default=ROOT / "benchmarks/results/adapters.md")
    given = parser.parse_args()
    answers = first_answers.measured(given.rounds, given.azure_worker)
    worker = " --azure-worker DIR" if given.azure_worker else ""
    lines = ["# The three clouds' adapters", "",
             f"`benchmarks/run adapters --rounds {given.rounds}{worker}`; {os.cpu_count()} vCPU ({processor()}), JDK {java()}.", "",
             *sizes(answers), NOTES.rstrip()]
    given.result.parent.mkdir(parents=True, exist_ok=True)
    given.result.write_text("\n".join(lines) + "\n")
    print(given.result.read_text())


if __name__ == "__main__":
    sys.exit(main())

"""Sizes and dependencies of the three clouds' adapters, side by side, as a table of Markdown.

    python3 benchmarks/python/adapters.py [MODEL]

Each is the closure of its module at run time, resolved by Maven; first-answer times come from `thaw coldstart` where the
platform can be played here, and from the log line `cold start` where it cannot.
"""
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ADAPTERS = {"AWS": "aws-adapter", "Azure": "azure-adapter", "Google Cloud": "gcp-adapter"}


def jars(module):
    """The jars that a function on that cloud may need, by name, with their sizes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mvn", "-q", "-B", "-DskipTests", "package", "dependency:copy-dependencies", "-pl", module, "-am",
                        "-DincludeScope=runtime", f"-DoutputDirectory={folder}/${{project.artifactId}}"],
                       cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        found = {jar.name: jar.stat().st_size for jar in pathlib.Path(folder, module).glob("*.jar")}
    own = next((ROOT / module / "target").glob(f"{module}-*-SNAPSHOT.jar"))
    return own.stat().st_size, found


def main():
    print("| Adapter | its own jar | other jars | without ONNX Runtime | all |")
    print("|---|---|---|---|---|")
    for cloud, module in ADAPTERS.items():
        own, others = jars(module)
        runtime = sum(size for name, size in others.items() if name.startswith("onnxruntime"))
        everything = own + sum(others.values())
        print(f"| {cloud} | {own / 1e3:.0f} kB | {len(others)} | {(everything - runtime) / 1e6:.1f} MB "
              f"| {everything / 1e6:.1f} MB |")


if __name__ == "__main__":
    sys.exit(main())

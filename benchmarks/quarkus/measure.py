"""Measures samples/quarkus-digits/container in its three forms, side by side: JVM, JVM with a class archive, native.

Run at the root of the repository: python3 benchmarks/quarkus/measure.py [runs] [form ...]
Prints a table in Markdown: minimum and median from the start of the process to the first prediction, the most memory
that it had resident, the size of what is deployed (without a Java runtime), and how long the build took.
"""
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

SAMPLE = pathlib.Path("samples/quarkus-digits/container")
COPIES = pathlib.Path("benchmarks/target/quarkus")
JAVA = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
FORMS = {
    "jvm": ([], JAVA + ["-jar", "quarkus-app/quarkus-run.jar"], ["quarkus-app"]),
    "archive": (
        ["-Dquarkus.package.jar.appcds.enabled=true"],
        JAVA + ["-XX:SharedArchiveFile=app-cds.jsa", "-jar", "quarkus-run.jar"],
        ["quarkus-app"],
    ),
    "native": (["-Dnative"], ["./sample-quarkus-container-0.1.0-SNAPSHOT-runner"], ["*-runner", "native"]),
}
PATIENCE = 60


def build(form):
    """Builds a form and copies what it needs to run; returns the seconds that its own module took."""
    options, _, parts = FORMS[form]
    common = ["mvn", "-q", "-B", "package", "-DskipTests", "-Djacoco.skip", "-pl", str(SAMPLE), "-am"]
    subprocess.run(common, check=True)
    start = time.monotonic()
    subprocess.run(common + options, check=True)
    seconds = time.monotonic() - start
    copy = COPIES / form
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for part in parts + ["models"]:
        for found in (SAMPLE / "target").glob(part):
            if found.is_dir():
                shutil.copytree(found, copy / found.name)
            else:
                shutil.copy2(found, copy)
    return seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def predict(port):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v2/models/digits/predict",
        data=pathlib.Path("samples/models/digits/1/warmup.png").read_bytes(),
        headers={"Content-Type": "image/png"},
    )
    return urllib.request.urlopen(request, timeout=5).read()


def run(form):
    """Starts it once; returns milliseconds to the first prediction and the peak of resident memory in MiB."""
    port = free_port()
    folder = COPIES / form / ("quarkus-app" if form == "archive" else "")
    models = (COPIES / form / "models").resolve()
    options = [f"-Dquarkus.http.port={port}", "-Dquarkus.http.host=127.0.0.1", f"-Dquarkus.thaw.folder={models}"]
    command = FORMS[form][1]
    line = command[:1] + options + command[1:]
    start = time.monotonic()
    process = subprocess.Popen(line, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                predict(port)
                break
            except (urllib.error.URLError, ConnectionError):
                if process.poll() is not None or time.monotonic() - start > PATIENCE:
                    raise SystemExit(f"{form}: no answer, exit status {process.poll()}")
                time.sleep(0.001)
        millis = (time.monotonic() - start) * 1000
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        peak = next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmHWM"))
        return millis, peak / 1024
    finally:
        process.terminate()
        process.wait(20)


def size(form):
    return sum(file.stat().st_size for file in (COPIES / form).rglob("*") if file.is_file()) / 2**20


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    forms = sys.argv[2:] or list(FORMS)
    seconds = {form: build(form) for form in forms}
    found = {form: [] for form in forms}
    for _ in range(runs):
        for form in forms:
            found[form].append(run(form))
    print("| form | start, minimum / median ms | memory MiB | size MiB | build s |\n|---|---|---|---|---|")
    for form in forms:
        starts = [millis for millis, _ in found[form]]
        peak = statistics.median(memory for _, memory in found[form])
        print(
            f"| {form} | {min(starts):.0f} / {statistics.median(starts):.0f} | {peak:.0f} | {size(form):.0f}"
            f" | {seconds[form]:.0f} |"
        )


if __name__ == "__main__":
    main()

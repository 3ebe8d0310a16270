"""Measures samples/quarkus-digits/container in its three forms, side by side: JVM, JVM with a class archive, native.

Run at the root of the repository: python3 benchmarks/quarkus/measure.py [--built] [runs] [form ...]
Prints a table in Markdown: minimum and median from the start of the process to the first prediction, the most memory
that it had resident, the size of what is deployed (without a Java runtime), and how long the build took. With --built
it measures again what an earlier run has built.
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
    "jvm": ([], JAVA + ["-jar", "quarkus-run.jar"], ["quarkus-app"]),
    # Quarkus' own class loader hides classes from the archive; this layout does without it.
    "archive": (
        ["-Dquarkus.package.jar.type=aot-jar"],
        JAVA + ["-XX:SharedArchiveFile=classes.jsa", "-jar", "quarkus-run.jar"],
        ["quarkus-app"],
    ),
    "native": (["-Dnative"], ["./sample-quarkus-container-0.1.0-SNAPSHOT-runner"], ["*-runner", "native", "models"]),
}
TRAINING = JAVA + ["-XX:ArchiveClassesAtExit=classes.jsa", "-jar", "quarkus-run.jar"]
PATIENCE = 300


def build(form):
    """Builds a form and copies what it needs to run; notes the seconds that its own module took."""
    options, _, parts = FORMS[form]
    common = ["mvn", "-q", "-B", "package", "-DskipTests", "-Djacoco.skip", "-pl", str(SAMPLE), "-am"]
    subprocess.run(common, check=True)
    start = time.monotonic()
    subprocess.run(common + options, check=True)
    copy = COPIES / form
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for part in parts:
        for found in (SAMPLE / "target").glob(part):
            if found.is_dir():
                shutil.copytree(found, copy / found.name)
            else:
                shutil.copy2(found, copy)
    if form == "archive":
        run(form, TRAINING)
    (copy / "seconds").write_text(f"{time.monotonic() - start:.0f}")


def folder(form):
    app = COPIES / form / "quarkus-app"
    return app if app.is_dir() else COPIES / form


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


def run(form, command):
    """Starts it once; returns milliseconds to the first prediction and the peak of resident memory in MiB."""
    port = free_port()
    options = [f"-Dquarkus.http.port={port}", "-Dquarkus.http.host=127.0.0.1"]
    line = command[:1] + options + command[1:]
    start = time.monotonic()
    process = subprocess.Popen(line, cwd=folder(form), stdout=subprocess.DEVNULL)
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
        process.wait(120)


def size(form):
    return sum(file.stat().st_size for file in (COPIES / form).rglob("*") if file.is_file()) / 2**20


def main():
    words = [word for word in sys.argv[1:] if word != "--built"]
    runs = int(words[0]) if words else 11
    forms = words[1:] or list(FORMS)
    if "--built" not in sys.argv:
        for form in forms:
            build(form)
    seconds = {form: float((COPIES / form / "seconds").read_text()) for form in forms}
    found = {form: [] for form in forms}
    for _ in range(runs):
        for form in forms:
            found[form].append(run(form, FORMS[form][1]))
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

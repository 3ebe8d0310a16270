"""The first document of a fresh JVM in Firestore: Google's library over gRPC beside the adapter's own client over JSON.

    benchmarks/run google-sdk [--rounds 7]

Both write to Google's own emulator, which the Google Cloud CLI brings.
"""
import argparse
import contextlib
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import time

from azure_sdk import first_call, jars
from machine import java, processor

BENCHMARKS = pathlib.Path(__file__).resolve().parents[1]
SDK = BENCHMARKS / "google-sdk"
READY_SECONDS = 120


def runtime():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextlib.contextmanager
def emulator():
    root = subprocess.run(["gcloud", "info", "--format=value(installation.sdk_root)"], check=True, capture_output=True,
                          text=True).stdout.strip()
    jar = pathlib.Path(root) / "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar"
    port = free_port()
    with subprocess.Popen([runtime(), "-Duser.language=en", "-cp", jar,
                           "com.google.cloud.datastore.emulator.firestore.CloudFirestore", "start", "--host=127.0.0.1",
                           f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_port(port)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def await_port(port):
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise SystemExit("the emulator of Firestore did not start")


def measured(rounds, host):
    environment = {**os.environ, "FIRESTORE_EMULATOR_HOST": host}
    paths = {"own client, JSON": (f"{BENCHMARKS / 'target/classes'}:{BENCHMARKS / 'target/lib'}/*",
                                  "thaw.gcp.store.OwnFirstDocument"),
             "google-cloud-firestore, gRPC": (f"{SDK / 'target/classes'}:{SDK / 'target/lib'}/*", "first.call.SdkDocument")}
    figures = {name: [] for name in paths}
    classes = {}
    options = [runtime(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    for number in range(rounds + 1):
        for name, (path, main) in paths.items():
            document = f"d{number}"
            # The last one tells its classes, and the emulator has seen one of each before.
            told = ["-Xlog:class+load"] if number == rounds else []
            taken, loaded = first_call([*options, *told, "-cp", path, main, document], environment, f"created {document}")
            if told:
                classes[name] = loaded
            else:
                figures[name].append(taken)
    return figures, classes


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run google-sdk", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--result", type=pathlib.Path, default=BENCHMARKS / "results/google-sdk.md")
    given = parser.parse_args()
    subprocess.run(["mvn", "-q", "-B", "package", "-f", SDK / "pom.xml"], check=True)
    with emulator() as host:
        figures, classes = measured(given.rounds, host)
    count, size = jars(SDK / "target/lib")
    beside = {"own client, JSON": "none", "google-cloud-firestore, gRPC": f"{count}, {size / 1e6:.1f} MB"}
    lines = ["# The first document in Firestore", "",
             f"`benchmarks/run google-sdk --rounds {given.rounds}`; {os.cpu_count()} vCPU ({processor()}), JDK {java()}, C1.", "",
             "A fresh JVM that creates one document in Google's emulator on this machine, where neither needs a token nor TLS;",
             "both in turn. Time is that on processors.", "",
             "| | CPU, minimum / median ms | classes | jars |", "|---|---|---|---|"]
    lines += [f"| {name} | {min(taken):.0f} / {statistics.median(taken):.0f} | {classes[name]} | {beside[name]} |"
              for name, taken in figures.items()]
    given.result.write_text("\n".join(lines) + "\n")
    print(given.result.read_text())


if __name__ == "__main__":
    sys.exit(main())

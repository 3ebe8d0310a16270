"""The first document of a fresh JVM in Firestore: Google's library over gRPC beside the adapter's own client over JSON.

    benchmarks/run google-sdk [--rounds 7]

Both write to Google's own emulator, which the Google Cloud CLI brings.
"""
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time

from first_calls import BENCHMARKS, command, first_call, report, runtime

SDK = BENCHMARKS / "google-sdk"
READY_SECONDS = 120


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


def measured(rounds):
    with emulator() as host:
        return written(rounds, host)


def written(rounds, host):
    environment = {**os.environ, "FIRESTORE_EMULATOR_HOST": host}
    clients = {"own client, JSON": (BENCHMARKS, "thaw.gcp.store.OwnFirstDocument"),
               "google-cloud-firestore, gRPC": (SDK, "first.call.SdkDocument")}
    figures = {name: [] for name in clients}
    classes = {}
    for number in range(rounds + 1):
        for name, client in clients.items():
            document = f"d{number}"
            # The last one tells its classes, and the emulator has seen one of each before.
            told = ["-Xlog:class+load"] if number == rounds else []
            taken, loaded = first_call([*command(*client, *told), document], environment, f"created {document}")
            if told:
                classes[name] = loaded
            else:
                figures[name].append(taken)
    return figures, classes


if __name__ == "__main__":
    sys.exit(report("google-sdk", __doc__, SDK, "The first document in Firestore",
                    ["A fresh JVM that creates one document in Google's emulator on this machine, where neither needs a token nor TLS;",
                     "both in turn. Time is that on processors."], measured))

"""The first call to Azure in a fresh JVM: its SDK beside the adapter's own client. A token and a blob, from a server of ours.

    benchmarks/run azure-sdk [--rounds 7]
"""
import argparse
import http.server
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import threading
import time

from machine import java, processor

BENCHMARKS = pathlib.Path(__file__).resolve().parents[1]
SDK = BENCHMARKS / "azure-sdk"
BLOB = b"x" * 10_000


class Azure(http.server.BaseHTTPRequestHandler):
    """The managed identity's endpoint, and storage with one blob."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(self.token() if self.path.startswith("/token") else BLOB)

    def do_HEAD(self):
        self.answer(BLOB, body=False)

    @staticmethod
    def token():
        later = str(int(time.time()) + 86_400)
        return json.dumps({"access_token": "t", "expires_on": later, "resource": "https://storage.azure.com",
                           "token_type": "Bearer"}).encode()

    def answer(self, content, body=True):
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"0x1"')
        self.send_header("Last-Modified", "Mon, 02 Mar 2026 10:15:30 GMT")
        self.send_header("x-ms-blob-type", "BlockBlob")
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_):
        """Silent."""


def jars(folder):
    files = list(folder.glob("*.jar"))
    return len(files), sum(file.stat().st_size for file in files)


def first_call(command, environment, expected=f"read {len(BLOB)}"):
    """Milliseconds on processors, and the classes that were loaded."""
    usage = os.times()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120)
    after = os.times()
    if expected not in done.stdout:
        raise SystemExit(f"not '{expected}': {done.stdout}{done.stderr}")
    seconds = after.children_user - usage.children_user + after.children_system - usage.children_system
    classes = len(re.findall(r"^\[.*source: ", done.stdout, re.MULTILINE))
    return seconds * 1000, classes


def measured(rounds):
    home = os.environ.get("JAVA_HOME")
    runtime = f"{home}/bin/java" if home else "java"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Azure)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    environment = {**os.environ, "IDENTITY_ENDPOINT": f"{address}/token", "IDENTITY_HEADER": "secret"}
    paths = {"own client": (f"{BENCHMARKS / 'target/classes'}:{BENCHMARKS / 'target/lib'}/*", "thaw.azure.store.OwnFirstCall"),
             "Azure's SDK": (f"{SDK / 'target/classes'}:{SDK / 'target/lib'}/*", "first.call.SdkCall")}
    figures = {name: [] for name in paths}
    classes = {}
    options = [runtime, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    for _ in range(rounds):
        for name, (path, main) in paths.items():
            figures[name].append(first_call([*options, "-cp", path, main, address], environment)[0])
    for name, (path, main) in paths.items():
        classes[name] = first_call([*options, "-Xlog:class+load", "-cp", path, main, address], environment)[1]
    server.shutdown()
    return figures, classes


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run azure-sdk", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--result", type=pathlib.Path, default=BENCHMARKS / "results/azure-sdk.md")
    given = parser.parse_args()
    subprocess.run(["mvn", "-q", "-B", "package", "-f", SDK / "pom.xml"], check=True)
    figures, classes = measured(given.rounds)
    count, size = jars(SDK / "target/lib")
    beside = {"own client": "none", "Azure's SDK": f"{count}, {size / 1e6:.1f} MB"}
    lines = ["# The first call to Azure", "",
             f"`benchmarks/run azure-sdk --rounds {given.rounds}`; {os.cpu_count()} vCPU ({processor()}), JDK {java()}, C1.", "",
             "A fresh JVM that gets a token of the managed identity and reads a blob of 10 kB, both from a server on this machine;",
             "everyone in turn. Time is that on processors.", "",
             "| | CPU, minimum / median ms | classes | jars |", "|---|---|---|---|"]
    lines += [f"| {name} | {min(taken):.0f} / {statistics.median(taken):.0f} | {classes[name]} | {beside[name]} |"
              for name, taken in figures.items()]
    given.result.write_text("\n".join(lines) + "\n")
    print(given.result.read_text())


if __name__ == "__main__":
    sys.exit(main())

"""The first call to Azure in a fresh JVM: its SDK beside the adapter's own client. A token and a blob, from a server of ours.

    benchmarks/run azure-sdk [--rounds 7]
"""
import http.server
import json
import os
import sys
import threading
import time

from first_calls import BENCHMARKS, command, first_call, report

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


def measured(rounds):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Azure)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    environment = {**os.environ, "IDENTITY_ENDPOINT": f"{address}/token", "IDENTITY_HEADER": "secret"}
    clients = {"own client": (BENCHMARKS, "thaw.azure.store.OwnFirstCall"), "Azure's SDK": (SDK, "first.call.SdkCall")}
    figures = {name: [] for name in clients}
    expected = f"read {len(BLOB)}"
    for _ in range(rounds):
        for name, client in clients.items():
            figures[name].append(first_call([*command(*client), address], environment, expected)[0])
    classes = {name: first_call([*command(*client, "-Xlog:class+load"), address], environment, expected)[1]
               for name, client in clients.items()}
    server.shutdown()
    return figures, classes


if __name__ == "__main__":
    sys.exit(report("azure-sdk", __doc__, SDK, "The first call to Azure",
                    ["A fresh JVM that gets a token of the managed identity and reads a blob of 10 kB, both from a server on this machine;",
                     "everyone in turn. Time is that on processors."], measured))

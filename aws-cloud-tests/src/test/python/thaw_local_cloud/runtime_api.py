"""The Lambda Runtime API for one instance: what the runtime interface client in the child process talks to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

PREFIX = "/2018-06-01/runtime/"


class RuntimeApi:
    """Hands one invocation at a time to the runtime and takes its answer. Threads: one of LocalStack's invokes,
    the server's own threads serve the child."""

    def __init__(self, on_init_error):
        self._on_init_error = on_init_error
        self._invocations: Queue = Queue()
        self._answer = None
        self.ready = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def offer(self, headers: dict[str, str], payload: bytes, on_answer) -> None:
        """Gives the runtime an event; on_answer gets (request id, body, is_error)."""
        self._answer = on_answer
        self._invocations.put((headers, payload))

    def close(self) -> None:
        self._invocations.put(None)
        self._server.shutdown()
        self._server.server_close()

    def _handler(api):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                api.ready.set()
                invocation = api._invocations.get()
                if invocation is None:
                    self.close_connection = True
                    return
                headers, payload = invocation
                self._reply(200, payload, headers)

            def do_POST(self):
                body = self._body()
                parts = self.path.removeprefix(PREFIX).split("/")
                if parts == ["init", "error"]:
                    api._on_init_error(body)
                else:
                    api._answer(parts[1], body, parts[2] == "error")
                self._reply(202, b'{"status":"OK"}', {})

            def _body(self) -> bytes:
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = bytearray()
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return bytes(body)

            def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        return Handler

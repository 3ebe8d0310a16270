"""Lambda's Runtime API, for one process at a time: hands out one event again and again, and keeps what is answered."""

import os
import selectors
import socket
import time
import uuid
from dataclasses import dataclass, field
from typing import Callable

PREFIX = "/2018-06-01/runtime/"
HEADERS = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
    "Lambda-Runtime-Aws-Request-Id: {id}\r\nLambda-Runtime-Deadline-Ms: {deadline}\r\n"
    "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:coldstart\r\n"
    "Lambda-Runtime-Trace-Id: Root=1-5e66d96f-7491f09xmpl79d18acf3d050;Sampled=0\r\n\r\n"
)
ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n"


class Failure(Exception):
    """Why a process gave no answer that counts."""


@dataclass
class Answer:
    """What came back of one invocation, and when on the clock of `perf_counter_ns`."""

    taken: int
    answered: int
    body: bytes


@dataclass
class Connection:
    received: bytearray = field(default_factory=bytearray)

    def request(self) -> tuple[str, bytes] | None:
        """The path and body of a request that is here whole."""
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = self.received[:end].decode("latin-1")
        length = next((int(line.split(":", 1)[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0)
        chunked = "transfer-encoding: chunked" in head.lower()
        body, after = self.chunks(end + 4) if chunked else self.plain(end + 4, length)
        if body is None:
            return None
        del self.received[:after]
        return head.split(" ", 2)[1], body

    def plain(self, start: int, length: int):
        return (bytes(self.received[start : start + length]) if len(self.received) >= start + length else None), start + length

    def chunks(self, at: int):
        body = bytearray()
        while (line := self.received.find(b"\r\n", at)) >= 0:
            size = int(self.received[at:line].split(b";")[0], 16)
            if len(self.received) < line + 4 + size:
                break
            body += self.received[line + 2 : line + 2 + size]
            at = line + 4 + size
            if size == 0:
                return bytes(body), at
        return None, at


class RuntimeApi:
    """Bound to a free port of loopback; one thread, so that it takes little from the process that is measured."""

    def __init__(self, event: bytes):
        self.event = event
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listening, selectors.EVENT_READ)
        self.answers: list[Answer] = []
        self.taken = 0

    @property
    def address(self) -> str:
        return "127.0.0.1:%d" % self.listening.getsockname()[1]

    def serve(self, pid: int, calls: int, seconds: float, first: Callable[[], None] = lambda: None) -> list[Answer]:
        """Answers the process until it has answered so many events; `first` is called before it hears of the first."""
        self.first = first
        ended = os.pidfd_open(pid)
        self.selector.register(ended, selectors.EVENT_READ)
        deadline = time.monotonic() + seconds
        try:
            while len(self.answers) < calls:
                self.step(ended, deadline - time.monotonic(), seconds)
            return self.answers
        finally:
            self.selector.unregister(ended)
            os.close(ended)

    def step(self, ended: int, left: float, seconds: float) -> None:
        ready = self.selector.select(max(left, 0)) if left > 0 else []
        if not ready:
            raise Failure(f"no answer within {seconds:g} s")
        for key, _ in ready:
            if key.fileobj is self.listening:
                self.accept()
            elif key.fileobj != ended:
                self.read(key.fileobj, key.data)
        if len(ready) == 1 and ready[0][0].fileobj == ended:
            raise Failure("the process ended before it answered")

    def accept(self) -> None:
        client, _ = self.listening.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(client, selectors.EVENT_READ, Connection())

    def read(self, client: socket.socket, connection: Connection) -> None:
        try:
            received = client.recv(1 << 20)
        except ConnectionError:
            received = b""
        now = time.perf_counter_ns()
        if not received:
            self.selector.unregister(client)
            client.close()
            return
        connection.received += received
        while request := connection.request():
            self.handle(client, *request, now)

    def handle(self, client: socket.socket, path: str, body: bytes, now: int) -> None:
        if path == PREFIX + "invocation/next":
            self.give(client)
        elif path.endswith("/response"):
            self.answers.append(Answer(self.taken, now, body))
            if len(self.answers) == 1:
                self.first()
            client.sendall(ACCEPTED)
        elif path.endswith("/error"):
            client.sendall(ACCEPTED)
            raise Failure(f"{path.removeprefix(PREFIX)}: {body.decode(errors='replace')[:300]}")
        else:
            client.sendall(ACCEPTED)

    def give(self, client: socket.socket) -> None:
        deadline = int(time.time() * 1000) + 30_000
        head = HEADERS.format(length=len(self.event), id=uuid.uuid4(), deadline=deadline)
        self.taken = time.perf_counter_ns()
        client.sendall(head.encode() + self.event)

    def close(self) -> None:
        for key in list(self.selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self.selector.close()

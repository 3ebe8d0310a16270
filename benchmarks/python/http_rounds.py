"""HTTP side by side: every server gets the same requests in turn, round after round, from wrk.

    http_rounds.py [--seconds 5] [--warm-up 8] [--rounds 3] [--connections 1,8,32] [--result FILE]

All servers run during the whole measurement, so that each is measured as warm as the others; the order within a round is
A B C, then A B C again. Before anything is measured every answer is compared with the fixtures' (1e-5).
"""

import argparse
import contextlib
import json
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import servers
from machine import described

FIXTURES = servers.ROOT / "samples" / "fixtures"
INPUTS = {"digits": ("image", (1, 8, 8)), "risk": ("features", (30,))}
SCORES = {"digits": ("probabilities", 10), "risk": ("output_probability", 2)}
JSON_HEADERS = {"Content-Type": "application/json"}
BINARY_HEADERS = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True)
class Case:
    """A request, in JSON or binary form, of so many rows."""

    model: str
    rows: int
    form: str

    def __str__(self) -> str:
        return f"{self.model}, {self.rows} row{'s' if self.rows > 1 else ''}, {self.form}"

    def tensor(self) -> dict:
        name, shape = INPUTS[self.model]
        return {"name": name, "shape": [self.rows, *shape], "datatype": "FP32"}

    def input_bytes(self) -> bytes:
        name, shape = INPUTS[self.model]
        width = 4
        for size in shape:
            width *= size
        return (FIXTURES / self.model / f"{name}.fp32").read_bytes()[: self.rows * width]

    def expected(self) -> list:
        name, width = SCORES[self.model]
        raw = (FIXTURES / self.model / f"{name}.fp32").read_bytes()[: self.rows * width * 4]
        return list(struct.unpack(f"<{self.rows * width}f", raw))


@dataclass
class Request:
    """What one server is sent for a case."""

    path: str
    headers: dict
    body: bytes


@dataclass
class Figures:
    """The rounds of one server on one case with so many connections."""

    rounds: list = field(default_factory=list)

    def rate(self) -> float:
        return median(one["requests"] / one["seconds"] for one in self.rounds)

    def milliseconds(self, percentile: str) -> float:
        return median(one[percentile] for one in self.rounds) / 1000

    def processor_microseconds(self) -> float:
        """Of one request: what a busy neighbour on the machine disturbs least."""
        return median(one["processor"] / one["requests"] for one in self.rounds) * 1e6

    def least_rate(self) -> float:
        return min(one["requests"] / one["seconds"] for one in self.rounds)


CASES = [
    Case(model, rows, form)
    for model, rows in (("digits", 1), ("digits", 32), ("risk", 1))
    for form in ("JSON", "binary")
]


def json_request(case: Case) -> Request:
    values = struct.unpack(f"<{len(case.input_bytes()) // 4}f", case.input_bytes())
    # Seven digits, as a client writes that has float32; Python would write the double's seventeen.
    data = [float(f"{value:.7g}") for value in values]
    body = json.dumps({"inputs": [case.tensor() | {"data": data}]}).encode()
    return Request(f"/v2/models/{case.model}/infer", JSON_HEADERS, body)


def protocol_binary(case: Case) -> Request:
    """The protocol's binary extension, as tritonclient sends it; only the scores are asked for."""
    data = case.input_bytes()
    tensor = case.tensor() | {"parameters": {"binary_data_size": len(data)}}
    wanted = {"name": SCORES[case.model][0], "parameters": {"binary_data": True}}
    header = json.dumps({"inputs": [tensor], "outputs": [wanted]}).encode()
    headers = BINARY_HEADERS | {"Inference-Header-Content-Length": str(len(header))}
    return Request(f"/v2/models/{case.model}/infer", headers, header + data)


def raw_binary(case: Case) -> Request:
    return Request(f"/v2/models/{case.model}/raw", BINARY_HEADERS, case.input_bytes())


def request(server: servers.Server, case: Case) -> Request | None:
    """None where the server has no such form."""
    if case.form == "JSON":
        return json_request(case)
    if server.name.startswith("Thaw"):
        return protocol_binary(case)
    return raw_binary(case) if server.name.startswith("FastAPI") else None


def answered_scores(case: Case, headers: dict, body: bytes) -> list:
    lengths = {name.lower(): value for name, value in headers.items()}
    if case.form == "JSON":
        outputs = {output["name"]: output["data"] for output in json.loads(body)["outputs"]}
        return outputs[SCORES[case.model][0]]
    raw = body[int(lengths.get("inference-header-content-length", 0)) :]
    return list(struct.unpack(f"<{len(raw) // 4}f", raw))


def require_right(server: servers.Server, case: Case, asked: Request) -> None:
    status, headers, body = server.exchange("POST", asked.path, asked.body, asked.headers)
    if status != 200:
        raise SystemExit(f"{server.name}, {case}: status {status}: {body[:300]!r}")
    actual, expected = answered_scores(case, headers, body), case.expected()
    if len(actual) != len(expected) or any(abs(a - e) > 1e-5 for a, e in zip(actual, expected)):
        raise SystemExit(f"{server.name}, {case}: expected {expected[:10]}, got {actual[:10]}")


def load(server: servers.Server, case: Case, asked: Request, connections: int, seconds: float) -> dict:
    body = servers.TARGET / "request.body"
    body.write_bytes(asked.body)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", str(servers.BENCHMARKS / "load" / "post.lua")]
    command += [f"http://127.0.0.1:{server.port}{asked.path}", "--", str(body)]
    command += [f"{name}={value}" for name, value in asked.headers.items()]
    used = server.processor_seconds()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    used = server.processor_seconds() - used
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    if figures["refused"] or figures["broken"] or not figures["requests"]:
        raise SystemExit(f"{server.name}, {case}: {figures}")
    return figures | {"processor": used}


def forms(running: list, case: Case) -> dict:
    return {server: form for server in running if (form := request(server, case))}


def warm_up(running: list, connections: int, seconds: float) -> None:
    """All cases before the first is measured: a JIT compiler is not done with the code they share after one of them."""
    for case in CASES:
        for server, form in forms(running, case).items():
            require_right(server, case, form)
            load(server, case, form, connections, seconds)


def measure(running: list, connections: list, rounds: int, seconds: float) -> dict:
    measured = {}
    for case in CASES:
        asked = forms(running, case)
        for count in connections:
            for _ in range(rounds):
                for server, form in asked.items():
                    figures = measured.setdefault((case, count, server.name), Figures())
                    figures.rounds.append(load(server, case, form, count, seconds))
            print(f"{case}, {count} connections: done", file=sys.stderr)
    return measured


def rows(measured: dict, names: list, connections: list):
    for case in CASES:
        for count in connections:
            ours = measured[case, count, names[0]]
            for name in names:
                if (case, count, name) in measured:
                    yield case, count, name, ours, measured[case, count, name]


def table(measured: dict, names: list, connections: list) -> list[str]:
    lines = [
        "| Request | Connections | Server | Requests/s, median | least | p50 ms | p99 ms | CPU µs | throughput | p99 | CPU |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for case, count, name, ours, theirs in rows(measured, names, connections):
        rate, p99 = theirs.rate(), theirs.milliseconds("p99")
        processor = theirs.processor_microseconds()
        ratios = ("", "", "")
        if theirs is not ours:
            ratios = (f"**{ours.rate() / rate:.1f}x**", f"{ours.milliseconds('p99') / p99:.2f}x")
            ratios += (f"{ours.processor_microseconds() / processor:.2f}x",)
        lines.append(
            f"| {case} | {count} | {name} | {rate:,.0f} | {theirs.least_rate():,.0f} "
            f"| {theirs.milliseconds('p50'):.2f} | {p99:.2f} | {processor:.0f} | {' | '.join(ratios)} |"
        )
    return lines


def verdict(measured: dict, names: list, connections: list) -> list[str]:
    lines = []
    for name in names[1:]:
        pairs = [(ours, theirs) for _, _, other, ours, theirs in rows(measured, names, connections) if other == name]
        fast = [ours.rate() / theirs.rate() for ours, theirs in pairs]
        p99 = [ours.milliseconds("p99") / theirs.milliseconds("p99") for ours, theirs in pairs]
        lines.append(
            f"- Against {name}: throughput {min(fast):.1f}x to {max(fast):.1f}x, median {median(fast):.1f}x; at least 5x in "
            f"{sum(ratio >= 5 for ratio in fast)} of {len(fast)}; p99 lower in {sum(ratio < 1 for ratio in p99)} of "
            f"{len(p99)}."
        )
    return lines


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument("--warm-up", type=float, default=8, help="seconds of each case before anything is measured")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", default="1,8,32")
    parser.add_argument("--port", type=int, default=18080, help="the first of ten")
    parser.add_argument("--result", type=Path, default=servers.BENCHMARKS / "results" / "http.md")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    connections = [int(count) for count in given.connections.split(",")]
    port = given.port
    contenders = [servers.thaw_answers_only(port), servers.thaw_serve(port + 1)]
    contenders += [servers.fastapi(port + 2, 1), servers.fastapi(port + 3, 2)]
    if servers.has_mlserver():
        contenders.append(servers.mlserver(port + 4))
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(server) for server in contenders]
        warm_up(running, max(connections), given.warm_up)
        measured = measure(running, connections, given.rounds, given.seconds)
        memory = [f"{server.name} {server.resident_megabytes()} MB" for server in running]
    names = [server.name for server in contenders]
    command = f"benchmarks/run http --seconds {given.seconds:g} --rounds {given.rounds} --connections {given.connections}"
    lines = ["# HTTP", "", *described(command), "", *verdict(measured, names, connections), ""]
    lines += [f"Resident memory afterwards: {', '.join(memory)}.", ""]
    lines += ["CPU is what one request costs the server's processes. The last three columns divide Thaw's figure by the other"]
    lines += ["server's, of the same rounds.", ""]
    given.result.parent.mkdir(exist_ok=True)
    given.result.write_text("\n".join(lines + table(measured, names, connections)) + "\n")
    print("\n".join(verdict(measured, names, connections)))


if __name__ == "__main__":
    main()

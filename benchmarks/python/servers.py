"""The servers under comparison: how each is started, asked whether it is ready, and stopped."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
TARGET = BENCHMARKS / "target"
MODELS = ROOT / "samples" / "models"
PYTHON = BENCHMARKS / "python"


class Server:
    """A child process that answers on a port of loopback."""

    def __init__(self, name: str, port: int, command: list, folder: Path = ROOT, environment: dict | None = None):
        self.name = name
        self.port = port
        self.command = [str(word) for word in command]
        self.folder = folder
        self.environment = {**os.environ, "ORT_DISABLE_TELEMETRY": "1", **(environment or {})}
        self.log = TARGET / f"{name.replace(' ', '-')}.log"

    def __enter__(self) -> "Server":
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            self.await_ready(time.monotonic() + 180)
        except BaseException:
            self.__exit__()
            raise
        return self

    def await_ready(self, deadline: float) -> None:
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{self.name} did not start; its log is {self.log}")
            time.sleep(0.2)

    def ready(self) -> bool:
        try:
            return self.exchange("GET", "/v2/health/ready")[0] == 200
        except OSError:
            return False

    def exchange(self, method: str, path: str, body: bytes | None = None, headers: dict | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def processes(self):
        """The folders of /proc of the process and its children."""
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.getsid(int(folder.name)) == self.process.pid:
                    yield folder

    def resident_megabytes(self) -> int:
        """Of the process and its children, as VmRSS tells."""
        statuses = [(folder / "status").read_text() for folder in self.processes()]
        return sum(int(status.split("VmRSS:")[1].split()[0]) for status in statuses if "VmRSS:" in status) // 1024

    def processor_seconds(self) -> float:
        """What the process and its children have used of the processors, in user mode and in the kernel's."""
        ticks = 0
        for folder in self.processes():
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *failure) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(15)
                return
            except subprocess.TimeoutExpired:
                continue
            except ProcessLookupError:
                return


def thaw_serve(port: int) -> Server:
    """As users start it: every answer is in the database before it leaves."""
    return thaw("Thaw, answers stored", port, "all")


def thaw_answers_only(port: int) -> Server:
    """The same without storing answers, which the others do not do either."""
    return thaw("Thaw", port, "none")


def thaw(name: str, port: int, record: str) -> Server:
    data = TARGET / "work" / f"data-{record}"
    shutil.rmtree(data, ignore_errors=True)
    command = [ROOT / "thaw", "serve", MODELS, "--port", port, "--data", data, "--record", record]
    return Server(name, port, command)


def fastapi(port: int, workers: int) -> Server:
    uvicorn = [TARGET / "venv" / "bin" / "uvicorn", "fastapi_server:app", "--port", port, "--no-access-log"]
    name = "FastAPI" if workers == 1 else f"FastAPI, {workers} workers"
    return Server(name, port, uvicorn + ["--workers", workers], PYTHON, {"MODELS": str(MODELS)})


def has_mlserver() -> bool:
    return (TARGET / "venv-mlserver" / "bin" / "mlserver").exists()


def mlserver(port: int) -> Server:
    """In one process (parallel_workers 0): a second one only adds its queue to runs as short as these."""
    folder = TARGET / "mlserver"
    settings = {"http_port": port, "grpc_port": port + 1, "metrics_port": port + 2, "host": "127.0.0.1"}
    settings |= {"parallel_workers": 0, "debug": False}
    for model in ("digits", "risk"):
        parameters = {"uri": str(MODELS / model / "1" / "model.onnx"), "version": "1"}
        model_settings = {"name": model, "implementation": "mlserver_onnx.OnnxRuntimeModel", "parameters": parameters}
        (folder / model).mkdir(parents=True, exist_ok=True)
        (folder / model / "model-settings.json").write_text(json.dumps(model_settings))
    (folder / "settings.json").write_text(json.dumps(settings))
    command = [TARGET / "venv-mlserver" / "bin" / "mlserver", "start", folder]
    return Server("MLServer", port, command, folder, {"PYTHONPATH": str(PYTHON)})

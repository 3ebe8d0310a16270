"""Runs a Java function as a child process: the real runtime interface client, served the Runtime API."""

import json
import logging
import os
import subprocess
import tempfile
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path

from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from thaw_local_cloud.runtime_api import RuntimeApi

LOG = logging.getLogger(__name__)
MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
INIT_SECONDS = 60


class ProcessExecutor(RuntimeExecutor):
    """One instance of a function. A process that died or ran out of time is started anew by the next invocation,
    as Lambda does."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id=id, function_version=function_version)
        self._process = None
        self._api = None
        self._env = {}
        self._read = 0
        folder = Path(os.environ.get("THAW_FUNCTION_LOGS", tempfile.gettempdir()))
        self._log = folder / f"{function_version.id.function_name}-{id}.log"

    def start(self, env_vars: dict[str, str]) -> None:
        code = str(self.function_version.config.code.get_unzipped_code_location())
        self._env = {name: _in_task(str(value), code) for name, value in env_vars.items()}
        self._launch(code)

    def _launch(self, code: str) -> None:
        init_error: Future = Future()
        self._api = RuntimeApi(init_error.set_result)
        memory = self.function_version.config.memory_size
        command = [
            os.environ["THAW_JAVA"],
            f"-Xmx{memory * 6 // 10}m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            os.environ["THAW_RUNTIME_OPTION"],
            # By this a test sees what of a zip is used.
            f"-Xlog:class+load:file={self._log.with_suffix('.classes')}",
            "-cp",
            os.pathsep.join([os.environ["THAW_RUNTIME_CLASSPATH"], code, f"{code}/lib/*"]),
            MAIN,
            self._env["_HANDLER"],
        ]
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=code,
                env={"PATH": os.environ["PATH"], **self._env, "AWS_LAMBDA_RUNTIME_API": self._api.address},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        # By this a test ends the instance in the middle of its work.
        self._log.with_suffix(".pid").write_text(str(self._process.pid))
        self._await_ready(init_error)

    def _await_ready(self, init_error: Future) -> None:
        end = time.monotonic() + INIT_SECONDS
        while not self._api.ready.wait(0.02):
            exited = self._process.poll()
            if init_error.done():
                self._end()
                raise StatusErrorException("init error", payload=init_error.result())
            if exited is not None or time.monotonic() > end:
                self._end()
                why = "Runtime did not start in time" if exited is None else f"Runtime exited with {exited}"
                raise StatusErrorException(why, payload=_error("Runtime.ExitError", why))

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        request_id = payload["invoke-id"]
        if self._process is None:
            self._launch(self._env["LAMBDA_TASK_ROOT"])
        answer: Future = Future()
        seconds = self.function_version.config.timeout
        headers = {
            "Lambda-Runtime-Aws-Request-Id": request_id,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + seconds) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": payload["invoked-function-arn"],
            "Lambda-Runtime-Trace-Id": payload["trace-id"],
        }
        event = payload["payload"].encode()
        self._api.offer(headers, event, lambda id, body, failed: answer.set_result((body, failed)))
        threading.Thread(target=self._watch, args=(self._process, answer), daemon=True).start()
        try:
            body, failed = answer.result(timeout=seconds)
        except FutureTimeout:
            self._end()
            body, failed = _error("Sandbox.Timedout", f"Task timed out after {seconds}.00 seconds"), True
        if failed and self._process is not None and self._process.poll() is not None:
            self._end()
        return InvocationResult(request_id, body, is_error=failed, logs=self._new_logs())

    def _watch(self, process: subprocess.Popen, answer: Future) -> None:
        status = process.wait()
        if not answer.done():
            try:
                answer.set_result((_error("Runtime.ExitError", f"Runtime exited with {status}"), True))
            except Exception:
                LOG.debug("the answer arrived while the process ended")

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(10)
        if self._api is not None:
            self._api.close()
            self._api = None

    def _new_logs(self) -> str:
        with open(self._log, "rb") as log:
            log.seek(self._read)
            text = log.read()
        self._read += len(text)
        return text.decode(errors="replace")

    def stop(self) -> None:
        self._end()

    def get_logs(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return "http://127.0.0.1"

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        function_version.config.code.destroy_cached()


def _in_task(value: str, code: str) -> str:
    # Without a container nothing is mounted at /var/task: values that point there mean the unpacked zip.
    return code + value.removeprefix("/var/task") if value.startswith("/var/task") else value


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()

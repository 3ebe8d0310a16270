"""A prediction in the handler beside a bare call of ONNX Runtime's Java binding, in one process and in turn."""

import json
import shutil
from statistics import median

import builds
from cases import Case
from child import Child, Launch
from contestants import JAVA_VERSION, MACHINE, MANAGED, RUNTIME, JavaFunction, class_path, empty
from places import BENCHMARKS, WORK
from runtime_api import RuntimeApi

HANDLER = "thaw.benchmarks.WarmHandler::handleRequest"
CALLS, WARM_UP, SECONDS = 600, 200, 120


def ratio(case: Case) -> float:
    """The median of the one divided by that of the other, after the first calls."""
    lines = timed(case)[WARM_UP:]
    return median(line["handler_ns"] for line in lines) / median(line["bare_ns"] for line in lines)


def timed(case: Case) -> list[dict]:
    api = RuntimeApi(case.event)
    child = Child(launch(case), api.address, WORK / "warm", None)
    try:
        for answer in api.serve(child.process.pid, CALLS, SECONDS):
            case.check(answer.body)
        return [json.loads(line) for line in child.output().splitlines() if line.startswith('{"handler_ns"')]
    finally:
        child.end()
        api.close()
        shutil.rmtree(WORK / "warm", ignore_errors=True)


def launch(case: Case) -> Launch:
    jars = [BENCHMARKS / "target" / "classes", *sorted((BENCHMARKS / "target" / "lib").glob("*.jar"))]
    path = class_path([*JavaFunction.runtime(), *jars])
    java = builds.java_home(JAVA_VERSION) / "bin" / "java"
    settings = {
        "_HANDLER": HANDLER,
        "LAMBDA_TASK_ROOT": str(empty()),
        "THAW_MODELS": str(case.repository),
        "THAW_MODEL": case.name,
        "WARM_FILE": str(case.optimised if case.optimised.exists() else case.model),
        "WARM_TOKENS": ",".join(map(str, tokens(case))),
    }
    return Launch((str(java), *MACHINE, *MANAGED, "-cp", path, RUNTIME, HANDLER), settings, empty(), ())


def tokens(case: Case) -> list[int]:
    return json.loads(json.loads(case.event)["body"])["inputs"][0]["data"]

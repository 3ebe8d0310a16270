"""The models, what each is asked, and what a right answer is."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

from places import ROOT, WORK, run
from runtime_api import Failure

SAMPLES = ROOT / "samples"
NAMES = ("digits", "cnn", "transformer")
HTTP_EVENT = ROOT / "adapter-testing/src/main/resources/thaw/events/aws/http-api/picture.json"


@dataclass(frozen=True)
class Case:
    name: str
    repository: Path
    event: bytes
    output: str
    shape: list
    expected: list

    @property
    def model(self) -> Path:
        return self.repository / self.name / "1" / "model.onnx"

    @property
    def optimised(self) -> Path:
        return WORK / "optimised" / self.name / "model.ort"

    def megabytes(self) -> float:
        return self.model.stat().st_size / 1e6

    def check(self, document: bytes) -> None:
        """Refuses an answer that is not the expected one."""
        try:
            answer = json.loads(document)
            body = json.loads(answer["body"])
            found = next(output for output in body["outputs"] if output["name"] == self.output)
            right = answer["statusCode"] == 200 and found["datatype"] == "FP32" and found["shape"] == self.shape
            far = [abs(a - b) for a, b in zip(found["data"], self.expected, strict=True)]
        except (ValueError, LookupError, TypeError, StopIteration) as broken:
            raise Failure(f"not the answer's document ({broken!r}): {document[:200]!r}") from broken
        if not right or max(far) > 1e-4:
            raise Failure(f"a wrong answer, off by {max(far):g}: {document[:200]!r}")


def case(name: str) -> Case:
    return digits() if name == "digits" else made(name)


def digits() -> Case:
    fixtures = SAMPLES / "fixtures" / "digits"
    image = struct.unpack("<64f", (fixtures / "image.fp32").read_bytes()[:256])
    probabilities = struct.unpack("<10f", (fixtures / "probabilities.fp32").read_bytes()[:40])
    given = {"name": "image", "datatype": "FP32", "shape": [1, 1, 8, 8], "data": list(image)}
    return Case("digits", SAMPLES / "models", event("digits", given, "probabilities"), "probabilities", [1, 10],
                list(probabilities))


def made(name: str) -> Case:
    """A model by script: made once, outside of what is kept."""
    home = WORK / "models" / name
    if not (home / "case.json").exists():
        scripts = ROOT / "benchmarks/coldstart/models"
        run([models_python(), scripts / "make_models.py", home.parent, name], 600)
    told = json.loads((home / "case.json").read_text())
    folder = WORK / "repository"
    package(folder / name / "1", home, told)
    output = told["output"]
    return Case(name, folder, event(name, told["input"], output["name"]), output["name"], output["shape"], output["data"])


def package(folder: Path, home: Path, told: dict) -> None:
    """A model package: the graph, and a sample to prime it with."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "model.onnx"
    if not model.exists():
        model.hardlink_to(home / "model.onnx")
    (folder / "warmup.json").write_text(json.dumps({"inputs": [told["input"]]}))


def event(name: str, given: dict, output: str) -> bytes:
    """A request of the inference protocol, as an HTTP API hands it to a function."""
    envelope = json.loads(HTTP_EVENT.read_text())
    envelope |= {"rawPath": f"/v2/models/{name}/infer", "rawQueryString": "", "isBase64Encoded": False}
    envelope["queryStringParameters"] = {}
    envelope["headers"] |= {"content-type": "application/json", "accept": "application/json"}
    envelope["requestContext"]["http"]["path"] = envelope["rawPath"]
    envelope["body"] = json.dumps({"inputs": [given], "outputs": [{"name": output}]}, separators=(",", ":"))
    return json.dumps(envelope, separators=(",", ":")).encode()


def models_python() -> Path:
    from builds import python_environment

    return python_environment("models")


def optimise(cases: list[Case]) -> None:
    """The form that the tuned C program maps; the plain one needs none."""
    for wanted in cases:
        if not wanted.optimised.exists():
            wanted.optimised.parent.mkdir(parents=True, exist_ok=True)
            run([models_python(), ROOT / "benchmarks/coldstart/models/optimise.py", wanted.model, wanted.optimised], 600)

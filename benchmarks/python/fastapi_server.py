"""The server that a Python user writes: FastAPI, pydantic and onnxruntime.

Kept quick on purpose, so that the comparison is with a good one: uvicorn with uvloop and httptools, no access log,
`async def` (no hand-over to a thread pool for a run of microseconds), one thread per model run, numpy all the way.

    uvicorn fastapi_server:app --port 8000 --workers 2 --no-access-log

POST /v2/models/{name}/infer   the Open Inference Protocol's JSON
POST /v2/models/{name}/raw     the input's bytes in, the scores' bytes out: application/octet-stream
"""

import os
from pathlib import Path

import numpy as np
import onnxruntime
from fastapi import FastAPI, HTTPException, Request, Response
from pydantic import BaseModel

DATATYPES = {"FP32": np.float32, "INT64": np.int64}
ROW = {"digits": (-1, 1, 8, 8), "risk": (-1, 30)}
SCORES = {"digits": "probabilities", "risk": "output_probability"}


class InputTensor(BaseModel):
    name: str
    shape: list[int]
    datatype: str
    data: list[float]


class OutputTensor(BaseModel):
    name: str
    shape: list[int]
    datatype: str
    data: list


class InferenceRequest(BaseModel):
    id: str | None = None
    inputs: list[InputTensor]


class InferenceResponse(BaseModel):
    model_name: str
    model_version: str
    id: str | None = None
    outputs: list[OutputTensor]


def load(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    graph = Path(os.environ["MODELS"]) / name / "1" / "model.onnx"
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


app = FastAPI()
sessions = {name: load(name) for name in ROW}


def session_of(name: str) -> onnxruntime.InferenceSession:
    if name not in sessions:
        raise HTTPException(404, f"no model '{name}'")
    return sessions[name]


def scores(value) -> np.ndarray:
    """A matrix; of a ZipMap's list of maps, their values in order."""
    return value if isinstance(value, np.ndarray) else np.array([list(row.values()) for row in value], np.float32)


def output(name: str, value) -> OutputTensor:
    array = scores(value)
    datatype = {"f": "FP32", "i": "INT64"}.get(array.dtype.kind, "BYTES")
    return OutputTensor(name=name, shape=list(array.shape), datatype=datatype, data=array.ravel().tolist())


@app.get("/v2/health/ready")
async def ready() -> Response:
    return Response()


@app.post("/v2/models/{name}/infer")
async def infer(name: str, request: InferenceRequest) -> InferenceResponse:
    session = session_of(name)
    try:
        feed = {
            given.name: np.array(given.data, DATATYPES[given.datatype]).reshape(given.shape) for given in request.inputs
        }
    except (KeyError, ValueError) as refused:
        raise HTTPException(400, str(refused)) from refused
    outputs = session.run(None, feed)
    return InferenceResponse(
        model_name=name,
        model_version="1",
        id=request.id,
        outputs=[output(spec.name, value) for spec, value in zip(session.get_outputs(), outputs)],
    )


@app.post("/v2/models/{name}/raw")
async def raw(name: str, request: Request) -> Response:
    session = session_of(name)
    rows = np.frombuffer(await request.body(), np.float32).reshape(ROW[name])
    (answer,) = session.run([SCORES[name]], {session.get_inputs()[0].name: rows})
    return Response(scores(answer).tobytes(), media_type="application/octet-stream")

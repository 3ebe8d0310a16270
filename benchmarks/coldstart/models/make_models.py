"""Writes the two models that the repository has none of: make_models.py FOLDER [NAME...]

transformer  an encoder as MiniLM is: 6 layers, 384 wide, 12 heads, 30,522 tokens; 90 MB
cnn          inverted residual blocks as in MobileNetV2, for pictures of 32 x 32 pixels; 10 MB

Their weights are random, from a fixed seed. Beside each model.onnx goes case.json: an input, and what ONNX Runtime
answers, loading the model as it is.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import checker, save

import cnn
import transformer

MAKERS = {"transformer": transformer.make, "cnn": cnn.make}


def answer(model: Path, name: str, values: np.ndarray) -> tuple[str, np.ndarray]:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    output = session.get_outputs()[0].name
    return output, session.run([output], {name: values})[0]


def numbers(values: np.ndarray) -> list:
    return [round(value, 7) for value in values.ravel().tolist()]


def case(model: Path, name: str, values: np.ndarray) -> dict:
    output, expected = answer(model, name, values)
    datatype = "INT64" if values.dtype == np.int64 else "FP32"
    given = {"name": name, "datatype": datatype, "shape": list(values.shape), "data": numbers(values)}
    return {"input": given, "output": {"name": output, "shape": list(expected.shape), "data": numbers(expected)}}


def main() -> None:
    folder = Path(sys.argv[1])
    for name in sys.argv[2:] or MAKERS:
        model, values, input_name = MAKERS[name](np.random.default_rng(20260101))
        checker.check_model(model)
        home = folder / name
        home.mkdir(parents=True, exist_ok=True)
        save(model, home / "model.onnx")
        (home / "case.json").write_text(json.dumps(case(home / "model.onnx", input_name, values)))


if __name__ == "__main__":
    main()

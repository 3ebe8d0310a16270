"""Writes Thaw model packages: the folder `models/<name>/1/` and the aliases beside it."""

import json
import os
from pathlib import Path

# One BLAS thread: the order of floating-point sums, and so the trained weights, must not depend on the core
# count.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

SAMPLES = Path(__file__).resolve().parents[1]
TARGET_OPSET = {"": 17, "ai.onnx.ml": 3}
VERSION = "1"


def package_folder(name):
    return SAMPLES / "models" / name / VERSION


def data_folder(name):
    return SAMPLES / "data" / name


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_ndjson(path, records):
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def read_ndjson(path):
    # Not splitlines(): a sentence may hold U+2028 and its like, which JSON does not escape.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def write_package(name, model, labels, description):
    """Writes model.onnx, labels.txt, model.json and the alias `prod`; the caller adds the warm-up sample."""
    folder = package_folder(name)
    folder.mkdir(parents=True, exist_ok=True)
    name_dimension_zero(model)
    sort_operator_sets(model)
    (folder / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
    (folder / "labels.txt").write_text("".join(label + "\n" for label in labels), encoding="utf-8")
    write_json(folder / "model.json", description)
    write_json(folder.parent / "aliases.json", {"prod": VERSION})
    return folder


def name_dimension_zero(model):
    """Names the batch dimension, so that a reader of the signature sees `N` and not an anonymous -1."""
    for value in [*model.graph.input, *model.graph.output]:
        if value.type.HasField("tensor_type"):
            value.type.tensor_type.shape.dim[0].dim_param = "N"


def sort_operator_sets(model):
    """skl2onnx lists them in the order of a set of strings, which differs from run to run."""
    ordered = sorted(model.opset_import, key=lambda operators: operators.domain)
    del model.opset_import[:]
    model.opset_import.extend(ordered)

"""Writes the repository that the clients are tested against: one identity model per datatype, and two that fail."""

import sys
from pathlib import Path

import onnx
from onnx import TensorProto, helper

DATATYPES = {
    "BOOL": TensorProto.BOOL, "UINT8": TensorProto.UINT8, "UINT16": TensorProto.UINT16,
    "UINT32": TensorProto.UINT32, "UINT64": TensorProto.UINT64, "INT8": TensorProto.INT8,
    "INT16": TensorProto.INT16, "INT32": TensorProto.INT32, "INT64": TensorProto.INT64,
    "FP16": TensorProto.FLOAT16, "BF16": TensorProto.BFLOAT16, "FP32": TensorProto.FLOAT,
    "FP64": TensorProto.DOUBLE, "BYTES": TensorProto.STRING,
}


def save(folder, graph):
    folder.mkdir(parents=True, exist_ok=True)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / "model.onnx")


def identity(name, element_type):
    value = helper.make_tensor_value_info("x", element_type, ["N", "M"])
    result = helper.make_tensor_value_info("y", element_type, ["N", "M"])
    return helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], name, [value], [result])


def two_inputs():
    """Sum and difference: two inputs of one symbolic size, two outputs to choose from."""
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 2]) for name in ("a", "b")]
    results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 2]) for name in ("sum", "difference")]
    nodes = [helper.make_node("Add", ["a", "b"], ["sum"]), helper.make_node("Sub", ["a", "b"], ["difference"])]
    return helper.make_graph(nodes, "two", values, results)


def write(repository):
    for name, element_type in DATATYPES.items():
        save(repository / f"identity-{name.lower()}" / "1", identity(name, element_type))
    save(repository / "two" / "1", two_inputs())
    save(repository / "two" / "2", two_inputs())


if __name__ == "__main__":
    write(Path(sys.argv[1]))

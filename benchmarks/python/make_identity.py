"""Writes models/identity/1/model.onnx: FP32 [N,4] as it came, so that a run costs nothing but the call.

Needs the package onnx, as samples/training/requirements.lock has it.
"""

from pathlib import Path

from onnx import TensorProto, checker, helper, save

here = Path(__file__).resolve().parent.parent / "models" / "identity" / "1" / "model.onnx"
graph = helper.make_graph(
    [helper.make_node("Identity", ["x"], ["y"])],
    "identity",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 4])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 4])],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
checker.check_model(model)
here.parent.mkdir(parents=True, exist_ok=True)
save(model, here)

"""A graph under construction: names its nodes, keeps its weights."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper


class Graph:
    def __init__(self, random: np.random.Generator):
        self.random = random
        self.nodes = []
        self.weights = []

    def node(self, kind: str, *inputs: str, **attributes) -> str:
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"/{name}", **attributes))
        return name

    def constant(self, values) -> str:
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def normal(self, *shape: int, scale: float, mean: float = 0) -> str:
        return self.constant((self.random.standard_normal(shape) * scale + mean).astype(np.float32))

    def model(self, name: str, given: tuple, result: tuple):
        self.nodes[-1].output[0] = result[0]
        inputs = [helper.make_tensor_value_info(*given)]
        outputs = [helper.make_tensor_value_info(result[0], TensorProto.FLOAT, result[1])]
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)

"""A sentence encoder with MiniLM's sizes, written down as exporters write it: token ids in, one unit vector a row out."""

import numpy as np
from onnx import TensorProto

from graph import Graph

LAYERS, WIDTH, HEADS, INNER, TOKENS, POSITIONS = 6, 384, 12, 1536, 30522, 512
SENTENCE = 16


class Encoder(Graph):
    def linear(self, x: str, size: int, inner: int) -> str:
        product = self.node("MatMul", x, self.normal(size, inner, scale=size**-0.5))
        return self.node("Add", self.normal(inner, scale=0.02), product)

    def normalised(self, x: str) -> str:
        scale, shift = self.normal(WIDTH, scale=0.02, mean=1), self.normal(WIDTH, scale=0.02)
        return self.node("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-12)

    def heads(self, x: str, order: list[int]) -> str:
        split = self.node("Reshape", x, self.constant(np.array([0, 0, HEADS, WIDTH // HEADS], np.int64)))
        return self.node("Transpose", split, perm=order)

    def attention(self, x: str) -> str:
        query = self.heads(self.linear(x, WIDTH, WIDTH), [0, 2, 1, 3])
        key = self.heads(self.linear(x, WIDTH, WIDTH), [0, 2, 3, 1])
        value = self.heads(self.linear(x, WIDTH, WIDTH), [0, 2, 1, 3])
        scores = self.node("Div", self.node("MatMul", query, key), self.constant(np.float32((WIDTH / HEADS) ** 0.5)))
        mixed = self.node("MatMul", self.node("Softmax", scores, axis=-1), value)
        joined = self.node("Transpose", mixed, perm=[0, 2, 1, 3])
        flat = self.node("Reshape", joined, self.constant(np.array([0, 0, WIDTH], np.int64)))
        return self.linear(flat, WIDTH, WIDTH)

    def gelu(self, x: str) -> str:
        error = self.node("Erf", self.node("Div", x, self.constant(np.float32(2**0.5))))
        shifted = self.node("Add", error, self.constant(np.float32(1)))
        return self.node("Mul", self.node("Mul", x, shifted), self.constant(np.float32(0.5)))

    def layer(self, x: str) -> str:
        attended = self.normalised(self.node("Add", self.attention(x), x))
        inner = self.gelu(self.linear(attended, WIDTH, INNER))
        return self.normalised(self.node("Add", self.linear(inner, INNER, WIDTH), attended))

    def embedded(self, ids: str) -> str:
        words = self.node("Gather", self.normal(TOKENS, WIDTH, scale=1), ids, axis=0)
        length = self.node("Gather", self.node("Shape", ids), self.constant(np.array(1, np.int64)), axis=0)
        zero, one = self.constant(np.array(0, np.int64)), self.constant(np.array(1, np.int64))
        places = self.node("Gather", self.normal(POSITIONS, WIDTH, scale=1), self.node("Range", zero, length, one), axis=0)
        return self.normalised(self.node("Add", words, places))


def make(random: np.random.Generator):
    graph = Encoder(random)
    x = graph.embedded("input_ids")
    for _ in range(LAYERS):
        x = graph.layer(x)
    mean = graph.node("ReduceMean", x, axes=[1], keepdims=0)
    norm = graph.node("ReduceL2", mean, axes=[1], keepdims=1)
    graph.node("Div", mean, norm)
    given = ("input_ids", TensorProto.INT64, ["batch", "sequence"])
    model = graph.model("transformer", given, ("embedding", ["batch", WIDTH]))
    return model, random.integers(1, TOKENS, (1, SENTENCE), np.int64), "input_ids"

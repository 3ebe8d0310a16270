"""MobileNetV2's inverted residual blocks on small pictures, batch normalisation as trained models have it."""

import numpy as np
from onnx import TensorProto

from graph import Graph

SIZE, CLASSES = 32, 250
# Of each group of blocks: how much wider it is inside, its channels, its blocks, the first one's stride.
BLOCKS = [(1, 16, 1, 1), (6, 24, 2, 1), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]


class Convolutions(Graph):
    def convolution(self, x: str, channels: int, to: int, size: int, stride: int = 1, group: int = 1) -> str:
        fan = channels // group * size * size
        weight = self.normal(to, channels // group, size, size, scale=(2 / fan) ** 0.5)
        pad = size // 2
        made = self.node("Conv", x, weight, kernel_shape=[size] * 2, strides=[stride] * 2, pads=[pad] * 4, group=group)
        scale, shift, mean = self.normal(to, scale=0.1, mean=1), self.normal(to, scale=0.1), self.normal(to, scale=0.1)
        variance = self.constant(self.random.uniform(0.8, 1.2, to).astype(np.float32))
        return self.node("BatchNormalization", made, scale, shift, mean, variance)

    def bounded(self, x: str) -> str:
        return self.node("Clip", x, self.constant(np.float32(0)), self.constant(np.float32(6)))

    def block(self, x: str, channels: int, to: int, wider: int, stride: int) -> str:
        inner = x
        if wider > 1:
            inner = self.bounded(self.convolution(x, channels, channels * wider, 1))
        channels_inside = channels * wider
        inner = self.bounded(self.convolution(inner, channels_inside, channels_inside, 3, stride, channels_inside))
        made = self.convolution(inner, channels_inside, to, 1)
        return self.node("Add", x, made) if stride == 1 and channels == to else made


def make(random: np.random.Generator):
    graph = Convolutions(random)
    x, channels = graph.bounded(graph.convolution("image", 3, 32, 3, 1)), 32
    for wider, to, count, stride in BLOCKS:
        for number in range(count):
            x = graph.block(x, channels, to, wider, stride if number == 0 else 1)
            channels = to
    x = graph.bounded(graph.convolution(x, channels, 1280, 1))
    flat = graph.node("Flatten", graph.node("GlobalAveragePool", x))
    scores = graph.node("Gemm", flat, graph.normal(1280, CLASSES, scale=1280**-0.5), graph.normal(CLASSES, scale=0.02))
    graph.node("Softmax", scores, axis=-1)
    given = ("image", TensorProto.FLOAT, ["batch", 3, SIZE, SIZE])
    model = graph.model("cnn", given, ("scores", ["batch", CLASSES]))
    picture = np.round(random.random((1, 3, SIZE, SIZE)), 2).astype(np.float32)
    return model, picture, "image"

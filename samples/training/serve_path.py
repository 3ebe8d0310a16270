"""The way from an upload to a score, as model.json describes it: what the framework does, written in Python.

Only as much of model.json as the samples use; the fixtures and the accuracy check stand on it.
"""

import json

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

from modelpackage import package_folder


class ServedModel:
    """A model package in Python's onnxruntime. Batches are rows along dimension 0."""

    def __init__(self, name):
        folder = package_folder(name)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(folder / "model.onnx", options, ["CPUExecutionProvider"])
        self.description = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.labels = (folder / "labels.txt").read_text(encoding="utf-8").splitlines()

    def scores(self, tensor):
        """FP32 of shape [rows, labels], in the order of labels.txt."""
        name = self.session.get_inputs()[0].name
        scores = self.session.run([self.description["output"]["tensor"]], {name: tensor})[0]
        if isinstance(scores, list):  # ZipMap: one map a row
            scores = np.array([[row[label] for label in self.labels] for row in scores], np.float32)
        return scores

    def label(self, tensor):
        return [self.labels[index] for index in self.scores(tensor).argmax(axis=1)]

    def image(self, file):
        """[1, 1, height, width] of one picture."""
        rule = self.description["input"]["image"]
        upright = ImageOps.exif_transpose(Image.open(file))
        if upright.has_transparency_data:
            canvas = Image.new("RGBA", upright.size, (*rule["background"], 255))
            upright = Image.alpha_composite(canvas, upright.convert("RGBA")).convert("RGB")
        grey = upright.convert("L").resize(
            (rule["width"], rule["height"]), Image.Resampling[rule["resize"].upper()]
        )
        return (np.asarray(grey, np.float32) * np.float32(rule["scale"]))[None, None]

    def features(self, named):
        """[1, features] of one object, whatever the order of its members."""
        names = [feature["name"] for feature in self.description["input"]["tabular"]["features"]]
        return np.array([[named[name] for name in names]], np.float32)

    def text(self, sentence):
        """[1, 1] of one sentence."""
        rule = self.description["input"]["text"]
        return np.array([[sentence.lower() if rule["lowercase"] else sentence]], object)

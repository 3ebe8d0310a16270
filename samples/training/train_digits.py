"""Trains the digits model: 8x8 grey pictures of handwritten digits, a small multilayer perceptron."""

import shutil

from modelpackage import TARGET_OPSET, data_folder, write_package  # first: it pins the BLAS threads

import io

import numpy as np
import onnx
from onnx import helper
from PIL import Image
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SCALE = 0.0625
SEED = 20
HELD_OUT_PICTURES = 40


def pixels_of(digits):
    """The data set counts 0 to 16 inked dots in each cell; a PNG holds 0 to 255."""
    return np.round(digits.images * 255 / 16).astype(np.uint8)


def split(digits):
    """Indices of the training (1437) and the held-out pictures (360)."""
    every = np.arange(len(digits.target))
    return train_test_split(every, test_size=0.2, stratify=digits.target, random_state=SEED)


def tensor_of(pixels):
    """Exactly what the pipeline feeds: pixel times scale, so training and serving cannot differ."""
    return (pixels.astype(np.float32) * np.float32(SCALE)).reshape(len(pixels), 64)


def shifted(pixels, labels):
    """Adds each picture moved by one pixel to each side, for drawings that are not centred."""
    moved = [pixels]
    for axis, step in ((1, 1), (1, -1), (2, 1), (2, -1)):
        copy = np.roll(pixels, step, axis=axis)
        edge = 0 if step == 1 else -1
        copy[(slice(None),) + ((edge, slice(None)) if axis == 1 else (slice(None), edge))] = 0
        moved.append(copy)
    return np.concatenate(moved), np.tile(labels, len(moved))


def classifier():
    perceptron = MLPClassifier(
        hidden_layer_sizes=(96,), alpha=1e-2, max_iter=400, batch_size=64, random_state=SEED
    )
    return make_pipeline(StandardScaler(), perceptron)


def accept_images(model):
    """Puts a Flatten in front, so that the model's input is a picture [N,1,8,8] and says so."""
    graph = model.graph
    flat = graph.input[0].name
    graph.node.insert(0, helper.make_node("Flatten", ["image"], [flat], name="flatten", axis=1))
    picture = helper.make_tensor_value_info("image", onnx.TensorProto.FLOAT, ["N", 1, 8, 8])
    graph.input[0].CopyFrom(picture)
    onnx.checker.check_model(model, full_check=True)
    return model


def export(fitted):
    options = {"zipmap": False, "output_class_labels": False}
    model = to_onnx(
        fitted,
        name="digits",
        target_opset=TARGET_OPSET,
        options={id(fitted): options},
        initial_types=[("pixels", FloatTensorType([None, 64]))],
    )
    return accept_images(model)


def description():
    # Box is how the data set itself was made: a cell counts the ink of a 4x4 block of the scan. Transparent
    # is black because ink is white: a drawing on a transparent canvas then looks like the data set.
    image = {
        "tensor": "image",
        "width": 8,
        "height": 8,
        "channels": 1,
        "resize": "box",
        "scale": SCALE,
        "background": [0, 0, 0],
    }
    return {
        "description": "Handwritten digits 0 to 9, white ink on black",
        "input": {"image": image},
        "output": {"tensor": "probabilities", "topK": 3},
    }


def jpeg(picture, **options):
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=90, **options)
    return stream.getvalue()


def png(picture):
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def lying_on_its_side(picture):
    """Stored turned to the left, with the EXIF orientation (6) that tells the reader to turn it back."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(enlarged(picture).transpose(Image.Transpose.ROTATE_90), exif=exif)


def enlarged(picture):
    return picture.resize((64, 64), Image.Resampling.NEAREST)


def ink_on_transparent_canvas(picture):
    canvas = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    canvas.putalpha(picture)
    return png(canvas)


AWKWARD = {
    "rgb.png": lambda picture: png(picture.convert("RGB")),
    "rgba.png": ink_on_transparent_canvas,
    "palette.png": lambda picture: png(picture.convert("P", palette=Image.Palette.ADAPTIVE)),
    "grey-alpha.png": lambda picture: png(picture.convert("LA")),
    "64x64.jpg": lambda picture: jpeg(enlarged(picture)),
    "64x64-rgb.jpg": lambda picture: jpeg(enlarged(picture.convert("RGB"))),
    "64x64-rotated.jpg": lying_on_its_side,
    "64x64.gif": lambda picture: gif(enlarged(picture)),
}


def gif(picture):
    stream = io.BytesIO()
    picture.save(stream, "GIF")
    return stream.getvalue()


def write_pictures(pixels, labels, indices):
    """Uploads to try: not chosen by whether the model is right about them, but the first of the held-out."""
    folder = data_folder("digits")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    awkward = list(AWKWARD.items())
    for position, index in enumerate(indices):
        stem = f"digit-{labels[index]}-{index:04d}"
        picture = Image.fromarray(pixels[index])
        turn = position - (len(indices) - len(awkward))
        suffix, encode = awkward[turn] if turn >= 0 else ("png", png)
        name = f"{stem}.png" if turn < 0 else f"{stem}-{suffix}"
        (folder / name).write_bytes(encode(picture))


def main():
    digits = load_digits()
    pixels, labels = pixels_of(digits), digits.target
    train, held_out = split(digits)
    fitted = classifier().fit(*as_training_set(pixels[train], labels[train]))
    accuracy = fitted.score(tensor_of(pixels[held_out]), labels[held_out])
    print(f"digits: held-out accuracy {accuracy:.4f} on {len(held_out)} pictures (trained on {len(train)})")
    folder = write_package("digits", export(fitted), [str(digit) for digit in range(10)], description())
    Image.fromarray(pixels[train[0]]).save(folder / "warmup.png")
    write_pictures(pixels, labels, held_out[:HELD_OUT_PICTURES])


def as_training_set(pixels, labels):
    pixels, labels = shifted(pixels, labels)
    return tensor_of(pixels), labels


if __name__ == "__main__":
    main()

"""Measures every sample on its held-out data through onnxruntime, from the files that people upload.

Fails if a model is worse than its page says. Rows are fed both alone and as one batch, which must agree.
"""

import io

from modelpackage import data_folder, read_ndjson  # first: it pins the BLAS threads

import numpy as np
from PIL import Image

import train_digits
import train_risk
import train_sentiment
from serve_path import ServedModel

EXPECTED = {"digits": 0.98, "sentiment": 0.70, "risk": 0.97}


def measured(name, model, tensors, labels, source):
    batch = np.concatenate(tensors)
    alone = np.concatenate([model.scores(tensor) for tensor in tensors])
    difference = float(np.abs(alone - model.scores(batch)).max())
    accuracy = float(
        np.mean([found == label for found, label in zip(model.label(batch), labels, strict=True)])
    )
    print(
        f"{name}: {accuracy:.4f} of {len(labels)} {source}; "
        f"a batch differs from single rows by {difference:.1e}"
    )
    assert difference <= 1e-6, "rows of a batch influence each other"
    return accuracy


def digits():
    model = ServedModel("digits")
    files = sorted(data_folder("digits").iterdir())
    measured(
        "digits",
        model,
        [model.image(file) for file in files],
        [file.name[6] for file in files],
        "uploaded pictures",
    )
    pictures = train_digits.load_digits()
    _, held_out = train_digits.split(pictures)
    encoded = [
        train_digits.png(Image.fromarray(pixels)) for pixels in train_digits.pixels_of(pictures)[held_out]
    ]
    return measured(
        "digits",
        model,
        [model.image(io.BytesIO(one)) for one in encoded],
        pictures.target[held_out].astype(str),
        "held-out PNGs",
    )


def sentiment():
    model = ServedModel("sentiment")
    records = read_ndjson(data_folder("sentiment") / "sentences.ndjson")
    measured(
        "sentiment",
        model,
        [model.text(record["text"]) for record in records],
        [record["label"] for record in records],
        "streamed sentences",
    )
    texts, ratings = train_sentiment.tweets()
    labels = train_sentiment.label_of(ratings)
    _, held_out = train_sentiment.split(labels)
    return measured(
        "sentiment",
        model,
        [model.text(text) for text in texts[held_out]],
        labels[held_out],
        "held-out sentences",
    )


def risk():
    model = ServedModel("risk")
    records = read_ndjson(data_folder("risk") / "patients.ndjson")
    measured(
        "risk",
        model,
        [model.features(record["features"]) for record in records],
        [record["label"] for record in records],
        "patients of patients.ndjson",
    )
    rows, diagnoses, names = train_risk.measurements()
    _, held_out = train_risk.split(diagnoses)
    return measured(
        "risk",
        model,
        [model.features(train_risk.named(rows[index], names)) for index in held_out],
        diagnoses[held_out],
        "held-out patients",
    )


def main():
    for name, measure in (("digits", digits), ("sentiment", sentiment), ("risk", risk)):
        accuracy = measure()
        assert accuracy >= EXPECTED[name], f"{name}: {accuracy} is below the {EXPECTED[name]} of its page"


if __name__ == "__main__":
    main()

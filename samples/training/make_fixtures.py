"""Writes fixtures/<model>: 1,000 random inputs a model, and what Python's onnxruntime answers.

Numbers are raw little-endian row-major binaries, strings one JSON string a line; index.json names, types and
shapes them as the Open Inference Protocol does. The inputs go to the graph as they are, without model.json's
pre-processing; only `lowercased` of the sentiment model is what comes after it.
"""

from modelpackage import SAMPLES, VERSION, write_json  # first: it pins the BLAS threads

import json
import shutil

import numpy as np

import train_digits
import train_risk
import train_sentiment
from serve_path import ServedModel

ROWS = 1000
SEED = 42
DATATYPES = {np.dtype(np.float32): "FP32", np.dtype(np.int64): "INT64"}
ODD_SENTENCES = [
    "",
    " ",
    "\t\n",
    "!",
    "?!?!",
    ":)",
    ":(",
    ":-D ;)",
    "I LOVE IT",
    "i love it",
    "LoVe",
    "don't can't won't",
    "😀",
    "😀😡 love 👩‍👩‍👧‍👦 hate",
    "I ❤️ this",
    "naïve café déjà vu",
    "日本語のとても良い文",
    "Это очень плохо",
    "هذا رائع جدا",
    "e\u0301motion good",
    "İstanbul is GREAT",
    "\u212aind of bad",
    "Straße schlecht bad",
    "zero\u200bwidth love",
    "line\u2028separator happy",
    "\ufeffbom sad",
    '"quoted" \\back\\slash good',
    "𝓁𝑜𝓋𝑒 love",
    "love," * 1000,
    "a" * 9900,
    "bad good " * 1100,
    "😀" * 2000,
    "great\r\nterrible\r\n",
    "100% 5/5 :p",
    "_ ' ''",
]


def fixture_folder(name):
    folder = SAMPLES / "fixtures" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def tensor(folder, name, values, file=None):
    """Writes one tensor; answers its entry in index.json."""
    if values.dtype.kind in "OU":
        entry = {
            "name": name,
            "datatype": "BYTES",
            "shape": list(values.shape),
            "file": f"{file or name}.ndjson",
        }
        lines = (json.dumps(str(value), ensure_ascii=False) + "\n" for value in values.ravel())
        (folder / entry["file"]).write_bytes("".join(lines).encode())
    else:
        datatype = DATATYPES[values.dtype]
        entry = {
            "name": name,
            "datatype": datatype,
            "shape": list(values.shape),
            "file": f"{file or name}.{datatype.lower()}",
        }
        (folder / entry["file"]).write_bytes(values.astype(values.dtype.newbyteorder("<")).tobytes())
    return entry


def answers(model, folder, inputs):
    """Every output of the graph; a ZipMap as the FP32 [rows, labels] that the framework makes of it."""
    feed = {model.session.get_inputs()[0].name: inputs}
    entries = []
    for output, values in zip(model.session.get_outputs(), model.session.run(None, feed), strict=True):
        if isinstance(values, list):
            entry = tensor(folder, output.name, model.scores(inputs))
            entries.append(entry | {"zipmap": model.labels})
        else:
            entries.append(tensor(folder, output.name, np.asarray(values)))
    return entries


def write_fixture(name, inputs):
    model, folder = ServedModel(name), fixture_folder(name)
    index = {
        "model": name,
        "version": VERSION,
        "inputs": [tensor(folder, model.session.get_inputs()[0].name, inputs)],
        "outputs": answers(model, folder, inputs),
    }
    if name == "sentiment":
        lowercased = np.concatenate([model.text(sentence) for sentence in inputs[:, 0]])
        index["lowercased"] = tensor(
            folder, "probabilities", model.scores(lowercased), "probabilities-lowercased"
        )
    write_json(folder / "index.json", index)


def pictures(random):
    """Half noise, half digits under noise: over noise alone the model answers nearly always the same."""
    digits = train_digits.pixels_of(train_digits.load_digits())
    chosen = digits[random.integers(0, len(digits), ROWS // 2)].astype(np.float32) * np.float32(
        train_digits.SCALE
    )
    inked = np.clip(chosen + random.normal(0, 2, chosen.shape), 0, 255 * train_digits.SCALE)
    noise = random.uniform(0, 255 * train_digits.SCALE, inked.shape)
    return np.concatenate([inked, noise]).astype(np.float32)[:, None]


def patients(random):
    """Half between two real patients, half anywhere in the range, where nearly everything looks malignant."""
    rows, _, _ = train_risk.measurements()
    one, other = (rows[random.integers(0, len(rows), ROWS // 2)] for _ in range(2))
    between = one + (other - one) * random.uniform(0, 1, (ROWS // 2, 1))
    anywhere = random.uniform(rows.min(axis=0), rows.max(axis=0), between.shape)
    return np.concatenate([between, anywhere]).astype(np.float32)


def sentences(random):
    """Words of the corpus in any order and case, with emoji and other scripts between, after the odd ones."""
    texts, _ = train_sentiment.tweets()
    words = (
        sorted({word for text in texts for word in text.split()})
        + ["😀", "❤️", "日本", "плохо", "naïve"] * 200
    )

    def sentence():
        drawn = [words[at] for at in random.integers(0, len(words), random.integers(1, 12))]
        return " ".join(word.upper() if random.random() < 0.1 else word for word in drawn)

    drawn = [sentence() for _ in range(ROWS - len(ODD_SENTENCES))]
    return np.array(ODD_SENTENCES + drawn, object).reshape(ROWS, 1)


def main():
    for name, draw in (("digits", pictures), ("sentiment", sentences), ("risk", patients)):
        write_fixture(name, draw(np.random.default_rng(SEED)))
        files = (SAMPLES / "fixtures" / name).iterdir()
        print(f"{name}: {ROWS} rows, {sum(file.stat().st_size for file in files)} bytes")


if __name__ == "__main__":
    main()

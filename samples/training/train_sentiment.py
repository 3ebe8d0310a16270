"""Trains the sentiment model: tweet-like sentences rated by people, counted words, a logistic regression."""

from modelpackage import TARGET_OPSET, data_folder, write_ndjson, write_package  # pins BLAS: first

import re
from pathlib import Path

import numpy as np
from skl2onnx import to_onnx
from skl2onnx.common.data_types import StringTensorType
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline

DATA = Path(__file__).resolve().parent / "data" / "vader"
SEED = 20
SENTENCES = 200
# Words, emoticons, and marks of emphasis. The same expression runs in the graph, in RE2.
TOKEN = r"[a-z0-9_']+|[:;=][-o']?[)(\]\[dp/|]+|[!?]+"
CHOSEN_WORDS = 1500
STRONG = 1.5
LEXICON_WEIGHT = 2.0
REGULARISATIONS = (1.0, 2.0, 3.0, 5.0, 10.0)
WARMUP = "Yay, the new release is amazing, thank you so much :)"


def rated(file):
    """Rows of number, rating (-4 to 4), text; or of text, rating."""
    return [line.split("\t") for line in (DATA / file).read_text(encoding="utf-8").split("\n") if line]


def tweets():
    rows = rated("tweets.tsv")
    return np.array([row[2] for row in rows], object), np.array([float(row[1]) for row in rows])


def strong_words():
    """Words of the lexicon with a clear valence, each of which is one token."""
    rows = [(word.lower(), float(valence)) for word, valence in rated("lexicon.tsv")]
    rows = [row for row in rows if abs(row[1]) >= STRONG and re.fullmatch(TOKEN, row[0])]
    return np.array([row[0] for row in rows], object), np.array([row[1] for row in rows])


def label_of(ratings):
    return np.where(ratings > 0.5, "positive", np.where(ratings < -0.5, "negative", "neutral"))


def lowercased(texts):
    """As model.json has it: the graph's own StringNormalizer needs a locale that slim containers lack."""
    return np.array([text.lower() for text in texts], object)


def split(labels):
    """Indices of the training (3213) and the held-out sentences (804)."""
    return train_test_split(np.arange(len(labels)), test_size=0.2, stratify=labels, random_state=SEED)


def vocabulary(texts, labels, words):
    """The words that tell the classes apart, and the strong ones of the lexicon."""
    counts = TfidfVectorizer(lowercase=False, token_pattern=TOKEN, min_df=2).fit(texts)
    chosen = SelectKBest(chi2, k=CHOSEN_WORDS).fit(counts.transform(texts), labels)
    return sorted(set(counts.get_feature_names_out()[chosen.get_support()]) | set(words))


def classifier(texts, labels, regularisation):
    """Each strong word is a sentence too, so that words absent from the sentences have a weight."""
    words, valences = strong_words()
    counts = TfidfVectorizer(
        lowercase=False, token_pattern=TOKEN, vocabulary=vocabulary(texts, labels, words)
    )
    fitted = make_pipeline(counts, LogisticRegression(C=regularisation, max_iter=1000))
    weights = np.concatenate([np.ones(len(texts)), np.full(len(words), LEXICON_WEIGHT)])
    return fitted.fit(
        np.concatenate([texts, words]),
        np.concatenate([labels, label_of(valences)]),
        logisticregression__sample_weight=weights,
    )


def best_regularisation(texts, labels):
    """By five-fold cross-validation over the training sentences alone."""
    folds = list(StratifiedKFold(5, shuffle=True, random_state=SEED).split(texts, labels))

    def score(regularisation):
        return np.mean(
            [
                classifier(texts[fit], labels[fit], regularisation).score(texts[rest], labels[rest])
                for fit, rest in folds
            ]
        )

    scores = {regularisation: score(regularisation) for regularisation in REGULARISATIONS}
    best = max(scores, key=scores.get)
    print(
        f"sentiment: cross-validated accuracy {scores[best]:.4f} on {len(texts)} training sentences, C={best}"
    )
    return best


def export(fitted):
    options = {id(fitted): {"zipmap": False}, TfidfVectorizer: {"tokenexp": TOKEN}}
    return to_onnx(
        fitted,
        name="sentiment",
        target_opset=TARGET_OPSET,
        options=options,
        initial_types=[("text", StringTensorType([None, 1]))],
    )


def description():
    return {
        "description": "Negative, neutral or positive: short English messages",
        "input": {"text": {"tensor": "text", "maxLength": 10000, "lowercase": True}},
        "output": {"tensor": "probabilities"},
    }


def report(predicted, labels, ratings):
    clear, polar = np.abs(ratings) >= 1, (labels != "neutral") & (predicted != "neutral")
    right = predicted == labels
    print(
        f"sentiment: held-out accuracy {right.mean():.4f} on {len(labels)} sentences; "
        f"{right[clear].mean():.4f} on the {clear.sum()} clearly rated (1 or more from neutral); "
        f"negative taken for positive or the reverse: {(~right & polar).sum()}"
    )
    print(confusion_matrix(labels, predicted, labels=["negative", "neutral", "positive"]))


def main():
    texts, ratings = tweets()
    labels, lowered = label_of(ratings), lowercased(texts)
    train, held_out = split(labels)
    regularisation = best_regularisation(lowered[train], labels[train])
    fitted = classifier(lowered[train], labels[train], regularisation)
    print(f"sentiment: {len(fitted[0].vocabulary_)} words")
    report(fitted.predict(lowered[held_out]), labels[held_out], ratings[held_out])
    folder = write_package("sentiment", export(fitted), list(fitted.classes_), description())
    (folder / "warmup.txt").write_text(WARMUP + "\n", encoding="utf-8")
    write_ndjson(
        data_folder("sentiment") / "sentences.ndjson",
        [
            {"id": f"s-{number}", "text": texts[index], "label": str(labels[index])}
            for number, index in enumerate(held_out[:SENTENCES], start=1)
        ],
    )


if __name__ == "__main__":
    main()

"""Trains the risk model: the Wisconsin breast cancer measurements, a logistic regression with its scaler."""

from modelpackage import (
    TARGET_OPSET,
    data_folder,
    write_json,
    write_ndjson,
    write_package,
)  # pins BLAS: first

import numpy as np
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 20
HELD_OUT_PATIENTS = 20


def measurements():
    """Features as FP32, which is what the model is fed, and the diagnosis in words."""
    data = load_breast_cancer()
    return (
        data.data.astype(np.float32),
        data.target_names[data.target],
        [str(name) for name in data.feature_names],
    )


def split(diagnoses):
    """Indices of the training (426) and the held-out patients (143)."""
    return train_test_split(np.arange(len(diagnoses)), test_size=0.25, stratify=diagnoses, random_state=SEED)


def export(fitted):
    """ZipMap stays on, as skl2onnx has it by default: the scores are a sequence of maps."""
    return to_onnx(
        fitted,
        name="risk",
        target_opset=TARGET_OPSET,
        initial_types=[("features", FloatTensorType([None, 30]))],
    )


def description(names):
    tabular = {"tensor": "features", "features": [{"name": name} for name in names]}
    return {
        "description": "Malignant or benign, from 30 measurements of cell nuclei",
        "input": {"tabular": tabular},
        "output": {"tensor": "output_probability"},
    }


def named(row, names):
    """The shortest decimal that reads back as the same FP32."""
    return {name: float(str(value)) for name, value in zip(names, row, strict=True)}


def main():
    rows, diagnoses, names = measurements()
    train, held_out = split(diagnoses)
    fitted = make_pipeline(StandardScaler(), LogisticRegression(C=0.5, max_iter=1000))
    fitted.fit(rows[train], diagnoses[train])
    accuracy = fitted.score(rows[held_out], diagnoses[held_out])
    area = roc_auc_score(diagnoses[held_out] == "malignant", fitted.predict_proba(rows[held_out])[:, 1])
    print(
        f"risk: held-out accuracy {accuracy:.4f}, area under the ROC curve {area:.4f} "
        f"on {len(held_out)} patients (trained on {len(train)})"
    )
    folder = write_package(
        "risk", export(fitted), [str(label) for label in fitted.classes_], description(names)
    )
    write_json(folder / "warmup.json", named(rows[train[0]], names))
    write_ndjson(
        data_folder("risk") / "patients.ndjson",
        [
            {"id": f"p-{index:03d}", "features": named(rows[index], names), "label": str(diagnoses[index])}
            for index in held_out[:HELD_OUT_PATIENTS]
        ],
    )


if __name__ == "__main__":
    main()

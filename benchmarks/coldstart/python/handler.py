"""The function as one writes it for Lambda in Python: the session is made when the module is loaded."""

import json
import os

import numpy as np
import onnxruntime

TYPES = {"FP32": np.float32, "INT64": np.int64}

session = onnxruntime.InferenceSession(os.environ["MODEL_FILE"], providers=["CPUExecutionProvider"])


def tensor(given):
    return np.array(given["data"], TYPES[given["datatype"]]).reshape(given["shape"])


def handle(event, context):
    request = json.loads(event["body"])
    names = [output["name"] for output in request["outputs"]]
    results = session.run(names, {given["name"]: tensor(given) for given in request["inputs"]})
    outputs = [
        {"name": name, "datatype": "FP32", "shape": list(result.shape), "data": result.ravel().tolist()}
        for name, result in zip(names, results)
    ]
    body = {"model_name": os.environ["MODEL_NAME"], "outputs": outputs}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}

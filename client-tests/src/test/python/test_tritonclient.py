"""tritonclient.http, unmodified: it sends binary tensors and asks for binary answers unless told otherwise."""

import ml_dtypes
import numpy as np
import pytest
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

INTEGERS = {f"{kind}INT{bits}": np.dtype(f"{kind.lower()}int{bits}") for kind in ("", "U") for bits in (8, 16, 32, 64)}
FLOATS = {"FP16": np.dtype("float16"), "FP32": np.dtype("float32"), "FP64": np.dtype("float64")}


@pytest.fixture
def client(address):
    with triton.InferenceServerClient(address, network_timeout=20) as client:
        yield client


def values(datatype, rows=3, columns=4):
    random = np.random.default_rng(7)
    if datatype == "BOOL":
        return random.integers(0, 2, (rows, columns)).astype(bool)
    if datatype == "BYTES":
        texts = ["", "plain", "é", "日本語", "😀 emoji 🎉", "line\nbreak", "quote \" and \\", "tab\t"]
        return np.array([[texts[(r * columns + c) % len(texts)].encode() for c in range(columns)] for r in range(rows)],
                        dtype=object)
    if datatype in INTEGERS:
        info = np.iinfo(INTEGERS[datatype])
        array = random.integers(info.min, info.max, (rows, columns), dtype=INTEGERS[datatype], endpoint=True)
        array[0, :2] = info.min, info.max
        return array
    if datatype == "BF16":
        return random.normal(size=(rows, columns)).astype(ml_dtypes.bfloat16)
    return random.normal(size=(rows, columns)).astype(FLOATS[datatype])


def call(client, datatype, binary_in, binary_out, **options):
    array = values(datatype)
    tensor = triton.InferInput("x", list(array.shape), datatype)
    tensor.set_data_from_numpy(array, binary_data=binary_in)
    output = triton.InferRequestedOutput("y", binary_data=binary_out)
    result = client.infer(f"identity-{datatype.lower()}", [tensor], outputs=[output], **options)
    return array, result


ALL = ["BOOL", *INTEGERS, *FLOATS, "BF16", "BYTES"]
WITH_JSON = [name for name in ALL if name not in ("FP16", "BF16")]


@pytest.mark.parametrize("datatype", ALL)
def test_every_datatype_comes_back_in_binary(client, datatype):
    array, result = call(client, datatype, True, True)
    answer = result.as_numpy("y")
    assert answer.shape == array.shape
    assert answer.tolist() == array.tolist()
    assert result.get_output("y")["datatype"] == datatype


@pytest.mark.parametrize("datatype", WITH_JSON)
@pytest.mark.parametrize("binary_in,binary_out", [(False, False), (True, False), (False, True)])
def test_every_datatype_with_a_json_form_comes_back(client, datatype, binary_in, binary_out):
    array, result = call(client, datatype, binary_in, binary_out)
    answer = result.as_numpy("y")
    expected = array
    if datatype == "BYTES" and not binary_out:
        expected = np.vectorize(lambda text: text.decode(), otypes=[object])(array)
    assert answer.shape == array.shape
    assert answer.tolist() == expected.tolist()


@pytest.mark.parametrize("request_coding", [None, "gzip", "deflate"])
@pytest.mark.parametrize("response_coding", [None, "gzip", "deflate"])
def test_compression_both_ways(client, request_coding, response_coding):
    array, result = call(client, "FP32", True, True, request_compression_algorithm=request_coding,
                         response_compression_algorithm=response_coding)
    np.testing.assert_array_equal(result.as_numpy("y"), array)


def test_compressed_large_answer(client):
    array = np.zeros((64, 500), np.float32)
    tensor = triton.InferInput("x", [64, 500], "FP32")
    tensor.set_data_from_numpy(array)
    result = client.infer("identity-fp32", [tensor], response_compression_algorithm="gzip")
    np.testing.assert_array_equal(result.as_numpy("y"), array)


def test_outputs_left_out_means_all_in_binary(client):
    inputs = []
    for name in ("a", "b"):
        tensor = triton.InferInput(name, [1, 2], "FP32")
        tensor.set_data_from_numpy(np.array([[1, 2]], np.float32))
        inputs.append(tensor)
    result = client.infer("two", inputs, request_id="mine")
    assert result.get_response()["id"] == "mine"
    assert result.get_response()["model_version"] == "2"
    np.testing.assert_array_equal(result.as_numpy("sum"), [[2, 4]])
    np.testing.assert_array_equal(result.as_numpy("difference"), [[0, 0]])


def test_one_output_of_one_version(client):
    inputs = []
    for name in ("a", "b"):
        tensor = triton.InferInput(name, [1, 2], "FP32")
        tensor.set_data_from_numpy(np.array([[3, 5]], np.float32))
        inputs.append(tensor)
    result = client.infer("two", inputs, model_version="1", outputs=[triton.InferRequestedOutput("sum")])
    assert result.get_response()["model_version"] == "1"
    assert result.as_numpy("difference") is None


def test_empty_tensor(client):
    tensor = triton.InferInput("x", [0, 4], "FP32")
    tensor.set_data_from_numpy(np.zeros((0, 4), np.float32))
    assert client.infer("identity-fp32", [tensor]).as_numpy("y").shape == (0, 4)


def test_asynchronous_calls_get_their_own_answers(address):
    with triton.InferenceServerClient(address, concurrency=8) as client:
        pending = []
        for number in range(200):
            tensor = triton.InferInput("x", [1, 1], "INT64")
            tensor.set_data_from_numpy(np.array([[number]], np.int64))
            pending.append(client.async_infer("identity-int64", [tensor], request_id=str(number)))
        for number, answer in enumerate(pending):
            result = answer.get_result()
            assert result.as_numpy("y").tolist() == [[number]]
            assert result.get_response()["id"] == str(number)


def test_health_and_metadata(client):
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("two")
    assert client.is_model_ready("two", "1")
    assert not client.is_model_ready("absent")
    assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
    metadata = client.get_model_metadata("two")
    assert metadata["versions"] == ["1", "2"]
    assert metadata["platform"] == "onnx_onnxv1"
    assert metadata["inputs"][0] == {"name": "a", "datatype": "FP32", "shape": [-1, 2]}


@pytest.mark.parametrize("model,name,shape,datatype,status,said", [
    ("absent", "x", [1, 1], "FP32", "404", "absent"),
    ("identity-fp32", "z", [1, 1], "FP32", "400", "'z'"),
    ("identity-fp32", "x", [1], "FP32", "400", "[-1,-1]"),
    ("identity-fp32", "x", [1, 1], "INT32", "400", "FP32"),
])
def test_errors_reach_the_caller(client, model, name, shape, datatype, status, said):
    tensor = triton.InferInput(name, shape, datatype)
    tensor.set_data_from_numpy(np.zeros(shape, np.float32 if datatype == "FP32" else np.int32))
    with pytest.raises(InferenceServerException) as caught:
        client.infer(model, [tensor])
    assert caught.value.status() == status
    assert said in caught.value.message()


def test_unknown_output(client):
    tensor = triton.InferInput("x", [1, 1], "FP32")
    tensor.set_data_from_numpy(np.zeros((1, 1), np.float32))
    with pytest.raises(InferenceServerException, match="'nowhere'"):
        client.infer("identity-fp32", [tensor], outputs=[triton.InferRequestedOutput("nowhere")])


def test_raw_request_of_the_only_input(client):
    """Header length 0: the body is the tensor, one row of it. tritonclient has no call for that; its transport sends it."""
    body = np.array([1.5, 2.5], np.float32).tobytes()
    response = client._post("v2/models/identity-fp32/infer", body, {"Inference-Header-Content-Length": "0"}, None)
    assert response.status_code == 200
    length = int(response.get("Inference-Header-Content-Length"))
    answer = bytes(response.read())
    assert b'"shape":[1,2]' in answer[:length]
    assert answer[length:] == body

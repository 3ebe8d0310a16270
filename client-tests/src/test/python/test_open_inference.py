"""open-inference-openapi, unmodified: JSON through pydantic, which turns every number and boolean into a float."""

import pytest
from open_inference.openapi.client import InferenceRequest, OpenInferenceClient
from open_inference.openapi.errors import BadRequestError, NotFoundError

JSON = {
    "BOOL": [True, False, True, True],
    "UINT8": [0, 255, 1, 2], "UINT16": [0, 65535, 1, 2], "UINT32": [0, 4294967295, 1, 2], "UINT64": [0, 2**53, 1, 2],
    "INT8": [-128, 127, 0, 1], "INT16": [-32768, 32767, 0, 1], "INT32": [-2147483648, 2147483647, 0, 1],
    "INT64": [-2**53, 2**53, 0, 1],
    "FP32": [0.5, -1.25, 3.0, 1e10], "FP64": [0.1, -1e300, 3.0, 2.5],
    "BYTES": ["a", "é", "😀", ""],
}


@pytest.fixture
def client(address):
    return OpenInferenceClient(base_url=f"http://{address}", timeout=20)


def request(datatype, data, shape=(2, 2), **more):
    return InferenceRequest(inputs=[{"name": "x", "shape": list(shape), "datatype": datatype, "data": data}], **more)


def flat(data):
    return [value for row in data for value in flat(row)] if isinstance(data, list) else [data]


@pytest.mark.parametrize("datatype", JSON)
@pytest.mark.parametrize("nested", [False, True])
def test_every_datatype_with_a_json_form(client, datatype, nested):
    data = JSON[datatype]
    sent = [data[:2], data[2:]] if nested else data
    response = client.model_infer(f"identity-{datatype.lower()}", request=request(datatype, sent, id="mine"))
    output = response.outputs[0]
    assert response.id == "mine"
    assert (output.name, output.datatype, output.shape) == ("y", datatype, [2, 2])
    assert flat(output.dict()["data"]) == data


def test_health_and_metadata(client):
    client.check_server_liveness()
    client.check_server_readiness()
    client.check_model_readiness("two")
    assert client.read_server_metadata().name
    metadata = client.read_model_metadata("two")
    assert metadata.versions == ["1", "2"]
    assert [tensor.name for tensor in metadata.outputs] == ["sum", "difference"]
    assert client.read_model_version_metadata("two", "1").name == "two"
    client.check_model_version_readiness("two", "1")  # only the newest is loaded at start; the line above loaded this one


def test_a_version(client):
    two = InferenceRequest(inputs=[{"name": name, "shape": [1, 2], "datatype": "FP32", "data": [1.0, 2.0]}
                                   for name in ("a", "b")], outputs=[{"name": "sum"}])
    response = client.model_version_infer("two", "1", request=two)
    assert response.model_version == "1"
    assert [output.name for output in response.outputs] == ["sum"]


def test_unknown_model(client):
    with pytest.raises(NotFoundError) as caught:
        client.check_model_readiness("absent")
    assert "absent" in caught.value.body["error"]


@pytest.mark.parametrize("datatype,data,shape,said", [
    ("INT8", [1.5, 0, 0, 0], (2, 2), "1.5"),
    ("INT8", [300, 0, 0, 0], (2, 2), "300"),
    ("INT8", [1, 2, 3], (2, 2), "4"),
    ("INT8", [[1, 2], [3]], (2, 2), "data"),
    ("FP99", [1], (1, 1), "FP99"),
])
def test_bad_requests(client, datatype, data, shape, said):
    with pytest.raises(BadRequestError) as caught:
        client.model_infer("identity-int8", request=request(datatype, data, shape))
    assert said in str(caught.value.body)

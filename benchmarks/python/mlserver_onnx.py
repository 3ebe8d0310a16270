"""A runtime for MLServer, which brings none for ONNX: its own codecs around onnxruntime."""

import numpy as np
import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec, StringCodec
from mlserver.types import InferenceRequest, InferenceResponse
from mlserver.utils import get_model_uri


class OnnxRuntimeModel(MLModel):
    async def load(self) -> bool:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        graph = await get_model_uri(self.settings, wellknown_filenames=["model.onnx"])
        self.session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        wanted = [output.name for output in payload.outputs or []] or None
        names = wanted or [output.name for output in self.session.get_outputs()]
        feed = {given.name: NumpyCodec.decode_input(given) for given in payload.inputs}
        outputs = [self.encoded(name, value) for name, value in zip(names, self.session.run(wanted, feed))]
        return InferenceResponse(model_name=self.name, model_version=self.version, outputs=outputs)

    @staticmethod
    def encoded(name: str, value):
        if not isinstance(value, np.ndarray):  # a ZipMap's list of maps
            value = np.array([list(row.values()) for row in value], np.float32)
        if value.dtype.kind in "OU":
            return StringCodec.encode_output(name, value.tolist())
        return NumpyCodec.encode_output(name, value)

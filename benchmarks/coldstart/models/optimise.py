"""Writes a graph in the form that loads fastest, and portable, without the layouts of one processor.

    optimise.py MODEL.onnx MODEL.ort
"""

import sys

from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

source, target = sys.argv[1:]
options = SessionOptions()
options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED
options.optimized_model_filepath = target
options.add_session_config_entry("session.save_model_format", "ORT")
options.log_severity_level = 3
InferenceSession(source, options, providers=["CPUExecutionProvider"])

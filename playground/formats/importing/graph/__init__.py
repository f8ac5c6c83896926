"""An ONNX graph as an editable network."""

"""The engine as a backend of ONNX, so that ONNX's own node tests can judge its ops."""

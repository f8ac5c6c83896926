"""Makes the ONNX files beside it, by PyTorch's newer exporter (run by hand, with onnxscript)."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch

from tests.formats.importing import modules

HERE = Path(__file__).parent
for name, (module, shape) in {
    "mlp": (modules.mlp(), (4,)),
    "cnn": (modules.Convolutional(), (1, 8, 8)),
    "residual": (modules.Residual(), (1, 8, 8)),
}.items():
    torch.onnx.export(
        modules.perturbed(module),
        (torch.randn(2, *shape),),
        str(HERE / f"{name}_dynamo.onnx"),
        dynamo=True,
        external_data=False,
        dynamic_shapes=({0: torch.export.Dim("batch")},),
        verbose=False,
    )
    # What is left are notes of the exporter: lines of its source, and where that lies.
    model = onnx.load(HERE / f"{name}_dynamo.onnx")
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info):
        del part.metadata_props[:]
        part.doc_string = ""
    for part in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        del part.metadata_props[:]
    onnx.save(model, HERE / f"{name}_dynamo.onnx")

"""Makes the ONNX files beside it, by PyTorch's newer exporter (run by hand, with onnxscript)."""

from __future__ import annotations

from pathlib import Path

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

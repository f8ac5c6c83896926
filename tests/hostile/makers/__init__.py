"""Every hostile file there is, in one explicit list."""

from __future__ import annotations

from tests.hostile.makers import archives, documents, hdf5, npz, onnx_models, places, tensors
from tests.hostile.makers.maker import Maker

LISTS = (documents, archives, tensors, npz, onnx_models, hdf5, places)
MAKERS: dict[str, Maker] = {}
for _module in LISTS:
    for _maker in _module.MAKERS:
        assert _maker.file not in MAKERS, _maker.file
        MAKERS[_maker.file] = _maker

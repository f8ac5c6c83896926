"""Formats that a run goes out in, in one explicit list; the first of an ending is its usual one."""

from __future__ import annotations

from playground.formats.c.header import CHeader
from playground.formats.format import Format
from playground.formats.keras.beside import KerasWeights
from playground.formats.keras.whole import KerasModel
from playground.formats.npz import Npz
from playground.formats.onnx import Onnx
from playground.formats.programs.numpy_program import NumPyProgram
from playground.formats.programs.pytorch_module import PyTorchModule
from playground.formats.records.curves import Curves
from playground.formats.records.predictions import Predictions
from playground.formats.records.tensorboard import TensorBoard
from playground.formats.safetensors import SafeTensors
from playground.registry import Registry

FORMATS: Registry[Format] = Registry(
    "export format",
    [
        SafeTensors(),
        Npz(),
        KerasWeights(),
        Onnx(),
        KerasModel(),
        NumPyProgram(),
        PyTorchModule(),
        CHeader(),
        Predictions(),
        Curves(),
        TensorBoard(),
    ],
)

__all__ = ["FORMATS", "Format"]

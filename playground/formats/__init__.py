"""Formats that trained weights go out in, in one explicit list."""

from __future__ import annotations

from playground.formats.format import Format
from playground.formats.npz import Npz
from playground.formats.onnx import Onnx
from playground.formats.programs.numpy_program import NumPyProgram
from playground.formats.programs.pytorch_module import PyTorchModule
from playground.formats.safetensors import SafeTensors
from playground.registry import Registry

FORMATS: Registry[Format] = Registry(
    "export format", [SafeTensors(), Npz(), Onnx(), NumPyProgram(), PyTorchModule()]
)

__all__ = ["FORMATS", "Format"]

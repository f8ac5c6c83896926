"""Networks as code, in dialects, in one explicit list."""

from __future__ import annotations

from playground.formats.code.design import Code, Design
from playground.formats.code.dialect import Dialect
from playground.formats.code.keras import Keras
from playground.formats.code.numpy import NumPy
from playground.formats.code.playground import PlaygroundDialect
from playground.formats.code.pytorch import PyTorch
from playground.registry import Registry

DIALECTS: Registry[Dialect] = Registry(
    "dialect", [PlaygroundDialect(), PyTorch(), Keras(), NumPy()]
)


def write_code(dialect: str, design: Design) -> Code:
    """A design as a program in a dialect.

    Raises:
        UserError: there is no such dialect, or the network has errors; the first is named.
    """
    return DIALECTS.find(dialect).write(design)


__all__ = ["DIALECTS", "Code", "Design", "Dialect", "write_code"]

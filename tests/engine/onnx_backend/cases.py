"""ONNX's node tests, loaded an operator at a time: to load all of them takes ten seconds."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

import numpy as np
import onnx.backend.test.case.node as node_tests
from onnx.backend.test.case.test_case import TestCase


@cache
def cases_of(operator: str) -> tuple[TestCase, ...]:
    """Every case of an operator, but those in which it is expanded into others."""
    with np.errstate(all="ignore"):  # the expected numbers are worked out as the file is read
        import_module(f"{node_tests.__name__}.{_file(operator)}")
    return tuple(
        case
        for case in node_tests._NodeTestCases
        if case.model.graph.node[0].op_type == operator and "_expanded" not in case.name
    )


def _file(operator: str) -> str:
    (found,) = (
        module.name
        for module in pkgutil.iter_modules(node_tests.__path__)
        if module.name.replace("_", "") == operator.lower()
    )
    return found

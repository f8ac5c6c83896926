"""From the source of a model in Keras to its graph.

What `formats/code/keras` writes is the one description of a network in Keras. Its `build` is read
here, statement by statement, as a small language: nothing is run. It knows exactly what that
dialect writes: layers made and applied, functions of `keras.ops`, sums and products, indexing, and
functions of the program that return one expression.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from playground.formats.keras.graph import Call, Operation, applied

_LAYERS, _OPS = "keras.layers", "keras.src.ops.numpy"
# What stands first in the brackets of a layer, by name.
_FIRST: dict[str, tuple[str, ...]] = {
    "Dense": ("units",),
    "Activation": ("activation",),
    "Conv1D": ("filters", "kernel_size"),
    "Conv2D": ("filters", "kernel_size"),
    "MaxPooling1D": ("pool_size",),
    "MaxPooling2D": ("pool_size",),
    "AveragePooling1D": ("pool_size",),
    "AveragePooling2D": ("pool_size",),
    "ZeroPadding1D": ("padding",),
    "ZeroPadding2D": ("padding",),
    "Dropout": ("rate",),
    "Reshape": ("target_shape",),
    "Permute": ("dims",),
    "Embedding": ("input_dim", "output_dim"),
    "SimpleRNN": ("units",),
    "GRU": ("units",),
    "LSTM": ("units",),
    "MultiHeadAttention": ("num_heads", "key_dim"),
}
_SIGNS: dict[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("Add", lambda a, b: a + b),
    ast.Sub: ("Subtract", lambda a, b: a - b),
    ast.Mult: ("Multiply", lambda a, b: a * b),
    ast.Div: ("TrueDivide", lambda a, b: a / b),
}


class Source:
    """Reads a program; `output` is what its `build` returns."""

    def __init__(self, text: str) -> None:
        tree = ast.parse(text)
        self._functions = {
            each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)
        }
        named = re.findall(r'name="(\w+)"', text)
        self._names = Counter[str]()
        self._taken = set(named)
        self.output: Call = self._call_function("build", [])

    def operation(self, module: str, kind: str, **config: Any) -> Operation:
        """A new one; its name is "name" in the config, or made up.

        No layer is called as Keras would call it by itself: so it may call functions.
        """
        bare = f"{snake(kind)}_layer" if module == _LAYERS else snake(kind)
        name = config.pop("name", None) or self._made_up(bare)
        return Operation(module, kind, name, config)

    def _made_up(self, bare: str) -> str:
        while True:
            count = self._names[bare]
            self._names[bare] += 1
            name = f"{bare}_{count}" if count else bare
            if name not in self._taken:
                return name

    def _call_function(self, name: str, given: list[Any]) -> Any:
        function = self._functions[name]
        scope = dict(zip((each.arg for each in function.args.args), given, strict=True))
        for statement in function.body:
            if isinstance(statement, ast.Assign):
                value = self._value(statement.value, scope)
                for target in statement.targets:
                    _bind(target, value, scope)
            elif isinstance(statement, ast.Return):
                return self._value(statement.value, scope)
        raise AssertionError(f"{name} returns nothing")

    def _value(self, node: Any, scope: dict[str, Any]) -> Any:
        match node:
            case ast.Constant():
                return node.value
            case ast.Name():
                return scope[node.id]
            case ast.List() | ast.Tuple():
                return [self._value(each, scope) for each in node.elts]
            case ast.UnaryOp(op=ast.USub()):
                return -self._value(node.operand, scope)
            case ast.BinOp():
                kind, work_out = _SIGNS[type(node.op)]
                pair = self._value(node.left, scope), self._value(node.right, scope)
                if not any(isinstance(each, Call) for each in pair):
                    return work_out(*pair)
                return applied(self.operation(_OPS, kind), *pair)
            case ast.Subscript():
                x, place = self._value(node.value, scope), self._value(node.slice, scope)
                return applied(self.operation(_OPS, "GetItem"), x, place)
            case ast.Slice():
                ends = (node.lower, node.upper, node.step)
                return slice(*(None if end is None else self._value(end, scope) for end in ends))
            case ast.Call():
                return self._call(node, scope)
        raise AssertionError(ast.dump(node))

    def _call(self, node: ast.Call, scope: dict[str, Any]) -> Any:
        args = [self._value(each, scope) for each in node.args]
        kwargs = {str(each.arg): self._value(each.value, scope) for each in node.keywords}
        match node.func:
            case ast.Name(id=name) if name in self._functions:
                return self._call_function(name, args)
            case ast.Attribute(value=ast.Name(id="layers"), attr=kind):
                config = dict(zip(_FIRST.get(kind, ()), args, strict=False)) | kwargs
                return self.operation(_LAYERS, kind, **config)
            case ast.Attribute(value=ast.Name(id="ops"), attr=name):
                return _FUNCTIONS[name](self, *args, **kwargs)
            case ast.Attribute(value=ast.Name(id="keras"), attr="Input"):
                (shape,) = args
                extents = shape if isinstance(shape, list) else [shape]
                return self.input(extents)
            case ast.Attribute(value=ast.Name(id="keras"), attr="Model"):
                return args[1]
            case ast.Attribute(value=ast.Attribute(attr=module), attr=kind):
                return _object(f"keras.{module}", kind, args)
            case ast.Attribute(value=ast.Name(id="np"), attr="triu_indices"):
                return [places.tolist() for places in np.triu_indices(*args)]
        return applied(self._value(node.func, scope), *args, **kwargs)

    def input(self, shape: list[int]) -> Call:
        """A value that is given to the model."""
        made = self.operation(_LAYERS, "InputLayer", batch_shape=[None, *shape], dtype="float32")
        return applied(made)


def _bind(target: ast.expr, value: Any, scope: dict[str, Any]) -> None:
    if isinstance(target, ast.Tuple):
        for each, part in zip(target.elts, value, strict=True):
            _bind(each, part, scope)
    else:
        assert isinstance(target, ast.Name)
        scope[target.id] = value


def _object(module: str, kind: str, args: list[Any]) -> dict[str, Any]:
    """An initializer or a regularizer of one setting."""
    name = {"Constant": "value", "L1": "l1", "L2": "l2"}[kind]
    config = {name: args[0]}
    return {"module": module, "class_name": kind, "config": config, "registered_name": None}


def _of_one(kind: str, module: str = _OPS) -> Callable[..., Call]:
    """A function of one value; what else it is given are settings."""

    def function(source: Source, x: Any, **settings: Any) -> Call:
        return applied(source.operation(module, kind, **settings), x)

    return function


def _take(source: Source, x: Any, indices: Any, axis: int) -> Call:
    return applied(source.operation(_OPS, "Take", axis=axis), x, indices)


def _clip(source: Source, x: Any, low: Any, high: Any) -> Call:
    return applied(source.operation(_OPS, "Clip", x_min=low, x_max=high), x)


def _cast(source: Source, x: Any, dtype: str) -> Call:
    return applied(source.operation("keras.src.ops.core", "Cast", dtype=dtype), x)


def _pad(source: Source, x: Any, pads: Any, constant_values: float | None = None) -> Call:
    made = source.operation(_OPS, "Pad", pad_width=pads, mode="constant")
    return applied(made, x, constant_values=constant_values)


_FUNCTIONS: dict[str, Callable[..., Call]] = {
    "square": _of_one("Square"),
    "sin": _of_one("Sin"),
    "floor": _of_one("Floor"),
    "ones_like": _of_one("OnesLike"),
    "concatenate": _of_one("Concatenate"),
    "gelu": _of_one("Gelu", "keras.src.ops.nn"),
    "take": _take,
    "clip": _clip,
    "cast": _cast,
    "pad": _pad,
}


def snake(kind: str) -> str:
    """A class's name as Keras makes names of layers of it: "PReLU" is "p_re_lu"."""
    text = re.sub(r"\W+", "", kind)
    text = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", text)
    return re.sub("([a-z])([A-Z])", r"\1_\2", text).lower()

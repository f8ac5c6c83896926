"""The source of a kernel: its statements, its names, and which arrays it writes to."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import dedent
from typing import Any

from playground.engine.executors.cuda.flow import walk
from playground.engine.executors.cuda.kinds import Kind, Untranslatable
from playground.engine.ops.parts import Primitive

Roots = frozenset[str]
PRODUCTS = {
    name + add: f"product<{turns}, {'true' if add else 'false'}>"
    for name, turns in {
        "product": "false, false",
        "product_tn": "true, false",
        "product_nt": "false, true",
    }.items()
    for add in ("", "_add")
}


@dataclass
class Scene:
    """What is known where a loop stands.

    Attributes:
        names: the function's globals.
        kinds: of local names.
        roots: for each local array, the parameters whose memory it may be.
        cells: arrays whose place 0 is a name of its own.
        writes: for a function of ours, the positions of the arguments that it writes to.
    """

    names: Mapping[str, Any]
    kinds: Mapping[str, Kind]
    roots: dict[str, Roots]
    cells: Collection[str]
    writes: Callable[[Any], Collection[int]]

    def know(self, name: str, value: ast.expr) -> None:
        """A local name may be this array too."""
        self.roots[name] = self.roots.get(name, frozenset()) | self.roots_of(value)

    def roots_of(self, value: ast.expr) -> Roots:
        """The parameters whose memory an array may be."""
        match value:
            case ast.Name(id=name):
                return self.roots.get(name, frozenset())
            case ast.Subscript(value=base):
                return self.roots_of(base)
            case ast.Call(args=[base, *_]):
                return self.roots_of(base)
            case ast.IfExp(body=yes, orelse=no):
                return self.roots_of(yes) | self.roots_of(no)
        return frozenset()

    def called(self, node: ast.AST) -> Any:
        """The function that an expression calls, or None."""
        match node:
            case ast.Call(func=ast.Name(id=name)):
                return self.names.get(name)
        return None


@cache
def tree_of(function: Callable[..., Any]) -> ast.FunctionDef:
    """A function's source, read.

    Raises:
        Untranslatable: the source is not here.
    """
    try:
        source = dedent(inspect.getsource(function))
    except OSError as error:
        raise Untranslatable(f"the source of {function.__name__} is not here") from error
    tree = ast.parse(source).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree


def body_of(function: Callable[..., Any]) -> list[ast.stmt]:
    """A function's statements, without what is only said."""
    return [
        statement
        for statement in tree_of(function).body
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
    ]


@cache
def writes_of(function: Callable[..., Any]) -> frozenset[int]:
    """The positions of the parameters that a function writes to, as arrays."""
    names = [argument.arg for argument in tree_of(function).args.args]
    owners: dict[str, str] = {name: name for name in names}
    found: set[str] = set()
    body = body_of(function)
    scene = Scene(function.__globals__, {}, {name: frozenset({name}) for name in names}, (), set)
    for node in walk(body):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            scene.know(node.targets[0].id, node.value)
    for node in walk(body):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            found |= scene.roots_of(node)
        called = scene.called(node)
        if getattr(called, "inner", False):
            assert isinstance(node, ast.Call)
            for place in writes_of(called):
                found |= scene.roots_of(node.args[place])
        elif isinstance(called, Primitive) and called.name in PRODUCTS:
            found |= scene.roots_of(node.args[0])  # type: ignore[attr-defined]
    return frozenset(names.index(name) for name in found if name in owners)

"""Which names some statements of a kernel set, and which they expect to be set.

A *cell* is an array whose one place 0 a kernel writes to as to a scalar; it counts as a name of its
own, "out[0]".
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence

from playground.engine.executors.cuda.kinds import Untranslatable

Body = Sequence[ast.stmt]


def cell_of(node: ast.AST, cells: Collection[str]) -> str | None:
    """The name of the cell that an expression is, if it is one."""
    match node:
        case ast.Subscript(value=ast.Name(id=name)) if name in cells and is_place_0(node):
            return f"{name}[0]"
    return None


def is_place_0(node: ast.Subscript) -> bool:
    """Whether every index is the number 0."""
    return all(isinstance(each, ast.Constant) and each.value == 0 for each in indices(node))


def indices(node: ast.Subscript) -> list[ast.expr]:
    """One expression an axis."""
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def cells_of(body: Body) -> set[str]:
    """The arrays of which place 0 is written to by that index."""
    found = set()
    for node in walk(body):
        match node:
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()) if is_place_0(node):
                found.add(name)
    return found


def walk(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Every node of some statements."""
    for statement in body:
        yield from ast.walk(statement)


def assigned(body: Body, cells: Collection[str]) -> set[str]:
    """The names that are set, loops' variables and cells among them."""
    found = set()
    for node in walk(body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            cell = cell_of(node, cells)
            if cell is not None:
                found.add(cell)
    return found


def read(node: ast.AST, cells: Collection[str]) -> set[str]:
    """The names that an expression reads."""
    cell = cell_of(node, cells)
    if cell is not None:
        return {cell}
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Load) else set()
    return set().union(*(read(child, cells) for child in ast.iter_child_nodes(node)))


def exposed(body: Body, cells: Collection[str]) -> set[str]:
    """The names that are read before they are set, if some statements run in order."""
    return _exposed(body, set(), cells)


def _exposed(body: Body, known: set[str], cells: Collection[str]) -> set[str]:
    """Adds to `known` what is set in any case."""
    found: set[str] = set()
    for statement in body:
        match statement:
            case ast.Assign(targets=[target], value=value):
                found |= read(value, cells) - known
                found |= _set(target, known, cells)
            case ast.AugAssign(target=target, value=value):
                name = cell_of(target, cells) or (target.id if isinstance(target, ast.Name) else "")
                found |= ({name} if name else read(target, cells)) - known
                found |= read(value, cells) - known
                found |= _set(target, known, cells)
            case ast.For(target=ast.Name(id=variable), iter=iter, body=inner):
                found |= read(iter, cells) - known
                found |= _exposed(inner, known | {variable}, cells)
            case ast.While(test=test, body=inner):
                found |= read(test, cells) - known
                found |= _exposed(inner, set(known), cells)
            case ast.If(test=test, body=yes, orelse=no):
                found |= read(test, cells) - known
                after_yes, after_no = set(known), set(known)
                found |= _exposed(yes, after_yes, cells) | _exposed(no, after_no, cells)
                known |= after_yes & after_no
            case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
                found |= read(value, cells) - known
            case ast.Pass() | ast.Continue() | ast.Break() | ast.Return(value=None):
                pass
            case _:
                raise Untranslatable(f"a statement of a kind that is not known: {statement}")
    return found


def _set(target: ast.expr, known: set[str], cells: Collection[str]) -> set[str]:
    """What is read to find the place that is written to; names go to `known`."""
    cell = cell_of(target, cells)
    if cell is not None:
        known.add(cell)
        return set()
    if isinstance(target, ast.Name):
        known.add(target.id)
        return set()
    if isinstance(target, ast.Tuple):
        return set().union(*(_set(each, known, cells) for each in target.elts))
    return read(target, cells) - known

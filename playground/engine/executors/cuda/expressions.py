"""Expressions of a kernel in CUDA C++."""

from __future__ import annotations

import ast
import builtins
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.engine.executors.cuda.flow import cell_of, indices
from playground.engine.executors.cuda.kinds import (
    ArrayKind,
    Kind,
    Scalar,
    Untranslatable,
    c_type,
)
from playground.engine.ops.parts import ByDtype, Primitive

_OPERATORS: dict[type, str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.And: "&&",
    ast.Or: "||",
}
# Of words: they wrap round, or round down, as in Python.
_OF_WORDS: dict[type, str] = {ast.Mult: "times", ast.FloorDiv: "quotient", ast.Mod: "remainder_of"}
# Views by primitives: their ranks.
VIEWS = {"as_flat": 1, "as_matrix": 2, "as_cube": 3, "part": 1, "block": 2}


@dataclass(frozen=True)
class Typed:
    """An expression in CUDA C++, and what it stands for."""

    text: str
    kind: Kind


Call = Callable[[Callable[..., Any], Sequence[Typed]], Typed]


class Expressions:
    """Puts the expressions of one function into CUDA C++.

    Args:
        names: the function's globals.
        kinds: of its local names, as far as they are known yet.
        cells: arrays whose place 0 is a name of its own.
        call: gives the call of another function of ours.
    """

    def __init__(
        self,
        names: Mapping[str, Any],
        kinds: Mapping[str, Kind],
        cells: Collection[str],
        call: Call,
    ) -> None:
        self._globals = names
        self._kinds = kinds
        self._cells = cells
        self._call = call

    def of(self, node: ast.expr) -> Typed:
        """One expression.

        Raises:
            Untranslatable: it has no place in CUDA C++.
        """
        cell = cell_of(node, self._cells)
        if cell is not None:
            return Typed(c_name(cell), Scalar.REAL)
        match node:
            case ast.Constant(value=value):
                return constant(value)
            case ast.Name(id=name):
                return self._name(name)
            case ast.Attribute(value=ast.Name(id=name), attr="size"):
                return Typed(f"size({self.array(name).text})", Scalar.WORD)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                return constant(getattr(self.thing(name), attribute))
            case ast.Subscript():
                return self._subscript(node)
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(op, self.of(left), self.of(right))
            case ast.UnaryOp(op=op, operand=operand):
                return self._unary(op, self.of(operand))
            case ast.BoolOp(op=op, values=values):
                text = f" {_OPERATORS[type(op)]} ".join(self.of(each).text for each in values)
                return Typed(f"({text})", Scalar.WORD)
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._compared([left, *others], ops)
            case ast.IfExp(test=test, body=yes, orelse=no):
                first, second = self.of(yes), self.of(no)
                if first.kind != second.kind and isinstance(first.kind, ArrayKind):
                    raise Untranslatable("arrays of two kinds")
                text = f"({self.of(test).text} ? {first.text} : {second.text})"
                return Typed(text, _wider(first, second))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._called(name, [self.of(each) for each in arguments])
        raise Untranslatable(f"an expression of a kind that is not known: {ast.unparse(node)}")

    def array(self, name: str) -> Typed:
        """A local name that stands for an array."""
        kind = self._kinds.get(name)
        if not isinstance(kind, ArrayKind):
            raise Untranslatable(f"{name} is no array")
        return Typed(c_name(name), kind)

    def thing(self, name: str) -> Any:
        """What a name that is not local stands for."""
        if name in self._globals:
            return self._globals[name]
        if not hasattr(builtins, name):
            raise Untranslatable(f"nothing is known of {name}")
        return getattr(builtins, name)

    def _name(self, name: str) -> Typed:
        kind = self._kinds.get(name)
        return constant(self.thing(name)) if kind is None else Typed(c_name(name), kind)

    def _subscript(self, node: ast.Subscript) -> Typed:
        match node.value:
            case ast.Attribute(value=ast.Name(id=name), attr="shape"):
                return Typed(f"{self.array(name).text}.shape[{_axis(node)}]", Scalar.WORD)
            case ast.Name(id=name):
                return self._places(self.array(name), indices(node))
        raise Untranslatable(f"an index of something nameless: {ast.unparse(node)}")

    def _places(self, array: Typed, places: list[ast.expr]) -> Typed:
        """A number of an array, or a view on some of them."""
        kind, name = array.kind, array.text
        assert isinstance(kind, ArrayKind)
        offset, extents, strides = [f"{name}.at"], [], []
        for axis in range(kind.rank):
            place = places[axis] if axis < len(places) else ast.Slice()
            stride = f"{name}.apart[{axis}]"
            if not isinstance(place, ast.Slice):
                offset.append(f"({self.of(place).text}) * {stride}")
                continue
            first = self.of(place.lower).text if place.lower is not None else ""
            beyond = self.of(place.upper).text if place.upper else f"{name}.shape[{axis}]"
            if first:
                offset.append(f"({first}) * {stride}")
            extents.append(f"({beyond}) - ({first})" if first else beyond)
            strides.append(stride)
        start = " + ".join(offset)
        if not extents:
            return Typed(f"*({start})", kind.of)
        view = ArrayKind(len(extents), kind.of)
        text = f"{c_type(view)}{{{start}, {{{', '.join(extents)}}}, {{{', '.join(strides)}}}}}"
        return Typed(text, view)

    def _binary(self, op: ast.operator, a: Typed, b: Typed) -> Typed:
        kind = _wider(a, b)
        if isinstance(op, ast.Pow):
            return Typed(f"pow((double)({a.text}), (double)({b.text}))", Scalar.DOUBLE)
        if kind is Scalar.WORD and isinstance(op, ast.Div):
            return Typed(f"((double)({a.text}) / (double)({b.text}))", Scalar.DOUBLE)
        if kind is Scalar.WORD and type(op) in _OF_WORDS:
            return Typed(f"{_OF_WORDS[type(op)]}({a.text}, {b.text})", kind)
        sign = "/" if isinstance(op, ast.Div) else _OPERATORS.get(type(op))
        if sign is None:
            raise Untranslatable(f"{type(op).__name__} of numbers that are no integers")
        return Typed(f"({a.text} {sign} {b.text})", kind)

    def _unary(self, op: ast.unaryop, a: Typed) -> Typed:
        signs = {ast.USub: "-", ast.UAdd: "+", ast.Not: "!", ast.Invert: "~"}
        return Typed(f"({signs[type(op)]}{a.text})", a.kind)

    def _compared(self, sides: list[ast.expr], ops: list[ast.cmpop]) -> Typed:
        texts = [self.of(each).text for each in sides]
        parts = [f"({texts[n]} {_OPERATORS[type(op)]} {texts[n + 1]})" for n, op in enumerate(ops)]
        return Typed(f"({' && '.join(parts)})", Scalar.WORD)

    def _called(self, name: str, arguments: list[Typed]) -> Typed:
        thing = self.thing(name)
        texts = [each.text for each in arguments]
        if isinstance(thing, ByDtype):
            (x,) = arguments
            result = Scalar.REAL if x.kind is Scalar.REAL else Scalar.DOUBLE
            cast = "" if x.kind is result else "(double)"
            return Typed(f"{thing.double.__name__}_of({cast}{x.text})", result)
        if isinstance(thing, Primitive) and thing.name in VIEWS:
            kind = arguments[0].kind
            assert isinstance(kind, ArrayKind)
            view = ArrayKind(VIEWS[thing.name], kind.of)
            return Typed(f"{thing.name}({', '.join(texts)})", view)
        if getattr(thing, "inner", False):
            return self._call(thing, arguments)
        if thing in (min, max):
            first, second = arguments
            sign = "<" if thing is min else ">"
            text = f"({second.text} {sign} {first.text} ? {second.text} : {first.text})"
            return Typed(text, _wider(first, second))
        if thing is abs:
            return Typed(f"size_of({texts[0]})", arguments[0].kind)
        if thing is int:
            return Typed(f"((word)({texts[0]}))", Scalar.WORD)
        if thing is float:
            return Typed(f"((double)({texts[0]}))", Scalar.DOUBLE)
        raise Untranslatable(f"{name} can't be called on a GPU")


def c_name(name: str) -> str:
    """A local name, or a cell's, as no word of CUDA C++ is."""
    return f"{name.removesuffix('[0]')}{'_0' if name.endswith('[0]') else ''}_"


def constant(value: Any) -> Typed:
    """A number written out."""
    if isinstance(value, bool | int):
        return Typed(f"{int(value)}LL", Scalar.WORD)
    if isinstance(value, float):
        if math.isinf(value):
            return Typed(f"({'-' if value < 0 else ''}INFINITE)", Scalar.REAL)
        return Typed(f"real({value!r})", Scalar.REAL)
    raise Untranslatable(f"a constant that is no number: {value!r}")


def _axis(node: ast.Subscript) -> int:
    match node.slice:
        case ast.Constant(value=int(axis)):
            return axis
    raise Untranslatable(f"an axis that is not written out: {ast.unparse(node)}")


def _wider(a: Typed, b: Typed) -> Kind:
    if isinstance(a.kind, Scalar) and isinstance(b.kind, Scalar):
        return max(a.kind, b.kind)
    if a.kind == b.kind:
        return a.kind
    raise Untranslatable(f"{a.text} and {b.text} don't go together")

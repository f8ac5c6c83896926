"""Statements of a kernel in CUDA C++: all but loops."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from playground.engine.executors.cuda.expressions import Expressions, Typed, c_name
from playground.engine.executors.cuda.flow import Body, assigned, cell_of, cells_of, exposed, read
from playground.engine.executors.cuda.kinds import ArrayKind, Kind, Scalar, Untranslatable, joined
from playground.engine.executors.cuda.order import Order
from playground.engine.executors.cuda.reading import PRODUCTS, Scene, body_of, tree_of, writes_of
from playground.engine.ops.parts import Primitive


@dataclass(frozen=True)
class Function:
    """A function in CUDA C++.

    Attributes:
        name: what it is called by.
        text: its definition.
        result: what it gives, or None.
        waits: whether lanes wait for one another in it, so that all of them must be of one block.
    """

    name: str
    text: str
    result: Kind | None
    waits: bool


class Calls(Protocol):
    """Gives other functions of ours."""

    def of(self, function: Callable[..., Any], kinds: Sequence[Kind], *, shared: bool) -> Function:
        """A function, for arguments of these kinds."""


class Statements:
    """A function on its way, line by line.

    Args:
        functions: gives those that it calls.
        function: what is put into CUDA C++.
        kinds: of its arguments.
        shared: whether all lanes run it together, or each by itself.
    """

    def __init__(
        self,
        functions: Calls,
        function: Callable[..., Any],
        kinds: Sequence[Kind],
        shared: bool,
    ) -> None:
        self._functions = functions
        self._shared = shared
        self._body = body_of(function)
        self._names = function.__globals__
        self._parameters = [argument.arg for argument in tree_of(function).args.args]
        if len(self._parameters) != len(kinds):
            raise Untranslatable(f"{function.__name__} is called with {len(kinds)} arguments")
        self._given = dict(zip(self._parameters, kinds, strict=True))
        self._kinds: dict[str, Kind] = dict(self._given)
        self._cells = cells_of(self._body)
        if {f"{name}[0]" for name in self._cells} & exposed(self._body, self._cells):
            raise Untranslatable("a cell is read before it is written")
        roots = {n: frozenset({n}) for n, k in self._given.items() if isinstance(k, ArrayKind)}
        self._scene = Scene(self._names, self._kinds, roots, self._cells, writes_of)
        self._expressions = Expressions(self._names, self._kinds, self._cells, self._call)
        self._result: Kind | None = None
        self._partial: dict[str, str] = {}
        self._lines: list[str] = []
        self._order = Order(self._wait)
        self._waits = False
        self._counters = 0

    # Statements

    def _block(self, body: Body, after: Body, shared: bool) -> None:
        """Some statements in order; `after` is what may run behind them."""
        for number, statement in enumerate(body):
            self._statement(statement, [*body[number + 1 :], *after], shared)

    def _statement(self, statement: ast.stmt, after: Body, shared: bool) -> None:
        match statement:
            case ast.Assign(targets=[target], value=value):
                self._assign(target, value, shared)
            case ast.AugAssign(target=target, op=op, value=value):
                self._change(target, op, value, shared)
            case ast.For():
                self._for(statement, after, shared)
            case ast.While(test=test, body=inner):
                self._refuse_arrays(test)
                again = [*inner, statement, *after]
                self._looped(f"while ({self._of(test).text})", [], inner, again, shared)
            case ast.If(test=test, body=yes, orelse=no):
                self._if(test, yes, no, after, shared)
            case ast.Expr(value=ast.Call() as call):
                self._run(call, shared)
            case ast.Return(value=value):
                self._return(value, shared)
            case ast.Continue():
                self._say("continue;")
            case ast.Break():
                self._say("break;")
            case ast.Pass():
                pass
            case _:
                raise Untranslatable(f"a statement of a kind that is not known: {statement}")

    def _assign(self, target: ast.expr, value: ast.expr, shared: bool) -> None:
        if isinstance(target, ast.Tuple):
            if not isinstance(value, ast.Tuple) or assigned([target], ()) & read(value, ()):  # type: ignore[list-item]
                raise Untranslatable("names that change places")
            for one, its in zip(target.elts, value.elts, strict=True):
                self._assign(one, its, shared)
            return
        found = self._of(value)
        if isinstance(target, ast.Name):
            self._kinds[target.id] = joined(self._kinds.get(target.id), found.kind)
            if isinstance(found.kind, ArrayKind):
                self._scene.know(target.id, value)
            elif shared:
                self._uniform_reads(value)
            self._say(f"{c_name(target.id)} = {found.text};")
        else:
            self._store(target, "=", found, value, shared)

    def _change(self, target: ast.expr, op: ast.operator, value: ast.expr, shared: bool) -> None:
        found = self._of(value)
        if isinstance(target, ast.Name):
            if target.id in self._partial:
                sign = "+=" if isinstance(op, ast.Add) else "-="
                self._say(f"{self._partial[target.id]} {sign} {found.text};")
                return
            load = ast.Name(target.id, ast.Load())
            self._assign(target, ast.BinOp(load, op, value), shared)
            return
        signs = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*=", ast.Div: "/="}
        if type(op) not in signs:
            raise Untranslatable(f"{type(op).__name__} into an array")
        self._store(target, signs[type(op)], found, value, shared)

    def _store(
        self, target: ast.expr, sign: str, found: Typed, value: ast.expr, shared: bool
    ) -> None:
        """Into a cell or a place of an array."""
        place = self._of(target)
        if not isinstance(place.kind, Scalar):
            raise Untranslatable("an array is stored at once")
        line = f"{place.text} {sign} {found.text};"
        if not shared:
            self._say(line)
        elif cell_of(target, self._cells) is not None:
            self._uniform_reads(value)
            self._say(line)
        else:
            self._uniform_reads(value)
            self._first_lane_only(line, self._scene.roots_of(target))

    def _return(self, value: ast.expr | None, shared: bool) -> None:
        if value is None:
            self._say("return;")
            return
        found = self._of(value)
        if shared:
            raise Untranslatable("lanes together return nothing")
        self._result = joined(self._result, found.kind)
        self._say(f"return {found.text};")

    def _run(self, call: ast.Call, shared: bool) -> None:
        """A call that gives nothing: a product, or another function of ours."""
        thing = self._scene.called(call)
        arguments = [self._of(each) for each in call.args]
        texts = [each.text for each in arguments]
        if isinstance(thing, Primitive) and thing.name in PRODUCTS:
            if not shared:
                raise Untranslatable("a product by one lane")
            self._order_call(call, {0})
            self._waits = True
            self._say(f"{PRODUCTS[thing.name]}({', '.join([*texts, 'lane', 'lanes'])});")
        elif getattr(thing, "inner", False):
            made = self._functions.of(thing, [each.kind for each in arguments], shared=shared)
            if shared:
                self._order_call(call, set(writes_of(thing)))
                self._waits = self._waits or made.waits
                texts += ["lane", "lanes"]
            self._say(f"{made.name}({', '.join(texts)});")
        else:
            raise Untranslatable(f"a call of something that is not known: {ast.unparse(call)}")

    def _order_call(self, call: ast.Call, written: set[int]) -> None:
        """Whatever lane wrote the arguments, or will."""
        for place, argument in enumerate(call.args):
            for root in self._scene.roots_of(argument):
                self._order.touch({root: None}, {root: None} if place in written else {})

    def _if(self, test: ast.expr, yes: Body, no: Body, after: Body, shared: bool) -> None:
        if shared:
            self._uniform_reads(test)
        self._say(f"if ({self._of(test).text}) {{")
        start = self._order.copy()
        self._block(yes, after, shared)
        end = self._order.copy()
        self._order.set_to(start)
        if no:
            self._say("} else {")
            self._block(no, after, shared)
        self._say("}")
        self._order.merge(end)

    def _for(self, loop: ast.For, after: Body, shared: bool) -> None:
        raise NotImplementedError

    def _looped(self, head: str, first: list[str], body: Body, after: Body, shared: bool) -> None:
        raise NotImplementedError

    # Parts

    def _of(self, node: ast.expr) -> Typed:
        return self._expressions.of(node)

    def _call(self, function: Callable[..., Any], arguments: Sequence[Typed]) -> Typed:
        """The call of a function that gives a number, which every lane does by itself."""
        made = self._functions.of(function, [each.kind for each in arguments], shared=False)
        if made.result is None:
            raise Untranslatable(f"{function.__name__} gives nothing")
        texts = ", ".join(each.text for each in arguments)
        return Typed(f"{made.name}({texts})", made.result)

    def _uniform_reads(self, value: ast.expr) -> None:
        """Every lane reads the same places."""
        roots = {root for node in self._touched(value) for root in self._scene.roots_of(node)}
        self._order.touch(dict.fromkeys(roots), {})

    def _touched(self, value: ast.AST) -> list[ast.expr]:
        """The arrays that an expression reads numbers of."""
        if cell_of(value, self._cells) is not None:
            return []
        found: list[ast.expr] = []
        if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
            found.append(value)
        if getattr(self._scene.called(value), "inner", False):
            found += value.args  # type: ignore[attr-defined]
        for child in ast.iter_child_nodes(value):
            found += self._touched(child)
        return found

    def _refuse_arrays(self, test: ast.expr) -> None:
        if any(self._scene.roots_of(node) for node in self._touched(test)):
            raise Untranslatable("a condition that reads an array at every turn")

    def _first_lane_only(self, line: str, roots: frozenset[str] | set[str]) -> None:
        if not self._shared:
            self._say(line)
            return
        self._order.touch({}, dict.fromkeys(roots))
        self._say(f"if (lane == 0) {{ {line} }}")

    def _wait(self) -> None:
        self._waits = True
        self._say("wait_for_all();")

    def _counter(self) -> str:
        self._counters += 1
        return f"turn_{self._counters}"

    def _say(self, line: str) -> None:
        self._lines.append(line)

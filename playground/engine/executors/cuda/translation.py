"""Kernels put into CUDA C++, so that many threads run one together.

Every thread (a *lane*) runs the whole kernel. Loops that can be shared are: each lane takes some of
the turns. All else every lane does alike, and all come to the same numbers; what writes to memory
outside a shared loop is done by the first lane alone. Between two parts of which one reads what
another lane has written in the other, the lanes wait for one another.

So there are two ways to put a function: *shared*, for all lanes together, and *own*, for what a
lane does by itself within its turn of a shared loop.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from playground.engine.executors.cuda.expressions import c_name
from playground.engine.executors.cuda.flow import (
    Body,
    assigned,
    cell_of,
    read,
    walk,
)
from playground.engine.executors.cuda.kinds import (
    NAMES,
    Kind,
    Scalar,
    Untranslatable,
    c_type,
    joined,
)
from playground.engine.executors.cuda.order import Order, Token
from playground.engine.executors.cuda.sharing import Share, begins_at_0, share_of
from playground.engine.executors.cuda.statements import Function, Statements


class Functions:
    """The functions translated so far, each before those that call it."""

    def __init__(self) -> None:
        self._made: dict[tuple[Callable[..., Any], bool, tuple[Kind, ...]], Function] = {}

    @property
    def text(self) -> str:
        """All definitions."""
        return "\n".join(function.text for function in self._made.values())

    def of(self, function: Callable[..., Any], kinds: Sequence[Kind], *, shared: bool) -> Function:
        """A function of ours, for arguments of these kinds.

        Raises:
            Untranslatable: it does what can't be said.
        """
        key = (function, shared, tuple(kinds))
        if key not in self._made:
            name = f"{function.__name__.strip('_')}_{len(self._made)}"
            made = _Translation(self, function, kinds, shared).function(name)
            self._made[key] = made
        return self._made[key]


class _Translation(Statements):
    """A function whole, with its loops."""

    def function(self, name: str) -> Function:
        """The function whole."""
        self._settle_kinds()
        self._lines, self._waits, self._order = [], False, Order(self._wait)
        self._block(self._body, [], self._shared)
        self._leave_cells()
        lanes = ["word lane", "word lanes"] if self._shared else []
        heads = [f"{c_type(self._given[each])} {c_name(each)}" for each in self._parameters]
        result = "void" if self._result is None else c_type(self._result)
        head = f"__device__ {result} {name}({', '.join([*heads, *lanes])}) {{"
        text = "\n".join([head, *self._declarations(), *self._lines, "}"])
        return Function(name, text, self._result, self._waits)

    def _settle_kinds(self) -> None:
        """Go through until the kinds of all local names are known."""
        before: dict[str, Kind] | None = None
        while before != self._kinds:
            before = dict(self._kinds)
            self._block(self._body, [], self._shared)
        if any(self._kinds[name] != kind for name, kind in self._given.items()):
            raise Untranslatable("a parameter becomes something else")

    def _declarations(self) -> list[str]:
        locals_ = {name: kind for name, kind in self._kinds.items() if name not in self._given}
        lines = [f"{c_type(kind)} {c_name(name)}{{}};" for name, kind in locals_.items()]
        return lines + [f"real {c_name(f'{name}[0]')}{{}};" for name in sorted(self._cells)]

    def _leave_cells(self) -> None:
        """Write to memory what was kept in cells, where no loop has written to that array."""
        for name in sorted(self._cells):
            others = [
                node
                for node in walk(self._body)
                if isinstance(node, ast.Subscript)
                and isinstance(node.ctx, ast.Store)
                and cell_of(node, self._cells) is None
            ]
            roots = frozenset[str]().union(*(self._scene.roots_of(node) for node in others))
            if name in roots:
                continue
            if any(isinstance(node, ast.Return) for node in walk(self._body)):
                raise Untranslatable("a cell is left early")
            self._first_lane_only(f"*{c_name(name)}.at = {c_name(f'{name}[0]')};", {name})

    # Loops

    def _for(self, loop: ast.For, after: Body, shared: bool) -> None:
        if not isinstance(loop.target, ast.Name) or loop.orelse:
            raise Untranslatable("a loop over something else than numbers")
        name = loop.target.id
        self._kinds[name] = joined(self._kinds.get(name), Scalar.WORD)
        begin, end, step = self._range(loop.iter)
        if shared:
            self._uniform_reads(loop.iter)
            share = share_of(loop, self._scene, after) if step == 1 else None
            if share is not None:
                self._share(loop, share, begin, end, after)
                return
        counter = self._counter()
        compare = "<" if step > 0 else ">"
        head = (
            f"for (word {counter} = {begin}, {counter}_end = {end}; "
            f"{counter} {compare} {counter}_end; {counter} += {step})"
        )
        again = [*loop.body, loop, *after]
        self._looped(head, [f"{c_name(name)} = {counter};"], loop.body, again, shared)

    def _range(self, call: ast.expr) -> tuple[str, str, int]:
        match call:
            case ast.Call(func=ast.Name(id="range"), args=[end]):
                return "0", self._of(end).text, 1
            case ast.Call(func=ast.Name(id="range"), args=[begin, end]):
                return self._of(begin).text, self._of(end).text, 1
            case ast.Call(func=ast.Name(id="range"), args=[begin, end, ast.expr() as step]):
                return self._of(begin).text, self._of(end).text, int(ast.literal_eval(step))
        raise Untranslatable("a loop over something else than numbers")

    def _looped(self, head: str, first: list[str], body: Body, after: Body, shared: bool) -> None:
        """A loop that every lane goes through whole."""
        start = self._order.copy()
        if shared:
            # What a turn leaves behind, the next one meets.
            lines, self._lines = self._lines, []
            self._block(body, after, shared)
            self._lines = lines
            self._order.merge(start)
        self._say(f"{head} {{")
        self._lines += first
        self._block(body, after, shared)
        self._say("}")
        self._order.merge(start)

    def _share(self, loop: ast.For, share: Share, begin: str, end: str, after: Body) -> None:
        """A loop of which each lane takes some turns."""
        name = c_name(loop.target.id)  # type: ignore[attr-defined]
        inner = self._flattened(loop, after) if not share.sums else None
        tokens = self._tokens(loop, share) if inner is None else dict.fromkeys(share.places)
        self._order.touch(tokens, {root: tokens[root] for root in share.written})
        for total in sorted(share.sums):
            kind = self._kinds[total]
            assert isinstance(kind, Scalar)
            self._partial[total] = f"sum_of_{c_name(total)}"
            self._say(f"{{ {NAMES[kind]} {self._partial[total]} = 0;")
        counter = self._counter()
        if inner is None:
            self._say(
                f"for (word {counter} = ({begin}) + lane, {counter}_end = {end}; "
                f"{counter} < {counter}_end; {counter} += lanes) {{ {name} = {counter};"
            )
            self._block(loop.body, after, False)
        else:
            self._flat(loop, inner, counter, begin, end, after)
        self._say("}")
        for total in sorted(share.sums, reverse=True):
            partial = self._partial.pop(total)
            self._say(f"{c_name(total)} += together({partial}, lane, lanes); }}")
            self._waits = True
            self._order.clear()

    def _tokens(self, loop: ast.For, share: Share) -> dict[str, Token]:
        """Which lane touches which place: told by where the variable stands, if it goes up from 0.

        Of a view that is not known, since it may be another one at the next turn of a loop outside.
        """
        plain = begins_at_0(loop)
        return {
            root: key if plain and key is not None and key[0] in self._parameters else None
            for root, key in share.places.items()
        }

    def _flattened(self, loop: ast.For, after: Body) -> ast.For | None:
        """The loop inside, if the two are as one over all pairs of turns.

        So neighbours in memory are neighbours among lanes.
        """
        *before, inner = loop.body
        plain = all(
            isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
            for each in before
        )
        if not plain or not isinstance(inner, ast.For) or not isinstance(inner.target, ast.Name):
            return None
        if read(inner.iter, ()) & assigned([loop], ()) or self._range(inner.iter)[2] != 1:
            return None
        share = share_of(inner, self._scene, [*before, inner, *after])
        if share is None or share.sums:
            return None
        return inner

    def _flat(
        self, outer: ast.For, inner: ast.For, counter: str, begin: str, end: str, after: Body
    ) -> None:
        first, beyond, _ = self._range(inner.iter)
        assert isinstance(inner.target, ast.Name)
        self._kinds[inner.target.id] = joined(self._kinds.get(inner.target.id), Scalar.WORD)
        width, names = f"{counter}_width", [c_name(each.target.id) for each in (outer, inner)]  # type: ignore[attr-defined]
        self._say(
            f"for (word {counter} = lane, {width} = extent({first}, {beyond}), "
            f"{counter}_end = extent({begin}, {end}) * {width}; "
            f"{counter} < {counter}_end; {counter} += lanes) {{"
        )
        self._say(f"{names[0]} = ({begin}) + quotient({counter}, {width});")
        self._say(f"{names[1]} = ({first}) + remainder_of({counter}, {width});")
        self._block([*outer.body[:-1], *inner.body], after, False)

"""Which loops of a kernel many threads can share, each taking some of the turns.

They can where no turn touches what another writes: each place that is written to has the loop's
variable as an index, always at the same position of the same array, whenever that array is touched.
Sums that run through the turns (`total += …`) are shared too, and put together afterwards.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from playground.engine.executors.cuda.expressions import VIEWS
from playground.engine.executors.cuda.flow import (
    Body,
    assigned,
    cell_of,
    exposed,
    indices,
    read,
    walk,
)
from playground.engine.executors.cuda.kinds import ArrayKind, Scalar
from playground.engine.executors.cuda.reading import Roots, Scene
from playground.engine.ops.parts import Primitive

# Where the loop's variable stands: the array's name, the axis, and the spread (see `_Reader`).
Key = tuple[str, int, str]


@dataclass(frozen=True)
class Access:
    """A read or a write of an array in a loop.

    Attributes:
        roots: the parameters whose memory it may be.
        key: where the loop's variable stands in the index, None if it does not.
        writes: whether it writes.
    """

    roots: Roots
    key: Key | None
    writes: bool


@dataclass(frozen=True)
class Share:
    """A loop that can be shared.

    Attributes:
        sums: names that are summed up over the turns.
        places: for each parameter touched, where the variable stands in its index; None if it is
            read at any place.
        written: the parameters that are written to.
    """

    sums: frozenset[str]
    places: Mapping[str, Key | None]
    written: frozenset[str]


def share_of(loop: ast.For, scene: Scene, after: Body) -> Share | None:
    """How a loop can be shared, or None if it can't; `after` is what may run behind it."""
    end = _end_of(loop)
    if end is None or _leaves(loop.body):
        return None
    reader = _Reader(loop, end, scene)
    # Twice, since what a view is made of at a turn's end counts at the begin of an inner turn too.
    if not (reader.statements(loop.body) and reader.again(loop.body)):
        return None
    places = _places(reader.accesses)
    sums = _sums(loop, scene, after)
    if places is None or sums is None:
        return None
    written = frozenset(r for each in reader.accesses if each.writes for r in each.roots)
    return Share(sums, places, written)


def _end_of(loop: ast.For) -> ast.expr | None:
    """Where a loop ends that goes up by ones, with one name for its turn; else None."""
    match loop:
        case ast.For(
            target=ast.Name(), iter=ast.Call(func=ast.Name(id="range"), args=[end] | [_, end])
        ):
            return end
    return None


def begins_at_0(loop: ast.For) -> bool:
    """Whether a loop's first turn is number 0."""
    match loop.iter:
        case ast.Call(args=[_] | [ast.Constant(value=0), _]):
            return True
    return False


def _leaves(body: Body) -> bool:
    """Whether something in a loop may end it early."""
    return any(isinstance(node, ast.Break | ast.Return) for node in walk(body))


def _places(accesses: list[Access]) -> dict[str, Key | None] | None:
    """For each parameter where the variable stands; None if turns would meet."""
    places: dict[str, Key | None] = {}
    seen: set[str] = set()
    meets: set[str] = set()
    written = {root for access in accesses if access.writes for root in access.roots}
    for access in accesses:
        for root in access.roots:
            key = access.key
            if root in seen:
                key = _both(places[root], key)
            seen.add(root)
            places[root] = key
            if key is None and root in written:
                meets.add(root)
        if access.writes and not access.roots:
            return None
    return None if meets else places


def _both(a: Key | None, b: Key | None) -> Key | None:
    """What is true of both places; a spread of nothing goes with any spread."""
    if a is None or b is None or a[:2] != b[:2] or (a[2] and b[2] and a[2] != b[2]):
        return None
    return (*a[:2], a[2] or b[2])


def _sums(loop: ast.For, scene: Scene, after: Body) -> frozenset[str] | None:
    """The names summed up over the turns; None if turns tell each other something else."""
    body, cells = loop.body, scene.cells
    names = assigned([loop], cells)
    from_before = _exposed_within(loop, cells) & names
    later = exposed(after, cells)
    sums = {name for name in from_before if _is_sum(name, body, scene)}
    if from_before - sums or (names - sums) & later:
        return None
    return frozenset(sums)


def _exposed_within(loop: ast.For, cells: Collection[str]) -> set[str]:
    """The names that a turn expects to be set, but for its own number."""
    assert isinstance(loop.target, ast.Name)
    return exposed(loop.body, cells) - {loop.target.id}


def _is_sum(name: str, body: Body, scene: Scene) -> bool:
    """Whether a name is only ever added to."""
    if scene.kinds.get(name) not in (Scalar.REAL, Scalar.DOUBLE):
        return False
    additions = {
        id(node.target)
        for node in walk(body)
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub)
    }
    uses = [node for node in walk(body) if isinstance(node, ast.Name) and node.id == name]
    return all(id(node) in additions for node in uses)


class _Reader:
    """Goes through a loop's turn and notes what it touches.

    An index may be spread: of a loop over range(E), i, i + E and i + 2 * E are three places that no
    other turn has.
    """

    def __init__(self, loop: ast.For, end: ast.expr, scene: Scene) -> None:
        assert isinstance(loop.target, ast.Name)
        self.accesses: list[Access] = []
        self._variable = loop.target.id
        self._scene = scene
        self._set = assigned([loop], scene.cells)
        self._end = ast.unparse(end) if begins_at_0(loop) and self._stays(end) else ""
        # Views made within the turn: where the variable stood, or None where it did not.
        self._views: dict[str, Key | None] = {}

    def again(self, body: Body) -> bool:
        """Go through with all that is known of views by now."""
        self.accesses.clear()
        return self.statements(body)

    def statements(self, body: Body) -> bool:
        """Go through; False if something can't be shared at all."""
        for statement in body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if isinstance(
                    self._scene.kinds.get(name), ArrayKind
                ):
                    self._view(name, value)
                    known = True
                case ast.For(iter=head, body=inner) | ast.While(test=head, body=inner):
                    known = self._expression(head) and self.statements(inner)
                case ast.If(test=test, body=yes, orelse=no):
                    known = self._expression(test) and self.statements([*yes, *no])
                case _:
                    known = self._expression(statement)
            if not known:
                return False
        return True

    def _view(self, name: str, value: ast.expr) -> None:
        self._scene.know(name, value)
        key = self._key(value)
        self._views[name] = key if self._views.get(name, key) == key else None

    def _expression(self, node: ast.AST) -> bool:
        if cell_of(node, self._scene.cells) is not None:
            return True
        thing = self._scene.called(node)
        if isinstance(thing, Primitive) and thing.name not in VIEWS:
            return False
        if getattr(thing, "inner", False):
            assert isinstance(node, ast.Call)
            writes = self._scene.writes(thing)
            for place, argument in enumerate(node.args):
                self._note(argument, place in writes)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            self._note(node, isinstance(node.ctx, ast.Store))
        return all(self._expression(child) for child in ast.iter_child_nodes(node))

    def _note(self, node: ast.expr, writes: bool) -> None:
        roots = self._scene.roots_of(node)
        if roots:
            self.accesses.append(Access(roots, self._key(node), writes))

    def _key(self, value: ast.expr) -> Key | None:
        """Where the variable stands in an element or a view, if it stands there."""
        match value:
            case ast.Name(id=name):
                return self._views.get(name)
            case ast.Subscript(value=ast.Name(id=name)):
                return self._views[name] if name in self._views else self._position(name, value)
            case ast.Call(func=ast.Name(), args=[base, *rest]):
                thing = self._scene.called(value)
                if isinstance(thing, Primitive) and thing.name in VIEWS:
                    return self._key(base) or self._stretch(thing.name, base, rest)
        return None

    def _position(self, name: str, node: ast.Subscript) -> Key | None:
        for axis, index in enumerate(indices(node)):
            match index:
                case ast.Name(id=self._variable):
                    return (name, axis, "")
                case ast.BinOp(left=ast.Name(id=self._variable), op=ast.Add(), right=step):
                    if self._is_multiple(step):
                        return (name, axis, self._end)
        return None

    def _is_multiple(self, step: ast.expr) -> bool:
        """Whether a step is the loop's end, or a multiple of it by a number."""
        match step:
            case ast.BinOp(left=ast.Constant(), op=ast.Mult(), right=factor):
                step = factor
        return ast.unparse(step) == self._end

    def _stays(self, value: ast.expr) -> bool:
        """Whether an expression is the same in every turn."""
        return not read(value, ()) & self._set

    def _stretch(self, view: str, base: ast.expr, rest: list[ast.expr]) -> Key | None:
        """`part(x, i * length, length)`: stretches that lie one behind the other."""
        if view != "part" or not isinstance(base, ast.Name) or base.id in self._views:
            return None
        start, length = rest
        match start:
            case ast.BinOp(left=ast.Name(id=self._variable), op=ast.Mult(), right=each):
                if ast.unparse(each) == ast.unparse(length) and self._stays(length):
                    return (base.id, -1, ast.unparse(length))
        return None

"""What a matrix product of our own is made of, held in vector registers: LLVM for what loops can't
be made to say.

A tile is some rows by some vectors of numbers. For each step along the products' common axis it
takes one number of every row, and one stretch of vectors, and adds their products (a "microkernel",
Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"). As many sums are
under way as there are registers for, so that each addition's latency is hidden behind the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import binding, ir

from playground.engine.executors.native.blas import TILE, TURN
from playground.engine.executors.native.tile_shape import Shape

_INT64 = ir.IntType(64)
_INT32 = ir.IntType(32)
_ROWS_A_POINTER = 4
_WIDEST = 64  # bytes a vector


def object_code(dtype: np.dtype[Any], shape: Shape) -> bytes:
    """Two functions, compiled for this processor. All they take are int64s; steps and extents count
    numbers, the rest are addresses.

    TILE(rows, vectors, a, a_row, a_step, b, b_step, c, c_row, depth, last, add): c = a · b, or
    c += a · b where `add` is not 0. a_row is a's step from row to row, a_step and b_step those
    along the sum of `depth` products, `last` the numbers in the last vector.

    TURN(to, to_row, source, source_row, rows, columns, add): the rows by columns at `source`, at
    most a vector each, are transposed, and put or added to where `to` is.
    """
    module = ir.Module("tiles")
    number = ir.FloatType() if dtype == np.float32 else ir.DoubleType()
    _write_choice(module, number, shape)
    _Turn(module, number, shape.lanes)
    features = binding.get_host_cpu_features().flatten()
    if shape.lanes * dtype.itemsize < _WIDEST:
        features += ",-avx512f"  # such tiles are for processors without it, and made as there
    parsed = binding.parse_assembly(str(module))
    machine = binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=features,
        opt=3,
        reloc="pic",
    )
    builder = binding.create_pass_builder(machine, binding.create_pipeline_tuning_options(3))
    builder.getModulePassManager().run(parsed, builder)
    code: bytes = machine.emit_object(parsed)
    return code


def _write_choice(module: Any, number: Any, shape: Shape) -> None:
    """TILE: a function for each size of tile, and the choice among them."""
    choose = ir.Function(module, ir.FunctionType(ir.VoidType(), [_INT64] * 12), TILE)
    builder = ir.IRBuilder(choose.append_basic_block("entry"))
    rows, vectors, *rest = choose.args
    end = choose.append_basic_block("end")
    numbered = shape.vectors + 1
    choice = builder.switch(builder.add(builder.mul(rows, _INT64(numbered)), vectors), end)
    for v, most_rows in enumerate(shape.rows, 1):
        for r in range(1, most_rows + 1):
            block = choose.append_basic_block(f"tile.{r}.{v}")
            choice.add_case(_INT64(r * numbered + v), block)
            builder.position_at_end(block)
            builder.call(_Tile(module, number, shape.lanes, r, v).function, rest)
            builder.ret_void()
    builder.position_at_end(end)
    builder.ret_void()


class _Writer:
    """Writes what vectors of numbers need."""

    def __init__(self, module: Any, number: Any, lanes: int) -> None:
        self._module, self._number, self._lanes = module, number, lanes
        self._vector = ir.VectorType(number, lanes)
        self._size = 4 if isinstance(number, ir.FloatType) else 8

    def _bytes(self, builder: Any, count: Any) -> Any:
        return builder.mul(count, _INT64(self._size))

    def _pointer(self, builder: Any, at: Any, kind: Any) -> Any:
        return builder.inttoptr(at, kind.as_pointer())

    def _mask(self, builder: Any, count: Any) -> Any:
        """As many ones as there are numbers."""
        whole = ir.VectorType(_INT64, self._lanes)
        lanes = ir.Constant(whole, list(range(self._lanes)))
        return builder.icmp_signed("<", lanes, self._splat(builder, count))

    def _splat(self, builder: Any, value: Any) -> Any:
        kind = ir.VectorType(value.type, self._lanes)
        undefined = ir.Constant(kind, ir.Undefined)
        first = builder.insert_element(undefined, value, _INT32(0))
        order = ir.Constant(ir.VectorType(_INT32, self._lanes), [0] * self._lanes)
        return builder.shuffle_vector(first, undefined, order)

    def _load(self, builder: Any, at: Any, mask: Any = None) -> Any:
        """A vector; 0 where there is a mask and it is not set."""
        place = self._pointer(builder, at, self._vector)
        if mask is None:
            return builder.load(place, align=self._size)
        zero = ir.Constant(self._vector, [0.0] * self._lanes)
        return self._call(builder, "masked.load", [place, _INT32(self._size), mask, zero])

    def _store(self, builder: Any, value: Any, at: Any, mask: Any = None) -> None:
        place = self._pointer(builder, at, self._vector)
        if mask is None:
            builder.store(value, place, align=self._size)
        else:
            self._call(builder, "masked.store", [value, place, _INT32(self._size), mask])

    def _call(self, builder: Any, name: str, operands: list[Any]) -> Any:
        """An intrinsic of LLVM on our vectors."""
        ending = ".p0" if name.startswith("masked") else ""
        full = f"llvm.{name}.v{self._lanes}f{8 * self._size}{ending}"
        result = ir.VoidType() if name == "masked.store" else self._vector
        if full not in self._module.globals:
            declared = ir.FunctionType(result, [operand.type for operand in operands])
            ir.Function(self._module, declared, full)
        return builder.call(self._module.globals[full], operands)


class _Tile(_Writer):
    """The function of one size of tile, in a module."""

    def __init__(self, module: Any, number: Any, lanes: int, rows: int, vectors: int) -> None:
        super().__init__(module, number, lanes)
        self._rows, self._vectors = rows, vectors
        kind = ir.FunctionType(ir.VoidType(), [_INT64] * 10)
        self.function = ir.Function(module, kind, f"tile_{rows}_{vectors}")
        self.function.linkage = "internal"
        self._write()

    def _write(self) -> None:
        a, a_row, a_step, b, b_step, c, c_row, depth, last, add = self.function.args
        builder = ir.IRBuilder(self.function.append_basic_block("entry"))
        before, loop = builder.block, self.function.append_basic_block("loop")
        after = self.function.append_basic_block("after")
        mask = self._mask(builder, last)
        a_row, a_step, b_step = (self._bytes(builder, step) for step in (a_row, a_step, b_step))
        # Each pointer serves some rows: a pointer a row would be more than there are registers for.
        # How they hang together is hidden, or each would be made of the one before: a chain of
        # additions that takes longer than the products.
        within = [
            self._hidden(builder, builder.mul(a_row, _INT64(row))) for row in range(_ROWS_A_POINTER)
        ]
        starts = [
            self._hidden(builder, builder.add(a, builder.mul(a_row, _INT64(row))))
            for row in range(0, self._rows, _ROWS_A_POINTER)
        ]
        builder.branch(loop)

        builder.position_at_end(loop)
        step, b_at = builder.phi(_INT64), builder.phi(_INT64)
        pointers = [builder.phi(_INT64) for _ in starts]
        zero = ir.Constant(self._vector, [0.0] * self._lanes)
        sums = [
            [builder.phi(self._vector) for _ in range(self._vectors)] for _ in range(self._rows)
        ]
        stretch = self._stretch(builder, b_at, mask)
        for place, row in enumerate(sums):
            pointer = pointers[place // _ROWS_A_POINTER]
            at = builder.add(pointer, within[place % _ROWS_A_POINTER])
            one = self._splat(builder, builder.load(self._pointer(builder, at, self._number)))
            for sum_, vector in zip(row, stretch, strict=True):
                sum_.add_incoming(zero, before)
                sum_.add_incoming(self._call(builder, "fma", [one, vector, sum_]), loop)
        moving = [(step, _INT64(0), _INT64(1)), (b_at, b, b_step)]
        moving += [
            (pointer, start, a_step) for pointer, start in zip(pointers, starts, strict=True)
        ]
        for phi, start, further in moving:
            phi.add_incoming(start, before)
            phi.add_incoming(builder.add(phi, further), loop)
        totals = [[sum_.incomings[1][0] for sum_ in row] for row in sums]
        builder.cbranch(builder.icmp_signed("<", step.incomings[1][0], depth), loop, after)
        builder.position_at_end(after)
        self._keep(builder, totals, c, self._bytes(builder, c_row), add, mask)

    def _hidden(self, builder: Any, value: Any) -> Any:
        """The same value, of which the compiler does not know how it came about."""
        return builder.asm(ir.FunctionType(_INT64, [_INT64]), "", "=r,0", [value], False)

    def _keep(
        self, builder: Any, totals: list[list[Any]], c: Any, c_row: Any, add: Any, mask: Any
    ) -> None:
        adding = self.function.append_basic_block("adding")
        plain = self.function.append_basic_block("plain")
        builder.cbranch(builder.icmp_signed("!=", add, _INT64(0)), adding, plain)
        for block, adds in ((adding, True), (plain, False)):
            builder.position_at_end(block)
            for place, row in enumerate(totals):
                at = builder.add(c, builder.mul(c_row, _INT64(place)))
                values = row
                if adds:
                    there = self._stretch(builder, at, mask)
                    values = [builder.fadd(x, y) for x, y in zip(row, there, strict=True)]
                for vector, value in enumerate(values):
                    to = self._moved(builder, at, vector)
                    self._store(builder, value, to, self._mask_of(vector, mask))
            builder.ret_void()

    def _stretch(self, builder: Any, at: Any, mask: Any) -> list[Any]:
        """Vectors side by side; the last only where the mask is set."""
        return [
            self._load(builder, self._moved(builder, at, vector), self._mask_of(vector, mask))
            for vector in range(self._vectors)
        ]

    def _mask_of(self, vector: int, mask: Any) -> Any:
        return mask if vector == self._vectors - 1 else None

    def _moved(self, builder: Any, at: Any, vectors: int) -> Any:
        return builder.add(at, _INT64(vectors * self._lanes * self._size))


class _Turn(_Writer):
    """TURN: numbers change places over the diagonal, first single ones, then pairs, fours, …"""

    def __init__(self, module: Any, number: Any, lanes: int) -> None:
        super().__init__(module, number, lanes)
        self._function = ir.Function(module, ir.FunctionType(ir.VoidType(), [_INT64] * 7), TURN)
        self._write()

    def _write(self) -> None:
        to, to_row, source, source_row, rows, columns, add = self._function.args
        builder = ir.IRBuilder(self._function.append_basic_block("entry"))
        to_row, source_row = self._bytes(builder, to_row), self._bytes(builder, source_row)
        taken, given = self._mask(builder, columns), self._mask(builder, rows)
        lowest = builder.sub(rows, _INT64(1))
        square = []
        for place in range(self._lanes):
            # What lies below the last row is not read: the last is, again.
            below = builder.icmp_signed("<", _INT64(place), rows)
            row = builder.select(below, _INT64(place), lowest)
            at = builder.add(source, builder.mul(row, source_row))
            square.append(self._load(builder, at, taken))
        distance = 1
        while distance < self._lanes:
            self._exchange(builder, square, distance)
            distance *= 2
        self._keep(builder, square, to, to_row, given, columns, add)

    def _exchange(self, builder: Any, square: list[Any], distance: int) -> None:
        """In every pair of rows so far apart, exchange the numbers off the diagonal."""
        lanes, order = range(self._lanes), ir.VectorType(_INT32, self._lanes)
        first = [n + self._lanes - distance if n & distance else n for n in lanes]
        second = [n + self._lanes if n & distance else n + distance for n in lanes]
        for place in lanes:
            if not place & distance:
                upper, lower = square[place], square[place + distance]
                square[place] = builder.shuffle_vector(upper, lower, ir.Constant(order, first))
                square[place + distance] = builder.shuffle_vector(
                    upper, lower, ir.Constant(order, second)
                )

    def _keep(
        self,
        builder: Any,
        square: list[Any],
        to: Any,
        to_row: Any,
        mask: Any,
        columns: Any,
        add: Any,
    ) -> None:
        adding = self._function.append_basic_block("adding")
        plain = self._function.append_basic_block("plain")
        nothing = ir.Constant(mask.type, [0] * self._lanes)
        builder.cbranch(builder.icmp_signed("!=", add, _INT64(0)), adding, plain)
        for block, adds in ((adding, True), (plain, False)):
            builder.position_at_end(block)
            for place, vector in enumerate(square):
                at = builder.add(to, builder.mul(to_row, _INT64(place)))
                here = builder.select(
                    builder.icmp_signed("<", _INT64(place), columns), mask, nothing
                )
                value = vector
                if adds:
                    value = builder.fadd(vector, self._load(builder, at, here))
                self._store(builder, value, at, here)
            builder.ret_void()

"""The interpreter: what runs a table of bound instructions, for many steps a call.

Written as kernels are (see `ops.kernel`), on one row of int64s that says where everything lies.
`executor` fills it in.
"""

from __future__ import annotations

from typing import Any

from playground.engine.graph import LEARNING_RATE, STEP
from playground.engine.ops.parts import Primitive, inner


def _compiled_only(name: str) -> Primitive:
    def plain(*arguments: Any) -> Any:
        raise NotImplementedError(f"{name} exists in compiled code only")

    plain.__name__ = name
    return Primitive(plain)


call = _compiled_only("call")  # the function at the address a row begins with, on that row
word_at = _compiled_only("word_at")  # an int64 of a row
pointer_at = _compiled_only("pointer_at")  # the row at the address in a row
advanced = _compiled_only("advanced")  # a row so many int64s further on
numbers_at = _compiled_only("numbers_at")  # numbers of the run's dtype at an address
control_at = _compiled_only("control_at")  # float64s at an address
whole_numbers_at = _compiled_only("whole_numbers_at")  # int64s at an address

# The places of a row that `run` is called with.
RUN_TABLE, RUN_WIDTH, RUN_FIRST, RUN_LAST = range(1, 5)
RUN_WORDS = 5

# The places of a row that `train` is called with.
TABLE, LAST_TABLE, WIDTH, COMPUTE, ALL, CONTROL, ORDER, COUNT = range(1, 9)
START, BATCH, STEPS, EPOCH, RATES, LOSS, INPUTS, INPUT_COUNT, TAKEN, LAST_LOSS = range(9, 19)
TRAIN_WORDS = 19

# For each input: where its data lie, where a batch of it belongs, how many numbers a row has.
INPUT_WORDS = 3


@inner
def _between(table: Any, width: int, first: int, last: int) -> None:
    for number in range(first, last):
        call(advanced(table, number * width))


@inner
def _gather(source_at: int, target_at: int, width: int, order: Any, start: int, rows: int) -> None:
    """Rows of the data, as the order names them, side by side."""
    target = numbers_at(target_at, rows * width)
    for row in range(rows):
        source = numbers_at(source_at + order[start + row] * width * target.itemsize, width)
        for column in range(width):
            target[row * width + column] = source[column]


def run(row: Any) -> None:
    """Run the instructions of a table from one number up to another."""
    _between(
        pointer_at(row, RUN_TABLE),
        word_at(row, RUN_WIDTH),
        word_at(row, RUN_FIRST),
        word_at(row, RUN_LAST),
    )


def train(row: Any) -> None:
    """Take optimizer steps until they are done, the order ends, or a loss is not finite."""
    width, n_compute, n_all = word_at(row, WIDTH), word_at(row, COMPUTE), word_at(row, ALL)
    control = control_at(word_at(row, CONTROL), 3)
    count, batch, steps = word_at(row, COUNT), word_at(row, BATCH), word_at(row, STEPS)
    order = whole_numbers_at(word_at(row, ORDER), count)
    rates_at = word_at(row, RATES)
    rates = control_at(rates_at, steps)
    loss = numbers_at(word_at(row, LOSS), 1)
    inputs, n_inputs = pointer_at(row, INPUTS), word_at(row, INPUT_COUNT)
    taken_so_far = whole_numbers_at(word_at(row, TAKEN), 1)
    last_loss = control_at(word_at(row, LAST_LOSS), 1)
    start, epoch, taken = word_at(row, START), word_at(row, EPOCH), 0
    while taken < steps and start < count:
        rows = min(batch, (start // epoch + 1) * epoch - start)
        table = pointer_at(row, TABLE if rows == batch else LAST_TABLE)
        if rates_at != 0:
            control[LEARNING_RATE] = rates[taken]
        for number in range(n_inputs):
            each = advanced(inputs, number * INPUT_WORDS)
            _gather(word_at(each, 0), word_at(each, 1), word_at(each, 2), order, start, rows)
        _between(table, width, 0, n_compute)
        if loss[0] - loss[0] != 0.0:
            break
        _between(table, width, n_compute, n_all)
        last_loss[0] = loss[0]
        control[STEP] += 1.0
        taken += 1
        start += rows
    taken_so_far[0] = taken


ENTRIES = {"run": run, "train": train}

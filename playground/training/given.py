"""What callers give, checked: what does not fit is a `UserError` in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, nan
from numbers import Real
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.network.heads import Head
from playground.network.signature import Signature


def numbers(given: Any, name: str) -> NDArray[np.float64]:
    """`given` as an array of at least one axis."""
    try:
        array = np.asarray(given)
        if np.iscomplexobj(array):
            raise UserError(f"Expected {name} as an array of real numbers. Some are complex.")
        array = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise UserError(f"Expected {name} as an array of numbers.") from None
    if array.ndim == 0:
        raise UserError(f"Expected {name} as an array of numbers. Received one number.")
    return array


def seed(given: Any) -> int:
    """`given`, if it is a seed: a whole number, of any type."""
    found = _whole(given)
    if found is None or not 0 <= found < 2**32:
        raise UserError(f"Expected a seed from 0 to {2**32 - 1}. Received: {given!r}.")
    return found


def count(given: Any, name: str) -> int:
    """`given`, if it is a number of things: whole, and 0 at least."""
    found = _whole(given)
    if found is None or found < 0:
        raise UserError(f"Expected a whole number of {name}, 0 or more. Received: {given!r}.")
    return found


def _whole(given: Any) -> int | None:
    try:
        return index(given)
    except TypeError:
        return None


def learning_rate(given: Any) -> float:
    """`given`, if it is a learning rate."""
    rate = float(given) if isinstance(given, Real) else nan
    if not (isfinite(rate) and rate > 0):
        raise UserError(f"Expected a learning rate above 0. Received: {given!r}.")
    return rate


def place(name: str, index: Any, wanted: Mapping[str, NDArray[Any]]) -> tuple[int, ...]:
    """`index`, if it is a place in the parameter called `name`: one number an axis, from 0."""
    if name not in wanted:
        raise UserError(f"There is no parameter called {name!r}. There are: {', '.join(wanted)}.")
    shape = wanted[name].shape
    found = [_whole(each) for each in index] if isinstance(index, Sequence) else []
    steps = tuple(each for each in found if each is not None)
    inside = len(steps) == len(found) == len(shape)
    if not inside or not all(0 <= at < size for at, size in zip(steps, shape, strict=True)):
        raise UserError(f"Expected a place in {name}, of shape {shape}. Received: {index!r}.")
    return steps


def number(given: Any, name: str, dtype: np.dtype[Any]) -> float:
    """`given`, if it is a number that is finite in the dtype of the run."""
    found = float(given) if isinstance(given, Real) else nan
    with np.errstate(over="ignore"):
        fits = bool(np.isfinite(dtype.type(found)))
    if not fits:
        raise UserError(f"Expected a finite number for {name}. Received: {given!r}.")
    return found


def finite(array: NDArray[np.float64], dtype: np.dtype[Any]) -> NDArray[Any]:
    """The features (N, …) in the dtype of the run.

    Raises:
        UserError: names the first that is not finite, or not in that dtype.
    """
    with np.errstate(over="ignore"):  # what becomes infinite is found next
        found = array.astype(dtype)
    wrong = np.argwhere(~np.isfinite(found))
    if len(wrong):
        place = tuple(int(each) for each in wrong[0])
        number = array[place]
        why = f"too large for {dtype}" if np.isfinite(number) else "not finite"
        at = f"row {place[0]}, feature {', '.join(map(str, place[1:]))} (counted from 0)"
        raise UserError(
            f"x holds a number that is {why}: {number:g} in {at}. Fill it, or leave the row out."
        )
    return found


def features(given: Any, signature: Signature) -> NDArray[np.float64]:
    """x as (N, …) of the network's input shape; rows may come flat."""
    wanted = signature.features
    array = numbers(given, "x")
    if array.size == 0 or array[0].size != int(np.prod(wanted)):
        raise UserError(
            f"Expected x of shape (N, {', '.join(map(str, wanted))}). Received: {array.shape}."
        )
    return array.reshape(len(array), *wanted)


def targets(given: Any, rows: int, head: Head, signature: Signature) -> NDArray[np.float64]:
    """y as the loss takes it, (N, columns).

    Args:
        given: class numbers (N,), zeros and ones (N, L), or values (N, T), as the task has it; a
            column a class will do in place of class numbers.
        rows: how many there must be.
        head: encodes them.
        signature: the data's.
    """
    array = numbers(given, "y")
    if len(array) != rows:
        raise UserError(f"x has {rows} rows and y has {len(array)}; they must match.")
    if not np.isfinite(array).all():
        raise UserError("y holds numbers that are not finite.")
    task, outputs = signature.task, signature.outputs
    by_class = task in ("binary", "multiclass")
    as_columns = not by_class or array.shape == (rows, outputs)
    if array.size != rows * (outputs if as_columns else 1):
        shape = "(N,)" if by_class else f"(N, {outputs})"
        raise UserError(f"Expected y of shape {shape}. Received: {array.shape}.")
    if task != "regression" and as_columns and not ((array >= 0) & (array <= 1)).all():
        raise UserError("Expected y as columns of zeros and ones. Some are neither.")
    if by_class and as_columns:
        columns = array if head.columns(signature) == outputs else array[:, 1:]
        return head.prepare(columns, signature)
    if by_class and not np.isin(array, range(outputs)).all():
        raise UserError(
            f"Expected y as class numbers, whole and from 0 to {outputs - 1}. Some are not."
        )
    return head.encode(array, signature)


def parameters(
    given: Mapping[str, Any], wanted: Mapping[str, NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """Parameters of the names, shapes and dtype of those wanted.

    Names that begin with two underscores are a file's remarks and passed over.

    Raises:
        UserError: names the first that differs.
    """
    if not isinstance(given, Mapping):
        raise UserError(f"Expected parameters as arrays by name. Received: {type(given).__name__}.")
    taken: dict[str, NDArray[Any]] = {}
    for name, like in wanted.items():
        if name not in given:
            raise UserError(f"Expected a parameter called {name!r}; it is missing.")
        array = numbers(given[name], repr(name))
        if array.shape != like.shape:
            raise UserError(f"Expected {name!r} of shape {like.shape}. Received: {array.shape}.")
        with np.errstate(over="ignore"):
            taken[name] = array.astype(like.dtype)
        if not np.isfinite(taken[name]).all():
            raise UserError(f"{name!r} holds numbers that are not finite in {like.dtype}.")
    extra = next((n for n in given if n not in wanted and not str(n).startswith("__")), None)
    if extra is not None:
        raise UserError(f"The network has no parameter called {extra!r}.")
    return taken

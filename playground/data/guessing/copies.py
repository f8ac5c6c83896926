"""Columns that say the same as another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.looking import looked_at
from playground.data.tables.table import Column, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_FIRST_LOOK = 2_000


def copies(columns: Sequence[Column]) -> dict[str, str]:
    """The columns that are equal to an earlier one, by name, and which that is.

    Words are equal also where each stands for just one other, as M and F do for man and woman;
    columns with another word in each row are not compared so, nor are pictures.
    """
    found: dict[str, str] = {}
    seen: dict[tuple[str, bytes], list[Column]] = {}
    for column in columns:
        if not isinstance(column.values, np.ndarray | Words) or _has_one_word_each(column):
            continue
        some = column.take(looked_at(len(column), _FIRST_LOOK))
        key = (str(isinstance(column.values, Words)), _told_apart(some).tobytes())
        alike = next((each for each in seen.get(key, ()) if _are_equal(each, column)), None)
        if alike is not None:
            found[column.name] = alike.name
        else:
            seen.setdefault(key, []).append(column)
    return found


def _has_one_word_each(column: Column) -> bool:
    if not isinstance(column.values, Words):
        return False
    known = column.words.codes[~column.missing]
    return len(np.unique(known)) == len(known)


def _are_equal(first: Column, second: Column) -> bool:
    return np.array_equal(_told_apart(first), _told_apart(second), equal_nan=True)


def _told_apart(column: Column) -> NDArray[np.float64]:
    """(N,) the numbers, or those of the words in the order in which they first come."""
    if isinstance(column.values, np.ndarray):
        return column.numbers + 0.0
    codes = column.words.codes
    used, firsts = np.unique(codes, return_index=True)
    ranks = np.full(len(column.words.distinct) + 1, np.nan)
    known = used >= 0
    ranks[used[known]] = np.argsort(np.argsort(firsts[known]))
    ranks[-1] = np.nan
    return np.asarray(ranks[codes])

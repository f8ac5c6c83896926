"""JSON that anybody may have written."""

from __future__ import annotations

import json
import re
from collections import Counter
from math import isfinite
from typing import Any

import numpy as np

from playground.errors import UserError
from playground.formats.reading.damage import shown
from playground.formats.reading.limits import (
    MOST_DEPTH,
    MOST_DIGITS,
    MOST_DOCUMENT_BYTES,
    MOST_VALUES,
)

# A string, or what is left of one that does not end; nothing is tried twice.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
# A value may have a name, and some are texts with quotes in them.
_QUOTES_A_VALUE = 4
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def read_json(contents: bytes | bytearray, where: str, most: int = MOST_DOCUMENT_BYTES) -> Any:
    """What JSON text holds: objects as dicts, arrays as lists.

    Raises:
        UserError: it is not JSON (which has no NaN and no Infinity), or larger, deeper or of more
            values than `limits` allow, or an object says one name twice. Size, depth and number of
            values are known before anything is made of it.
    """
    if len(contents) > most:
        raise UserError(f"{where}: {len(contents):,} bytes are more than it can have ({most:,}).")
    _check_structure(contents, where)
    try:
        found = json.loads(
            contents.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            parse_int=_whole,
            parse_float=_number,
            object_pairs_hook=_object,
        )
        if _SURROGATE.search(contents):
            _check_letters(found)
    except json.JSONDecodeError as error:
        raise UserError(
            f"{where}: not JSON at line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except UnicodeError:
        raise UserError(f"{where}: not a JSON document: its text is not all UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise UserError(f"{where}: not a JSON document: {error}.") from None
    return found


def _check_structure(contents: bytes | bytearray, where: str) -> None:
    """Refuse what is nested too deep or of too many values; strings count for nothing."""
    if len(contents) <= MOST_DEPTH:
        return
    too_many = UserError(
        f"{where}: more than {MOST_VALUES:,} values are in it: it is none of ours."
    )
    if contents.count(b'"') > _QUOTES_A_VALUE * MOST_VALUES:
        raise too_many
    marks = np.frombuffer(_STRING.sub(b"", contents), np.uint8)
    opened = (marks == ord("[")) | (marks == ord("{"))
    closed = (marks == ord("]")) | (marks == ord("}"))
    n_values = np.count_nonzero(opened) + np.count_nonzero(marks == ord(","))
    if n_values > MOST_VALUES:
        raise too_many
    if np.count_nonzero(opened) > MOST_DEPTH:
        steps = opened.astype(np.int8) - closed.astype(np.int8)
        if int(np.cumsum(steps, dtype=np.int32).max()) > MOST_DEPTH:
            raise UserError(
                f"{where}: not a JSON document that can be read: it is nested too deep, more than "
                f"{MOST_DEPTH} levels."
            )


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON has")


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS + 1:
        many = "thousands of" if len(text) >= 2000 else str(len(text))
        raise ValueError(f"a number in it has {many} digits")
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"a number in it is too large: {shown(text)}")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = Counter(name for name, _ in pairs)
        twice = next(name for name, count in names.items() if count > 1)
        raise ValueError(f"an object in it has {shown(twice)} twice")
    return found


def _check_letters(found: Any) -> None:
    """Refuse halves of letters, which no file can be written with."""
    if isinstance(found, str):
        found.encode()
    elif isinstance(found, list):
        for each in found:
            _check_letters(each)
    elif isinstance(found, dict):
        for name, each in found.items():
            name.encode()
            _check_letters(each)

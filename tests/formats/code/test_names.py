from __future__ import annotations

import ast

import pytest

from playground.formats.code.names import identifiers, prose, quoted


def test_names_become_identifiers_without_collisions() -> None:
    found = identifiers(["a-b", "a_b", "class", "x", "list", "a_b_", "__init__", "_1", "_"], {"x"})
    assert found == {
        "a_b": "a_b",
        "a_b_": "a_b_",
        "a-b": "a_b__",
        "class": "class_",
        "x": "x_",
        "list": "list_",
        "__init__": "init__",
        "_1": "layer_1",
        "_": "layer_",
    }
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    "text", ["plain", 'a"b', "a'\"b\\", "line\nline\t\x00", "é😀\u200b\U0010ffff"]
)
def test_a_literal_is_the_text_again_and_on_one_line(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text
    assert len(quoted(text).splitlines()) == 1


def test_prose_is_short_and_can_not_leave_its_quotes() -> None:
    assert prose('a """ b\n\\ c') == "a ''' b / c"
    assert len(prose("word " * 100)) <= 40

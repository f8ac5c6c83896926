from __future__ import annotations

from playground.formats.code.wrap import WIDTH, wrap


def test_a_line_that_fits_stays() -> None:
    assert wrap("x = f(1)", 1) == ["    x = f(1)"]
    assert wrap("", 3) == [""]


def test_a_long_call_goes_within_its_brackets_and_then_a_line_a_part() -> None:
    word = "a" * 40
    assert wrap(f"x = call({word}, {word})", 0) == ["x = call(", f"    {word}, {word}", ")"]
    assert wrap(f"x = call({word}, [{word}, 2])(y)", 1) == [
        "    x = call(",
        f"        {word},",
        f"        [{word}, 2],",
        "    )(y)",
    ]


def test_a_long_sum_goes_in_brackets_of_its_own_and_then_a_line_an_operand() -> None:
    word = "a" * 33
    sum_of_two = f'{word} @ w["b"] + w["{word}"]'
    assert wrap(f"state = {sum_of_two}", 0) == ["state = (", f"    {sum_of_two}", ")"]
    assert wrap(f"return {word} + {word} + {word}", 0) == [
        "return (",
        f"    {word}",
        f"    + {word}",
        f"    + {word}",
        ")",
    ]


def test_brackets_and_commas_in_strings_are_text() -> None:
    text = '"' + "(, " * 30 + '\\""'
    assert wrap(f"x = call({text}, 1)", 0) == ["x = call(", f"    {text},", "    1,", ")"]


def test_a_statement_without_brackets_stays_long() -> None:
    long = "x = " + "y" * WIDTH
    assert wrap(long, 0) == [long]

from __future__ import annotations

from playground.formats.code.page import Line, code_of


def test_lines_that_follow_each_other_are_one_range() -> None:
    word = "a" * 90
    code = code_of([Line("a = 1", "n"), Line(f"f({word}, 2)", "n"), Line(""), Line("b", "n")])
    assert code.lines == {"n": (range(5), range(6, 7))}
    assert (code.owner(4), code.owner(5), code.owner(6)) == ("n", None, "n")

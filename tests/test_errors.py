from __future__ import annotations

from playground.errors import UserError


def test_a_message_is_one_line_whatever_a_file_has_in_it() -> None:
    said = str(UserError("x.json: data.\x85\u2028a\nb\x00\x1b[31m: not known."))
    assert len(said.splitlines()) == 1
    assert said.isprintable()
    assert said.startswith("x.json: data.")
    assert said.endswith("[31m: not known.")


def test_a_message_is_not_longer_than_one_can_read_whatever_a_file_has_in_it() -> None:
    said = str(UserError(f"x.json: {'a' * 10_000_000} is not known. Choose another."))
    assert len(said) < 1_100
    assert said.startswith("x.json: aaa")
    assert said.endswith("aaa is not known. Choose another.")

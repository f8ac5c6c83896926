from __future__ import annotations

from playground.errors import UserError


def test_a_message_is_one_line_whatever_a_file_has_in_it() -> None:
    said = str(UserError("x.json: data.\x85\u2028a\nb\x00\x1b[31m: not known."))
    assert len(said.splitlines()) == 1
    assert said.isprintable()
    assert said.startswith("x.json: data.")
    assert said.endswith("[31m: not known.")

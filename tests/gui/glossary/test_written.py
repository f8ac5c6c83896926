"""The glossary's own texts are read carefully."""

from __future__ import annotations

import pytest

from playground.errors import UserError
from playground.gui.glossary.written import parse, read

SOUND = """family: Training

# overfitting: Overfitting
words: memorising, high variance
see: validation_split
formula: op matmul
picture: overfitting

Learning the samples
by heart. It shows: [two curves](view.curves) part.

# activation.relu
see: dead_unit

It is 0 below 0.
"""


def test_an_entry_is_read_with_all_that_it_says():
    first, second = parse(SOUND, "training.md")
    assert (first.key, first.title, first.family) == ("overfitting", "Overfitting", "Training")
    assert first.words == ("memorising", "high variance")
    assert first.see == ("validation_split",)
    assert (first.formula, first.picture) == ("op matmul", "overfitting")
    assert first.text == "Learning the samples by heart. It shows: [two curves](view.curves) part."
    assert first.place == "training.md, line 3"
    assert (second.key, second.title, second.see) == ("activation.relu", "", ("dead_unit",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# a: A\n", "line 1: expected `family: …` before the first entry"),
        ("kind: X\n", "line 1: expected `family: …`. Received: 'kind: X'"),
        ("family: X\n# a b: A\n", "line 2: expected `# key: Title` or `# key`"),
        ("family: X\n# a: A\nsea: b\n", "line 3: there is no field 'sea'. There are: see, words"),
        ("family: X\n# a: A\nsee: b\nsee: c\n", "line 4: 'see' is given twice"),
        ("family: X\n# a: A\nsee:\n", "line 3: 'see' is empty"),
    ],
)
def test_what_is_not_written_so_is_refused_with_its_line(text, said):
    with pytest.raises(UserError, match=r"x\.md, ") as error:
        parse(text, "x.md")
    assert said in str(error.value)


def test_a_file_that_is_no_text_is_refused_by_name(tmp_path):
    path = tmp_path / "x.md"
    path.write_bytes(b"family: \xff\xfe")
    with pytest.raises(UserError, match=r"x\.md can't be read"):
        read(path)

"""JSON lines, ARFF and what is pasted become the same table as CSV."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from playground.data.reading import READERS, glimpse, glimpse_text, read_table
from playground.data.reading.apart import table_apart
from playground.data.tables.spec import FileSpec
from playground.data.tables.table import Table
from playground.errors import UserError

ARFF = """% a comment
@RELATION weather
@attribute outlook {sunny, 'partly cloudy', rainy}
@attribute 'the temperature' real
@attribute day date "yyyy-MM-dd"
@attribute said string
@data
sunny,20.5,2024-03-05,'it\\'s fine, so far'
% another
'partly cloudy',?,2024-03-06,"hm"
{0 rainy, 1 -3, 3 cold}
rainy,warm,2024-03-07,x
rainy,1,2024-03-07
"""


def read(path: Path) -> Table:
    seen = glimpse(path)
    assert seen.reading.layout
    kinds = dict(zip(seen.names, seen.kinds, strict=True))
    return READERS.find(seen.reading.layout).read(path, seen.reading, kinds)


def test_arff_says_itself_what_its_columns_hold(tmp_path: Path) -> None:
    path = tmp_path / "weather.arff"
    path.write_text(ARFF, encoding="utf-8")
    seen = glimpse(path)
    assert seen.reading.layout == "arff"
    assert seen.names == ("outlook", "the temperature", "day", "said")
    assert seen.kinds[:3] == ("category", "number", "date")
    table = read(path)
    assert table.column("outlook").words.strings() == ["sunny", "partly cloudy", "rainy", "rainy"]
    np.testing.assert_array_equal(
        table.column("the temperature").numbers, [20.5, np.nan, -3, np.nan]
    )
    assert table.column("said").words.strings()[0] == "it's fine, so far"
    rows = [trouble.row for trouble in table.troubles]
    assert rows == [11, 12, 13]  # 0 is no date; warm is no number; a cell is not there
    assert table.n_left_out == 1


def test_json_lines_are_taken_apart_to_the_second_level(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    objects = [
        {"age": 30, "name": "Ann", "at": {"city": "Rome", "far": True}, "likes": ["a b", "c"]},
        {"age": None, "name": "Bob", "at": {"city": "Oslo"}, "likes": []},
        {"age": 4.5, "extra": {"a": {"b": 1}}},
    ]
    lines = [json.dumps(each) for each in objects]
    path.write_text("\n".join([*lines[:2], '{"age": ', "[1]", lines[2]]), encoding="utf-8")
    table = read(path)
    assert table.names == ("age", "name", "at.city", "at.far", "likes", "extra.a")
    np.testing.assert_array_equal(table.column("age").numbers, [30, np.nan, 4.5])
    assert table.column("at.city").words.strings() == ["Rome", "Oslo", ""]
    assert table.column("at.far").words.strings() == ["true", "", ""]
    assert table.column("likes").words.strings()[0] == "a b|c"
    assert table.column("extra.a").words.strings()[2] == '{"b": 1}'
    assert [trouble.row for trouble in table.troubles] == [3, 4]
    assert "no JSON" in table.troubles[0].what


@pytest.mark.parametrize("name", ["weather.arff", "numbers.jsonl"])
def test_another_process_reads_the_same(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    numbers = "\n".join(json.dumps({"a": k, "b": "xy"[k % 2]}) for k in range(5_000))
    path.write_text(ARFF if name.endswith("arff") else numbers, encoding="utf-8")
    seen = glimpse(path)
    kinds = dict(zip(seen.names, seen.kinds, strict=True))
    here = read(path)
    apart = table_apart(
        f"playground.data.reading.{seen.reading.layout}:read_here", path, seen.reading, kinds
    )
    assert apart.troubles == here.troubles
    for one, other in zip(apart.columns, here.columns, strict=True):
        assert one.kind == other.kind
        assert np.array_equal(one.missing, other.missing)


@pytest.mark.parametrize(
    ("name", "contents", "words"),
    [
        ("a.arff", "@relation x\n@attribute a real\n", "no line with @data"),
        ("a.arff", "@attribute a relational\n@data\n", "row 1, column 'a'"),
        ("a.arff", "@attribute a real\n@data\n", "no rows"),
        ("a.jsonl", "a,b\n1,2\n", "no JSON object"),
        ("a.jsonl", "[" * 100_000 + "\n", "no JSON object"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(
    name: str, contents: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(contents, encoding="utf-8")
    with pytest.raises(UserError, match=words):
        glimpse(path)


PASTED = {
    "spreadsheet": "a\tb c\n1,5\tx\n2,5\ty z\n",
    "markdown": "| a | b c |\n|:--|---|\n| 1.5 | x |\n| 2.5 | y z |\n",
    "page": "<p>See</p><table><tr><th>a<th>b c</tr><tr><td>1.5</td><td>x</td></tr>"
    "<tr><td>2.5</td><td><b>y</b> z</td></tr></table>",
    "csv": "a,b c\n1.5,x\n2.5,y z\n",
}


@pytest.mark.parametrize("name", PASTED)
def test_a_table_is_pasted_from_anywhere(name: str) -> None:
    text = PASTED[name]
    seen = glimpse_text(text)
    table = read_table(FileSpec(text=text, reading=seen.reading))
    assert table.names == ("a", "b c")
    assert table.column("a").numbers.tolist() == [1.5, 2.5]
    assert table.column("b c").words.strings() == ["x", "y z"]

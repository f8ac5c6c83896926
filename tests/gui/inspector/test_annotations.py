from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from playground.frozen import Frozen
from playground.gui.inspector.annotations import kind_of
from playground.gui.inspector.kinds import Choice, Number, Shown, Switch, Text
from playground.network.windows import Padding, Pair

Small = Annotated[int, Field(ge=1, le=9)]


class Sample(Frozen):
    """A field of each sort."""

    flag: bool = True
    count: Small = 3
    maybe: Annotated[float, Field(gt=0)] | None = None
    colour: Literal["blue", "teal"] | None = None
    words: str = ""
    pair: Pair = 3
    padding: Padding = "same"
    row: tuple[Small, ...] = Field((1,), min_length=1, max_length=2)
    odd: dict[str, int] = Field(default_factory=dict)


def kind(name: str) -> Any:
    return kind_of(name, Sample.model_fields[name])


def test_plain_fields_have_plain_kinds() -> None:
    assert kind("flag") == Switch()
    assert kind("words") == Text()
    assert isinstance(kind("count"), Number)
    assert kind("count").limits.range == "from 1 to 9"
    assert kind("maybe").optional
    assert kind("maybe").limits.range == "above 0"
    assert [option.value for option in kind("colour").options] == [None, "blue", "teal"]
    assert isinstance(kind("colour"), Choice)


def test_a_field_that_nothing_is_known_of_can_still_be_seen() -> None:
    assert kind("odd") == Shown()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("pair", "5", 5),
        ("pair", "3 × 5", (3, 5)),
        ("pair", "3x5", (3, 5)),
        ("pair", "(3, 5)", (3, 5)),
        ("padding", " Valid ", "valid"),
        ("padding", "2", 2),
        ("row", "1 2", (1, 2)),
        ("maybe", " ", None),
    ],
)
def test_several_ways_of_typing_mean_the_same(name: str, text: str, value: Any) -> None:
    assert kind(name).read(text) == value
    assert kind(name).read(kind(name).write(value)) == value


@pytest.mark.parametrize(
    ("name", "text", "wish"),
    [
        ("pair", "1, 2, 3", "a whole number from 1 to 1,000, or two: height × width"),
        ("padding", "full", "same, valid or a whole number from 0 to 1,000"),
        ("row", "1, 2, 3", "up to 2 whole numbers from 1 to 9, with commas between"),
        ("row", "", "up to 2 whole numbers"),
    ],
)
def test_what_no_way_takes_is_refused_with_all_ways(name: str, text: str, wish: str) -> None:
    with pytest.raises(ValueError, match=wish):
        kind(name).read(text)

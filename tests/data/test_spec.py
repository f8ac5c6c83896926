"""The data part of the document."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from playground.data.sources import SOURCES
from playground.data.spec import DataSpec


@pytest.mark.parametrize("name", SOURCES)
def test_a_spec_comes_back_from_json_equal_and_with_the_same_hash(name: str) -> None:
    spec = DataSpec(source=name, samples=64, noise=0.2, classes=4, validation=0.3, seed=11)
    again = DataSpec.model_validate_json(spec.model_dump_json())
    assert again == spec
    assert hash(again) == hash(spec)


@pytest.mark.parametrize(
    "field",
    [{"noise": -0.1}, {"validation": 1.0}, {"samples": 0}, {"seed": -1}, {"colour": "red"}],
)
def test_a_value_that_makes_no_sense_is_refused(field: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(field))):
        DataSpec.model_validate(field)

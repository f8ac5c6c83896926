"""What else can be changed of generators: each changes the samples, within its range."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.sources.parameter import Parameter
from playground.data.spec import DataSpec
from playground.errors import UserError

PARAMETERS = [(s.name, p) for s in SOURCES.values() for p in s.parameters]


def data(source: str, **options: float) -> np.ndarray:
    dataset = prepare(DataSpec(source=source, noise=0, options=options)).dataset
    return np.column_stack(
        [dataset.features.reshape(len(dataset.features), -1), dataset.targets.astype(float)]
    )


@pytest.mark.parametrize(
    ("source", "parameter"), PARAMETERS, ids=[f"{s}-{p.name}" for s, p in PARAMETERS]
)
def test_a_parameter_changes_the_samples_from_end_to_end_of_its_range(
    source: str, parameter: Parameter
) -> None:
    usual = data(source)
    assert np.array_equal(usual, data(source, **{parameter.name: parameter.default}))
    drawn = [data(source, **{parameter.name: end}) for end in (parameter.low, parameter.high)]
    assert all(np.isfinite(each).all() for each in drawn)
    assert not np.allclose(drawn[0], drawn[1])
    for beyond in (parameter.low - 1, parameter.high + 1):
        with pytest.raises(UserError, match=f"{parameter.label} is"):
            data(source, **{parameter.name: beyond})
    assert parameter.help.endswith(".")


def test_an_option_that_a_source_does_not_have_is_refused() -> None:
    with pytest.raises(UserError, match=r"no option 'turn'. It has turns, start"):
        data("spiral", turn=2)
    with pytest.raises(UserError, match="It has none"):
        data("iris", turns=2)


def test_options_are_an_object_in_files() -> None:
    spec = DataSpec(source="spiral", options={"turns": 2.5, "start": 0.1})
    written = spec.model_dump(mode="json")
    assert written["options"] == {"turns": 2.5, "start": 0.1}
    assert DataSpec.model_validate(written) == spec
    assert "options" not in DataSpec().model_dump()

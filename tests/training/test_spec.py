"""The training part of the document."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from playground.training.spec import TrainingSpec


def test_it_goes_through_json_with_every_field_changed() -> None:
    other = TrainingSpec(
        optimizer={"type": "nesterov", "momentum": 0.5},
        regularization={"type": "l1", "rate": 0.5},
        batch_size=3,
        seed=2**32 - 1,
        epochs=7,
        clipping={"type": "norm", "limit": 0.5},
        schedule={"type": "step", "every": 3},
        stop={"epochs": 5, "minutes": 1.5, "metric": "accuracy", "target": 0.9, "patience": 3},
        unfreeze={"every": 4},
    )
    assert TrainingSpec.model_validate_json(other.model_dump_json()) == other
    assert all(
        getattr(other, name) != getattr(TrainingSpec(), name) for name in TrainingSpec.model_fields
    )


@pytest.mark.parametrize(
    "given",
    [
        {"batch_size": 0},
        {"epochs": 0},
        {"seed": -1},
        {"seed": 2**32},
        {"regularization": {"type": "l3"}},
        {"regularization": {"type": "l1", "rate": -1}},
        {"clipping": {"type": "length"}},
        {"clipping": {"type": "norm", "limit": 0}},
        {"schedule": {"type": "cosine", "warm_up": -1}},
        {"momentum": 0.9},
    ],
)
def test_settings_out_of_range_are_refused_by_name(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(given))):
        TrainingSpec.model_validate(given)

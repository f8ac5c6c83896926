"""Several labels at once."""

from __future__ import annotations

import numpy as np

from playground.data.sources.multilabel import REGIONS
from playground.data.spec import DataSpec


def test_every_number_of_labels_from_none_to_three_is_common() -> None:
    targets = REGIONS.draw(DataSpec(source="regions", samples=2000)).targets
    shares = np.bincount(targets.sum(axis=1), minlength=4) / len(targets)
    assert len(shares) == 4
    assert shares.min() > 0.04


def test_every_combination_of_labels_occurs() -> None:
    targets = REGIONS.draw(DataSpec(source="regions", samples=2000)).targets
    assert len(np.unique(targets, axis=0)) == 8

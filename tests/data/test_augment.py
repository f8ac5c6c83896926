"""Pictures changed at training time: each as asked for, by its row, seed and epoch alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import rotate, shift

from playground.data.augment import Augment
from playground.data.prepare import prepare
from playground.data.spec import DataSpec

RNG = np.random.default_rng(1)
IMAGES = RNG.random((40, 2, 12, 14)).astype(np.float32)


def test_half_are_mirrored_and_the_rest_stay() -> None:
    made = Augment(flip=True).apply(IMAGES, 3, 0)
    mirrored = np.array(
        [np.array_equal(a, b[:, :, ::-1]) for a, b in zip(made, IMAGES, strict=True)]
    )
    same = np.array([np.array_equal(a, b) for a, b in zip(made, IMAGES, strict=True)])
    assert (mirrored ^ same).all()
    assert 8 < mirrored.sum() < 32
    over = Augment(flip_down=True).apply(IMAGES, 3, 0)
    assert any(np.array_equal(a, b[:, ::-1]) for a, b in zip(over, IMAGES, strict=True))


def smooth(count: int) -> np.ndarray:
    """Images of hills, which the way between pixels does not matter to."""
    x, y = np.meshgrid(np.linspace(-1, 1, 24), np.linspace(-1, 1, 24))
    centres = RNG.uniform(-0.3, 0.3, (count, 2))
    return np.array(
        [[np.exp(-((x - a) ** 2 + (y - b) ** 2) / 0.1)] for a, b in centres], np.float32
    )


def test_a_shift_and_a_turn_are_those_of_scipy() -> None:
    images = smooth(6)
    moved = Augment(shift=0.2).apply(images, 1, 2)
    turned = Augment(rotate=60).apply(images, 1, 2)
    for before, after in zip(images[:, 0], moved[:, 0], strict=True):
        way = [
            np.array(np.unravel_index(each.argmax(), each.shape), float) for each in (after, before)
        ]
        expected = shift(before, way[0] - way[1], order=1, mode="nearest")
        assert np.abs(expected - after).max() < 0.2
        assert np.abs(way[0] - way[1]).max() <= 0.2 * 24 + 1
    found = [
        min(
            np.abs(rotate(a, angle, reshape=False, order=1, mode="nearest") - b).max()
            for angle in range(-60, 61, 2)
        )
        for a, b in zip(images[:, 0], turned[:, 0], strict=True)
    ]
    assert max(found) < 0.06


def test_noise_is_as_large_as_asked_for() -> None:
    strays = Augment(noise=0.3).apply(IMAGES, 0, 0) - IMAGES
    assert strays.std() == pytest.approx(0.3, rel=0.03)
    assert strays.dtype == np.float32


def test_what_becomes_of_an_image_depends_on_its_row_seed_and_epoch_alone() -> None:
    all_of_it = Augment(flip=True, shift=0.3, rotate=40, noise=0.1)
    whole = all_of_it.apply(IMAGES, 7, 4)
    rows = RNG.permutation(40)[:9]
    assert np.array_equal(all_of_it.apply(IMAGES[rows], 7, 4, rows), whole[rows])
    for seed, epoch in ((8, 4), (7, 5)):
        assert not np.allclose(all_of_it.apply(IMAGES, seed, epoch), whole)


def test_it_is_left_out_of_files_where_there_is_none_and_changes_no_data() -> None:
    assert "augment" not in DataSpec().model_dump()
    spec = DataSpec(source="shapes", samples=40, augment=Augment(flip=True))
    assert spec.model_dump(mode="json")["augment"] == {"flip": True}
    assert DataSpec.model_validate_json(spec.model_dump_json()) == spec
    plain = prepare(spec.model_copy(update={"augment": Augment()}))
    assert np.array_equal(prepare(spec).train.features, plain.train.features)

"""The counter-based random numbers, against the published generator and against statistics."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import rng

MASK = 0xFFFFFFFF


def philox(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x32-10 as in figure 2 and section 3.3 of Salmon et al. 2011, in plain Python."""
    c, k = list(counter), list(key)
    for _ in range(10):
        one, two = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(two >> 32) ^ c[1] ^ k[0], two & MASK, (one >> 32) ^ c[3] ^ k[1], one & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def hexes(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


# The known answers of the Random123 library, file kat_vectors, "philox4x32 10".
KNOWN = [
    ("0 0 0 0", "0 0", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    (
        "ffffffff ffffffff ffffffff ffffffff",
        "ffffffff ffffffff",
        "408f276d 41c83b0e a20bc7c6 6d5451fd",
    ),
    (
        "243f6a88 85a308d3 13198a2e 03707344",
        "a4093822 299f31d0",
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_the_plain_philox_of_this_file_gives_the_published_answers(
    counter: str, key: str, answer: str
) -> None:
    assert philox(hexes(counter), hexes(key)) == hexes(answer)


def test_words_are_the_first_published_answer_where_everything_is_zero() -> None:
    assert rng.words(0, 0, 0, 4).tolist() == hexes(KNOWN[0][2])


def test_words_agree_with_the_plain_philox_for_any_seed_stream_counter_and_block() -> None:
    draw = np.random.default_rng(0)
    for _ in range(50):
        seed, stream = (int(n) for n in draw.integers(0, 2**32, 2))
        counter = int(draw.integers(0, 2**63))
        blocks = draw.integers(0, 2**32, 5, dtype=np.uint64)
        work = np.full((rng.WORK_ROWS, 5), 2**64 - 1, np.uint64)
        made = rng.fill_words(work, blocks, seed, stream, counter)
        for column, block in enumerate(blocks.tolist()):
            expected = philox([block, 0, counter & MASK, counter >> 32], [seed, stream])
            assert made[:, column].tolist() == expected


def test_words_are_laid_out_row_by_row_of_the_blocks() -> None:
    made = rng.words(5, 6, 7, 10)
    blocks = [philox([block, 0, 7, 0], [5, 6]) for block in range(3)]
    assert made.tolist() == np.transpose(blocks).reshape(-1)[:10].tolist()


def test_a_draw_does_not_depend_on_what_was_drawn_before() -> None:
    places = [(seed, stream, counter) for seed in (0, 1) for stream in (2, 3) for counter in (4, 5)]
    forwards = {place: rng.uniforms(*place, 9).tolist() for place in places}
    backwards = {place: rng.uniforms(*place, 9).tolist() for place in reversed(places)}
    assert forwards == backwards
    assert len({tuple(numbers) for numbers in forwards.values()}) == len(places)


def test_uniforms_fill_0_to_1_evenly_and_are_exact_in_float32() -> None:
    drawn = rng.uniforms(1, 2, 3, 100_000)
    assert drawn.min() >= 0.0
    assert drawn.max() < 1.0
    assert np.array_equal(drawn.astype(np.float32).astype(np.float64), drawn)
    counts = np.bincount((drawn * 100).astype(int), minlength=100)
    # Chi-square, 99 degrees of freedom: above 148.2 once in a thousand.
    assert ((counts - 1000.0) ** 2 / 1000.0).sum() < 148.2


@pytest.mark.parametrize("other", [(2, 2, 3), (1, 3, 3), (1, 2, 4)])
def test_neighbouring_seeds_streams_and_counters_are_independent(
    other: tuple[int, int, int],
) -> None:
    one, two = rng.uniforms(1, 2, 3, 100_000), rng.uniforms(*other, 100_000)
    pairs = np.histogram2d(one, two, bins=10, range=[[0, 1], [0, 1]])[0]
    assert ((pairs - 1000.0) ** 2 / 1000.0).sum() < 148.2
    assert abs(np.corrcoef(one, two)[0, 1]) < 4 / np.sqrt(100_000)


def test_normals_have_the_quantiles_of_the_normal_distribution() -> None:
    drawn = np.sort(rng.normals(3, 1, 4, 100_001))
    # Quantiles at Φ(−2), Φ(−1), Φ(0), Φ(1), Φ(2).
    for share, expected in [(0.022750, -2), (0.158655, -1), (0.5, 0), (0.841345, 1), (0.97725, 2)]:
        assert drawn[round(share * 100_000)] == pytest.approx(expected, abs=0.03)
    assert np.isfinite(drawn).all()


@pytest.mark.parametrize("count", [0, 1, 2, 7, 1000])
def test_a_permutation_holds_every_number_once(count: int) -> None:
    assert sorted(rng.permutation(1, 2, 3, count).tolist()) == list(range(count))


def test_every_place_of_a_permutation_is_as_likely_for_every_number() -> None:
    counts = np.zeros((6, 6))
    for epoch in range(6000):
        counts[np.arange(6), rng.permutation(0, 9, epoch, 6)] += 1
    # Chi-square, 25 degrees of freedom: above 52.6 once in a thousand.
    assert ((counts - 1000.0) ** 2 / 1000.0).sum() < 52.6


def test_streams_of_the_names_a_network_uses_differ() -> None:
    names = [f"dense_{n}.{part}" for n in range(2000) for part in ("weight", "bias")]
    assert len({rng.stream_of(name) for name in names}) == len(names)


def test_a_permutation_with_equal_keys_leaves_them_in_order(monkeypatch) -> None:
    def alike(work, *given):
        work[:4] = np.arange(work.shape[1], dtype=np.uint64) // 3
        return work[:4]

    monkeypatch.setattr(rng, "fill_words", alike)
    drawn = np.tile(np.arange(500) // 3, (4, 1)).reshape(-1)
    keys = (drawn[:1000].astype(np.uint64) << np.uint64(32)) | drawn[1000:].astype(np.uint64)
    expected = np.argsort(keys, kind="stable")
    assert np.array_equal(rng.permutation(1, 2, 3, 1000), expected)

"""Counter-based random numbers: a number is a pure function of (seed, stream, counter).

Nothing is drawn "next": who asks, in what order and on which executor, never changes a result.

The generator is Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
Its 128-bit counter is (block, 0, counter low, counter high), its 64-bit key (seed, stream); each
block gives four 32-bit words.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MULTIPLIER_0, MULTIPLIER_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
MASK = 0xFFFFFFFF
ROUNDS = 10
WORK_ROWS = 6


def stream_of(name: str) -> int:
    """The stream number, 32 bits, that belongs to a name ("dense_1.weight")."""
    return crc32(name.encode())


def fill_words(
    work: NDArray[np.uint64],
    blocks: NDArray[np.uint64],
    seed: int,
    stream: int,
    counter: int | NDArray[np.int64],
) -> NDArray[np.uint64]:
    """Four 32-bit words a block, made in place.

    Args:
        work: (6, B) uint64, overwritten; rows 0 to 3 become the words.
        blocks: (B,) uint64, the block numbers 0 to B-1.
        seed: 32 bits.
        stream: 32 bits, see `stream_of`.
        counter: 64 bits, the step, epoch or draw; or (B,), one for each block.

    Returns:
        (4, B) uint64, each below 2³², the first four rows of `work`.
    """
    c0, c1, c2, c3, high, low = work
    c0[:] = blocks
    c1.fill(0)
    c2[:] = counter & MASK
    c3[:] = (counter >> 32) & MASK
    key_0, key_1 = seed & MASK, stream & MASK
    for _ in range(ROUNDS):
        np.multiply(c0, MULTIPLIER_0, out=high)
        np.multiply(c2, MULTIPLIER_1, out=low)
        # new (c0, c1, c2, c3) = (hi(low) ^ c1 ^ k0, lo(low), hi(high) ^ c3 ^ k1, lo(high))
        np.right_shift(low, 32, out=c0)
        np.bitwise_xor(c0, c1, out=c0)
        np.bitwise_xor(c0, key_0, out=c0)
        np.bitwise_and(low, MASK, out=c1)
        np.right_shift(high, 32, out=c2)
        np.bitwise_xor(c2, c3, out=c2)
        np.bitwise_xor(c2, key_1, out=c2)
        np.bitwise_and(high, MASK, out=c3)
        key_0 = (key_0 + WEYL_0) & MASK
        key_1 = (key_1 + WEYL_1) & MASK
    return work[:4]


def words(seed: int, stream: int, counter: int, count: int) -> NDArray[np.uint64]:
    """(count,) uint64, each a random 32-bit word."""
    n_blocks = -(-count // 4)
    work = np.empty((WORK_ROWS, n_blocks), np.uint64)
    made = fill_words(work, np.arange(n_blocks, dtype=np.uint64), seed, stream, counter)
    return made.reshape(-1)[:count].copy()


def uniforms(seed: int, stream: int, counter: int, count: int) -> NDArray[np.float64]:
    """(count,) float64, uniform in [0, 1), multiples of 2⁻²⁴ (so exact in float32 too)."""
    top_bits = words(seed, stream, counter, count) >> np.uint64(8)
    return top_bits.astype(np.float64) * 2.0**-24


def normals(seed: int, stream: int, counter: int, count: int) -> NDArray[np.float64]:
    """(count,) float64, standard normal, by the transform of Box and Muller (1958)."""
    pairs = -(-count // 2)
    drawn = uniforms(seed, stream, counter, 2 * pairs)
    radius = np.sqrt(-2.0 * np.log(1.0 - drawn[:pairs]))
    angle = 2.0 * np.pi * drawn[pairs:]
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])[:count]


def permutation(seed: int, stream: int, counter: int, count: int) -> NDArray[np.int64]:
    """(count,) int64, the numbers 0 to count-1 in random order."""
    order: NDArray[np.int64] = permutations(seed, stream, counter, 1, count)[0]
    return order


def permutations(
    seed: int, stream: int, first: int, how_many: int, count: int
) -> NDArray[np.int64]:
    """(how_many, count) int64: the permutation of counter `first` and of those that follow."""
    n_blocks = -(-2 * count // 4)
    work = np.empty((WORK_ROWS, how_many * n_blocks), np.uint64)
    blocks = np.tile(np.arange(n_blocks, dtype=np.uint64), how_many)
    counters = np.repeat(np.arange(first, first + how_many), n_blocks)
    made = fill_words(work, blocks, seed, stream, counters).reshape(4, how_many, n_blocks)
    drawn = made.swapaxes(0, 1).reshape(how_many, -1)
    keys = (drawn[:, :count] << np.uint64(32)) | drawn[:, count : 2 * count]
    # Several times as fast as a stable sort, and the same unless two keys are equal.
    order: NDArray[np.int64] = np.argsort(keys, axis=1)
    sorted_keys = np.take_along_axis(keys, order, axis=1)
    if (sorted_keys[:, 1:] == sorted_keys[:, :-1]).any():
        order = np.argsort(keys, axis=1, kind="stable")
    return order

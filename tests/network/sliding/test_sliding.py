"""Layers with sliding windows are affine maps: the engine's numbers, and PyTorch's."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest

from playground.network.sliding.banded import Banded
from playground.network.sliding.im2col import im2col, kernel_matrix, winners

from .built import Built

torch = pytest.importorskip("torch")
F = torch.nn.functional

PADDINGS = ("same", "valid", 1, 2)
IMAGES = [
    {"kernel": kernel, "stride": stride, "dilation": dilation, "groups": groups, "bias": bias}
    for (kernel, stride, dilation), (groups, bias) in product(
        product((3, (2, 3), 1), (1, 2, (3, 1)), (1, (1, 2))), ((1, True), (2, False))
    )
]
SEQUENCES = [
    {"kernel": kernel, "stride": stride, "dilation": dilation, "groups": groups}
    for kernel, stride, dilation, groups in product((3, 2), (1, 3), (1, 2), (1, 2))
]
POOLS = [{"size": 2}, {"size": (3, 2), "stride": 1}, {"size": 3, "stride": (2, 1)}]


@cache
def convolutions(padding):
    """A Conv2D or Conv1D each, with the features it is given."""
    return tuple(_convolutions(padding))


def _convolutions(padding):
    for case in IMAGES:
        yield Built(
            {"type": "Conv2D", "filters": 4, "activation": "identity", "padding": padding, **case},
            (2, 6, 7),
        )
    for case in SEQUENCES:
        yield Built(
            {"type": "Conv1D", "filters": 4, "activation": "identity", "padding": padding, **case},
            (9, 2),
        )


def pools(kind, padding):
    for case in POOLS:
        yield Built({"type": kind, "padding": padding, **case}, (3, 6, 7))
    yield Built({"type": kind, "padding": padding, "size": 3, "stride": 2}, (9, 2))


def images(built):
    """x, the weights and the biases as PyTorch takes them, and its windows."""
    sliding = built.sliding
    height, width = sliding.windows.height, sliding.windows.width
    x = torch.tensor(sliding.arriving.as_image(built.x).copy())[None]
    x = F.pad(x, (width.before, width.after, height.before, height.after))
    settings = {
        "stride": (height.stride, width.stride),
        "dilation": (height.dilation, width.dilation),
    }
    return x, settings


def by_pytorch(built):
    sliding, (x, settings) = built.sliding, images(built)
    w, b = (torch.tensor(f(built.parameters)) for f in (sliding.weights, sliding.biases))
    return F.conv2d(x, w, b, groups=sliding.groups, **settings)[0].numpy()


@pytest.mark.parametrize("padding", PADDINGS)
def test_the_banded_matrix_times_the_flat_image_is_the_convolution(padding):
    for built in convolutions(padding):
        sliding = built.sliding
        banded = Banded(sliding, sliding.weights(built.parameters))
        bias = banded.repeated(sliding.biases(built.parameters))
        found = banded.times(built.x.reshape(-1)) + bias
        np.testing.assert_allclose(found, built.y.reshape(-1), rtol=1e-12, atol=1e-12)
        image = sliding.leaving.as_image(found)
        np.testing.assert_allclose(image, by_pytorch(built), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("padding", PADDINGS)
def test_what_the_windows_see_times_the_kernels_is_the_convolution(padding):
    for built in convolutions(padding):
        sliding, (x, settings) = built.sliding, images(built)
        weights = sliding.weights(built.parameters)
        image = sliding.arriving.as_image(built.x)
        parts = [im2col(sliding, image, g) for g in range(sliding.groups)]
        theirs = F.unfold(x, sliding.window[1:], **settings)[0].numpy()
        np.testing.assert_array_equal(np.concatenate(parts, axis=1).T, theirs)
        products = [
            part @ kernel_matrix(sliding, weights, group) for group, part in enumerate(parts)
        ]
        found = np.concatenate(products, axis=1) + sliding.biases(built.parameters)
        expected = sliding.leaving.as_image(built.y).reshape(sliding.filters, -1)
        np.testing.assert_allclose(found.T, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("padding", PADDINGS)
def test_every_part_of_the_matrix_is_looked_up_as_its_entries_list_it(padding):
    for built in [*convolutions(padding)[::7], *pools("AveragePool", 0)]:
        sliding = built.sliding
        weights = sliding.weights(built.parameters)
        banded = Banded(sliding, weights)
        whole = np.zeros(banded.shape)
        for entries in banded.all_entries():
            assert not whole[entries.inputs, entries.outputs].any()
            whole[entries.inputs, entries.outputs] = banded.values(entries)
        rows, columns = np.arange(banded.shape[0]), np.arange(banded.shape[1])
        np.testing.assert_array_equal(banded.part(rows, columns), whole)
        np.testing.assert_array_equal(banded.part(rows[3:5], columns[::3]), whole[3:5, ::3])
        assert np.count_nonzero(whole) == banded.n_nonzero
        places = [banded.places_of(weight) for weight in range(sliding.n_weights)]
        assert sum(len(each.inputs) for each in places) == banded.n_nonzero
        which = banded.which(rows, columns)
        for weight, each in enumerate(places):
            assert (which[each.inputs, each.outputs] == weight).all()


@pytest.mark.parametrize("padding", [1, "same"])
def test_a_place_sees_what_the_matrix_says_and_is_seen_by_it(padding):
    for built in convolutions(padding)[::5]:
        sliding = built.sliding
        banded = Banded(sliding, sliding.weights(built.parameters))
        rows, columns = np.arange(banded.shape[0]), np.arange(banded.shape[1])
        which = banded.which(rows, columns) >= 0
        for output in columns[::4]:
            channels, down, across = sliding.seen(*sliding.leaving.place(int(output)))
            inside = sliding.inside(down, across)
            found = sliding.arriving.flat(channels, down, across)[inside]
            assert set(found) == set(np.flatnonzero(which[:, output]))
        for input_ in rows[::4]:
            places = sliding.seeing(*sliding.arriving.place(int(input_)))
            found = {sliding.leaving.flat(*place) for place in places}
            assert found == set(np.flatnonzero(which[input_]))


@pytest.mark.parametrize("padding", ["same", "valid", 1])
def test_the_mean_of_windows_is_a_convolution_with_fixed_weights(padding):
    for built in pools("AveragePool", padding):
        banded = Banded(built.sliding, built.sliding.weights({}))
        found = banded.times(built.x.reshape(-1))
        np.testing.assert_allclose(found, built.y.reshape(-1), rtol=1e-12, atol=1e-12)
        columns = banded.part(np.arange(banded.shape[0]), np.arange(banded.shape[1]))
        np.testing.assert_allclose(columns.sum(axis=0), 1.0, rtol=1e-12)


@pytest.mark.parametrize("features", [(3, 4, 5), (6, 2)])
def test_the_mean_of_everything_is_one_window(features):
    built = Built({"type": "GlobalAveragePool"}, features)
    banded = Banded(built.sliding, built.sliding.weights({}))
    assert banded.shape == (built.x.size, built.sliding.arriving.channels)
    found = banded.times(built.x.reshape(-1))
    np.testing.assert_allclose(found, built.y.reshape(-1), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("padding", ["same", "valid", 1])
def test_the_largest_of_a_window_is_found_where_pytorch_finds_it_and_is_no_matrix(padding):
    for built in pools("MaxPool", padding):
        sliding = built.sliding
        image = sliding.arriving.as_image(built.x)
        best = winners(sliding, image)
        found = np.empty(sliding.leaving.image)
        for place in np.ndindex(found.shape):
            found[place] = image[tuple(each[best[place]] for each in sliding.seen(*place))]
        np.testing.assert_array_equal(found, sliding.leaving.as_image(built.y))
        with pytest.raises(ValueError, match="no weighed sum"):
            Banded(sliding, sliding.weights({}))


def test_of_several_as_large_the_first_is_the_largest():
    sliding = Built({"type": "MaxPool", "padding": "valid"}, (1, 2, 4)).sliding
    image = np.array([[[1.0, 2.0, 5.0, 5.0], [2.0, 0.0, 5.0, 5.0]]])
    assert winners(sliding, image).tolist() == [[[1, 0]]]


def test_a_large_layer_is_never_laid_out():
    built = Built({"type": "Conv2D", "filters": 32}, (16, 28, 28))
    banded = Banded(built.sliding, built.sliding.weights(built.parameters))
    inputs, outputs = banded.shape
    assert (inputs, outputs) == (12_544, 25_088)
    assert banded.n_nonzero == 32 * 16 * (3 * 28 - 2) ** 2
    centre = banded.part(np.arange(6000, 6100), np.arange(12_000, 12_100))
    assert centre.nbytes < 100_000
    assert len(banded.entries(7).inputs) == banded.n_nonzero // 32


@pytest.mark.soak
@pytest.mark.parametrize("draw", range(400))
def test_any_convolution_is_its_banded_matrix(draw):
    random = np.random.default_rng(draw)

    def pair(most):
        return tuple(int(n) for n in random.integers(1, most, 2))

    groups = int(random.integers(1, 4))
    channels, filters = (groups * int(n) for n in random.integers(1, 4, 2))
    kernel, dilation = pair(5), pair(4)
    padding = ["same", "valid", int(random.integers(0, 4))][int(random.integers(3))]
    size = [d * (k - 1) + int(random.integers(1, 9)) for d, k in zip(dilation, kernel, strict=True)]
    fields = {"kernel": kernel, "dilation": dilation, "stride": pair(4), "padding": padding}
    built = Built(
        {
            "type": "Conv2D",
            "filters": filters,
            "groups": groups,
            "activation": "identity",
            **fields,
        },
        (channels, *size),
    )
    sliding = built.sliding
    banded = Banded(sliding, sliding.weights(built.parameters))
    found = banded.times(built.x.reshape(-1)) + banded.repeated(sliding.biases(built.parameters))
    np.testing.assert_allclose(found, built.y.reshape(-1), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        sliding.leaving.as_image(found), by_pytorch(built), rtol=1e-12, atol=1e-12
    )
    rows, columns = (np.arange(count) for count in banded.shape)
    whole = banded.part(rows, columns)
    assert np.count_nonzero(banded.which(rows, columns) >= 0) == banded.n_nonzero
    np.testing.assert_allclose(built.x.reshape(-1) @ whole, banded.times(built.x.reshape(-1)))

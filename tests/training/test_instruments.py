"""The instruments against NumPy, PyTorch and the steps that a session really takes."""

from __future__ import annotations

import numpy as np
import pytest

from playground.training.gradient_norms import Norm, verdict_on
from playground.training.histogram import Grid, common_grid, histogram_of, stacked
from playground.training.instruments import Instruments
from playground.training.next_step import NextStep
from playground.training.unit_states import FLAT
from tests.inside import dense, example, session_of

EXAMPLES = ("spiral", "multi_label", "digits_cnn", "digits_lstm", "diabetes")


def instruments_of(session, **options):
    return Instruments(
        session.network, session.head, session.signature, session.prepared, **options
    )


def flat(session):
    return session.snapshot().parameters


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_parameter_is_counted_once(name):
    session = example(name)
    session.advance(3)
    inside = instruments_of(session)
    kinds = ("weights", "biases", "statistics")
    for log in (False, True):
        by_kind = [inside.histograms(kind, flat(session), log=log) for kind in kinds]
        found = [histogram for layers in by_kind for histogram in layers.values()]
        total = sum(int(h.counts.sum()) + h.n_zero + h.n_lost for h in found)
        assert total == sum(h.size for h in found) == flat(session).size
    gradients = inside.histograms("gradients", flat(session))
    assert sum(h.size for h in gradients.values()) == flat(session).size - sum(
        h.size for h in inside.histograms("statistics", flat(session)).values()
    )


@pytest.mark.parametrize("log", [False, True])
def test_the_shared_bins_of_several_moments_are_those_of_numpy(log):
    random = np.random.default_rng(0)
    sets = [
        random.normal(size=300).astype(np.float32),
        7.0 + 1e-3 * random.normal(size=50),
        np.array([0.0, -0.0, 0.5, 0.5, -31.0]),
        np.full(9, 0.125),
        np.zeros(4),
        np.zeros(0),
    ]
    for some in (sets, sets[:1], sets[1:2], sets[3:4], sets[4:5], sets[5:]):
        made = [histogram_of(each, log=log) for each in some]
        grid = common_grid(made)
        assert 8 <= grid.n <= 64
        for numbers, row in zip(some, stacked(made, grid), strict=True):
            placed = np.asarray(numbers, np.float64)
            if log:
                placed = np.log10(np.abs(placed[placed != 0.0]))
            np.testing.assert_array_equal(row, np.histogram(placed, grid.edges)[0])
            assert row.sum() == placed.size


@pytest.mark.parametrize("scale", [1e-30, 1e-3, 1.0, 1e20, 1e300])
def test_numbers_of_any_size_find_their_bin(scale):
    numbers = scale * np.random.default_rng(1).normal(size=100)
    made = histogram_of(numbers)
    grid = common_grid([made, made])
    expected = np.histogram(numbers, grid.edges)[0]
    np.testing.assert_array_equal(stacked([made], grid)[0], expected)
    assert expected.sum() == 100


def test_what_is_not_finite_is_counted_apart():
    made = histogram_of(np.array([1.0, np.nan, -np.inf, 2.0, np.inf]))
    assert (made.size, made.n_lost, made.counts.sum()) == (5, 3, 2)
    assert made.mean == 1.5
    lost = histogram_of(np.full(3, np.nan))
    assert (lost.n_lost, lost.counts.size) == (3, 0)
    assert np.isnan(lost.mean)
    assert common_grid([lost]) == Grid(-3, -4, 8)
    assert stacked([lost, made], common_grid([lost, made]))[0].sum() == 0


def test_activations_are_those_of_every_layer_by_hand():
    session = session_of(dense(1, 5, "relu"), dense(2, 4, "tanh"))
    inside = instruments_of(session, dtype=np.float64)
    x, _ = inside.sample
    w = {name: array.astype(float) for name, array in session.parameters().items()}
    first = np.maximum(x @ w["dense_1.weight"] + w["dense_1.bias"], 0.0)
    second = np.tanh(first @ w["dense_2.weight"] + w["dense_2.bias"])
    logits = second @ w["head.weight"] + w["head.bias"]
    found = inside.numbers("activations", flat(session))
    assert list(found) == ["dense_1", "dense_2", "head"]
    for values, expected in zip(found.values(), (first, second, logits), strict=True):
        np.testing.assert_allclose(values, expected, rtol=1e-12, atol=1e-14)


def test_gradients_are_those_of_the_session_and_of_pytorch():
    torch = pytest.importorskip("torch")
    session = session_of(dense(1, 6, "tanh"), dense(2, 5, "relu"), dtype="float64")
    session.train(3)
    inside = instruments_of(session, dtype=np.float64)
    features, targets = inside.sample
    gradients = inside.flow(flat(session)).gradients
    for name, expected in session.gradients(features, targets).items():
        np.testing.assert_allclose(gradients[name], expected, rtol=1e-9, atol=1e-12)
    leaves = {n: torch.tensor(a, requires_grad=True) for n, a in session.parameters().items()}
    hidden = torch.tanh(torch.tensor(features) @ leaves["dense_1.weight"] + leaves["dense_1.bias"])
    hidden = torch.relu(hidden @ leaves["dense_2.weight"] + leaves["dense_2.bias"])
    logits = hidden @ leaves["head.weight"] + leaves["head.bias"]
    torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(targets)).backward()
    norms = inside.norms(flat(session))
    for layer in ("dense_1", "dense_2", "head"):
        parts = [leaves[f"{layer}.{part}"].grad.numpy() for part in ("weight", "bias")]
        whole = np.concatenate([part.ravel() for part in parts])
        assert norms[layer].gradient == pytest.approx(np.linalg.norm(whole), rel=1e-9)
        numbers = inside.numbers("gradients", flat(session))[layer]
        np.testing.assert_allclose(numbers, whole, rtol=1e-9, atol=1e-12)


def test_the_samples_are_the_same_at_all_moments_and_from_all_over():
    session = session_of(dense(1), data={"source": "spiral", "samples": 2000, "validation": 0.5})
    inside = instruments_of(session)
    train = session.prepared.train.features
    assert inside.n_rows == 256
    np.testing.assert_array_equal(inside.sample[0][[0, -1]], train[[0, -1]])
    assert len(np.unique(inside.sample[0], axis=0)) == 256
    assert instruments_of(example("digits_cnn")).n_rows < 256


@pytest.mark.parametrize("killed", [0, 3, 8])
def test_dead_units_are_those_that_numpy_finds(killed):
    session = session_of(dense(1, 8, "relu"), dense(2, 4, "leaky_relu"), seed=1)
    weights = session.parameters()
    weights["dense_1.bias"][:] = 100.0
    weights["dense_1.bias"][:killed] = -100.0
    session.load(weights)
    inside = instruments_of(session)
    state = inside.units(flat(session))
    x = inside.sample[0] @ weights["dense_1.weight"] + weights["dense_1.bias"]
    assert int((np.maximum(x, 0.0) == 0.0).all(0).sum()) == killed
    assert list(state) == ["dense_1"]  # a leaky ReLU can't die
    assert (state["dense_1"].n_out, state["dense_1"].n_units) == (killed, 8)
    assert state["dense_1"].share == killed / 8
    assert state["dense_1"].state == "dead"


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("tanh", lambda x: 1 / np.cosh(x) ** 2),
        ("sigmoid", lambda x: 1 / (1 + np.exp(-x)) * (1 - 1 / (1 + np.exp(-x)))),
        ("softsign", lambda x: 1 / (1 + np.abs(x)) ** 2),
        ("hard_sigmoid", lambda x: np.where(np.abs(x) < 3, 1 / 6, 0.0)),
        ("elu", lambda x: np.where(x > 0, 1.0, np.exp(x))),
        ("selu", lambda x: 1.0507 * np.where(x > 0, 1.0, 1.6733 * np.exp(np.minimum(x, 0)))),
        ("softplus", lambda x: 1 / (1 + np.exp(-x))),
    ],
)
def test_saturated_is_where_the_slope_is_flat(name, slope):
    session = session_of(dense(1, 8, name), dtype="float64")
    weights = session.parameters()
    weights["dense_1.weight"] *= 20.0
    session.load(weights)
    inside = instruments_of(session, dtype=np.float64)
    x = inside.sample[0] @ weights["dense_1.weight"] + weights["dense_1.bias"]
    steepest = slope(np.linspace(-30, 30, 100_001)).max()
    flat_there = slope(x) < FLAT * steepest
    state = inside.units(flat(session))["dense_1"]
    assert 0.1 < state.share < 0.95
    assert state.share == pytest.approx(flat_there.mean(), abs=1e-9)
    assert state.n_out == int(flat_there.all(0).sum())


def test_the_channels_of_images_are_units():
    session = session_of(
        {"id": "conv", "type": "Conv2D", "filters": 6, "kernel": 3, "activation": "relu"},
        {"id": "flatten", "type": "Flatten"},
        data={"source": "digits", "validation": 0.3},
        head={"type": "multiclass"},
    )
    weights = session.parameters()
    weights["conv.bias"][[1, 4]] = -1e4
    session.load(weights)
    state = instruments_of(session).units(flat(session))["conv"]
    assert (state.n_units, state.n_out) == (6, 2)


@pytest.mark.parametrize(
    "training",
    [
        {"optimizer": {"type": "adam", "learning_rate": 0.02}, "batch_size": 7, "seed": 2},
        {"optimizer": {"type": "momentum"}, "clipping": {"type": "norm"}, "batch_size": 16},
        {
            "optimizer": {"type": "sgd"},
            "schedule": {"type": "cosine"},
            "regularization": {"type": "l2", "rate": 0.1},
        },
    ],
)
def test_the_ratio_is_that_of_the_step_which_the_session_takes_next(training):
    nodes = (dense(1, 6), {"id": "drop", "type": "Dropout", "rate": 0.3}, dense(2, 5, frozen=True))
    session = session_of(*nodes, dense(3, 4), training=training)
    step = None
    for _ in range(5):
        session.advance(9)
        moment = session.moment()
        step = step or NextStep(moment.stage, device="numpy")
        inside = instruments_of(session)
        ratios = step.ratios(moment, inside.layers)
        before = session.parameters()
        session.advance(1)
        after = session.parameters()
        assert list(ratios) == ["dense_1", "dense_3", "head"]  # the frozen one does not move
        for layer, ratio in ratios.items():
            w, v = (each[f"{layer}.weight"].astype(float) for each in (before, after))
            expected = np.linalg.norm(v - w) / np.linalg.norm(w)
            assert ratio == pytest.approx(expected, rel=1e-6)


def test_a_step_that_diverges_has_no_ratio():
    session = session_of(dense(1))
    weights = session.parameters()
    weights["dense_1.weight"][0, 0] = np.nan
    moment = session.moment()
    inside = instruments_of(session)
    inside.parameters(moment.parameters)["dense_1.weight"][0, 0] = np.nan
    ratios = NextStep(moment.stage, device="numpy").ratios(moment, inside.layers)
    assert all(np.isnan(ratio) for ratio in ratios.values())
    assert inside.histograms("weights", moment.parameters)["dense_1"].n_lost == 1
    assert verdict_on(inside.norms(moment.parameters)).kind == "lost"
    assert inside.units(moment.parameters)["dense_1"].n_lost > 0


def test_ten_sigmoids_are_called_vanishing():
    session = session_of(*(dense(n, 8, "sigmoid") for n in range(1, 11)))
    norms = instruments_of(session).norms(flat(session))
    verdict = verdict_on(norms)
    assert verdict.kind == "vanishing"
    assert verdict.earlier == "dense_1"
    largest = max(norm.gradient for norm in norms.values())
    assert verdict.factor == pytest.approx(largest / norms["dense_1"].gradient)


def test_a_start_that_is_far_too_large_is_called_exploding():
    session = session_of(*(dense(n, 16, "relu") for n in range(1, 9)))
    weights = session.parameters()
    session.load({n: 8.0 * a if n.endswith("weight") else a for n, a in weights.items()})
    assert verdict_on(instruments_of(session).norms(flat(session))).kind == "exploding"


def test_a_gradient_that_grows_on_its_way_back_is_called_exploding():
    norms = {"a": Norm(5.0, 1.0), "b": Norm(0.5, 1.0), "c": Norm(0.01, 1.0)}
    verdict = verdict_on(norms)
    assert (verdict.kind, verdict.earlier, verdict.later) == ("exploding", "a", "c")
    assert verdict.factor == pytest.approx(500.0)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_learns_well_is_called_fine(name):
    session = example(name)
    inside = instruments_of(session)
    assert verdict_on(inside.norms(flat(session))).kind == "fine"
    session.train(2)
    assert verdict_on(inside.norms(flat(session))).kind == "fine"


def test_running_statistics_embeddings_gates_and_frozen_layers_are_told_apart():
    session = session_of(
        dense(1), {"id": "norm", "type": "BatchNorm"}, dense(2, frozen=True), dense(3, 3, "prelu")
    )
    layers = {layer.id: layer for layer in instruments_of(session).layers}
    assert layers["norm"].statistics == ("norm.running_mean", "norm.running_var")
    assert layers["norm"].learned == ("norm.weight", "norm.bias")
    assert [layer.frozen for layer in layers.values()] == [False, False, True, False, False]
    assert set(layers["dense_3"].weights) == {"dense_3.weight", "dense_3.slope"}
    lstm = instruments_of(example("digits_lstm"))
    numbers = lstm.numbers("weights", flat(example("digits_lstm")))
    assert list(numbers) == ["lstm_1", "head"]
    assert len(numbers["lstm_1"]) == 4 * 48 * (8 + 48)

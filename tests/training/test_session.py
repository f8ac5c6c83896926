"""A network being trained: the same numbers whatever the slices, and nothing lost on the way."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.engine.rng import permutation, stream_of
from playground.errors import UserError
from playground.network import edits
from playground.network.heads import HEADS, Binary, Regression
from playground.network.layers import LAYERS
from playground.network.replacing import replace, successor
from playground.network.spec import NetworkSpec
from playground.training.adopted import Adopted
from playground.training.diverged import Diverged
from playground.training.session import Session
from playground.training.spec import TrainingSpec

from .samples import TASK_OF, THREE_LAYERS, Twin, bring_to_overflow, dataset, prepared, session

DROPOUT = [THREE_LAYERS[0], {"id": "dropout_1", "type": "Dropout", "rate": 0.4}, THREE_LAYERS[1]]
SAMPLES = dataset("binary")


def flat(of: Session) -> Any:
    return of.snapshot().parameters


def as_it_was(of: Session) -> tuple[bytes, ...]:
    """All that a refused call must not change."""
    executor = of._executor
    return tuple(
        buffer.tobytes() for buffer in (executor.parameters, executor.state, executor.control)
    )


# The same numbers


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_same_seed_gives_the_same_weights_bit_for_bit(dtype: str) -> None:
    one, two = (session(nodes=DROPOUT, dtype=dtype, seed=3) for _ in range(2))
    other = session(nodes=DROPOUT, dtype=dtype, seed=4)
    for each in (one, two, other):
        each.train(5)
    assert flat(one).dtype == np.dtype(dtype)
    assert flat(one).tobytes() == flat(two).tobytes() != flat(other).tobytes()
    assert one.history.last() == two.history.last()


@pytest.mark.parametrize("slices", [[1] * 23, [2, 5, 1, 7, 8], [20, 3], [100]])
def test_slices_of_any_size_give_the_weights_of_one_run(slices: list[int]) -> None:
    # 20 training samples in batches of 8: three steps an epoch, the last one of 4 samples.
    whole, sliced = (session(nodes=DROPOUT, batch_size=8) for _ in range(2))
    assert whole.advance(sum(slices)) == sum(slices)
    assert [sliced.advance(steps) for steps in slices] == slices
    assert flat(whole).tobytes() == flat(sliced).tobytes()
    assert (whole.epoch, whole.steps) == (sliced.epoch, sliced.steps)
    assert whole.steps == sum(slices)
    assert whole.epoch == sum(slices) // 3
    assert np.array_equal(whole.history.epochs(), sliced.history.epochs())


def test_train_measures_the_start_and_every_epoch_and_finishes_one_in_progress() -> None:
    run = session(batch_size=8)
    run.advance(4)
    run.train(2)
    assert run.epoch == 3
    assert run.history.epochs().tolist() == [1, 2, 3]
    fresh = session()
    seen: list[int] = []

    def stop_at_3(of: Session) -> bool:
        seen.append(of.epoch)
        return of.epoch == 3

    fresh.train(10, stop_at_3)
    assert seen == [1, 2, 3]
    assert fresh.history.epochs().tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("head", ["binary", "multilabel"])
def test_an_epoch_with_a_smaller_last_batch_is_pytorchs(head: str) -> None:
    torch = pytest.importorskip("torch")
    ours = session(head, batch_size=8, data={"validation": 0.5}, optimizer="momentum")
    rows = ours.prepared.train
    assert len(rows) == 20
    twin = Twin(torch, ours)
    for epoch in range(3):
        order = permutation(0, stream_of("order of samples"), epoch, 20)
        losses = [
            twin.step(rows.features[chosen], rows.targets[chosen])
            for chosen in (order[:8], order[8:16], order[16:])
        ]
        ours.train(1)
        assert ours.batch_loss == pytest.approx(losses[-1], rel=1e-9)
    twin.assert_same_weights()
    whole = float(twin.loss(rows.features, rows.targets).detach())
    assert ours.loss("train") == pytest.approx(whole, rel=1e-9)


def test_ten_samples_in_batches_of_four_are_three_steps_an_epoch() -> None:
    run = session(samples=20, batch_size=4)
    assert len(run.prepared.train) == 10
    run.train(2)
    assert (run.epoch, run.steps) == (2, 6)


def test_a_batch_larger_than_the_samples_is_refused_with_both_figures() -> None:
    with pytest.raises(UserError, match="batch of 4,096 samples is more than the 10 there are"):
        session(samples=20, batch_size=4096)
    run = session(samples=20, batch_size=10)
    run.train(3)
    assert run.steps == 3


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam"])
def test_the_rate_can_change_at_any_time_as_in_pytorch(optimizer: str) -> None:
    torch = pytest.importorskip("torch")
    ours = session(optimizer=optimizer)
    twin = Twin(torch, ours)
    for rate in (0.01, 0.2, 0.003):
        ours.learning_rate = rate
        twin.optimizer.param_groups[0]["lr"] = rate
        for _ in range(10):
            ours.step(SAMPLES.features, SAMPLES.targets)
            twin.step(SAMPLES.features, SAMPLES.targets)
    twin.assert_same_weights()


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_rate_that_is_none_is_refused_and_the_old_one_stays(rate: float) -> None:
    run = session()
    with pytest.raises(UserError, match="learning rate above 0"):
        run.learning_rate = rate
    assert run.learning_rate == 0.01


@pytest.mark.parametrize("head", HEADS)
def test_gradients_are_pytorchs_and_change_no_weight(head: str) -> None:
    torch = pytest.importorskip("torch")
    ours = session(head)
    twin = Twin(torch, ours)
    before = as_it_was(ours)
    samples = dataset(TASK_OF[head])
    found = ours.gradients(samples.features, samples.targets)
    twin.loss(samples.features, samples.targets).backward()
    assert list(found) == list(ours.parameters())
    for name, slope in found.items():
        np.testing.assert_allclose(slope, twin.weights[name].grad, rtol=1e-9, atol=1e-12)
    assert as_it_was(ours) == before


def test_time_slices_take_at_least_one_step_and_return_how_many() -> None:
    run = session()
    assert run.advance_for(0.0) == 1
    taken = run.advance_for(0.02)
    assert run.steps == 1 + taken > 1


# Starting over


def test_reset_gives_the_same_start_or_with_another_seed_a_new_one() -> None:
    run = session(nodes=DROPOUT)
    start = flat(run)
    run.train(3)
    first = flat(run)
    run.reset()
    assert flat(run).tobytes() == start.tobytes()
    assert (run.epoch, run.steps, len(run.history)) == (0, 0, 0)
    run.train(3)
    assert flat(run).tobytes() == first.tobytes()
    run.reset(seed=1)
    assert run.seed == 1
    assert flat(run).tobytes() == flat(session(nodes=DROPOUT, seed=1)).tobytes() != start.tobytes()


def test_a_rate_set_by_hand_outlives_a_reset() -> None:
    run, other = (session(optimizer="sgd") for _ in range(2))
    run.learning_rate = 0.5
    run.reset()
    assert run.learning_rate == 0.5
    for each in (run, other):
        each.advance(1)
    start = flat(session())
    np.testing.assert_allclose(flat(run) - start, 50 * (flat(other) - start), rtol=1e-9)


# Numbers that are no longer finite


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_a_run_that_diverges_stops_with_the_weights_of_the_step_before(
    dtype: str, optimizer: str
) -> None:
    nodes = [{"id": f"dense_{n}", "type": "Dense", "activation": "identity"} for n in (1, 2)]
    settings = {"type": optimizer, "learning_rate": 1e5}
    run, twin = (session("regression", nodes=nodes, optimizer=settings, dtype=dtype) for _ in "ab")
    with pytest.raises(Diverged) as stopped:
        run.train(100)
    message = str(stopped.value)
    assert run.diverged == message
    assert re.search(r" in (dense_1|dense_2|head)\b", message)
    assert "now 100000" in message
    assert np.isfinite(flat(run)).all()
    twin.advance(run.steps)
    assert flat(twin).tobytes() == flat(run).tobytes()

    before = run.steps
    with pytest.raises(Diverged):
        run.advance(1)
    assert run.steps == before
    assert flat(twin).tobytes() == flat(run).tobytes()


def test_training_goes_on_after_the_rate_is_lowered() -> None:
    run = session("regression", optimizer={"type": "momentum", "learning_rate": 0.01})
    run.train(2)
    before, weights = run.loss("train"), flat(run)
    run.learning_rate = 1e308
    with pytest.raises(Diverged):
        run.train(5)
    assert flat(run).tobytes() == weights.tobytes()
    run.learning_rate = 0.01
    run.train(20)
    assert run.loss("train") < before
    assert run.diverged == ""


def test_a_good_step_after_a_bad_one_clears_the_message() -> None:
    run = session("regression", optimizer="sgd")
    batch = bring_to_overflow(run)
    before = as_it_was(run)
    with pytest.raises(Diverged, match=r" in dense_1\b"):
        run.step(*batch)
    assert run.diverged
    assert as_it_was(run) == before
    assert run.steps == 0
    run.step([[1.0, 0.0]], [[1.0, 0.0]])
    assert run.diverged == ""


def test_an_update_that_overflows_is_taken_back_and_the_optimizers_memory_too() -> None:
    samples = dataset("regression")
    run = session("regression", optimizer="momentum", dtype="float32")
    run.step(samples.features, samples.targets)
    before, rate = as_it_was(run), run.learning_rate
    run.learning_rate = 3e38
    with pytest.raises(Diverged):
        run.step(samples.features, 1e4 * samples.targets)
    run.learning_rate = rate
    assert as_it_was(run) == before


def test_measuring_answers_too_large_to_square_gives_no_warning() -> None:
    run = session("regression", nodes=[])
    run.load({name: np.full_like(w, 1e200) for name, w in run.parameters().items()})
    run.measure()
    measured = run.history.last()
    assert measured["mae"][0] > 1e199
    assert measured["rmse"][0] == np.inf


# Edits


def edited(of: Session, network: NetworkSpec | None = None, **training: Any) -> list[str]:
    spec = of.training.model_dump() | training
    return of.adopt(network or of.network, of.head, TrainingSpec.model_validate(spec), of.prepared)


def trained(optimizer: str = "adam", **fields: Any) -> Session:
    run = session(optimizer=optimizer, **fields)
    run.train(3)
    return run


def memory(of: Session) -> list[Any]:
    return [np.concatenate([part.ravel() for part in state.values()]) for state in of._states()]


def test_adopting_nothing_new_changes_nothing_that_follows() -> None:
    run, untouched = trained(batch_size=8), trained(batch_size=8)
    for each in (run, untouched):
        each.advance(1)
    assert edited(run) == []
    for each in (run, untouched):
        each.advance(10)
    assert flat(run).tobytes() == flat(untouched).tobytes()


@pytest.mark.parametrize("units", [4, 9])
def test_a_layer_that_grows_or_shrinks_keeps_the_units_that_stay(units: int) -> None:
    run = trained()
    before = run.parameters()
    fresh = session(nodes=[{**THREE_LAYERS[0], "units": units}, THREE_LAYERS[1]]).parameters()
    assert edited(run, edits.set_field(run.network, "dense_1", "units", units)) == []
    after, both = run.parameters(), min(6, units)
    assert np.array_equal(after["dense_1.weight"][:, :both], before["dense_1.weight"][:, :both])
    assert np.array_equal(after["dense_1.bias"][:both], before["dense_1.bias"][:both])
    assert np.array_equal(after["dense_2.weight"][:both], before["dense_2.weight"][:both])
    assert np.array_equal(after["dense_1.weight"][:, both:], fresh["dense_1.weight"][:, both:])
    for name in ("dense_2.bias", "head.weight", "head.bias"):
        assert np.array_equal(after[name], before[name])
    run.train(1)


def test_another_activation_keeps_every_weight_and_adams_memory() -> None:
    run = trained()
    weights, states, version = flat(run), memory(run), run.version
    assert edited(run, edits.set_field(run.network, "dense_1", "activation", "relu")) == []
    assert flat(run).tobytes() == weights.tobytes()
    assert all(np.array_equal(a, b) for a, b in zip(memory(run), states, strict=True))
    assert any(state.any() for state in states)
    assert run.version > version
    assert (run.epoch, len(run.history)) == (3, 4)


def test_inserting_a_layer_keeps_the_rest_and_names_what_is_new() -> None:
    run = trained()
    before = run.parameters()
    node = LAYERS["Dense"](id="dense_3", units=6)
    network = edits.insert(run.network, node, ("dense_1", "dense_2"))
    assert edited(run, network) == ["dense_3.weight", "dense_3.bias"]
    after = run.parameters()
    assert all(np.array_equal(after[name], before[name]) for name in before)
    run.train(1)


def test_removing_a_layer_keeps_the_rest() -> None:
    run = trained()
    before = run.parameters()
    assert edited(run, edits.remove(run.network, ["dense_2"])) == []
    after = run.parameters()
    assert np.array_equal(after["dense_1.weight"], before["dense_1.weight"])
    assert np.array_equal(after["head.weight"][:5], before["head.weight"])
    assert "dense_2.weight" not in after


def test_a_renamed_layer_keeps_its_weights_and_adams_memory() -> None:
    run = trained()
    before, states = run.parameters(), memory(run)
    assert edited(run, edits.set_field(run.network, "dense_1", "id", "first")) == []
    after = run.parameters()
    assert np.array_equal(after["first.weight"], before["dense_1.weight"])
    assert "dense_1.weight" not in after
    assert all(np.array_equal(a, b) for a, b in zip(memory(run), states, strict=True))
    assert run.adopted == Adopted()


def replaced(of: Session, identity: str, layer_type: str) -> NetworkSpec:
    new = successor(of.network[identity], layer_type, of.network.fresh_id(layer_type))
    return replace(of.network, identity, new)


def test_a_replaced_layer_keeps_what_the_new_type_has_too() -> None:
    run = session(nodes=[{"id": "layer_norm_1", "type": "LayerNorm"}, *THREE_LAYERS])
    run.train(3)
    before = run.parameters()
    shared = {"scale", "shift", "gain", "bias"} & {
        name.partition(".")[2] for name in before if name.startswith("layer_norm_1")
    }
    edited(run, replaced(run, "layer_norm_1", "BatchNorm"))
    after = run.parameters()
    kept = [own for own in shared if f"batch_norm_1.{own}" in after]
    assert kept
    for own in kept:
        assert np.array_equal(after[f"batch_norm_1.{own}"], before[f"layer_norm_1.{own}"])
    for name in ("dense_1.weight", "head.weight"):
        assert np.array_equal(after[name], before[name])


def test_what_a_replaced_layer_had_learned_comes_back_with_the_undo() -> None:
    run = trained()
    before, network = run.parameters(), run.network
    edited(run, replaced(run, "dense_2", "LayerNorm"))
    assert "dense_2.weight" not in run.parameters()
    assert edited(run, network) == []
    for name, array in run.parameters().items():
        assert np.array_equal(array, before[name]), name


@pytest.mark.parametrize("activation", ["relu", "identity"])
def test_a_layer_that_starts_as_the_identity_leaves_every_answer_as_it_was(activation: str) -> None:
    nodes = [{**THREE_LAYERS[0], "units": 6, "activation": activation}, THREE_LAYERS[1]]
    run = session(nodes=nodes)
    run.train(3)
    x = SAMPLES.features[:20]
    before = run.predict(x)
    node = LAYERS["Dense"](
        id="dense_3", units=6, activation=activation, initializer={"type": "identity"}
    )
    network = edits.insert(run.network, node, ("dense_1", "dense_2"))
    assert edited(run, network) == ["dense_3.weight", "dense_3.bias"]
    assert run.adopted == Adopted(anew=("dense_3.weight", "dense_3.bias"))
    np.testing.assert_allclose(run.predict(x), before, rtol=1e-5, atol=1e-6)
    run.train(1)
    assert not np.array_equal(run.predict(x), before)


def test_a_layer_that_grew_is_told_from_one_that_starts_anew() -> None:
    run = trained()
    edited(run, edits.set_field(run.network, "dense_2", "units", 9))
    assert run.adopted == Adopted(grown=("dense_2.weight", "dense_2.bias", "head.weight"))
    edited(run, edits.set_field(run.network, "dense_2", "units", 3))
    assert run.adopted == Adopted(shrunk=("dense_2.weight", "dense_2.bias", "head.weight"))


@pytest.mark.parametrize("name", ["dense_1", "first"])
@pytest.mark.parametrize("layer_type", ["LSTM", "GRU", "Dropout", "BatchNorm"])
def test_a_layer_of_another_type_takes_no_numbers_that_mean_something_else(
    name: str, layer_type: str
) -> None:
    run = trained()
    if name != "dense_1":
        edited(run, edits.set_field(run.network, "dense_1", "id", name))
    before = run.parameters()
    network = run.network
    sequence = LAYERS["Reshape"](id="steps", shape=(-1, 1))
    put = edits.insert(network, sequence, ("input", name))
    flat = LAYERS["Flatten"](id="flat")
    put = edits.insert(put, flat, (name, put.targets(name)[0]))
    new = successor(put[name], layer_type, name if name == "first" else f"{layer_type.lower()}_1")
    edited(run, replace(put, name, new))
    run.train(1)
    edited(run, network)
    after = run.parameters()
    for part in ("weight", "bias"):
        np.testing.assert_array_equal(after[f"{name}.{part}"], before[f"{name}.{part}"])


def test_a_layer_added_after_another_was_removed_never_takes_its_weights() -> None:
    run = trained()
    network = run.network
    before = run.parameters()
    fewer = edits.remove(network, ["dense_2"])
    new = LAYERS["Dense"](id="dense_9", units=network["dense_2"].units)
    edited(run, fewer)
    edited(run, edits.insert(fewer, new, ("dense_1", "head")))
    run.train(1)
    edited(run, network)  # both edits undone at once, as the history does
    np.testing.assert_array_equal(run.parameters()["dense_2.weight"], before["dense_2.weight"])


def test_another_optimizer_keeps_the_weights_and_starts_without_memory() -> None:
    run = trained()
    weights = flat(run)
    assert edited(run, optimizer={"type": "momentum", "learning_rate": 0.5}) == []
    assert flat(run).tobytes() == weights.tobytes()
    assert run.learning_rate == 0.5
    assert not any(state.any() for state in memory(run))


def test_adam_goes_on_after_an_edit_as_pytorchs_does_without_one() -> None:
    torch = pytest.importorskip("torch")
    ours = session()
    twin = Twin(torch, ours)
    for edit in range(4):
        for _ in range(5):
            ours.step(SAMPLES.features, SAMPLES.targets)
            twin.step(SAMPLES.features, SAMPLES.targets)
        edited(ours, batch_size=3 + edit)
    twin.assert_same_weights()


def test_other_data_leaves_the_epoch_in_progress_and_goes_on() -> None:
    run = trained(batch_size=8)
    run.advance(1)
    weights = flat(run)
    other = prepared("binary", 60)
    assert run.adopt(run.network, run.head, run.training, other) == []
    assert flat(run).tobytes() == weights.tobytes()
    run.train(1)
    assert (run.epoch, run.steps) == (4, 3 * 3 + 1 + 4)


def test_an_edit_with_errors_is_refused_and_the_session_goes_on_as_it_was() -> None:
    run, untouched = trained(), trained()
    broken = edits.disconnect_all(run.network, [("dense_2", "head")])
    for network, head in ((broken, Binary()), (run.network, HEADS["multiclass"]())):
        data = run.prepared if network is broken else prepared("regression")
        with pytest.raises(UserError):
            run.adopt(network, head, run.training, data)
    for each in (run, untouched):
        each.train(1)
    assert run.network == untouched.network
    assert flat(run).tobytes() == flat(untouched).tobytes()


def test_another_device_goes_on_with_the_same_numbers_and_one_there_is_not_is_refused() -> None:
    run, untouched = (trained(batch_size=8) for _ in range(2))
    run.use_device("numpy")
    with pytest.raises(UserError, match="abacus"):
        run.use_device("abacus")
    for each in (run, untouched):
        each.train(2)
    assert run.device == run.executor_name == "numpy"
    np.testing.assert_allclose(flat(run), flat(untouched), rtol=1e-4, atol=1e-6)


# Weights in and out


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_parameters_go_out_and_in_again_and_are_copies(dtype: str) -> None:
    run, other = session(dtype=dtype), session(dtype=dtype, seed=9)
    run.train(2)
    taken = run.parameters()
    shapes = {name: array.shape for name, array in taken.items()}
    assert shapes == {
        "dense_1.weight": (2, 6),
        "dense_1.bias": (6,),
        "dense_2.weight": (6, 5),
        "dense_2.bias": (5,),
        "head.weight": (5, 1),
        "head.bias": (1,),
    }
    other.load({name: array.tolist() for name, array in taken.items()})
    assert flat(other).tobytes() == flat(run).tobytes()
    x = np.random.default_rng(0).normal(size=(5, 2))
    assert np.array_equal(other.predict(x), run.predict(x))
    taken["head.bias"][:] = 99
    assert run.parameters()["head.bias"] != 99


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"dense_2.bias": None}, "'dense_2.bias'; it is missing"),
        ({"dense_2.bias": np.zeros(4)}, r"'dense_2.bias' of shape \(5,\). Received: \(4,\)"),
        ({"dense_1.weight": np.zeros((6, 2))}, r"'dense_1.weight' of shape \(2, 6\)"),
        ({"dense_9.bias": np.zeros(4)}, "no parameter called 'dense_9.bias'"),
        ({"head.bias": [np.nan]}, "'head.bias' holds numbers that are not finite"),
        ({"head.bias": [1e300]}, "'head.bias' holds numbers that are not finite"),
        ({"head.bias": ["a"]}, "'head.bias' as an array of numbers"),
        ({"dense_1.weight": [[1.0], [1.0, 2.0]]}, "'dense_1.weight' as an array of numbers"),
    ],
)
def test_weights_that_do_not_fit_are_refused_by_name_and_nothing_changes(
    change: dict[str, Any], words: str
) -> None:
    run = trained(dtype="float32")
    before = as_it_was(run)
    given = {name: array + 1 for name, array in run.parameters().items()} | change
    with pytest.raises(UserError, match=words):
        run.load({name: array for name, array in given.items() if array is not None})
    assert as_it_was(run) == before


# Batches and features of one's own


GOOD_X = [[0.0, 1.0], [1.0, 0.0]]


@pytest.mark.parametrize(
    ("head", "x", "y", "words"),
    [
        ("binary", [[0.0]], [1], r"x of shape \(N, 2\). Received: \(1, 1\)"),
        ("binary", [0.0, 1.0], [1, 0], r"x of shape \(N, 2\). Received: \(2,\)"),
        ("binary", [], [], r"x of shape \(N, 2\)"),
        ("binary", 3.0, [1], "x as an array of numbers"),
        ("binary", [["a", "b"]], [1], "x as an array of numbers"),
        ("binary", GOOD_X, [1], "x has 2 rows and y has 1"),
        ("binary", GOOD_X, 1, "y as an array of numbers"),
        ("binary", GOOD_X, ["yes", "no"], "y as an array of numbers"),
        ("binary", GOOD_X, [0, 2], "class numbers, whole and from 0 to 1"),
        ("binary", GOOD_X, [0, 0.5], "class numbers"),
        ("binary", GOOD_X, [[0, 1, 0], [1, 0, 0]], r"y of shape \(N,\). Received: \(2, 3\)"),
        ("multiclass", GOOD_X, [0, 3], "from 0 to 2"),
        ("multiclass", GOOD_X, [0, -1], "from 0 to 2"),
        ("multiclass", GOOD_X, [[0, 1], [1, 0]], r"y of shape \(N,\)"),
        ("multiclass", GOOD_X, [[0, 1, 0], [7, 0, 0]], "zeros and ones"),
        ("multilabel", GOOD_X, [1, 0], r"y of shape \(N, 3\). Received: \(2,\)"),
        ("multilabel", GOOD_X, [[0, 1, 2], [0, 0, 0]], "zeros and ones"),
        ("regression", GOOD_X, [[1.0], [2.0]], r"y of shape \(N, 2\)"),
        ("regression", GOOD_X, [[1.0, np.nan], [2.0, 0.0]], "y holds numbers that are not finite"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused_in_words_and_nothing_changes(
    head: str, x: Any, y: Any, words: str
) -> None:
    run = session(head)
    before = as_it_was(run)
    for call in (run.step, run.gradients):
        with pytest.raises(UserError, match=words):
            call(x, y)
    assert as_it_was(run) == before


@pytest.mark.parametrize("x", [[[1.0]], [[]], "text", None, [[1.0, 2.0], [3.0]]])
def test_features_that_do_not_fit_are_refused_in_words(x: Any) -> None:
    with pytest.raises(UserError, match="Expected x"):
        session().predict(x)


@pytest.mark.parametrize("head", ["binary", "binary_softmax", "multiclass"])
def test_a_column_a_class_gives_the_gradients_of_class_numbers(head: str) -> None:
    run = session(head)
    samples = dataset(TASK_OF[head])
    columns = np.eye(run.signature.outputs)[samples.targets]
    by_number = run.gradients(samples.features, samples.targets)
    by_column = run.gradients(samples.features, columns)
    assert all(np.array_equal(by_number[name], by_column[name]) for name in by_number)


def test_a_batch_larger_than_planned_is_taken_and_training_goes_on_unchanged() -> None:
    run, untouched = trained(batch_size=4), trained(batch_size=4)
    big = dataset("binary", 100)
    assert run.gradients(big.features, big.targets)["head.bias"].shape == (1,)
    for each in (run, untouched):
        each.train(1)
    assert flat(run).tobytes() == flat(untouched).tobytes()


# Looking


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_predictions_take_raw_features_and_give_the_targets_own_units(dtype: str) -> None:
    data = prepare(DataSpec(source="diabetes", standardise_targets=True))
    # A network that is a matrix product: its answer is worked out by hand below.
    run = Session(NetworkSpec(), Regression(), TrainingSpec(), data, dtype=dtype)
    run.train(30)
    raw = data.dataset.features[data.split.validation]
    mean, scale = (f(data.dataset.features[data.split.train], axis=0) for f in (np.mean, np.std))
    weights = run.parameters()
    scaled = (raw - mean) / scale @ weights["head.weight"] + weights["head.bias"]
    y = data.dataset.targets[data.split.train]
    expected = scaled * y.std(0) + y.mean(0)
    found = run.predict(raw)
    assert found.dtype == np.dtype(dtype)
    np.testing.assert_allclose(found, expected, rtol=1e-5 if dtype == "float32" else 1e-12)
    truth = data.dataset.targets[data.split.validation]
    metrics = run.metrics("validation")
    error = np.abs(found - truth).mean()
    assert metrics["mae"] == pytest.approx(error, rel=1e-5)
    assert 20 < metrics["mae"] < 150  # the disease's progression runs from 25 to 346


def test_predictions_of_many_rows_are_those_of_each_alone() -> None:
    run = session("multiclass")
    x = np.random.default_rng(0).normal(size=(2500, 2))
    found = run.predict(x)
    assert found.shape == (2500, 3)
    np.testing.assert_allclose(found.sum(1), 1.0)
    for row in (0, 1023, 1024, 2499):
        np.testing.assert_allclose(run.predict(x[row : row + 1])[0], found[row], rtol=1e-12)


@pytest.mark.parametrize("loss", ["mse", "rmse", "mae", "huber"])
def test_the_loss_of_more_rows_than_are_looked_at_at_once_is_the_loss_of_the_whole(
    loss: str,
) -> None:
    data = prepared("regression", 5000)
    head = Regression(loss=loss)
    run = Session(NetworkSpec(), head, TrainingSpec(), data, dtype="float64")
    error = run.predict(data.dataset.features[data.split.train]) - data.train.targets
    size = np.abs(error)
    expected = {
        "mse": np.square(error).mean(),
        "rmse": np.sqrt(np.square(error).mean()),
        "mae": size.mean(),
        "huber": np.where(size <= 1, size**2 / 2, size - 0.5).mean(),
    }
    assert len(data.train) == 2500
    assert run.loss("train") == pytest.approx(expected[loss], rel=1e-12)


def test_the_loss_and_the_metrics_are_those_of_the_split_asked_for() -> None:
    run = trained()
    for split, rows in (("train", run.prepared.train), ("validation", run.prepared.validation)):
        p = run._evaluator.predict(flat(run), rows.features)[:, 0]
        surprise = -np.where(rows.targets == 1, np.log(p), np.log(1 - p)).mean()
        assert run.loss(split) == pytest.approx(surprise)
        assert run.metrics(split)["accuracy"] == np.mean((p >= 0.5) == rows.targets)
    with pytest.raises(UserError, match="'train', 'validation' or 'test'"):
        run.metrics("exam")


def test_a_snapshot_is_a_copy_of_its_moment() -> None:
    run = session()
    taken = run.snapshot()
    before = taken.parameters.tobytes()
    run.train(1)
    assert taken.parameters.tobytes() == before != flat(run).tobytes()
    assert (taken.epoch, taken.steps, run.snapshot().epoch) == (0, 0, 1)


@pytest.mark.parametrize("given", [{"dtype": "float16"}, {"device": "abacus"}])
def test_a_number_type_or_device_there_is_not_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(UserError, match=next(iter(given.values()))):
        Session(NetworkSpec(), Binary(), TrainingSpec(), prepared("binary"), **given)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_head_learns(head: str, dtype: str) -> None:
    run = session(head, dtype=dtype, optimizer={"type": "adam", "learning_rate": 0.03})
    before = run.loss("train")
    run.train(40)
    assert run.loss("train") < 0.7 * before
    task = TASK_OF[head]
    assert run.head.decide(run.predict(dataset(task).features), task).shape == (
        dataset(task).targets.shape
    )


def test_what_an_edit_takes_away_comes_back_with_its_undo() -> None:
    run = session(nodes=THREE_LAYERS)
    run.train(3)
    before = run.parameters()
    parts = run.network, run.head, run.training, run.prepared
    fewer = edits.set_field(edits.remove(run.network, ["dense_2"]), "dense_1", "units", 2)
    run.adopt(fewer, *parts[1:])
    assert "dense_2.weight" not in run.parameters()
    assert run.adopt(*parts) == []
    for name, array in run.parameters().items():
        assert np.array_equal(array, before[name]), name


def test_what_was_trained_since_is_newer_than_what_was_set_aside() -> None:
    run = session(nodes=THREE_LAYERS)
    parts = run.network, run.head, run.training, run.prepared
    before = run.parameters()
    run.adopt(edits.set_field(run.network, "dense_1", "units", 2), *parts[1:])
    run.train(2)
    trained = run.parameters()
    run.adopt(*parts)
    after = run.parameters()["dense_1.weight"]
    assert np.array_equal(after[:, :2], trained["dense_1.weight"])
    assert np.array_equal(after[:, 2:], before["dense_1.weight"][:, 2:])


def test_a_reset_forgets_what_was_set_aside() -> None:
    run = session(nodes=THREE_LAYERS)
    first = run.parameters()
    run.train(2)
    parts = run.network, run.head, run.training, run.prepared
    run.adopt(edits.remove(run.network, ["dense_2"]), *parts[1:])
    run.reset()
    run.adopt(*parts)
    assert np.array_equal(run.parameters()["dense_2.weight"], first["dense_2.weight"])


def test_a_network_with_no_room_in_memory_is_refused_with_the_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = session(nodes=THREE_LAYERS)
    before = run.parameters()
    monkeypatch.setattr("playground.training.room.available_bytes", lambda: 10**6)
    larger = edits.set_field(run.network, "dense_1", "units", 50_000)
    with pytest.raises(UserError, match=r"needs 0\.0 GB|needs \d+\.\d GB .* 0\.0 GB are free"):
        run.adopt(larger, run.head, run.training, run.prepared)
    assert run.network["dense_1"].units == 6
    for name, array in run.parameters().items():
        assert np.array_equal(array, before[name])
    run.train(1)


@pytest.mark.parametrize("amount", [1.5, -1, "3", None])
def test_only_a_whole_number_of_epochs_or_steps_can_be_trained(amount: Any) -> None:
    run = session()
    for train in (run.train, run.advance):
        with pytest.raises(
            UserError, match=r"Expected a whole number of (epochs|steps), 0 or more"
        ):
            train(amount)
    assert run.steps == 0


def test_features_that_are_not_finite_are_not_blamed_on_the_learning_rate() -> None:
    run = session()
    for ask in (
        lambda: run.step([[np.nan, 1.0]], [0]),
        lambda: run.gradients([[1.0, np.inf]], [0]),
        lambda: run.predict([[np.nan, 1.0]]),
    ):
        with pytest.raises(UserError, match="x holds a number that is not finite"):
            ask()
    assert run.diverged == ""


def test_a_batch_that_has_no_room_is_refused_with_the_figures_and_changes_nothing() -> None:
    run = session(nodes=[{"id": "wide", "type": "Dense", "units": 100_000}])
    before = as_it_was(run)
    with pytest.raises(UserError, match=r"needs [\d.,]+ GB of memory; .* smaller batch"):
        run.step(np.zeros((400_000, 2)), np.zeros(400_000))
    assert as_it_was(run) == before
    run.step([[0.0, 1.0]], [1])

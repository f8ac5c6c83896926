"""The public API, as scripts outside this repository use it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import playground
from playground.assets_path import examples_path
from tests.project.documents import project, write


def session(dtype: str = "float32", **changes: object) -> playground.Session:
    return playground.Session(project(**changes), device="cpu", dtype=dtype)


def batch(of: playground.Session, rows: int = 8) -> tuple[np.ndarray, np.ndarray]:
    train = of.prepared.train
    return train.features[:rows], train.targets[:rows]


def test_the_snippet_of_the_readme_runs(tmp_path: Path) -> None:
    project = playground.open(examples_path() / "xor.json")
    session = playground.Session(project, device="cpu", dtype="float32", seed=0)
    session.train(epochs=20)
    x = np.array([[0.5, 0.5], [-0.5, 0.5]])
    assert session.predict(x).shape == (2, 1)
    assert set(session.metrics("validation")) == {"accuracy", "balanced_accuracy", "f1"}
    session.save(tmp_path / "x.playground")
    report = session.export(tmp_path / "x.onnx")
    assert report.agrees
    assert "matches " in str(report)


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sesion'"):
        playground.sesion  # noqa: B018


def test_parameters_have_the_names_and_shapes_of_the_contract() -> None:
    shapes = {name: array.shape for name, array in session().parameters().items()}
    assert shapes == {
        "dense_1.weight": (2, 5),
        "dense_1.bias": (5,),
        "head.weight": (5, 1),
        "head.bias": (1,),
    }


def test_parameters_are_copies() -> None:
    one = session()
    one.parameters()["head.weight"][:] = 7
    assert not (one.parameters()["head.weight"] == 7).any()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_everything_is_of_the_dtype_asked_for(dtype: str) -> None:
    one = session(dtype)
    x, y = batch(one)
    one.step(x, y)
    assert all(array.dtype == dtype for array in one.parameters().values())
    assert all(array.dtype == dtype for array in one.gradients(x, y).values())
    assert one.predict(x).dtype == dtype


def test_step_gives_the_loss_of_the_batch_before_its_update() -> None:
    one = session("float64")
    x, y = batch(one)
    answers = one.predict(one.prepared.feature_scaler.invert(x))[:, 0]
    expected = -np.log(np.where(y == 1, answers, 1 - answers)).mean()
    before = one.parameters()
    assert one.step(x, y) == pytest.approx(expected, rel=1e-9)
    assert one.steps == 1
    assert all((one.parameters()[name] != before[name]).any() for name in before)
    assert one.step(x, y) < expected


def test_step_takes_one_optimizer_step_along_the_gradients() -> None:
    one = session("float64", training__optimizer={"type": "sgd", "learning_rate": 0.5})
    x, y = batch(one)
    before, gradients = one.parameters(), one.gradients(x, y)
    assert list(gradients) == list(before)
    assert all((one.parameters()[name] == before[name]).all() for name in before)
    one.step(x, y)
    for name, array in one.parameters().items():
        np.testing.assert_allclose(array, before[name] - 0.5 * gradients[name], rtol=1e-12)


def test_gradients_are_the_derivative_of_the_loss() -> None:
    one = session("float64", training__optimizer={"type": "sgd", "learning_rate": 1e-12})
    x, y = batch(one)
    parameters, gradients = one.parameters(), one.gradients(x, y)
    rng = np.random.default_rng(1)
    direction = {name: rng.standard_normal(array.shape) for name, array in parameters.items()}

    def loss(distance: float) -> float:
        one.load({name: array + distance * direction[name] for name, array in parameters.items()})
        return one.step(x, y)

    slope = (loss(1e-5) - loss(-1e-5)) / 2e-5
    expected = sum((gradients[name] * direction[name]).sum() for name in gradients)
    assert slope == pytest.approx(expected, rel=1e-6)


def test_load_takes_over_what_parameters_gave() -> None:
    one, other = session(), playground.Session(project(), seed=99)
    x, _ = batch(one)
    assert not np.array_equal(one.predict(x), other.predict(x))
    other.load(one.parameters())
    assert np.array_equal(one.predict(x), other.predict(x))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"head.weight": None}, "'head.weight'; it is missing"),
        ({"dense_9.weight": np.zeros(3)}, "no parameter called 'dense_9.weight'"),
        ({"dense_1.weight": np.zeros((2, 4))}, r"'dense_1.weight' of shape \(2, 5\)"),
        ({"dense_1.bias": np.full(5, np.nan)}, "'dense_1.bias' holds numbers that are not finite"),
        ({"dense_1.bias": "five"}, "'dense_1.bias' as an array of numbers"),
    ],
)
def test_load_names_the_first_that_differs_and_changes_nothing(
    change: dict[str, object], words: str
) -> None:
    one = session()
    before = one.parameters()
    given = {name: value for name, value in (before | change).items() if value is not None}
    with pytest.raises(playground.UserError, match=words):
        one.load(given)
    assert all((one.parameters()[name] == before[name]).all() for name in before)


def test_predict_answers_raw_features_after_the_final_activation() -> None:
    one = session(data__standardise=True)
    features = one.prepared.dataset.features
    answers = one.predict(features)
    assert answers.shape == (60, 1)
    assert ((answers > 0) & (answers < 1)).all()
    weights = one.parameters()
    scaled = one.prepared.feature_scaler.apply(features)
    hidden = np.tanh(scaled @ weights["dense_1.weight"] + weights["dense_1.bias"])
    logits = hidden @ weights["head.weight"] + weights["head.bias"]
    np.testing.assert_allclose(answers, 1 / (1 + np.exp(-logits)), rtol=1e-5)


def test_predictions_of_values_come_in_the_targets_own_units() -> None:
    one = session(data={"source": "diabetes", "standardise_targets": True}, head="regression")
    one.train(5)
    answers = one.predict(one.prepared.dataset.features)
    assert 100 < answers.mean() < 200
    np.testing.assert_allclose(
        one.metrics("train")["mae"],
        np.abs(
            answers[one.prepared.split.train]
            - one.prepared.dataset.targets[one.prepared.split.train]
        ).mean(),
        rtol=1e-4,
    )


@pytest.mark.parametrize(
    ("head", "source", "columns"),
    [
        ("binary", "circle", 1),
        ("binary_softmax", "circle", 2),
        ("multiclass", "blobs", 3),
        ("multilabel", "regions", 3),
        ("regression", "linnerud", 3),
        ("bounded_regression", "waves", 1),
    ],
)
def test_every_head_steps_and_answers(head: str, source: str, columns: int) -> None:
    one = session(head=head, data={"source": source, "samples": 60})
    x, y = batch(one)
    assert np.isfinite(one.step(x, y))
    assert one.predict(x).shape == (8, columns)


def test_the_same_seed_is_the_same_run_and_another_is_not() -> None:
    runs = [playground.Session(project(), seed=seed) for seed in (4, 4, 5)]
    for run in runs:
        run.train(2)
    first, same, other = (run.parameters()["head.weight"] for run in runs)
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_a_saved_session_goes_on_as_if_it_had_never_stopped(tmp_path: Path) -> None:
    straight, stopped = session(), session()
    straight.train(6)
    stopped.train(2)
    stopped.save(tmp_path / "x.playground")
    resumed = playground.Session(playground.open(tmp_path / "x.playground"))
    resumed.train(4)
    for name, array in straight.parameters().items():
        assert np.array_equal(array, resumed.parameters()[name])
    assert len(resumed.history) == len(straight.history) == 7


def test_strings_are_paths_too(tmp_path: Path) -> None:
    opened = playground.open(str(write(tmp_path / "small.json")))
    one = playground.Session(opened)
    one.save(str(tmp_path / "x.playground"))
    assert one.export(str(tmp_path / "x.npz")).agrees


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"device": "abacus"}, "There are: auto, cpu, numpy, cuda"),
        ({"dtype": "float16"}, "float32 or float64"),
    ],
)
def test_a_session_refuses_what_there_is_not(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(playground.UserError, match=words):
        playground.Session(project(), **arguments)  # type: ignore[arg-type]


def test_every_device_there_is_gives_the_same_numbers() -> None:
    runs = [playground.Session(project(), device=device) for device in ("auto", "cpu", "numpy")]
    for run in runs:
        run.train(3)
    for run in runs[1:]:
        for name, array in runs[0].parameters().items():
            np.testing.assert_allclose(run.parameters()[name], array, rtol=1e-5, atol=1e-6)


def test_metrics_refuses_a_split_there_is_not() -> None:
    with pytest.raises(playground.UserError, match="Expected split"):
        session().metrics("trial")

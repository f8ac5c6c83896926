"""From a file to a trained network without a word, beside scikit-learn on the same split."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

import playground
from playground.beginning import make_project
from playground.data.prepare import Prepared, prepare
from tests.data.own_files import KINDS

Matrix = np.ndarray[Any, Any]
BELOW, ABOVE = 0.03, 1.05


def _words(prepared: Prepared) -> Callable[[Matrix], Matrix]:
    count = len(prepared.dataset.vocabulary)
    return lambda x: np.stack([np.bincount(row.astype(int), minlength=count) for row in x])


def _their_answers(kind: str, prepared: Prepared) -> Matrix:
    """What scikit-learn answers to the validation samples, fitted to the training ones."""
    x, y, asked = prepared.train.features, prepared.train.targets, prepared.validation.features
    model: Any = LogisticRegression(max_iter=1_000)
    if kind == "reviews":
        bag = _words(prepared)
        x, asked = bag(x), bag(asked)
    elif kind == "weather":
        model = MultiOutputClassifier(model)
    elif kind == "houses":
        model = RandomForestRegressor(50, random_state=0)
    elif kind == "ratings":
        model = make_pipeline(OneHotEncoder(handle_unknown="ignore"), Ridge(1.0))
    elif kind == "demand":
        model = Ridge(1.0)
    flat = [array.reshape(len(array), -1) for array in (x, asked)]
    answers: Matrix = model.fit(flat[0], y.ravel() if y.shape[1:] == (1,) else y).predict(flat[1])
    return answers


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "stripes"])
def test_a_file_alone_trains_about_as_well_as_scikit_learn(kind: str, tmp_path: Path) -> None:
    file = KINDS[kind](tmp_path)
    place = tmp_path / "project.json"
    project, _ = make_project(file, place, (), None)
    session = playground.Session(playground.open(place), device="numpy", seed=0)
    session.train(epochs=project.training.epochs)
    ours = session.metrics("validation")
    prepared = prepare(project.data)
    theirs, truth = _their_answers(kind, prepared), prepared.validation.targets
    if prepared.dataset.task == "regression":
        scale = float(prepared.target_scaler.scale.ravel()[0])
        error = scale * float(np.sqrt(np.mean((theirs.ravel() - truth.ravel()) ** 2)))
        assert ours["rmse"] <= ABOVE * error
    elif prepared.dataset.task == "multilabel":
        both, either = (theirs & truth).sum(), theirs.sum() + truth.sum()
        assert ours["f1"] >= 2 * both / either - BELOW
    else:
        assert ours["accuracy"] >= float((theirs == truth).mean()) - BELOW
        assert ours["accuracy"] >= 0.8

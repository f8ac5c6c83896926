"""How good scikit-learn's own models are on the samples of `tests.data.own_files`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from playground.data.prepare import Prepared

Matrix = np.ndarray[Any, Any]
BELOW, ABOVE = 0.03, 1.05


def assert_as_good(kind: str, prepared: Prepared, ours: Mapping[str, float]) -> None:
    """Our metrics on the validation samples are about those of scikit-learn, or better."""
    theirs, truth = _their_answers(kind, prepared), prepared.validation.targets
    if prepared.dataset.task == "regression":
        scale = float(prepared.target_scaler.scale.ravel()[0])
        error = scale * float(np.sqrt(np.mean((theirs.ravel() - truth.ravel()) ** 2)))
        assert ours["rmse"] <= ABOVE * error, kind
    elif prepared.dataset.task == "multilabel":
        both, either = (theirs & truth).sum(), theirs.sum() + truth.sum()
        assert ours["f1"] >= 2 * both / either - BELOW, kind
    else:
        assert ours["accuracy"] >= float((theirs == truth).mean()) - BELOW, kind
        assert ours["accuracy"] >= 0.8, kind


def _words(prepared: Prepared) -> Callable[[Matrix], Matrix]:
    count = len(prepared.dataset.vocabulary)
    return lambda x: np.stack([np.bincount(row.astype(int), minlength=count) for row in x])


def _their_answers(kind: str, prepared: Prepared) -> Matrix:
    """What scikit-learn answers to the validation samples, fitted to the training ones."""
    x, y, asked = prepared.train.features, prepared.train.targets, prepared.validation.features
    model: Any = LogisticRegression(max_iter=1_000)
    kind = kind.partition(",")[0]
    if kind == "reviews":
        bag = _words(prepared)
        x, asked = bag(x), bag(asked)
    elif kind in ("weather", "scenes"):
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

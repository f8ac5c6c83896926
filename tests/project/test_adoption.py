"""A trained network takes the place of a project's own, where the data lets it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.errors import UserError
from playground.project.adoption import adoption
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from playground.training.trained import Trained
from tests.formats.trained import images, session
from tests.project.documents import project


def trained(case: str) -> Trained:
    return (images() if case == "images" else session(case)).trained()


def with_it(spec: ProjectSpec, one: Trained) -> tuple[ProjectSession, Any]:
    """A session of the project that took the network."""
    made = adoption(one, spec)
    parts = {"network": made.network, "head": made.head}
    taken = ProjectSession(spec.model_copy(update=parts), device="numpy")
    taken.start_from(made.parameters)
    return taken, made


@pytest.mark.parametrize(
    "case",
    ["binary", "binary_softmax", "multiclass", "multilabel", "regression", "images"],
)
def test_on_its_own_data_it_answers_as_before(case: str) -> None:
    one = images() if case == "images" else session(case)
    spec = one.project
    taken, made = with_it(spec, one.trained())
    assert made.told == ()
    x = one.prepared.dataset.features[:20]
    assert np.allclose(taken.predict(x), one.predict(x), rtol=1e-4, atol=1e-6)


def test_other_answers_are_asked_for_so_the_head_starts_anew() -> None:
    spec = project(data={"source": "blobs", "samples": 80, "classes": 3}, head="multiclass").spec
    taken, made = with_it(spec, trained("multiclass"))
    assert not any(name.startswith("head.") for name in made.parameters)
    assert "The head starts anew: it gives 4 answers" in made.told[0]
    assert taken.head.type == "multiclass"
    for name, array in made.parameters.items():
        assert np.array_equal(taken.parameters()[name], array)
    taken.train(2)


def test_samples_of_another_size_are_refused_with_both_shapes() -> None:
    with pytest.raises(UserError, match=r"1×8×8.*Choose data of that shape first"):
        adoption(trained("images"), project().spec)


def test_differences_of_scaling_are_said() -> None:
    data = {"source": "circle", "samples": 80, "standardise": False}
    made = adoption(trained("binary"), project(data=data).spec)
    assert "learned from standardised features" in made.told[0]
    assert made.standardise is True

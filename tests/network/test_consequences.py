"""What is said of a loss or a final activation before it is chosen."""

from __future__ import annotations

from itertools import product

import pytest

from playground.network.consequences import of_final, of_loss
from playground.network.heads import HEADS, Multiclass, Multilabel, Regression
from playground.network.losses import LOSSES
from playground.network.pairs import FINAL_LABELS
from playground.network.signature import Signature

OF = {
    "binary": Signature("circle", (2,), "binary", 2, counts=(5, 5)),
    "multiclass": Signature("blobs", (2,), "multiclass", 3, counts=(3, 3, 3)),
    "multilabel": Signature("regions", (2,), "multilabel", 3),
    "regression": Signature("plane", (2,), "regression", 1, -1.0, 1.0),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=list(HEADS))
def test_a_choice_is_said_to_fit_just_when_it_brings_no_problem(head):
    signature = OF[head.tasks[0]]
    for loss, final in product(LOSSES, FINAL_LABELS):
        with_loss = head(loss=loss)
        judged = of_loss(head(), loss, signature)
        assert judged.fits is (not with_loss.problems(signature))
        after = of_final(with_loss, final, signature)
        assert after.fits is (not head(loss=loss, activation=final).problems(signature))
        assert judged.words.endswith(".")
        assert after.words.endswith(".")


def test_what_does_not_fit_says_why_in_the_words_of_the_problem():
    judged = of_final(Multilabel(), "softmax", OF["multilabel"])
    assert not judged.fits
    assert "never both be near 1" in judged.words
    assert judged.mark != of_final(Multilabel(), "sigmoid", OF["multilabel"]).mark


def test_a_loss_that_brings_its_own_final_activation_says_so():
    counts = Signature("visits", (2,), "regression", 1, 0.0, 9.0)
    judged = of_loss(Regression(), "poisson", counts)
    assert judged.fits
    assert "becomes exponential" in judged.words
    assert "becomes" not in of_loss(Regression(), "huber", counts).words


def test_a_head_that_is_only_tried_is_not_held_against_its_losses():
    assert of_loss(Multiclass(), "cross_entropy", OF["multilabel"]).fits

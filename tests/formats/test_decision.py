"""The rule that is written down is the one that the head follows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.formats.answer_names import answer_names, decided
from playground.formats.decision import decision_of
from tests.formats.code.programs import heads_made

MADE = {
    name: one for name, one in heads_made() if name.endswith("-None")
}  # every head and final activation, on every task that it answers


@pytest.mark.parametrize("name", MADE)
def test_decisions_by_the_rule_are_those_of_the_head(name: str) -> None:
    one = MADE[name].trained
    rule = decision_of(one.head, one.signature)
    columns = one.head.columns(one.signature)
    answers = np.random.default_rng(0).uniform(size=(50, columns))
    answers[0] = 0.5
    theirs = one.head.decide(answers, one.signature.task)
    names = [f"n{number}" for number in range(one.signature.outputs)]
    one = replace(one, target_names=tuple(names))
    assert len(answer_names(one)) == columns
    said = decided(one, rule, answers)
    if rule.rule == "none":
        assert one.signature.task == "regression"
    elif one.signature.task == "multilabel":
        meant = ["; ".join(np.array(names)[row == 1]) for row in theirs]
        assert said == meant
    else:
        assert said == [names[number] for number in theirs]

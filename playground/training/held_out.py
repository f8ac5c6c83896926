"""How good the weights of a moment are on the samples held out for the end."""

from __future__ import annotations

from playground.training.evaluator import Evaluator
from playground.training.feed import Feed
from playground.training.judge import Judge
from playground.training.moment import Moment


def judge_held_out(moment: Moment) -> tuple[float, dict[str, float]]:
    """Loss and metrics on the test samples, as `Session.evaluate("test")` has them.

    Raises:
        UserError: no sample is held out.
    """
    stage, dtype = moment.stage, moment.parameters.dtype
    feed = Feed(stage, dtype, "numpy")
    evaluator = Evaluator(
        stage.network, stage.head, stage.signature, dtype, device="numpy", given=feed.ends
    )
    return Judge(stage, evaluator, feed).evaluate(moment.parameters, "test")

"""How samples are split, as the document has it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_serializer

from playground.frozen import Frozen

Way = Literal["stratified", "random", "group", "time", "given"]
MOST_FOLDS = 100


class SplitSpec(Frozen):
    """Which samples train, which judge, and which are kept for the very end.

    What is as usual is left out of files.

    Attributes:
        way: stratified: the same mixture of classes on both sides; random where each sample is not
            of one class: of values, and of several labels at once.
            group, time, given: by the column of a table that has that role (given: "side").
        folds: k-fold: the samples are cut into so many parts, of which number `fold` judges; then
            the validation share says nothing. None for a single split.
        test: the share held out of everything, looked at only when it is asked for.
    """

    way: Way = Field("stratified", title="Split", description="How samples get their side.")
    folds: int | None = Field(
        None,
        ge=2,
        le=MOST_FOLDS,
        title="Folds",
        description="Cut into so many parts, each judging once.",
    )
    fold: int = Field(
        0, ge=0, lt=MOST_FOLDS, title="Fold", description="The part that judges, from 0."
    )
    test: float = Field(
        0.0,
        ge=0.0,
        le=0.9,
        title="Test",
        description="Share held out of everything, looked at only when you ask.",
    )

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        usual = SplitSpec.model_fields
        return {name: value for name, value in given.items() if value != usual[name].default}

    def __bool__(self) -> bool:
        """Whether anything is not as usual."""
        return self != _USUAL


_USUAL = SplitSpec()

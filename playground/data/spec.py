"""The data part of the document."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, field_validator, model_serializer, model_validator

from playground.data.augment import Augment
from playground.data.edits import NO_EDITS, DataEdits
from playground.data.formula import MOST_LETTERS
from playground.data.painting import Painting
from playground.data.split_spec import SplitSpec
from playground.data.tables.spec import FileSpec
from playground.frozen import Frozen

FILE = "file"
"""The source that is people's own data."""


class DataSpec(Frozen):
    """Where the samples come from, how many, and how they are split and scaled.

    Edits by hand are left out of files where there are none.
    """

    source: str = Field("spiral", title="Data", description="Where the samples come from.")
    samples: int = Field(
        500, ge=10, le=100_000, title="Samples", description="How many points to draw."
    )
    noise: float = Field(
        0.05,
        ge=0.0,
        le=1.0,
        title="Noise",
        description="How far points stray from their true place.",
    )
    classes: int = Field(
        3, ge=2, le=10, title="Classes", description="How many classes to draw, where it varies."
    )
    only_classes: tuple[Annotated[int, Field(ge=0)], ...] | None = Field(
        None,
        title="Only classes",
        description="Keep the samples of these classes alone, by their numbers from 0; empty for "
        "all. A network then answers with these.",
    )
    per_class: int | None = Field(
        None,
        ge=1,
        le=100_000,
        title="Per class",
        description="Train on only so many samples of each class, and judge on all others; empty "
        "to go by the validation share.",
    )
    validation: float = Field(
        0.5,
        gt=0.0,
        lt=1.0,
        title="Validation",
        description="Share of the samples kept aside to judge the network on.",
    )
    seed: int = Field(
        0, ge=0, lt=2**32, title="Seed", description="The same seed draws the same samples."
    )
    standardise: bool = Field(
        True,
        title="Standardise features",
        description="Shift and scale each feature to mean 0 and deviation 1 on the training split.",
    )
    standardise_targets: bool = Field(
        False,
        title="Standardise targets",
        description="Regression only: train on targets of mean 0 and deviation 1; predictions come "
        "back in the targets' own units.",
    )
    options: tuple[tuple[str, float], ...] = Field(
        (),
        max_length=20,
        title="Options",
        description="What else can be changed of a generator, by name; see its parameters.",
    )
    formula: str = Field(
        "",
        max_length=MOST_LETTERS,
        title="Formula",
        description="The height of a surface over x1 and x2, where the source is a formula.",
    )
    painting: Painting | None = Field(
        None, title="Painting", description="What is painted, where the source is a painting."
    )
    split: SplitSpec = Field(
        SplitSpec(), title="Split", description="How samples get to train, to judge, or to wait."
    )
    file: FileSpec | None = Field(
        None, title="File", description="Your own data, where the source is a file."
    )
    augment: Augment = Field(
        Augment(),
        title="At training time",
        description="What is done to training pictures, anew in every epoch.",
    )
    edits: DataEdits = Field(
        NO_EDITS,
        title="Edits by hand",
        description="Points added and samples removed after they were drawn.",
    )

    @field_validator("options", mode="before")
    @classmethod
    def _by_name(cls, options: Any) -> Any:
        """In files they are an object."""
        return tuple(sorted(options.items())) if isinstance(options, dict) else options

    @field_validator("only_classes")
    @classmethod
    def _several(cls, classes: tuple[int, ...] | None) -> tuple[int, ...] | None:
        if classes is None:
            return None
        if len(set(classes)) < len(classes):
            raise ValueError("a class is named twice")
        if len(classes) < 2:
            raise ValueError("at least two classes are needed, or there is nothing to tell apart")
        return tuple(sorted(classes))

    @model_validator(mode="after")
    def _file_or_none(self) -> DataSpec:
        if (self.source == FILE) != (self.file is not None):
            raise ValueError('the source "file" and the field file go together')
        return self

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        if self.options:
            given["options"] = dict(self.options)
        for name in ("edits", "split", "augment", "options", "formula", "painting"):
            if not getattr(self, name):
                given.pop(name, None)
        for name in ("only_classes", "per_class", "file"):
            if getattr(self, name) is None:
                given.pop(name, None)
        return given

    @property
    def judging(self) -> tuple[float, float]:
        """The part of the whole, from 0 to 1, that judges: from where to where."""
        folds, fold = self.split.folds, self.split.fold
        return (0.0, self.validation) if folds is None else (fold / folds, (fold + 1) / folds)

    @property
    def drawn(self) -> DataSpec:
        """The same without edits by hand."""
        return self.model_copy(update={"edits": NO_EDITS}) if self.edits else self

    def edits_kept_by(self, other: DataSpec) -> DataEdits:
        """What of the edits by hand still makes sense for `other` data, which has none yet.

        Another source has none, nor have other classes of it, which have other numbers. Where
        others are drawn, those put in stay; which ones were taken out means nothing then.
        """
        if (self.source, self.only_classes) != (other.source, other.only_classes):
            return NO_EDITS
        drawing = ("samples", "noise", "seed", "classes", "options", "formula", "painting")
        if all(getattr(self, name) == getattr(other, name) for name in drawing):
            return self.edits
        return self.edits.redrawn(other.classes if other.classes != self.classes else None)

"""Every step of preparation."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from playground.data.steps.dates import DateParts, FittedDateParts
from playground.data.steps.numbers import FittedAffine, FittedImpute, Impute, MinMax, Standardise
from playground.data.steps.step import Block, Fitted, Step
from playground.data.steps.words import FittedOneHot, FittedOrdinal, OneHot, Ordinal

__all__ = ["STEPS", "Block", "Fitted", "FittedField", "Step", "StepField"]

STEPS: tuple[type[Step], ...] = (Impute, Standardise, MinMax, OneHot, Ordinal, DateParts)

StepField = Annotated[
    Impute | Standardise | MinMax | OneHot | Ordinal | DateParts, Field(discriminator="type")
]
FittedField = Annotated[
    FittedImpute | FittedAffine | FittedOneHot | FittedOrdinal | FittedDateParts,
    Field(discriminator="type"),
]

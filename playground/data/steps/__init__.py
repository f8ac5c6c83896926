"""Every step of preparation."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from playground.data.steps.dates import DateParts, FittedDateParts
from playground.data.steps.numbers import (
    FittedAffine,
    FittedImpute,
    FittedLog,
    Impute,
    Log,
    MinMax,
    Standardise,
)
from playground.data.steps.pictures import (
    Crop,
    FittedCrop,
    FittedGrey,
    FittedResize,
    Grey,
    Resize,
)
from playground.data.steps.step import Block, Fitted, Step
from playground.data.steps.text import BagOfWords, FittedBag, FittedTokenIds, TfIdf, TokenIds
from playground.data.steps.words import (
    FillWord,
    FittedFillWord,
    FittedHashing,
    FittedOneHot,
    FittedOrdinal,
    Hashing,
    OneHot,
    Ordinal,
)

__all__ = ["STEPS", "Block", "Fitted", "FittedField", "Step", "StepField"]

STEPS: tuple[type[Step], ...] = (
    Impute,
    Log,
    Standardise,
    MinMax,
    FillWord,
    OneHot,
    Ordinal,
    Hashing,
    DateParts,
    BagOfWords,
    TfIdf,
    TokenIds,
    Resize,
    Crop,
    Grey,
)

StepField = Annotated[
    Impute
    | Log
    | Standardise
    | MinMax
    | FillWord
    | OneHot
    | Ordinal
    | Hashing
    | DateParts
    | BagOfWords
    | TfIdf
    | TokenIds
    | Resize
    | Crop
    | Grey,
    Field(discriminator="type"),
]
FittedField = Annotated[
    FittedImpute
    | FittedLog
    | FittedAffine
    | FittedFillWord
    | FittedOneHot
    | FittedOrdinal
    | FittedHashing
    | FittedDateParts
    | FittedBag
    | FittedTokenIds
    | FittedResize
    | FittedCrop
    | FittedGrey,
    Field(discriminator="type"),
]

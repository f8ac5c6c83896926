"""The base of every part of the document."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A document part: immutable, compared by value, and strict about unknown fields.

    An edit makes a new one with `model_copy(update=…)` through the classes that own the rule, so a
    document that another thread holds never changes under it.
    """

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False
    )

"""What a column of a table can hold, and what it is for."""

from __future__ import annotations

from typing import Literal

Kind = Literal["number", "category", "date", "text", "tags", "picture", "identifier"]
"""What the cells of a column mean.

number: amounts. category: one of some words. date: a moment. text: sentences. tags: several words
at once, for targets of several labels. picture: an image. identifier: who or what the row is about,
which says nothing by itself.
"""

Role = Literal["feature", "target", "skip", "group", "time", "side"]
"""What a column is for.

feature: the network sees it. target: the network is to say it. skip: left out. group: rows of one
group stay on one side of the split. time: later rows judge. side: says itself which side a row is
on, train, validation or test.
"""

KINDS: tuple[Kind, ...] = (
    "number",
    "category",
    "date",
    "text",
    "tags",
    "picture",
    "identifier",
)
ROLES: tuple[Role, ...] = ("feature", "target", "skip", "group", "time", "side")
WORDED: tuple[Kind, ...] = ("category", "text", "tags", "identifier")
"""The kinds whose cells are kept as words."""

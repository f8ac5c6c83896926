"""What can't be imported."""

from __future__ import annotations


class Refused(Exception):
    """Raised where a node of a graph can't become a part of a network.

    Attributes:
        why: in words, to follow the node's name; "" where the operator alone says it.
    """

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why

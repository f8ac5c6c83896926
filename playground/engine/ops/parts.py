"""What kernels are made of, and the executor that compiles them tells apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def inner(function: F) -> F:
    """Marks a function that kernels call, to be compiled with them. Rules as for kernels."""
    function.inner = True  # type: ignore[attr-defined]
    return function


class ByDtype:
    """A function of one number, written twice.

    `single` is for float32, so that loops over it vectorise; `double` is exact, and is what runs
    when the function is called as it stands.
    """

    def __init__(self, single: Callable[[Any], Any], double: Callable[[Any], Any]) -> None:
        self.single = single
        self.double = double

    def __call__(self, x: Any) -> Any:
        return self.double(x)


class Primitive:
    """A function that the native executor has its own code for, found by `name`."""

    def __init__(self, plain: Callable[..., Any]) -> None:
        self.name = plain.__name__.removeprefix("_")
        self._plain = plain

    def __call__(self, *arguments: Any) -> Any:
        return self._plain(*arguments)

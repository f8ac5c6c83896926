"""Statements of NumPy."""

from __future__ import annotations

from playground.formats.code.plan import Step

Statements = list[str]


def kept(step: Step, expression: str) -> Statements:
    """The statement that calls the step's result by its name."""
    return [f"{step.output} = {expression}"] if expression != step.output else []


def w(step: Step, part: str) -> str:
    """A parameter, as the program has it."""
    return f'w["{step.weight(part)}"]'

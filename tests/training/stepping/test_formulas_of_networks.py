"""What is written of real networks' instructions, reckoned anew from the text."""

from __future__ import annotations

import numpy as np
import pytest

from playground.assets_path import examples_path
from playground.engine.worked import WRITERS
from playground.project.file import open_project
from playground.project.session import ProjectSession
from playground.project.templates import TEMPLATES
from playground.training.diverged import Diverged
from playground.training.session import Session
from playground.training.stepping.look import look
from playground.written import significant

from ...engine.worked.reckon import reckon
from .runs import busy_session, stepper_of


def check_all_instructions(session: Session, elements: int) -> int:
    """Some elements of every instruction of the next step; how many lines were checked."""
    stepper, random, checked = stepper_of(session), np.random.default_rng(7), 0
    while stepper.forward():
        found = look(stepper)
        parts = found.parts or ("",)
        for part in parts:
            found = look(stepper, part)
            result = found.result.array
            for flat in {0, *random.integers(0, result.size, elements).tolist()}:
                index = tuple(int(n) for n in np.unravel_index(flat, result.shape))
                lines, cells = found.lines(index, flat)
                assert bool(lines) == (found.instruction.op in WRITERS)
                for line in lines:
                    value, told = reckon(line.right), float(line.result.replace("−", "-"))
                    digits = [significant(value, n) for n in (1, 2, 3, 4)]
                    right = line.result in digits or abs(value - told) < 1e-12
                    assert right or line.sign == "≈", (found.instruction, line.text, value)
                    checked += 1
                operands = {each.operand: each.array for each in found.operands}
                for operand, places in cells.items():
                    if operand in operands:
                        for place in places:
                            operands[operand][place]  # every cell that is framed is one of it
    return checked


def test_every_line_about_a_step_with_all_that_steps_have_is_right() -> None:
    session = busy_session("adamw", clip="norm")
    session.advance(5)
    assert check_all_instructions(session, 3) > 100


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(path.stem for path in examples_path().glob("*.json")))
def test_every_line_about_every_example_is_right(name: str) -> None:
    session = ProjectSession(open_project(examples_path() / f"{name}.json"), device="numpy")
    session.advance(3)
    assert check_all_instructions(session, 12) > 0


@pytest.mark.soak
@pytest.mark.parametrize("name", list(TEMPLATES))
def test_every_line_about_every_template_is_right(name: str) -> None:
    session = ProjectSession(TEMPLATES[name].project(), device="numpy")
    try:
        session.advance(3)
    except Diverged:
        pytest.skip("it diverges")
    assert check_all_instructions(session, 12) > 0

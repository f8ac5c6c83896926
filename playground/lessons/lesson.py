"""A lesson and its steps, as they were read from a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playground.lessons.conditions import Condition
from playground.lessons.places import Place
from playground.lessons.prose import Prose


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        heading: what it is about.
        paragraphs: what it tells.
        task: what to do, or ().
        points: where to look: the first, and once that is a tab that is chosen, the next.
        view: the view that the step is about, or "".
        done: what makes it done, all at the same time; () for a step that is only read.
        word: what is said once it is done, or ().
        moves_on: whether the next step comes by itself then.
        line: where in the file it begins, from 1.
    """

    heading: str
    paragraphs: tuple[Prose, ...] = ()
    task: Prose = ()
    points: tuple[Place, ...] = ()
    view: str = ""
    done: tuple[Condition, ...] = ()
    word: Prose = ()
    moves_on: bool = False
    line: int = 0


@dataclass(frozen=True)
class Lesson:
    """A guided tour.

    Attributes:
        path: its file.
        title, minutes: what it is called, and how long it takes about.
        seen: what one will have seen, to follow "You have seen".
        part: the heading it is listed under. order: its place in the list.
        project: the project it begins with: an example's or a template's name, or that of a file
            beside the lesson; "" for what is open.
        requires: the lessons to have done before, by their file names without the ending.
        steps: at least one.
    """

    path: Path
    title: str
    minutes: int
    seen: str = ""
    part: str = ""
    order: int = 1000
    project: str = ""
    requires: tuple[str, ...] = ()
    steps: tuple[Step, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        return self.path.stem

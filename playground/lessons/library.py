"""Where lessons lie: those that come with the program, the user's own, those beside a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path

from playground.assets_path import examples, examples_path
from playground.errors import UserError
from playground.lessons.lesson import Lesson
from playground.lessons.names import Names
from playground.lessons.reading import SUFFIX, read_lesson
from playground.network.layers import LAYERS
from playground.network.spec import HEAD, stem_of
from playground.project.file import SUFFIXES, Project, open_project
from playground.project.templates import TEMPLATES

_FOLDER = "lessons"
_README = "readme"
MOST_FILES = 300  # that are looked at in one folder
_MOST_NEW = 9  # layers of one type that the steps of a lesson bring


@dataclass(frozen=True)
class Library:
    """What was found.

    Attributes:
        lessons: in the order in which they are listed.
        faults: of each file that is no sound lesson what is wrong with it, with its line.
    """

    lessons: tuple[Lesson, ...] = ()
    faults: tuple[str, ...] = ()

    def find(self, key: str) -> Lesson | None:
        """The lesson of this key, if it is still there."""
        return next((each for each in self.lessons if key_of(each.path) == key), None)


def own_folder() -> Path:
    """The folder for the user's own lessons; it may not be there yet."""
    return Path(user_data_path("playground", appauthor=False)) / _FOLDER


def bundled_folder() -> Path:
    """The folder of the lessons that come with the program."""
    return examples_path() / _FOLDER


def folders(project: Path | None = None) -> list[Path]:
    """Where lessons are looked for; the folder `lessons` beside the open project's file too."""
    beside = [project.resolve().parent / _FOLDER] if project is not None else []
    found = [bundled_folder(), own_folder(), *beside]
    return list(dict.fromkeys(found))


def read_library(places: Sequence[Path], names: Names) -> Library:
    """Every lesson in these folders. What can't be read is a fault in words, not an error."""
    lessons: list[Lesson] = []
    faults: list[str] = []
    for path in (file for place in places for file in _files(place)):
        try:
            lessons.append(read_lesson(path, names))
        except UserError as error:
            faults.append(str(error))
    return Library(tuple(_ordered(lessons)), tuple(faults))


def _ordered(lessons: list[Lesson]) -> list[Lesson]:
    """Those of one part together, the parts in the order of their first lessons."""
    first: dict[str, int] = {}
    for lesson in lessons:
        first[lesson.part] = min(lesson.order, first.get(lesson.part, lesson.order))
    return sorted(lessons, key=lambda each: (first[each.part], each.part, each.order, each.title))


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(each for each in folder.iterdir() if each.suffix.lower() == SUFFIX)
    except OSError:
        return []
    return [each for each in found if each.stem.lower() != _README][:MOST_FILES]


def key_of(path: Path) -> str:
    """What a lesson's progress is kept under: its name, told apart by its folder if not ours."""
    if path.resolve().parent == bundled_folder().resolve():
        return path.stem
    return f"{path.stem} {sha256(str(path.resolve().parent).encode()).hexdigest()[:8]}"


# The project of a lesson


def project_of(lesson: Lesson) -> Project | None:
    """The project that a lesson begins with, under its title; None where it takes what is open.

    Raises:
        UserError: there is none of that name, or it is not sound.
    """
    if not lesson.project:
        return None
    opened = _opened(lesson)
    spec = opened.spec.model_copy(update={"name": lesson.title, "notes": ""})
    return Project(spec, opened.run, None)


def _opened(lesson: Lesson) -> Project:
    path = _file_of(lesson)
    if path is not None:
        return open_project(path)
    if lesson.project in TEMPLATES:
        return Project(TEMPLATES[lesson.project].project())
    raise UserError(
        f"{lesson.path}: there is no project {lesson.project!r}, neither beside the lesson nor "
        "among the examples and templates (`playground examples` lists them)."
    )


def _file_of(lesson: Lesson) -> Path | None:
    """The project's file: beside the lesson, else an example."""
    stem = lesson.project
    given = [stem] if Path(stem).suffix in SUFFIXES else []
    beside = (lesson.path.parent / name for name in (*given, *(stem + end for end in SUFFIXES)))
    found = next((path for path in beside if path.is_file()), None)
    return found or next((path for path in examples() if path.stem == stem), None)


# Checking one


def check_lesson(path: Path, names: Names) -> Lesson:
    """The lesson, with the layers that it names looked for in its project.

    Raises:
        UserError: it is not sound; the message names the file and the line.
    """
    lesson = read_lesson(path, names)
    project = project_of(lesson)
    if project is None:
        return lesson
    layers = (*(node.id for node in project.spec.network), HEAD)
    new = (f"{stem_of(kind)}_{n}" for kind in _types(lesson) for n in range(1, _MOST_NEW + 1))
    with_layers = Names(names.views, names.centre, (*layers, *new))
    return read_lesson(path, with_layers)


def _types(lesson: Lesson) -> list[str]:
    """The layer types that its steps have one put in."""
    conditions = [done for step in lesson.steps for done in step.done]
    found = [getattr(each, "args", {}).get("type") for each in conditions]
    return [kind for kind in LAYERS if kind in found]

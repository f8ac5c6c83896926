"""What a lesson's file may say, and what is said of one that says something else."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from playground import cli
from playground.errors import UserError
from playground.gui.lessons.naming import window_names
from playground.lessons.conditions import parse_condition
from playground.lessons.library import (
    bundled_folder,
    check_lesson,
    key_of,
    project_of,
    read_library,
)
from playground.lessons.noticed import Noticed
from playground.lessons.parts import PARTS
from playground.lessons.places import PLACES, parse_place
from playground.lessons.quantities import QUANTITIES, parse_amount
from playground.lessons.reading import MOST_BYTES, MOST_STEPS, parse_lesson, read_lesson
from playground.lessons.readings import READINGS
from playground.lessons.situation import Since, Situation
from playground.lessons.states import STATES
from playground.project.spec import ProjectSpec

NAMES = window_names()
BUNDLED = sorted(p for p in bundled_folder().glob("*.md") if p.stem != "README")
HEAD = "---\ntitle: A lesson\nminutes: 2\nproject: circle\n---\n"
HERE = Path("somewhere/mine.md")


def step_of(*lines):
    return parse_lesson("\n".join([HEAD, "## A step", *lines]), HERE, NAMES).steps[0]


def test_a_whole_lesson_is_read():
    text = (
        "---\ntitle: 'Short'\nminutes: 3\n# for me\nseen: What I saw.\norder: 7\nrequires: a, b\n"
        "---\nNot shown.\n\n## One\nIt is **so**, at {epoch}:\n`dense_1` is *not* <b>bold</b>.\n\n"
        "Two.\n- do: Look.\n- point: run\npoint: card dense_1\n\n## Two\n"
        "- done: training loss <= 95%\n- say: Good.\n- then: next\n"
    )
    lesson = parse_lesson(text, HERE, NAMES)
    assert (lesson.title, lesson.minutes, lesson.order) == ("Short", 3, 7)
    assert (lesson.seen, lesson.requires, lesson.project) == ("What I saw.", ("a", "b"), "")
    one, two = lesson.steps
    assert [(piece.look, piece.text) for piece in one.paragraphs[0]] == [
        ("plain", "It is "),
        ("strong", "so"),
        ("plain", ", at "),
        ("plain", "{epoch}"),
        ("plain", ": "),
        ("code", "dense_1"),
        ("plain", " is "),
        ("soft", "not"),
        ("plain", " <b>bold</b>."),
    ]
    assert len(one.paragraphs) == 2
    assert [place.text for place in one.points] == ["run", "card dense_1"]
    assert not one.moves_on
    assert two.moves_on
    assert two.line == 20
    assert two.done[0].met(Situation(ProjectSpec(), measured={"loss": (0.95, 1.0)}), Since())


WRONG = {
    "no head": ("## A step\n", "line 1: a lesson begins with a line of three dashes"),
    "no end of the head": ("---\ntitle: x\n", "line 1: the head of the lesson has no end"),
    "no title": ("---\nminutes: 1\n---\n## A", "line 3: the head of the lesson has no title"),
    "an unknown field": (
        "---\ntitle: x\nminuts: 1\n---\n",
        "line 3: a lesson has no 'minuts'. Did you mean 'minutes'?",
    ),
    "a field twice": ("---\ntitle: x\ntitle: y\n---\n", "line 3: title is said twice"),
    "no number": ("---\nminutes: soon\n---\n", "line 2: minutes: expected a whole number"),
    "a way to another folder": (
        "---\nproject: ../../etc/passwd\n---\n",
        "line 2: project: expected the name of an example",
    ),
    "no steps": (HEAD, "a lesson has steps"),
    "too many steps": (HEAD + "## A\n" * (MOST_STEPS + 1), "are too many"),
    "an unknown key": (
        HEAD + "## A\n- pont: run",
        "line 7: a step has no 'pont'. Did you mean 'point'?",
    ),
    "an unknown condition": (
        HEAD + "## A\ntext\n- done: runing",
        "line 8: There is no condition 'runing'. Did you mean 'running'?",
    ),
    "an unknown activation": (
        HEAD + "## A\n- done: activation of dense_1 is tanhh",
        "line 7: There is no activation called 'tanhh'. Did you mean 'tanh'?",
    ),
    "an unknown quantity": (
        HEAD + "## A\n- done: epok > 3",
        "line 7: There is no quantity 'epok'. Did you mean 'epoch'?",
    ),
    "an unknown place": (HEAD + "## A\n- point: rum", "Did you mean 'run'?"),
    "an unknown view": (
        HEAD + "## A\n- view: neuron",
        "line 7: There is no view called 'neuron'. Did you mean 'neurons'?",
    ),
    "an unknown number in the words": (
        HEAD + "## A\nfirst\n\nIt is {trainin loss}.",
        "line 9: There is no quantity 'trainin loss'.",
    ),
    "a brace that is left over": (HEAD + "## A\nIt is {epoch.", "line 7: Braces hold a number"),
    "a strange trend": (HEAD + "## A\n- done: epoch rises twice", "how many times"),
    "a strange ending": (HEAD + "## A\n- then: stop", "line 7: Then comes next"),
    "too much to read": (HEAD + "## A\n" + "word " * 200, "line 6: this step tells"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_the_file_and_the_line(case):
    text, said = WRONG[case]
    with pytest.raises(UserError) as caught:
        parse_lesson(text, HERE, NAMES)
    assert str(caught.value).startswith(str(HERE))
    assert said in str(caught.value)


def test_a_link_leads_to_the_glossary_and_to_nothing_else():
    (prose,) = step_of(
        "The [loss](loss) is [here](https://example.org), [so](javascript:x)."
    ).paragraphs
    assert [(piece.text, piece.topic) for piece in prose] == [
        ("The ", ""),
        ("loss", "loss"),
        (" is [here](https://example.org), [so](javascript:x).", ""),
    ]


def test_damaged_lessons_are_read_or_refused_in_words_and_nothing_else():
    """Bytes of files of others may be anything: letters changed, lines gone, twice, or swapped."""
    draw = random.Random(7)
    texts = [path.read_text("utf-8") for path in BUNDLED]
    pieces = [*"{}*`:-#\n\x00\u202e%", "- done: ", "## ", "---", "9" * 400, "rises ", ">= nan"]
    said = []
    for _ in range(400):
        letters = list(draw.choice(texts))
        for _ in range(draw.randint(1, 6)):
            place = draw.randrange(len(letters))
            letters[place : place + draw.choice((0, 1, 40))] = draw.choice(pieces)
        try:
            parse_lesson("".join(letters), HERE, NAMES)
        except UserError as error:
            said.append(str(error))
    assert len(said) > 100
    assert all(words.startswith(str(HERE)) for words in said)


def test_files_that_are_no_text_or_too_large_are_refused_in_words(tmp_path):
    binary, large = tmp_path / "binary.md", tmp_path / "large.md"
    binary.write_bytes(b"---\n\xff\xfe\n")
    large.write_text(HEAD + "## A\n" + "word\n" * MOST_BYTES)
    (tmp_path / "folder.md").mkdir()
    library = read_library([tmp_path, tmp_path / "not there"], NAMES)
    assert library.lessons == ()
    assert len(library.faults) == 3
    for fault, said in zip(library.faults, ("UTF-8", "a folder", "too large"), strict=True):
        assert said in fault


def test_a_lesson_names_only_layers_that_its_project_has_or_its_steps_bring(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(HEAD + "## A\n- done: has Dropout\n- point: rate of dropout_1\n")
    assert check_lesson(path, NAMES).title == "A lesson"
    path.write_text(HEAD + "## A\n- point: card dense_11\n")
    with pytest.raises(UserError, match=r"line 7: There is no layer .* Did you mean 'dense_1'"):
        check_lesson(path, NAMES)
    path.write_text(HEAD.replace("circle", "circles") + "## A\n")
    with pytest.raises(UserError, match="no project 'circles'"):
        check_lesson(path, NAMES)


def test_the_project_of_a_lesson_bears_its_title_and_is_nobodys_file(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(HEAD + "## A\n")
    project = project_of(read_lesson(path, NAMES))
    assert (project.spec.name, project.spec.notes, project.path) == ("A lesson", "", None)
    beside = tmp_path / "circle.json"
    beside.write_text('{"format": 1, "data": {"source": "xor"}}')
    assert project_of(read_lesson(path, NAMES)).spec.data.source == "xor"
    assert key_of(path) != key_of(bundled_folder() / "mine.md")


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_the_command_line_says_that_each_lesson_is_sound(path, capsys):
    assert cli.run(["check", str(path)]) == 0
    assert "a sound lesson" in capsys.readouterr().out


def test_the_command_line_says_what_is_wrong_with_one(tmp_path, capsys):
    path = tmp_path / "mine.md"
    path.write_text(HEAD + "## A\n- done: runing\n")
    assert cli.run(["check", str(path)]) == 2
    assert f"{path}, line 7: There is no condition 'runing'" in capsys.readouterr().err


def test_lessons_require_only_lessons_that_are_there():
    names = {path.stem for path in BUNDLED}
    for path in BUNDLED:
        assert set(read_lesson(path, NAMES).requires) <= names


def test_the_guide_for_teachers_names_all_that_there_is_and_its_example_is_sound():
    text = (bundled_folder() / "README.md").read_text("utf-8")
    for registry in (STATES, QUANTITIES, PLACES):
        for entry in registry.values():
            assert f"| `{entry.name}` | {entry.help} |" in text
    example = re.search(r"```\n(---.*?)```", text, re.DOTALL)
    assert example is not None
    assert len(parse_lesson(example[1], HERE, NAMES).steps) == 2


def test_what_is_named_without_slots_is_not_taken_for_something_else():
    for part in PARTS:
        assert parse_place(part, NAMES).kind.name == part
    for reading in READINGS:
        assert parse_amount(reading, NAMES).quantity.name == reading


def met(text, before, after):
    """Whether a condition is met after the window went from one situation to another."""
    condition, since = parse_condition(text, NAMES), Since()
    for now in (before, after):
        since.note(now)
        result = condition.met(now, since)
    return result


def situation(loss=(1.0, 1.0), **parts):
    return Situation(ProjectSpec(), measured={"loss": loss}, **parts)


def pointing(sight):
    return situation(noticed=Noticed(frozenset({sight})))


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        ("training loss rises", situation(), situation((1.04, 1.0)), False),
        ("training loss rises", situation(), situation((1.06, 1.0)), True),
        ("training loss falls 2 times", situation(), situation((0.51, 1.0)), False),
        ("training loss falls 2 times", situation(), situation((0.49, 1.0)), True),
        ("training loss rises", situation(), situation((float("nan"), 1.0)), False),
        (
            "training loss rises",
            situation(),
            situation((float("nan"), 1.0), diverged=True),
            True,
        ),
        ("loss gap > 0.2", situation(), situation((1.0, 1.3)), True),
        ("training loss < validation loss", situation(), situation((1.0, 1.3)), True),
        ("new epochs = 4", situation(epoch=8), situation(epoch=12), True),
        ("new epochs = 4", situation(epoch=8), situation(epoch=4), True),  # after a reset
        ("training accuracy >= 0", situation(), situation(), False),  # nobody knows it
        ("diverged", situation(diverged=True), situation(), True),
        (
            "seen wire of dense_1",
            situation(noticed=Noticed(frozenset({"wire of dense_1"}))),
            situation(),
            1,
        ),
        ("activation of dense_9 is not tanh", situation(), situation(), False),
    ],
)
def test_conditions_look_at_what_came_since_the_step_began(text, before, after, expected):
    assert met(text, before, after) == expected

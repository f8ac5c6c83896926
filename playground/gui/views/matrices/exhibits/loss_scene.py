"""The loss of a sample, or of a batch: each output beside what is true, and what that costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt

from playground.gui import theme
from playground.gui.plots.number_grid import Axis, Grid, Lights, Text
from playground.gui.plots.words import number
from playground.gui.views.matrices.aim import Aim, Touch
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.look import CELL_WIDTH, Look
from playground.gui.views.matrices.scene import Moment, Scene
from playground.gui.views.matrices.sentences import factor
from playground.network.spec import HEAD
from playground.training.workings import Line, LossWork, loss_lines

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_EDGE, _TOP, _LINE, _TITLE = 12.0, 30.0, 26.0, 20.0
_FOLDS = {"sum": "sum", "mean": "mean", "root": "square root of the mean"}
# Ops whose terms take the sums z themselves.
_OF_SUMS = ("hinge", "multiclass_hinge", "log_poisson")


class LossScene(Scene):
    """Answers over targets over what each brings into the loss."""

    def __init__(self, case: Case, look: Look) -> None:
        super().__init__()
        self.case = case
        worked, head = case.worked, case.head
        loss = head.loss_for(case.signature)
        self.loss_label = str(loss.label)
        given = worked.logits, worked.prediction, worked.targets
        self.work: LossWork = loss_lines(loss, head.final, *given)
        letter = "z" if self.work.op in _OF_SUMS else "p" if head.final != "identity" else "y"
        answers = worked.logits if letter == "z" else worked.prediction
        self.lines = [Line("answer", letter, answers), self.work.targets, self.work.terms]
        if self.work.op not in _OF_SUMS and "y" in self.work.terms.label:
            self.lines[0] = Line("answer", "y", answers)
        self.single = len(answers) == 1
        self.losses = self._losses()
        lay_out = self._one if self.single else self._many
        lay_out(look)
        columns = answers.shape[1]
        self.length = len(answers) * (columns + 1)

    def _one(self, look: Look) -> None:
        labels = max(_width(each.label) for each in self.lines) + 18.0
        labels = min(labels, 0.5 * look.width)
        columns = self.lines[0].values.shape[1]
        left = _EDGE + labels
        across = look.across("units", columns, left, look.width - left - _EDGE)
        grids, texts, place = [], [], _TOP
        for row, line in enumerate(self.lines):
            axis = Axis(1, place, _LINE - 2.0, _LINE - 2.0)
            matrix = self.case.matrix(
                line.key, line.values, title=line.label, rows=self.case.rows, columns=self._names
            )
            grids.append(Grid(matrix, axis, across, names_top=row == 0, titled=False))
            box = QRectF(_EDGE, place, labels - 10.0, _LINE - 2.0)
            texts.append(Text("label", (), line.label, box, _RIGHT))
            place += _LINE
        place += 8.0
        axis = Axis(1, place, _LINE - 2.0, _LINE - 2.0)
        cell = Axis(1, left, CELL_WIDTH, CELL_WIDTH)
        losses = self.case.matrix(
            "losses", self.losses, title="L", rows=self.case.rows, columns=("loss",)
        )
        grids.append(Grid(losses, axis, cell, names_top=False, titled=False))
        fold = f"L = {_FOLDS[self.work.fold]}"
        box = QRectF(_EDGE, place, labels - 10.0, _LINE - 2.0)
        texts.append(Text("label", (), fold, box, _RIGHT))
        place += _LINE + 10.0
        for sentence in self._sentences():
            box = QRectF(_EDGE, place, look.width - 2 * _EDGE, 18.0)
            texts.append(Text("sentence", (), sentence, box, _LEFT))
            place += 20.0
        self.grids, self.texts = tuple(grids), tuple(texts)

    def _many(self, look: Look) -> None:
        rows, columns = self.lines[0].values.shape
        names = min(max(_width(each) for each in self.case.rows[:64]) + 10.0, 90.0)
        left, blocks = _EDGE + names, len(self.lines) + 1
        loss_width = CELL_WIDTH + 8.0
        room = look.width - left - _EDGE - loss_width - 10.0 * blocks
        height = look.height - _TOP - _TITLE - 60.0
        grids, texts = [], []
        down = look.down("rows", rows, _TOP + _TITLE, height)
        for line in self.lines:
            share = room / len(self.lines)
            across = look.across("units", columns, left, share)
            matrix = self.case.matrix(
                line.key, line.values, title=line.label, rows=self.case.rows, columns=self._names
            )
            grids.append(Grid(matrix, down, across, names if line is self.lines[0] else 0.0))
            left += max(across.length, _width(line.label)) + 14.0
        losses = self.case.matrix(
            "losses", self.losses, title="L", rows=self.case.rows, columns=("loss",)
        )
        grids.append(Grid(losses, down, Axis(1, left, CELL_WIDTH, CELL_WIDTH)))
        place = down.end + 10.0
        for sentence in self._sentences():
            box = QRectF(_EDGE, place, look.width - 2 * _EDGE, 18.0)
            texts.append(Text("sentence", (), sentence, box, _LEFT))
            place += 20.0
        self.grids, self.texts = tuple(grids), tuple(texts)

    def _losses(self) -> NDArray[Any]:
        """(N, 1) each sample's loss; of a single one what the engine has."""
        if self.single and abs(self.work.weight - 1.0) < 1e-9:
            return np.array([[self.case.worked.loss]])
        return self.work.losses.values

    @property
    def _names(self) -> tuple[str, ...]:
        return self.case.units

    def directions(self, key: str) -> tuple[str, str]:
        """All stand in the same rows and columns."""
        return "units", "rows"

    # What belongs together

    def lights(self, aim: Aim) -> Mapping[str, Lights]:
        """The same output in every line."""
        row = aim.cell[0]
        if aim.grid == "losses":
            found = {each.key: Lights(rows=frozenset({row})) for each in self.lines}
            return {**found, "losses": Lights(cells=frozenset({aim.cell}), aim=aim.cell)}
        cell = frozenset({aim.cell})
        found = {
            each.key: Lights(cells=cell, aim=aim.cell if each.key == aim.grid else None)
            for each in self.lines
        }
        return {**found, "losses": Lights(cells=frozenset({(row, 0)}))}

    def touch(self, aim: Aim) -> Touch:
        """The output that is judged."""
        if aim.grid == "losses":
            count = self.lines[0].values.shape[1]
            return Touch(frozenset((HEAD, unit) for unit in range(count)))
        return Touch(frozenset({(HEAD, aim.cell[1])}))

    def aim_of_input(self, source: str, unit: int) -> Aim | None:
        """An output of the head."""
        aim = Aim("answer", (0, unit))
        return aim if self.knows(aim) else None

    # What is said

    def says(self, aim: Aim) -> str:
        """What an output brings into the loss, or how the loss comes of all of them."""
        row, column = aim.cell
        if aim.grid == "losses":
            return self.fold_in_words(row)
        return self.term_in_words(row, column)

    def term_in_words(self, row: int, column: int) -> str:
        """ "class 1: p = 0.731, t = 1; −t ln p = 0.313"."""
        answer, target, term = (each.values for each in self.lines)
        letter = self.lines[0].label
        where = "" if self.single else f"{self.case.rows[row]}, "
        return (
            f"{where}{self.case.units[column]}: {letter} = {number(float(answer[row, column]))}, "
            f"t = {number(float(target[row, column]))}; {self.work.terms.label} = "
            f"{number(float(term[row, column]))}"
        )

    def fold_in_words(self, row: int) -> str:
        """How a sample's loss comes of its terms."""
        terms = self.work.terms.values[row]
        loss = number(float(self.losses[row, 0]))
        shown = " + ".join(factor(float(each)) for each in terms[:6])
        more = f" + … {len(terms) - 6} more" if len(terms) > 6 else ""
        where = "" if self.single else f"{self.case.rows[row]}: "
        if len(terms) == 1 and self.work.fold != "root":
            return f"{where}L = {loss}, the one term there is"
        if self.work.fold == "sum":
            return f"{where}L = {shown}{more} = {loss}"
        mean = f"({shown}{more}) / {len(terms)}"
        return f"{where}L = {'√' if self.work.fold == 'root' else ''}{mean} = {loss}"

    def _sentences(self) -> list[str]:
        loss, losses = number(self.case.worked.loss), self.losses[:, 0]
        letter = self.lines[0].label
        what = "a sum of the head's" if letter == "z" else "what the network answers"
        found = [f"{self.loss_label}: {letter} is {what}, t what is true."]
        if self.single:
            if abs(self.work.weight - 1.0) > 1e-9:
                weight = number(self.work.weight)
                found.append(
                    f"This sample's class counts {weight} times; by that weight the loss of it "
                    f"alone is {loss}."
                )
            return found
        if self.work.fold == "root":
            found.append(f"The loss of these {len(losses)} samples together is {loss}.")
        else:
            over = number(self.work.weight)
            found.append(
                f"The loss of these {len(losses)} samples is the sum of their losses, "
                f"{number(float(losses.sum()))}, divided by {over}: {loss}."
            )
        return found

    def moment(self, beat: int) -> Moment:
        """Each output's term, then what comes of them."""
        columns = self.lines[0].values.shape[1]
        row, step = divmod(beat, columns + 1)
        terms = min(step + 1, columns)
        shown = {"terms": row * columns + terms, "losses": row + (step == columns)}
        aim = Aim("losses", (row, 0)) if step == columns else Aim("terms", (row, step))
        return Moment(self.says(aim), self.lights(aim), shown, touch=self.touch(aim))


def _width(text: str) -> float:
    return theme.text_width(text, theme.TEXT_SMALL)

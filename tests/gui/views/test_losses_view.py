"""The loss lab: its numbers are PyTorch's and scikit-learn's of the same network's answers."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sklearn import metrics as oracle

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.plots.words import number
from playground.gui.runs import Runs
from playground.gui.views.bench import Bench
from playground.gui.views.losses.mistakes_job import Met
from playground.gui.views.losses.question import question_of
from playground.gui.views.losses_view import MISTAKES, THRESHOLD, LossesView
from playground.gui.views.view import Context
from playground.network.heads import HEADS
from playground.network.losses import LOSSES
from playground.network.signature import Signature
from playground.project.session import ProjectSession
from playground.training.probe import LOGITS, Probe
from tests.judged import shown_of, trained, truth_and_predictions
from tests.mouse import hover

torch = pytest.importorskip("torch")
F = torch.nn.functional
Key = Qt.Key

WHAT = ("loss", "by_prediction", "by_sum")
JUDGES: dict[str, Any] = {
    "binary_cross_entropy": F.binary_cross_entropy,
    "mse": F.mse_loss,
    "mae": F.l1_loss,
    "huber": F.huber_loss,
    "focal": lambda p, t: (
        -((1 - p * t - (1 - p) * (1 - t)) ** 2) * (p * t + (1 - p) * (1 - t)).log()
    ),
}


@pytest.fixture
def bed(qtbot):
    """Makes the view on a session, and asks until nothing is missing."""
    theme.apply_theme(QApplication.instance(), "light")

    def make(session: ProjectSession) -> LossesView:
        context = Context(Document(session.project), None, None, Runs())  # type: ignore[arg-type]
        view = LossesView(context)
        qtbot.addWidget(view)
        context.document.setParent(view)  # its edits go with the window, as they do in real life
        view.resize(640, 480)
        bench, shown = Bench(), shown_of(session)

        def ask() -> None:
            view.show_result(view.request(shown).run(bench))

        view.stale.connect(ask)
        with qtbot.waitExposed(view):
            view.show()
        ask()
        return view

    return make


def choose(box: Any, data: object) -> None:
    box.setCurrentIndex(box.findData(data))


def alone(final: Any, of: Any, z: float, t: float) -> tuple[float, float, float]:
    """A loss, and its slopes by ŷ and by z, of one answer."""
    sums = torch.tensor([[z]], dtype=torch.float64, requires_grad=True)
    target = torch.tensor([[t]], dtype=torch.float64)
    said = final(sums).detach().requires_grad_(True)
    (by_said,) = torch.autograd.grad(of(said, target).mean(), said)
    loss = of(final(sums), target).mean()
    (by_sum,) = torch.autograd.grad(loss, sums)
    return loss.item(), by_said.item(), by_sum.item()


def test_one_mistake_costs_and_sends_back_what_pytorch_says_by_every_loss(bed) -> None:
    view = bed(trained("spiral", 30))
    page = view.mistakes
    page.put_point(0.02, yes=True)
    z = float(np.log(0.02 / 0.98))
    for name, of in JUDGES.items():
        found = [
            page.table.numbers[name, what].text() for what in ("loss", "by_prediction", "by_sum")
        ]
        assert found == [number(each) for each in alone(torch.sigmoid, of, z, 1.0)], name
    assert page.table.numbers["hinge", "loss"].text() == number(1.0 - z)
    assert page.table.numbers["hinge", "by_prediction"].text() == "–"
    assert page.said.text == (
        "The network says 0.02, the truth is 1. Binary cross-entropy is 3.91 and sends −0.98 back "
        "through the sigmoid. Mean squared error sends −0.0384, 26 times less: the sigmoid is flat "
        "there."
    )
    assert page.loss_chart.caption == "L 3.91"
    assert page.gradient_chart.caption == "−0.98"
    line = page.loss_chart.picture.line("binary_cross_entropy")
    np.testing.assert_allclose(line.y, -np.log(line.x), rtol=1e-9)
    no = page.loss_chart.picture.line("mse no")
    np.testing.assert_allclose(no.y, no.x**2, rtol=1e-6, atol=1e-12)
    back = page.gradient_chart.picture.line("binary_cross_entropy")
    np.testing.assert_allclose(back.y, back.x - 1.0, rtol=1e-9, atol=1e-12)
    choose(page.truth_box, False)
    assert "the truth is 0. Binary cross-entropy is 0.0202" in page.said.text
    table = list(csv.reader(StringIO(view.sheet().csv())))
    assert len(table) > 300


def test_real_answers_lie_on_the_curve_and_the_worst_are_named_and_gone_to(bed, qtbot) -> None:
    session = trained("spiral", 30)
    view = bed(session)
    page = view.mistakes
    truth, said = truth_and_predictions(session, "validation")
    p = torch.tensor(said[:, 0].astype(np.float64))
    losses = F.binary_cross_entropy(p, torch.tensor(truth.astype(np.float64)), reduction="none")
    rows = session.prepared.split.validation
    order = np.argsort(-losses.numpy(), kind="stable")[:3]
    expected = [f"row {rows[at]} · {number(float(losses[at]))}" for at in order]
    assert [button.text() for button in page.worst] == expected
    dots = page.loss_chart.picture.dots
    by_row = {int(row): at for at, row in enumerate(rows)}
    for x, y, key in zip(dots.x, dots.y, dots.keys, strict=True):
        assert x == pytest.approx(float(p[by_row[int(key)]]), rel=1e-5)
        assert y == pytest.approx(float(losses[by_row[int(key)]]), rel=1e-3, abs=1e-6)
    with qtbot.waitSignal(view.sample_wanted) as heard:
        page.worst[0].click()
    assert heard.args == [int(rows[order[0]])]
    assert page.point == pytest.approx(float(p[order[0]]), rel=1e-5)
    assert page.yes == bool(truth[order[0]])
    assert f"is {number(float(losses[order[0]]))} and sends" in page.said.text
    kept = session.prepared.validation
    targets = session.head.encode(kept.targets, session.signature)
    probe = Probe(session.network, session.head, session.signature)
    flow = probe.flow(session.snapshot().parameters, kept.features, targets)
    back = float(flow.slopes[LOGITS][order[0], 0]) * len(rows)
    assert page.table.numbers["binary_cross_entropy", "by_sum"].text() == number(back)
    near = int(np.abs(dots.y - 0.5).argmin())
    hover(page.loss_chart, page.loss_chart.place_of(dots.x[near], dots.y[near]))
    assert page.loss_chart.readout.text().startswith("row ")
    choose(view.split_box, "train")
    assert len(page.met.samples.rows) == len(session.prepared.split.train)


def test_fields_axes_and_keys_change_what_is_judged_and_another_loss_is_put_to_use(bed) -> None:
    view = bed(trained("spiral", 30))
    page, document = view.mistakes, view.context.document
    page.put_point(0.3, yes=True)
    QTest.keyClick(page.loss_chart, Key.Key_Right)
    assert page.point == pytest.approx(0.325)
    p = page.point
    choose(page.axis_box, "sum")
    assert page.point == pytest.approx(np.log(p / (1 - p)))
    page.table.names["focal"].click()
    slider = page.card.sliders.controls["gamma"].slider
    for _ in range(5):
        QTest.keyClick(slider, Key.Key_Left)
    gamma = page.fields["focal"].gamma
    assert gamma < 2.0
    expected = -((1 - p) ** gamma) * np.log(p)
    assert page.table.numbers["focal", "loss"].text() == number(expected)
    line = page.loss_chart.picture.line("focal")
    np.testing.assert_allclose(
        line.y, (1 + np.exp(line.x)) ** -gamma * np.logaddexp(0, -line.x), rtol=1e-7
    )
    old = page.met
    page.fields["focal"] = type(page.fields["focal"])(gamma=0.5)
    view.show_result(old)  # what was asked for before a slider moved comes late
    assert page.fields["focal"].gamma == 0.5
    page.fields["focal"] = type(page.fields["focal"])(gamma=gamma)
    page.card.use_button.click()
    assert document.project.head.loss_part.name == "focal"
    assert document.project.head.loss_part.gamma == gamma
    document.undo_stack.undo()
    assert document.project.head.loss_part.name == "binary_cross_entropy"


@pytest.mark.parametrize(
    ("example", "kind"), [("three_classes", "one_of_many"), ("regression_surface", "amount")]
)
def test_classes_and_amounts_are_judged_as_they_are_asked(bed, example, kind) -> None:
    session = trained(example, 5)
    view = bed(session)
    page = view.mistakes
    met = page.met
    assert isinstance(met, Met)
    assert met.question.kind == kind
    truth, said = truth_and_predictions(session, "validation")
    if kind == "one_of_many":
        page.put_point(0.02, yes=True)
        assert page.table.numbers["cross_entropy", "loss"].text() == "3.91"
        assert page.table.numbers["cross_entropy", "by_sum"].text() == "−0.98"
        shares = said[np.arange(len(truth)), truth]
        np.testing.assert_allclose(met.samples.x, shares, rtol=1e-5, atol=1e-7)
        np.testing.assert_allclose(met.samples.losses, -np.log(shares), rtol=1e-3, atol=1e-5)
    else:
        page.put_point(-1.5, yes=True)
        numbers = {n: page.table.numbers[n, "by_sum"].text() for n in ("mse", "mae", "huber")}
        assert numbers == {"mse": "−3", "mae": "−1", "huber": "−1"}
        assert page.said.text.startswith("The network is 1.5 too low. Mean squared error is 2.25")
        targets = session.prepared.validation.targets.reshape(-1)
        np.testing.assert_allclose(met.samples.losses, met.samples.x**2, rtol=1e-9)
        assert len(targets) == len(met.samples.x)
    view.page_tabs.set_current(THRESHOLD)
    assert view.says
    view.page_tabs.set_current(MISTAKES)
    assert not view.says


def test_the_metrics_answer_to_the_threshold_as_scikit_learn_says(bed) -> None:
    session = trained("spiral", 30)
    view = bed(session)
    view.page_tabs.set_current(THRESHOLD)
    page = view.thresholds
    truth, said = truth_and_predictions(session, "validation")
    scores = said[:, 0]

    def assert_as_in_scikit_learn() -> None:
        answers = scores >= page.thresholds[0]
        (tn, fp), (fn, tp) = oracle.confusion_matrix(truth, answers)
        counts = {"found": tp, "alarms": fp, "missed": fn, "rejected": tn}
        assert {name: page.numbers[name].text() for name in counts} == {
            name: f"{count:,}" for name, count in counts.items()
        }
        shares = {
            "accuracy": oracle.accuracy_score(truth, answers),
            "precision": oracle.precision_score(truth, answers),
            "recall": oracle.recall_score(truth, answers),
            "f1": oracle.f1_score(truth, answers),
        }
        for name, share in shares.items():
            assert page.numbers[name].text() == f"{100 * share:.1f}%"

    assert page.thresholds == [0.5]
    assert_as_in_scikit_learn()
    measured = session.metrics("validation")["accuracy"]
    assert page.numbers["accuracy"].text() == f"{100 * measured:.1f}%"
    for _ in range(12):
        QTest.keyClick(page.sliders[0].slider, Key.Key_Left)
    assert page.thresholds[0] == pytest.approx(0.38)
    assert_as_in_scikit_learn()
    QTest.mouseClick(
        page.chart, Qt.MouseButton.LeftButton, pos=page.chart.place_of(0.45, 0.5).toPoint()
    )
    assert page.thresholds[0] == pytest.approx(0.45, abs=0.02)
    assert_as_in_scikit_learn()
    page.best_button.click()
    assert_as_in_scikit_learn()
    precision, recall, _ = oracle.precision_recall_curve(truth, scores)
    highest = np.nanmax(2 * precision * recall / np.maximum(precision + recall, 1e-12))
    best = f"Best F1 {100 * highest:.1f}% at {page.thresholds[0]:.2f}"
    assert page.best_button.text() == best
    assert page.numbers["f1"].text() == f"{100 * highest:.1f}%"


def test_every_label_has_a_threshold_of_its_own(bed) -> None:
    session = trained("multi_label", 20)
    view = bed(session)
    assert view.output_box.isVisible()
    view.page_tabs.set_current(THRESHOLD)
    page = view.thresholds
    truth, said = truth_and_predictions(session, "validation")
    page.set_threshold(1, 0.2)
    QTest.keyClick(page.sliders[2].slider, Key.Key_Right)
    answers = said >= np.array(page.thresholds)
    assert page.thresholds == [0.5, 0.2, pytest.approx(0.51)]
    right = oracle.accuracy_score(truth, answers)
    mean = oracle.f1_score(truth, answers, average="macro")
    assert f"right for {100 * right:.1f}% of the {len(truth)} validation" in page.said.text
    assert f"mean F1 {100 * mean:.1f}%" in page.said.text
    own = oracle.f1_score(truth[:, 1], answers[:, 1])
    assert f"0.20 · F1 {100 * own:.1f}%" in page.sliders[1]._value_label.text()
    choose(view.split_box, "train")
    assert page.thresholds[1] == 0.2


def test_losses_are_compared_under_the_final_activation_that_is_in_force() -> None:
    head = HEADS["regression"](loss="poisson")
    question = question_of(head, Signature("counts", (2,), "regression", 1, 0.0, 9.0), truth=2.0)
    assert question.head.final == "exponential"
    found = question.judge(LOSSES["mse"](), np.array([1.0]), "prediction", yes=True)
    assert found.predictions[0, 0] == pytest.approx(3.0)
    assert found.by_predictions[0, 0] == pytest.approx(2.0)
    assert found.by_logits[0, 0] == pytest.approx(2.0 * 3.0)
    answer = question.judge(head.loss_part, np.array([1.0]), "prediction", yes=True)
    judged = F.poisson_nll_loss(torch.tensor(np.log(3.0)), torch.tensor(2.0))
    assert answer.losses[0] == pytest.approx(judged.item())


def test_the_worst_sample_passes_through_the_matrices_when_it_is_clicked(window, user) -> None:
    user.step(1)
    window.show_view("losses")
    user.settle()
    page = window.views.view("losses").mistakes
    user.wait(lambda: page.met is not None and not page.met.n_missing)
    user.click(page.worst[0])
    row = int(page.met.samples.rows[page.met.samples.worst[0]])
    window.show_view("matrices")
    user.settle()
    assert window.views.view("matrices").sample_bar.row == row

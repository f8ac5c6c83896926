"""The report: all that can be seen of a run, as a document."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64decode
from html.parser import HTMLParser

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from playground.assets_path import examples_path
from playground.gui import theme
from playground.gui.views.catalogue import ANSWERS, INSIDE, MATRICES, NEURONS, VIEWS

HOSTILE = '<script>alert("x")</script> & <img src=http://evil.example/x.png onerror=alert(1)>'
VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """What an HTML file holds; fails on tags that do not close."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.links, self.words, self.open = [], [], [], []
        self.pictures = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in ("src", "href", "srcset", "data", "action", "poster"):
                self.links.append(value)
            if tag == "img" and name == "src":
                self.pictures.append(b64decode(value.partition("base64,")[2], validate=True))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return "\n".join(word.strip() for word in self.words if word.strip())


def applicable(frame):
    """The titles of the views that have something to say of a run without pinned ones.

    What is tried by hand, stepped through or an experiment of its own is no part of a run.
    """
    return [
        view.label
        for view in VIEWS.values()
        if (view.place in (ANSWERS, INSIDE) or view.name in (NEURONS, MATRICES))
        and view.name not in ("pad", "regions")  # networks that bend smoothly have no regions
        and not view.reason(frame.prepared, frame.head)
    ]


def dark_ground(image):
    """The share of it that is exactly as the panels of a dark window."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint32) & 0xFFFFFF
    return float(np.mean(pixels == int(theme.DARK.panel[1:], 16)))


@pytest.fixture
def trained(open_window, user_of, example):
    """A window on an example, some epochs on."""

    def open_(example_name, epochs=2, **changes):
        project = example(example_name)
        window = open_window(project.spec.model_copy(update=changes))
        user = user_of(window)
        user.settle()
        user.step(epochs)
        user.settle()
        return window

    return open_


def test_html_holds_every_view_that_applies_and_needs_nothing_else(trained, reporter_of, tmp_path):
    window = trained("spiral")
    reporter = reporter_of(window)
    text = reporter.write(tmp_path / "report.html").decode()
    page = Page(text)
    frame = reporter.moment.shown.frame
    assert frame.epoch == 2
    for title in applicable(frame):
        assert title in page.words, title
    for words in ("Two spirals", "Report of epoch 2, 1 March 2026, 09:05", "dense_1", "177"):
        assert words in page.text, words
    loss = f"{frame.last['loss'][1]:.4g}"
    assert loss in page.text
    assert len(page.pictures) == len(applicable(frame)) + 1  # and the network
    for picture in page.pictures:
        image = QImage.fromData(picture)
        assert image.width() >= 600
        columns, rows = range(0, image.width(), 7), range(0, image.height(), 7)
        assert len({image.pixel(x, y) for x in columns for y in rows}) > 3
    assert all(link.startswith("data:image/png;base64,") for link in page.links)
    assert not {"script", "link", "iframe", "object", "embed", "form"} & set(page.tags)
    assert not re.search(r"@import|url\(|https?:", text)


def test_text_from_the_project_stays_text_in_html(
    open_window, project_of, user_of, reporter_of, tmp_path
):
    window = open_window(project_of(name=HOSTILE[:200], notes=f"{HOSTILE}\n</p><b>"))
    user_of(window).settle()
    page = Page(reporter_of(window).write(tmp_path / "report.html").decode())
    assert "script" not in page.tags
    assert HOSTILE[:200] in page.words
    assert any(HOSTILE in word for word in page.words)
    assert all(link.startswith("data:") for link in page.links)


@pytest.mark.parametrize("name", ["diabetes", pytest.param("wine", marks=pytest.mark.soak)])
def test_pdf_has_its_pages_and_its_text_as_text(trained, reporter_of, tmp_path, name):
    window = trained(name, epochs=1)
    path = tmp_path / "report.pdf"
    reporter = reporter_of(window)
    data = reporter.write(path)
    assert data.startswith(b"%PDF-1.")
    assert data.rstrip().endswith(b"%%EOF")
    pages = int(re.search(rb"/Type /Pages\s*/Kids.*?/Count (\d+)", data, re.S)[1])
    assert 3 <= pages <= 12
    assert b"/FontFile2" in data or b"/FontFile3" in data
    if shutil.which("pdftotext") is None:
        return
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    for title in applicable(reporter.moment.shown.frame):
        assert title in text, title
    for words in (window.document.project.name, "epoch 1, 1 March 2026, 09:05", f"1 / {pages}"):
        assert words.replace(" ", "") in text.replace(" ", ""), words
    total = f"{sum(window.document.traced.parameter_counts().values()):,}"
    assert total in text


def test_paper_is_light_and_a_dark_window_that_trains_stays_as_it_is(
    window, user, reporter, tmp_path
):
    theme.apply_theme(QApplication.instance(), "dark")
    user.run(epochs=3)
    answers, tab = window.output.answers.name, window.centre.tabs.current
    beats = []
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: beats.append(window.isVisible()))
    timer.start()
    page = Page(reporter.write(tmp_path / "report.html").decode())
    timer.stop()
    assert len(beats) > 40
    assert user.frame.running
    assert user.frame.epoch > reporter.moment.shown.frame.epoch
    assert (window.output.answers.name, window.centre.tabs.current) == (answers, tab)
    assert theme.current().dark
    shares = [share for share, _ in reporter.told]
    assert shares == sorted(shares)
    assert len(shares) > 8
    assert len([w for w in QApplication.topLevelWidgets() if w.isVisible()]) == 1
    for picture in page.pictures:
        image = QImage.fromData(picture).convertToFormat(QImage.Format.Format_Grayscale8)
        grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        # Most of it is paper, and no field is as dark as the window's ground.
        assert np.median(grey) > 120
        assert (grey < 60).mean() < 0.12
        # Nor is there any field of that ground, as beside the heads of a table.
        assert dark_ground(QImage.fromData(picture)) < 0.0005
    user.pause()


def test_a_report_that_is_cancelled_leaves_no_file_and_nothing_of_itself(
    window, user, reporter, tmp_path
):
    user.step()
    reporter.start(tmp_path / "report.pdf")
    user.wait(lambda: any(what == "Curves" for _, what in reporter.told))
    reporter.work.cancel()
    user.settle()
    assert not reporter.work.busy
    assert not reporter.sizes
    assert not reporter.failures
    assert list(tmp_path.iterdir()) == []
    assert not window.findChildren(type(window.views.view("map")))[1:]


def test_a_report_that_cannot_be_written_says_so(window, user, reporter, tmp_path):
    user.step()
    reporter.start(tmp_path / "nowhere" / "report.html")
    user.wait(lambda: bool(reporter.failures))
    assert "can't be written: the folder" in reporter.failures[0]


def test_pinned_runs_are_compared(window, user, reporter, tmp_path):
    user.step(2)
    window.runs.pin(window.display.newest_shown(), "First")
    user.step()
    page = Page(reporter.write(tmp_path / "report.html").decode())
    assert "Runs compared" in page.words
    assert "Compare" in page.words


def test_an_untrained_network_has_a_report_without_curves(window, user, reporter, tmp_path):
    page = Page(reporter.write(tmp_path / "report.html").decode())
    assert "Report of epoch 0, 1 March 2026, 09:05" in page.words
    assert "Confusion" in page.words


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(path.stem for path in examples_path().glob("*.json")))
def test_every_example_has_a_report(trained, reporter_of, tmp_path, name):
    window = trained(name, epochs=1)
    reporter = reporter_of(window)
    page = Page(reporter.write(tmp_path / "report.html").decode())
    missing = [t for t in applicable(reporter.moment.shown.frame) if t not in page.words]
    # What takes long to compute is left out, and so is what has nothing to say after all.
    assert set(missing) <= {"Loss landscape", "Dead and saturated", "Hidden space"}, missing

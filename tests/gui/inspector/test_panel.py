"""Whatever has fields can be read and changed whole, whether or not anyone thought of it here."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

import pytest
from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui import field_edits
from playground.gui.inspector.columns import Heading
from playground.gui.inspector.kinds import Choice, Shown, Switch, Written
from playground.gui.inspector.panel import Inspector
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.initializers import INITIALIZERS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.network.named import NamedPart
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES
from tests.mouse import hover

# What a person may type, and what is meant; the first that a field can have is typed.
TYPED = [
    ("3", 3),
    ("5", 5),
    ("0.3", 0.3),
    ("0.7", 0.7),
    ("30%", 0.3),
    ("2, 3", (2, 3)),
    ("0, 1", (0, 1)),
    ("valid", "valid"),
    ("balanced", "balanced"),
    ("renamed", "renamed"),
]
NEVER = ("?!", "-2", "1e99", "nan", "1, 1")
ON = {"regularization": {"type": "l2"}, "clipping": {"type": "norm"}}


def node(**fields):
    return {"network": {"nodes": [{"id": "other", "type": "Dense"}, {"id": "it", **fields}]}}


def dense(**fields):
    return node(type="Dense", **fields)


def head(**fields):
    return {"head": {"type": "multiclass", **fields}}


def training(**fields):
    return {"training": {**ON, **fields}}


# What is selected of which project, and the field that is looked at with all that lies within it.
PLACES = {
    **{f"layer {name}": (node(type=name), "it", "") for name in LAYERS},
    **{f"activation {name}": (dense(activation=name), "it", "activation") for name in ACTIVATIONS},
    **{
        f"initializer {name}": (dense(initializer=name), "it", "initializer")
        for name in INITIALIZERS
    },
    **{f"head {name}": (head(type=name), "head", "") for name in HEADS},
    **{f"loss {name}": (head(loss=name), "head", "loss") for name in LOSSES},
    **{
        f"optimizer {name}": (training(optimizer={"type": name}), None, "optimizer")
        for name in OPTIMIZERS
    },
    **{f"schedule {name}": (training(schedule=name), None, "schedule") for name in SCHEDULES},
    "training": (training(), None, ""),
}


class Place:
    """A part of the document, found again after every edit.

    Attributes:
        paths: of the fields that are looked at.
    """

    def __init__(self, inspector, selected, field):
        self.document = inspector._document
        self.selected = selected
        self.paths = [path for path in paths_of(self.spec) if field in ("", path[0])]

    @property
    def spec(self):
        project = self.document.project
        if self.selected == "it":
            return project.network.nodes[-1]
        return field_edits.in_force(project.head) if self.selected == "head" else project.training

    def value(self, path):
        return value_of(self.spec, path)

    def allows(self, path, value):
        try:
            rebuilt(self.spec, path, value)
        except ValidationError:
            return False
        return True


def value_of(spec, path):
    for name in path:
        spec = getattr(spec, name)
    return spec.name if isinstance(spec, NamedPart) else spec


def rebuilt(spec, path, value):
    """Checked anew from its fields, the way a file is."""
    fields = {name: getattr(spec, name) for name in type(spec).model_fields}
    if len(path) > 1:
        value = rebuilt(fields[path[0]], path[1:], value)
    return type(spec)(**{**fields, path[0]: value})


def paths_of(spec):
    """Every field there is, but for places on the canvas."""
    found = []
    for name in type(spec).model_fields:
        value = getattr(spec, name)
        if name == "position":
            continue
        if isinstance(value, NamedPart) or not isinstance(value, BaseModel):
            found.append((name,))
        if isinstance(value, BaseModel):
            found += [(name, *rest) for rest in paths_of(value)]
    return found


@pytest.fixture(params=PLACES)
def place(request, inspect, project_of):
    parts, selected, field = PLACES[request.param]
    network = parts.get("network", {"nodes": [{"id": "other", "type": "Dense"}]})
    project = project_of(*network["nodes"], **{k: v for k, v in parts.items() if k != "network"})
    inspector = inspect(project, *([selected] if selected else []))
    return inspector, Place(inspector, selected, field)


def test_every_field_is_shown_changed_by_hand_undone_and_brought_back(place, hand):
    inspector, at = place
    stack = at.document.undo_stack
    for path in at.paths:
        before = at.document.project
        require_shown(hand(inspector.row(*path)), at.value(path))
        stack.clear()
        wanted = change(hand(inspector.row(*path)), at, path)
        assert at.value(path) == wanted
        require_shown(hand(inspector.row(*path)), wanted)
        assert (stack.count(), " " in stack.undoText()) == (1, True)
        require_way_back(hand(inspector.row(*path)), at, path)
        at.document.edit("x", head=before.head, network=before.network, training=before.training)
        require_shown(hand(inspector.row(*path)), at.value(path))


def require_shown(hand, value):
    row = hand.row
    assert not isinstance(row.field.kind, Shown), row.field.path
    assert hand.shown == value
    assert row.isVisible()
    assert row.label.text() == row.field.title
    assert row.field.title in row.editor.accessibleName()


def require_way_back(hand, at, path):
    """The button is there where the value is not the default, and brings it."""
    button = hand.row.reset_button
    if path == ("id",):
        assert not button.isVisible()
        return
    default = default_of(at.spec, path)
    assert button.isVisible() == (at.value(path) != default)
    if button.isVisible():
        hand.click(button)
    assert at.value(path) == default
    assert not button.isVisible()


def test_every_typed_field_refuses_what_it_cannot_have_in_words(place, hand):
    inspector, at = place
    at.document.refused.connect(pytest.fail)
    for path in at.paths:
        row, before = inspector.row(*path), at.document.project
        if not isinstance(row.field.kind, Written):
            continue
        text = next(text for text in NEVER if not possible(row, at, path, text))
        hand(row).type(text)
        assert at.document.project is before, path
        assert row.error.isVisible()
        assert row.field.title in row.error.text()
        assert row.editor.text() == text
        row.editor.clearFocus()
        assert hand(row).shown == at.value(path)


def change(hand, at, path):
    """Change a field by hand to something else; what it should be now."""
    kind, now = hand.row.field.kind, at.value(path)
    if isinstance(kind, Switch):
        hand.tick()
        return not now
    if isinstance(kind, Choice):
        values = [option.value for option in kind.options]
        place = values.index(now) if now in values else len(values)
        wanted = values[place - 1] if 0 < place < len(values) else values[min(1, len(values) - 1)]
        hand.choose(wanted)
        return wanted
    percent = hand.editor.text().endswith("%")
    text, wanted = next(
        (text, value)
        for text, value in TYPED
        if value != now and text.endswith("%") == percent and at.allows(path, value)
    )
    hand.type(text)
    return wanted


def possible(row, at, path, text):
    try:
        return at.allows(path, row.field.kind.read(text))
    except ValueError:
        return False


def default_of(spec, path):
    owner = value_or_part(spec, path[:-1])
    default = type(owner).model_fields[path[-1]].default
    if path == ("loss",):
        return spec.losses[0]
    return default.name if isinstance(default, NamedPart) else default


def value_or_part(spec, path):
    for name in path:
        spec = getattr(spec, name)
    return spec


@pytest.mark.parametrize(
    ("field", "registry"), [("optimizer", OPTIMIZERS), ("schedule", SCHEDULES)]
)
def test_every_part_is_chosen_by_the_arrow_keys_and_brings_its_own_fields(
    inspect, project_of, hand, field, registry
):
    inspector = inspect(project_of())
    for name, part in registry.items():
        hand(inspector.row(field)).choose(name)
        training = inspector._document.project.training
        assert getattr(training, field).name == name
        within = {row.field.path[1] for row in inspector.rows if row.field.path[:-1] == (field,)}
        assert within == set(part.model_fields)


def test_another_optimizer_brings_its_rate_unless_one_was_set_by_hand(inspect, project_of, hand):
    inspector = inspect(project_of())
    training = lambda: inspector._document.project.training  # noqa: E731
    hand(inspector.row("optimizer")).choose("lion")
    assert training().optimizer.learning_rate == 0.0001
    hand(inspector.row("optimizer", "learning_rate")).type("0.02")
    hand(inspector.row("optimizer")).choose("adadelta")
    assert training().optimizer.learning_rate == 0.02


def test_head_and_loss_chosen_here_are_those_of_the_transport(inspect, project_of, hand):
    inspector = inspect(project_of())
    document = inspector._document
    hand(inspector.row("type")).choose("binary_softmax")
    assert document.project.head.name == "binary_softmax"
    assert document.undo_stack.undoText() == "use the Binary, two outputs head"
    hand(inspector.row("loss")).choose("focal")
    assert document.project.head.loss_part.name == "focal"
    assert inspector.row("loss", "gamma").isVisible()
    hand(inspector.row("loss")).click(inspector.row("loss").reset_button)
    assert document.project.head.loss is None


def test_a_choice_is_clicked_in_its_list(inspect, project_of, hand):
    inspector = inspect(project_of(), "dense_1")
    combo = inspector.row("activation").editor
    hand(inspector.row("activation")).click(combo)
    view = combo.view()
    assert view.isVisible()
    assert not view.verticalScrollBar().maximum()
    box = view.visualRect(combo.model().index(list(ACTIVATIONS).index("elu"), 0))
    hover(view.viewport(), box.center())
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center()
    )
    assert inspector._document.network["dense_1"].activation.name == "elu"
    assert inspector.row("activation", "alpha").isVisible()


def test_a_word_is_chosen_in_a_menu_by_keyboard(inspect, project_of, hand):
    inspector = inspect(project_of({"id": "pool", "type": "MaxPool"}), "pool")
    padding = hand(inspector.row("padding"))
    padding.press(Qt.Key.Key_Down)
    QTest.keyClick(padding.editor.menu, Qt.Key.Key_Return)
    assert inspector._document.network["pool"].padding == "same"


def test_a_layer_to_apply_again_is_chosen_among_those_there_are(inspect, project_of, hand):
    inspector = inspect(project_of({"id": "again", "type": "Shared"}), "again")
    assert inspector.row("layer").editor.count() == 0
    assert inspector.row("layer").editor.placeholderText() == "choose one"
    inspector._document.insert_layer("Dense", ("input", "again"))
    hand(inspector.row("layer")).choose("dense_1")
    assert inspector._document.network["again"].layer == "dense_1"


# Several layers

LAYERS_OF_THREE = [
    {"id": "dense_1", "type": "Dense", "units": 4},
    {"id": "dense_2", "type": "Dense", "units": 8, "activation": "relu"},
    {"id": "lstm_1", "type": "LSTM", "units": 8, "initializer": "he"},
]


@pytest.fixture
def three(inspect, project_of):
    return inspect(project_of(*LAYERS_OF_THREE), "lstm_1", "dense_2", "dense_1")


def test_several_layers_show_what_they_share_and_where_they_differ(three):
    assert {row.field.path for row in three.rows} == {("units",), ("initializer",), ("frozen",)}
    assert three.header.title.text() == "3 layers"
    assert three.header.name.text() == "2 Dense, 1 LSTM"
    units = three.row("units").editor
    assert (units.text(), units.placeholderText()) == ("", "mixed")
    assert three.row("initializer").editor.placeholderText() == "mixed"


def test_a_change_of_several_layers_is_one_edit_within_what_all_can_have(three, hand):
    document = three._document
    start, units = document.project, three.row("units")
    hand(units).type("20000")
    assert units.error.text() == "Units must be a whole number from 1 to 10,000."
    hand(units).type("6")
    assert [document.network[name].units for name in three._selected] == [6, 6, 6]
    assert document.undo_stack.undoText() == "change units of 3 layers"
    hand(three.row("frozen")).tick()
    hand(three.row("initializer")).choose("uniform")
    assert document.undo_stack.count() == 3
    for _ in range(3):
        document.undo_stack.undo()
    assert document.project == start
    assert units.editor.placeholderText() == "mixed"


def test_where_layers_differ_steps_do_nothing_and_a_tick_is_for_all(three, hand):
    document = three._document
    document.freeze_nodes(["dense_1"])
    frozen, units = hand(three.row("frozen")), hand(three.row("units"))
    assert frozen.editor.checkState() == Qt.CheckState.PartiallyChecked
    frozen.tick()
    assert all(node.frozen for node in document.network if node.id in three._selected)
    assert frozen.editor.checkState() == Qt.CheckState.Checked
    before = document.project
    units.editor.setFocus()
    units.press(Qt.Key.Key_Up)
    assert document.project is before


def test_several_layers_go_back_each_to_its_own_default(three, hand):
    document = three._document
    hand(three.row("units")).click(three.row("units").reset_button)
    assert [document.network[name].units for name in ("dense_1", "dense_2", "lstm_1")] == [8, 8, 16]
    assert not three.row("units").reset_button.isVisible()
    assert three.row("units").editor.placeholderText() == "mixed"


# Typing


@pytest.fixture
def one(inspect, project_of):
    return inspect(project_of(), "dense_1")


def test_typing_goes_on_while_the_document_changes(one, hand):
    document, units = one._document, one.row("units").editor
    hand(one.row("units")).type("12", key=None)
    QTest.keyClick(units, Qt.Key.Key_Left)
    document.set_learning_rate(0.5)
    document.set_node_field("dense_1", "activation", "leaky_relu")
    assert one.row("activation", "slope").isVisible()
    assert one.row("units").editor is units
    assert units.hasFocus()
    assert (units.text(), units.cursorPosition()) == ("12", 1)
    QTest.keyClick(units, Qt.Key.Key_Return)
    assert document.network["dense_1"].units == 12


def test_a_value_changed_elsewhere_is_shown_under_the_cursor(one):
    units = one.row("units").editor
    units.setFocus()
    one._document.set_node_field("dense_1", "units", 77)
    assert units.text() == "77"
    assert units.hasFocus()


def test_escape_drops_what_was_typed_and_leaving_takes_it(one, hand):
    row = hand(one.row("units"))
    row.type("12", key=Qt.Key.Key_Escape)
    assert (row.editor.text(), one._document.network["dense_1"].units) == ("4", 4)
    row.type("12", key=Qt.Key.Key_Tab)
    assert one._document.network["dense_1"].units == 12


def test_leaving_a_wrong_number_goes_back_and_still_says_why(one, hand):
    row = hand(one.row("units"))
    row.type("0", key=Qt.Key.Key_Tab)
    assert row.editor.text() == "4"
    assert one.row("units").error.text() == "Units must be a whole number from 1 to 100,000."
    row.type("5", key=None)
    assert not one.row("units").error.isVisible()


def test_a_run_of_steps_is_one_edit(one, hand):
    row = hand(one.row("units"))
    row.editor.setFocus()
    for _ in range(3):
        row.press(Qt.Key.Key_Up)
    row.click(row.editor.up)
    row.press(Qt.Key.Key_PageUp)
    assert one._document.network["dense_1"].units == 18
    assert one._document.undo_stack.count() == 1


def test_the_wheel_steps_only_with_the_focus(one):
    units = one.row("units").editor
    for focused in (False, True):
        units.setFocus() if focused else units.clearFocus()
        place = QPointF(units.rect().center())
        wheel = QWheelEvent(
            place,
            QPointF(units.mapToGlobal(place)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(units, wheel)
        assert one._document.network["dense_1"].units == 4 + focused


def test_a_name_dragged_sideways_changes_its_number(one):
    label = one.row("units").label
    start = label.rect().center()
    QTest.mousePress(label, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    hover(label, start + QPoint(30, 0), Qt.MouseButton.LeftButton)
    hover(label, start + QPoint(18, 0), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(label, Qt.MouseButton.LeftButton)
    assert one._document.network["dense_1"].units == 7
    assert one._document.undo_stack.count() == 1


def test_keys_that_the_window_uses_belong_to_the_control_with_the_focus(one, hand):
    heard = []
    for keys in ("Space", "R", "."):
        shortcut = QShortcut(QKeySequence(keys), one)
        shortcut.activated.connect(lambda keys=keys: heard.append(keys))
    hand(one.row("bias")).tick()
    assert not one._document.network["dense_1"].bias
    activation = hand(one.row("activation"))
    activation.editor.setFocus()
    activation.press(Qt.Key.Key_R)
    assert one._document.network["dense_1"].activation.name == "relu"
    assert heard == []


def test_undo_in_a_field_is_the_documents_once_nothing_is_typed(one, hand):
    undo = QAction(one)
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    undo.triggered.connect(one._document.undo_stack.undo)
    one.addAction(undo)
    row = hand(one.row("units"))
    row.type("12")
    row.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert one._document.network["dense_1"].units == 4
    assert row.editor.text() == "4"


# Names


def test_a_renamed_layer_stays_selected_through_undo_and_redo(one, hand):
    document, row = one._document, one.row("id")
    row_hand = hand(row)
    row_hand.type("first")
    assert ("input", "first") in document.network.links
    for name, step in (
        ("first", None),
        ("dense_1", document.undo_stack.undo),
        ("first", document.undo_stack.redo),
    ):
        if step:
            step()
        assert one.row("id").editor.text() == name
        assert one.header.name.text() == name


def test_a_layer_renamed_here_stays_though_its_card_goes(open_window, project_of, hand):
    window = open_window(project_of())
    inspector = Inspector(window.document, window.centralWidget())
    window.canvas.selection_changed.connect(inspector.show_selection)
    inspector.resize(640, 190)
    inspector.show()
    window.canvas.network_scene.cards["dense_1"].setSelected(True)
    hand(inspector.row("id")).type("first")
    assert (inspector.header.title.text(), inspector.header.name.text()) == ("Dense", "first")
    assert inspector.row("id").editor.hasFocus()
    hand(inspector.row("bias")).tick()
    assert not window.document.network["first"].bias


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("head", "That is the head's name"),
        ("other", "Another layer is called other"),
        ("2nd", "Name can't be “2nd”"),
        ("two words", "letters, digits"),
        ("x" * 81, "at most 80"),
        ("", "Name can't be"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_words(inspect, project_of, hand, name, words):
    nodes = [{"id": each, "type": "Dense"} for each in ("it", "other")]
    inspector = inspect(project_of(*nodes), "it")
    before = inspector._document.project
    hand(inspector.row("id")).type(name)
    assert words in inspector.row("id").error.text()
    assert inspector._document.project is before


def test_the_first_input_keeps_its_name(inspect, project_of, hand):
    inspector = inspect(project_of(), "input")
    hand(inspector.row("id")).type("other")
    assert "keeps its name" in inspector.row("id").error.text()


# The panel


def test_nothing_selected_shows_the_head_and_the_training_under_headings(one):
    one.show_selection([])
    headings = [item.accessibleName() for item in one._columns.items if isinstance(item, Heading)]
    assert headings == ["Head", "Optimizer", "Training"]
    one.show_selection(["head"])
    assert [row.field.path for row in one.rows][:2] == [("type",), ("loss",)]
    assert not [item for item in one._columns.items if isinstance(item, Heading)]


def test_a_removed_layer_and_another_project_leave_nothing_of_it(one, project_of):
    one._document.remove_nodes(["dense_1"])
    assert one.header.title.text() == "Head and training"
    one._document.undo_stack.undo()
    assert one.header.title.text() == "Dense"
    one._document.replace(project_of(), None)
    assert one.header.title.text() == "Head and training"


def test_what_is_wrong_with_a_layer_stands_in_place_of_its_help(one):
    one._document.disconnect_nodes("input", "dense_1")
    assert one.header.help.property("role") in ("error", "warning")
    assert one.header.help.text() in [problem.message for problem in one._document.problems]


def test_an_unknown_layer_and_ids_of_no_layer_are_no_fault(inspect, project_of):
    inspector = inspect(project_of({"id": "odd", "type": "FromTheFuture", "size": 3}), "odd", "?")
    assert [row.field.path for row in inspector.rows] == [("id",), ("frozen",)]
    assert inspector.header.title.text() == "FromTheFuture"


@pytest.mark.parametrize(("width", "columns"), [(820, 3), (640, 2), (300, 1)])
def test_rows_stand_in_as_many_columns_as_fit_none_over_another(one, qtbot, width, columns):
    one.show_selection([])
    one.resize(width, 200)
    qtbot.waitUntil(lambda: len({row.x() for row in one.rows}) == columns)
    boxes = sorted((item.x(), item.y(), item.height()) for item in one._columns.items)
    for (x, y, height), (next_x, next_y, _) in pairwise(boxes):
        assert x != next_x or y + height <= next_y
    assert all(item.geometry().right() <= one._columns.width() for item in one._columns.items)
    assert one._columns.height() >= max(y + height for _, y, height in boxes)


def test_tab_goes_from_field_to_field_in_their_order(one, hand):
    one._document.set_node_field("dense_1", "activation", "leaky_relu")
    one.row("id").editor.setFocus()
    passed = []
    for _ in range(20):
        passed.append(QApplication.focusWidget())
        QTest.keyClick(passed[-1], Qt.Key.Key_Tab)
    editors = [row.editor for row in one.rows]
    assert [each for each in passed if each in editors][: len(editors)] == editors
    assert one.row("units").reset_button in passed


def test_what_belongs_together_is_not_parted(one):
    one._document.set_node_field("dense_1", "activation", "leaky_relu")
    choice, slope = one.row("activation"), one.row("activation", "slope")
    assert slope.x() == choice.x()
    assert slope.y() > choice.y()


def test_words_beneath_a_field_push_the_others_down(one, hand):
    one.resize(300, 400)
    before = one.row("activation").y()
    hand(one.row("units")).type("0")
    error, units = one.row("units").error, one.row("units")
    assert error.height() >= error.heightForWidth(error.width())
    assert one.row("activation").y() >= units.geometry().bottom() >= before
    hand(units).type("6")
    assert one.row("activation").y() == before


@pytest.mark.parametrize("selected", [[], ["dense_1"], ["head"]])
def test_an_update_is_cheap_and_rows_are_kept(one, selected):
    one.show_selection(selected)
    document, rows, times = one._document, one.rows, []
    for number in range(30):
        document.set_learning_rate(0.01 + number / 1000)
        start = perf_counter()
        one._refresh()
        times.append(perf_counter() - start)
    assert sorted(times)[15] < 0.005
    assert one.rows == rows


def test_while_it_is_not_seen_it_waits(inspect, project_of, qtbot):
    inspector = inspect(project_of(), "dense_1")
    inspector.hide()
    inspector._document.set_node_field("dense_1", "units", 33)
    assert inspector.row("units").editor.text() == "4"
    with qtbot.waitExposed(inspector):
        inspector.show()
    assert inspector.row("units").editor.text() == "33"

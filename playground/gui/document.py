"""The document: the project, its undo stack, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from playground.assets_path import is_example
from playground.data.edits import NO_EDITS, Added, DataEdits, origins
from playground.data.painting import Painting
from playground.data.prepare import prepare
from playground.data.sources import SOURCES, source_of
from playground.data.sources.painted import PAINTED
from playground.data.spec import FILE, DataSpec
from playground.errors import UserError
from playground.gui import edit_words
from playground.gui.commands import STROKE, ProjectEdit
from playground.gui.difference import tell_difference, unplaced
from playground.gui.judge import Judge
from playground.network import edits
from playground.network.advice import advice
from playground.network.compiler import Trace, trace
from playground.network.heads import HEADS, Head, fitting_head
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.network.named import parse_name
from playground.network.node import NodeSpec
from playground.network.pairs import FINAL_LABELS
from playground.network.problems import (
    InsertLayer,
    Problem,
)
from playground.network.signature import Signature
from playground.network.sizes import why_too_large
from playground.network.spec import HEAD, INPUT, Link, NetworkSpec
from playground.project.locks import broken_lock
from playground.project.setup import Setup, lock_reason
from playground.project.spec import ProjectSpec
from playground.project.takeover import taken_over
from playground.project.templates import Template
from playground.training.advice import training_advice
from playground.training.curvature import Curvatures
from playground.training.optimizers import OPTIMIZERS
from playground.training.problems import batch_problem
from playground.training.stopping import StopSpec
from playground.training.vocabulary import words_problem

UNDO_LIMIT = 1000
# What can't be taken out.
LASTING = (INPUT, HEAD)
Position = tuple[float, float]


class Document(QObject):
    """Holds the project and changes it, one undoable edit at a time.

    Attributes:
        project: the project as it is now.
        undo_stack: every edit made.
        judge: says whether an edit of the network can be made.
        path: the file it was opened from or saved to, if any.
        signature: what the network has to know about the data.
        traced: the network built as far as it can be: shapes, parameters, problems.
        begins_anew: while `changed` is sent: whether the edit, or its undo, put other data with a
            whole network of its own in place, so that no run goes on.

    Signals, all sent after the fact:
        node_added(id), node_removed(id), node_moved(id), node_changed(id),
        link_added(source, target), link_removed(source, target),
        data_changed, head_changed, training_changed, setup_changed,
        changed: after any edit, once, when everything above was sent and `traced` is new.
        replaced: another project took the place of this one.
        refused(message): an edit could not be made; nothing has changed.
    """

    node_added = Signal(str)
    node_removed = Signal(str)
    node_moved = Signal(str)
    node_changed = Signal(str)
    link_added = Signal(str, str)
    link_removed = Signal(str, str)
    data_changed = Signal()
    head_changed = Signal()
    training_changed = Signal()
    setup_changed = Signal()
    changed = Signal()
    replaced = Signal()
    refused = Signal(str)

    def __init__(self, project: ProjectSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.judge = Judge(self)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        # Every name a layer ever had here. Weights are known by it: a new layer that took the name
        # of a removed one would take its weights too, and so would an undo the other way round.
        self._names: set[str] = set()
        # While many edits are undone at once: the project come to so far, not shown yet.
        self._passing = False
        self._passed: ProjectSpec | None = None
        self._curvatures = Curvatures()
        self.begins_anew = False
        self._take(project)

    # Looking

    @property
    def network(self) -> NetworkSpec:
        """The network part."""
        return self.project.network

    @property
    def problems(self) -> list[Problem]:
        """What is wrong now, errors first; what is only worth a note waits until there are none."""
        found = [*self.traced.problems, *self._of_the_data]
        with_errors = any(problem.severity == "error" for problem in found)
        found += [each for each in self._advice if not (with_errors and each.severity == "note")]
        return sorted(found, key=lambda problem: problem.rank)

    def stands_alone(self, layer_type: str) -> bool:
        """Whether a new layer of this type goes on no wire, since nothing leads into it."""
        return bool(LAYERS[layer_type].inputs[1] == 0)

    # Edits

    def fresh_name(self, stem: str, taken: Collection[str] = ()) -> str:
        """The first of "stem_1", "stem_2", … that nothing here is called, nor ever was."""
        return self.network.fresh_name(stem, {*self._names, *taken})

    def fresh_id(self, layer_type: str) -> str:
        """A name for a new layer of this type."""
        return self.network.fresh_id(layer_type, self._names)

    def new_node(
        self,
        layer_type: str,
        position: Position | None = None,
        within: NetworkSpec | None = None,
    ) -> NodeSpec:
        """A layer of this type that is not in the network yet, under a name of its own.

        Args:
            within: the network that it goes into, if that is not the document's.
        """
        name = (within or self.network).fresh_id(layer_type, self._names)
        node: NodeSpec = LAYERS[layer_type](id=name, position=position)
        return node

    def edit(self, text: str, key: str = "", *, anew: bool = False, **parts: Any) -> None:
        """Put other parts in the project's place: one entry of the undo stack, if anything changes.

        What the set-up has locked is not changed, and no network becomes too large; the edit is
        refused as a whole.

        Args:
            text: what it does, to follow "Undo": "add Dense".
            key: edits of one key that follow each other at once become one; "" for its own.
            anew: see `begins_anew`.
            parts: the project's fields, new.
        """
        before = self.project
        after = before.model_copy(update=parts)
        locked = broken_lock(before, after)
        if locked is not None:
            self.refused.emit(lock_reason(locked))
        elif why := why_too_large(vars(after.network)):
            self.refused.emit(f"This can't be: {why}.")
        elif after != before:
            apply = self._apply_anew if anew else self._apply
            self.undo_stack.push(ProjectEdit(text, before, after, apply, key))

    def placed(self, network: NetworkSpec, positions: Mapping[str, Position]) -> dict[str, Any]:
        """The parts of the project with cards at `positions`."""
        changes: dict[str, Any] = {"network": edits.move(network, positions)}
        if HEAD in positions:
            changes["head"] = self.project.head.model_copy(update={"position": positions[HEAD]})
        return changes

    # Edits of the network

    def insert_layer(
        self,
        layer_type: str,
        link: Link | None,
        position: Position | None = None,
        making_room: Mapping[str, Position] | None = None,
    ) -> str:
        """Put a new layer on `link`, or before the head; an input stands alone. Its id.

        Args:
            making_room: where cards go that give way, in the same edit.
        """
        node = self.new_node(layer_type, position)
        network = edits.place(self.network, node, link)
        self.edit(f"add {node.catalogue.label}", **self.placed(network, making_room or {}))
        return node.id

    def add_after(self, layer_type: str, source: str) -> str:
        """Put a new layer behind a node that leads nowhere yet. Its id."""
        node = self.new_node(layer_type, None)
        network = edits.put_after(self.network, node, source)
        self.edit(f"add {node.catalogue.label}", network=network)
        return node.id

    def remove_nodes(self, identities: Collection[str]) -> None:
        """Take nodes out, closing the gaps. The input and the head stay."""
        doomed = [each for each in identities if each in self.network and each not in LASTING]
        if doomed:
            what = doomed[0] if len(doomed) == 1 else f"{len(doomed)} layers"
            self.edit(f"remove {what}", network=edits.remove(self.network, doomed))

    def move_nodes(
        self, positions: Mapping[str, Position], still: Mapping[str, Position] | None = None
    ) -> None:
        """Place cards (the head's too), groups and notes on the canvas.

        Args:
            still: where cards stay that are not the ones meant.
        """
        first = self._called(next(iter(positions), ""))
        what = first if len(positions) == 1 else f"{len(positions)} cards"
        self.edit(f"move {what}", **self.placed(self.network, {**(still or {}), **positions}))

    def _called(self, identity: str) -> str:
        """What a card, a group or a note is called in the name of an edit."""
        titles = {group.id: group.title for group in self.network.groups}
        titles |= {note.id: "a note" for note in self.network.notes}
        return titles.get(identity, identity)

    def unplace(self, text: str, key: str = "") -> None:
        """Leave all cards to the automatic layout again; `text` and `key` as for `edit`."""
        parts = {
            name: tuple(
                part.model_copy(update={"position": None}) for part in getattr(self.network, name)
            )
            for name in ("nodes", "groups")
        }
        self.edit(
            text,
            key,
            network=self.network.model_copy(update=parts),
            head=self.project.head.model_copy(update={"position": None}),
        )

    def freezable(self, identities: Collection[str]) -> list[str]:
        """Those of the layers that learn something, and those that are frozen already."""
        counts = self.traced.parameter_counts()
        nodes = [self.network[each] for each in identities if each in self.network]
        return [node.id for node in nodes if counts.get(node.id) or node.frozen]

    def freeze_nodes(self, identities: Collection[str]) -> None:
        """Freeze the layers that learn something; if all of them are frozen, let them learn."""
        able = self.freezable(identities)
        if not able:
            self.refused.emit("Only a layer with weights of its own can be frozen.")
            return
        frozen = not all(self.network[each].frozen for each in able)
        what = able[0] if len(able) == 1 else f"{len(able)} layers"
        network = edits.freeze(self.network, able, frozen)
        self.edit(f"{'freeze' if frozen else 'unfreeze'} {what}", network=network)

    def set_node_field(self, identity: str, field: str, value: Any) -> None:
        """Give a node's field another value; a run of them on one field is one edit."""
        try:
            network = edits.set_field(self.network, identity, field, value)
        except ValueError as error:
            why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            self.refused.emit(f"{identity} can't have {field} {value}: {why}.")
            return
        text = edit_words.change_of_node(self.network[identity], field, value)
        self.edit(text, f"{identity}.{field}", network=network)

    def connect_nodes(self, source: str, target: str) -> None:
        """Link source → target; where the target takes one input, in place of what led there."""
        try:
            network = edits.connect(self.network, source, target)
        except ValueError:
            refusal = self.judge.why_not_connect(source, target)
            self.refused.emit(refusal.message if refusal else "These two can't be linked.")
            return
        self.edit(f"connect {source} to {target}", network=network)

    def disconnect_all(self, links: Collection[Link]) -> None:
        """Take links out."""
        if len(links) == 1:
            self.disconnect_nodes(*next(iter(links)))
            return
        network = edits.disconnect_all(self.network, links)
        self.edit(f"disconnect {len(links)} links", network=network)

    def disconnect_nodes(self, source: str, target: str) -> None:
        """Take a link out."""
        network = edits.disconnect_all(self.network, [(source, target)])
        self.edit(f"disconnect {source} from {target}", network=network)

    # Edits of the rest

    def data_with(self, **fields: Any) -> DataSpec:
        """The data as it would be with other fields; another source brings its own scaling and,
        where it needs one, its own split.

        Which classes are kept goes on as far as there are these.
        """
        source = fields.get("source")
        if source is not None and source != FILE:
            advised = SOURCES[source]
            fields = {
                "file": None,
                "augment": {},
                "options": (),
                "formula": "",
                "painting": None,
                **fields,
            }
            fields.setdefault("standardise", advised.standardise)
            fields.setdefault("standardise_targets", advised.standardise_targets)
            if advised.held_out or self.project.data.split.way not in ("stratified", "random"):
                fields.setdefault("split", advised.split)
            fields = {"only_classes": None, "per_class": None, **fields}
        before = self.project.data
        kept = before.only_classes
        if "classes" in fields and kept is not None:
            left = tuple(number for number in kept if number < fields["classes"])
            fields.setdefault("only_classes", left if len(left) > 1 else None)
        data = DataSpec(**{**before.model_dump(exclude={"edits"}), **fields})
        return data.model_copy(update={"edits": before.edits_kept_by(data)})

    def set_data(self, **fields: Any) -> None:
        """Change fields of the data.

        Where the task changes, the head follows; where layers no longer fit the samples' shape and
        one layer between mends it, it is put there; where there are fewer samples than a batch
        takes, it takes them all. All of it is one edit.
        """
        source = fields.get("source")
        key = f"data.{','.join(sorted(fields))}" if source is None else ""
        try:
            data = self.data_with(**fields)
            signature = self.project.model_copy(update={"data": data}).signature()
        except ValidationError as error:
            why = error.errors()[0]["msg"].removeprefix("Value error, ")
            self.refused.emit(f"The data can't be so: {why}.")
            return
        except UserError as error:
            self.refused.emit(str(error))
            return
        what = f"use {source_of(data).label}" if source else edit_words.change_of_data(fields)
        self._use_data(data, signature, what, key)

    def set_painting(self, painting: Painting, text: str) -> None:
        """Have what is painted as the data; each stroke is an edit of its own.

        Args:
            text: what it does, to follow "Undo": "paint".
        """
        try:
            data = self.data_with(source=PAINTED.name, painting=painting)
            signature = self.project.model_copy(update={"data": data}).signature()
        except UserError as error:
            self.refused.emit(str(error))
            return
        self._use_data(data, signature, text, "")

    def begin_with(self, project: ProjectSpec, text: str) -> None:
        """Have other data and a whole network for it, in one edit; its layers get names of their
        own. Notes, which spoke of other data, go. The project's own name and set-up stay, unless
        it has no name yet, or that of an example or of the file before.

        Args:
            project: whose data is prepared already.
            text: what it does, to follow "Undo": "use churn.csv".
        """
        names = [ProjectSpec.model_fields["name"].default]
        if self.project.data.file is not None:
            names.append(Path(self.project.data.file.path).stem)
        example = self.path is not None and is_example(self.path)
        parts: dict[str, Any] = {
            "notes": project.notes,
            "data": project.data,
            "network": edits.renamed_apart(project.network, self._names),
            "head": project.head,
            "training": project.training,
        }
        if example or self.project.name in names:
            parts["name"] = project.name
        self.edit(text, anew=True, **parts)

    def use_data(self, data: DataSpec, text: str) -> None:
        """Have other data, which is prepared already, under the network there is; what has to
        follow does, as in `set_data`.

        Args:
            text: what it does, to follow "Undo": "change churn.csv".
        """
        try:
            signature = self.project.model_copy(update={"data": data}).signature()
        except UserError as error:
            self.refused.emit(str(error))
            return
        self._use_data(data, signature, text, "")

    def add_points(self, points: Sequence[Added], stroke: str = "") -> None:
        """Put samples in by hand, where the data is points on a plane.

        Args:
            points: of each two features and the target: a class, a 0 or 1 a label, or values.
            stroke: edits of one stroke that follow each other become one, however long it takes.
        """
        text = "add a point" if len(points) == 1 and not stroke else "add points"
        self._edit_by_hand(lambda made: made.with_points(points), text, stroke)

    def remove_samples(self, rows: Collection[int], stroke: str = "") -> None:
        """Take samples out by hand, by their rows in the data as it is; `stroke` as there."""
        data = self.project.data
        found = origins(data.edits, len(prepare(data.drawn).dataset.features))[list(rows)]
        text = "remove a sample" if len(rows) == 1 and not stroke else "remove samples"
        self._edit_by_hand(lambda made: made.without(found.tolist()), text, stroke)

    @Slot()
    def forget_data_edits(self) -> None:
        """Have the samples as they were drawn."""
        self._edit_by_hand(lambda made: NO_EDITS, "take back all edits of the data")

    def set_head(self, head_type: str) -> None:
        """Choose another head, with its own loss and final activation."""
        head = HEADS[head_type](position=self.project.head.position)
        self.edit(f"use the {head.label} head", head=head)

    def set_loss(self, loss_name: str) -> None:
        """Choose another loss."""
        head = self.project.head.model_copy(update={"loss": parse_name(LOSSES, loss_name)})
        self.edit(f"use the {head.loss_part.label} loss", head=head)

    def set_final_activation(self, final: str) -> None:
        """Choose another final activation."""
        head = self.project.head.model_copy(update={"activation": final})
        self.edit(f"use {FINAL_LABELS[head.final]} at the end", head=head)

    def set_optimizer(self, name: str) -> None:
        """Choose another optimizer, with its usual rate; a rate that was set by hand is kept."""
        old = self.project.training.optimizer
        if name == old.name:
            return
        optimizer = OPTIMIZERS[name]()
        if old.learning_rate != type(old)().learning_rate:
            optimizer = OPTIMIZERS[name](learning_rate=old.learning_rate)
        self._edit_training(f"use the {optimizer.label} optimizer", optimizer=optimizer)

    def set_learning_rate(self, rate: float) -> None:
        """Change the learning rate; a run of changes is one edit."""
        optimizer = self.project.training.optimizer.model_copy(update={"learning_rate": rate})
        self._edit_training("change the learning rate", "rate", optimizer=optimizer)

    def set_training(self, **fields: Any) -> None:
        """Change other fields of the training: batch_size, seed, epochs."""
        text = edit_words.change_of_training(fields)
        self._edit_training(text, f"training.{','.join(fields)}", **fields)

    def set_regularization(self, **fields: Any) -> None:
        """Change the kind or rate of regularization."""
        regularization = self.project.training.regularization.model_copy(update=fields)
        self._edit_training("change the regularization", "penalty", regularization=regularization)

    def set_stop(self, **fields: Any) -> None:
        """Change conditions that end a run; None takes one away. A run of changes is one edit."""
        before = self.project.training.stop
        kept = {name: getattr(before, name) for name in StopSpec.model_fields}
        try:
            stop = StopSpec(**{**kept, **fields})
        except ValidationError as error:
            why = error.errors()[0]["msg"].removeprefix("Value error, ").rstrip(".")
            self.refused.emit(f"A run can't stop so: {why}.")
            return
        key = f"stop.{','.join(sorted(fields))}"
        self._edit_training("change when a run stops", key, stop=stop)

    def set_setup(self, setup: Setup) -> None:
        """Hide and lock other parts; a run of changes is one edit."""
        self.edit("change the teacher's set-up", "setup", setup=setup)

    def use_template(self, template: Template) -> None:
        """Be what a template is, in one edit; the data stays if the template's network takes it."""
        parts = taken_over(template, self.project, self._names)
        self.edit(f"use the {template.label} template", **parts)

    def replace(self, project: ProjectSpec, path: Path | None) -> None:
        """Take another project; the undo stack starts anew."""
        self.undo_stack.clear()
        self._names.clear()
        self.path = path
        self._take(project)
        self.undo_stack.setClean()
        self.replaced.emit()

    def arrive(self, project: ProjectSpec) -> None:
        """Be this project, at once also while many edits are undone: for edits of their own kind.

        An edit that changes the run too has it follow before it goes on.
        """
        passing, self._passing, self._passed = self._passing, False, None
        if project != self.project:
            self._apply(project)
        self._passing = passing

    def project_after(self, index: int) -> ProjectSpec | None:
        """The project as it is after `index` edits; None where only the edit itself knows."""
        present = self.undo_stack.index()
        command = self.undo_stack.command(index - 1 if index > present else index)
        if index == present or not isinstance(command, ProjectEdit):
            return None
        return command.after if index > present else command.before

    def go_to(self, index: int) -> None:
        """Undo or redo until `index` edits are done: the project changes once, to the last."""
        self._passing = True
        try:
            self.undo_stack.setIndex(index)
        finally:
            self._passing = False
        if self._passed is not None:
            arrived, self._passed = self._passed, None
            self._apply(arrived)

    # Inside

    def _edit_by_hand(
        self, change: Callable[[DataEdits], DataEdits], text: str, stroke: str = ""
    ) -> None:
        before = self.project.data
        try:
            data = before.model_copy(update={"edits": change(before.edits)})
            signature = self.project.model_copy(update={"data": data}).signature()
        except ValidationError as error:
            why = error.errors()[0]["msg"].removeprefix("Value error, ")
            self.refused.emit(f"The data can't be so: {why}.")
        except UserError as error:
            self.refused.emit(str(error))
        else:
            self._use_data(data, signature, text, STROKE + stroke if stroke else "")

    def _use_data(self, data: DataSpec, signature: Signature, text: str, key: str) -> None:
        """Put other data in place, and with it what has to follow."""
        changes: dict[str, Any] = {"data": data}
        if signature.task not in self.project.head.tasks:
            changes["head"] = fitting_head(signature)(position=self.project.head.position)
        network = self._fitted(changes.get("head", self.project.head), signature)
        if network is not self.network:
            changes["network"] = network
        samples = len(prepare(data).train)
        if batch_problem(self.project.training, samples) is not None:
            fewer = self.project.training.model_copy(update={"batch_size": samples})
            changes["training"] = fewer
        self.edit(text, key, **changes)

    def _fitted(self, head: Head, signature: Signature) -> NetworkSpec:
        """The network with those layers put in that make it take samples of this shape."""
        network = self.network
        for problem in trace(network, head, signature, training=False).errors:
            if isinstance(problem.fix, InsertLayer):
                fix = problem.fix
                node = self.new_node(fix.type, within=network)
                network = edits.insert(network, node, (fix.source, fix.target))
        return network

    def _edit_training(self, text: str, key: str = "", **fields: Any) -> None:
        training = self.project.training.model_copy(update=fields)
        self.edit(text, key, training=training)

    def _take(self, project: ProjectSpec) -> None:
        self.project = project
        self._names.update(part.id for part in project.network.parts)
        self.signature: Signature = project.signature()
        self.traced: Trace = trace(project.network, project.head, self.signature, training=True)
        prepared = prepare(project.data)
        found = (
            batch_problem(project.training, len(prepared.train)),
            words_problem(self.traced, prepared),
        )
        self._of_the_data = [problem for problem in found if problem is not None]
        network, head, training = project.network, project.head, project.training
        self._advice = [
            *advice(network, head, self.traced),
            *training_advice(network, head, training, prepared, self.traced, self._curvatures),
        ]

    def _apply_anew(self, project: ProjectSpec) -> None:
        self.begins_anew = True
        self._apply(project)

    def _apply(self, project: ProjectSpec) -> None:
        if self._passing:
            self._passed = project
            return
        before = self.project
        self._take(project)
        tell_difference(self, before.network, project.network)
        if before.data != project.data:
            self.data_changed.emit()
        if before.head.position != project.head.position:
            self.node_moved.emit(HEAD)
        if unplaced(before.head) != unplaced(project.head):
            self.head_changed.emit()
        if before.training != project.training:
            self.training_changed.emit()
        if before.setup != project.setup:
            self.setup_changed.emit()
        self.changed.emit()
        self.begins_anew = False

"""Whether an edit of the network can be made, asked before it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from weakref import ref

from playground.gui.refusal import Refusal
from playground.network import edits
from playground.network.compiler import trace
from playground.network.problems import InsertLayer, Problem
from playground.network.sizes import why_too_large
from playground.network.spec import HEAD, Link, NetworkSpec
from playground.project.setup import lock_reason

if TYPE_CHECKING:
    from playground.gui.document import Document


class Judge:
    """Says why an edit of a document's network can't be made, and what would make it possible.

    It tries the edit on the side; the document stays as it is.
    """

    def __init__(self, document: Document) -> None:
        # WORKAROUND: a ring of the two would have PySide 6.11 crash when the garbage collector
        # takes it apart.
        self._of = ref(document)

    @property
    def _document(self) -> Document:
        document = self._of()
        assert document is not None
        return document

    def why_locked(self) -> Refusal | None:
        """Why the network can't be edited at all, or None when it can."""
        locked = "network" in self._document.project.setup.locked
        return Refusal(lock_reason("network")) if locked else None

    def why_not_connect(self, source: str, target: str) -> Refusal | None:
        """Why a link source → target can't be made, or None when it can."""
        if locked := self.why_locked():
            return locked
        if source == target:
            return Refusal("A layer can't feed itself.")
        if source == HEAD:
            return Refusal("The head is the end; nothing follows it.")
        most = self._document.network.takes(target)[1]
        if most == 0:
            return Refusal("An input is a beginning; nothing leads into it.")
        if (source, target) in self._document.network.links:
            return Refusal("These two are linked already.")
        if most not in (None, 1) and len(self._document.network.sources(target)) >= most:
            return Refusal(f"{target} has its {most} inputs already. Disconnect one of them first.")
        try:
            network = edits.connect(self._document.network, source, target)
        except ValueError:
            return Refusal(f"{target} already leads to {source}; a network can't run in a circle.")
        return self.why_not(network, {target})

    def why_not_insert(self, layer_type: str, link: Link | None) -> Refusal | None:
        """Why a new layer can't go on `link` (None: before the head), or None when it can."""
        if locked := self.why_locked():
            return locked
        node = self._document.new_node(layer_type)
        placed = edits.place(self._document.network, node, link)
        return self.why_not(placed, {node.id, *placed.targets(node.id)})

    def why_not_add_after(self, layer_type: str, source: str) -> Refusal | None:
        """Why a new layer can't follow a node, or None when it can."""
        if locked := self.why_locked():
            return locked
        node = self._document.new_node(layer_type)
        placed = edits.put_after(self._document.network, node, source)
        return self.why_not(placed, {node.id, *placed.targets(node.id)})

    def why_not(self, network: NetworkSpec, at: Collection[str]) -> Refusal | None:
        """Why this can't be the network: the first error at `at` that was not there before.

        What only waits for another link or a choice is none: one has to get there step by step.
        """
        if why := why_too_large(vars(network)):
            return Refusal(f"This can't be: {why}.")
        problem = self._new_error(network, at)
        if problem is None:
            return None
        return Refusal(problem.message, *self._mended(network, problem, at))

    def _new_error(self, network: NetworkSpec, at: Collection[str]) -> Problem | None:
        known = {problem.message for problem in self._document.traced.problems}
        for problem in self._errors(network):
            new = problem.node in at and problem.message not in known
            if new and not problem.unfinished:
                return problem
        return None

    def _mended(
        self, network: NetworkSpec, problem: Problem, at: Collection[str]
    ) -> tuple[NetworkSpec | None, str]:
        """The network with another layer put in, if that is all it lacks, and what that is."""
        fix = problem.fix
        if not isinstance(fix, InsertLayer):
            return None, ""
        node = self._document.new_node(fix.type, within=network)
        mended = edits.insert(network, node, (fix.source, fix.target))
        return (
            (mended, fix.label) if self._new_error(mended, {*at, node.id}) is None else (None, "")
        )

    def _errors(self, network: NetworkSpec) -> list[Problem]:
        head, signature = self._document.project.head, self._document.signature
        return trace(network, head, signature, training=False).errors

"""All entries, those of the registries and those of the texts put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from playground.assets_path import asset
from playground.engine.ops import OPS
from playground.gui.glossary.entry import Entry
from playground.gui.glossary.written import Written, read

# Where a plain word means entries of several families, in this order.
_FAMILIES = (
    "field",
    "layer",
    "activation",
    "loss",
    "head",
    "optimizer",
    "schedule",
    "initializer",
    "metric",
    "view",
    "data",
    "template",
    "format",
    "code",
)
# Ideas that list all that there is of a family.
_KINDS = {
    "layer": "layer",
    "activation": "activation",
    "loss": "loss",
    "head": "head",
    "optimizer": "optimizer",
    "schedule": "schedule",
    "initializer": "initializer",
    "metric": "metric",
    "view": "view",
    "data_source": "data",
    "templates": "template",
    "export": "format",
    "code": "code",
}
_FIELDS = {
    "node": ("id", "colour", "frozen", "rate_factor"),
    "data_source": (
        "samples",
        "noise",
        "classes",
        "only_classes",
        "per_class",
        "validation",
        "data.seed",
        "standardise",
        "standardise_targets",
    ),
    "head": ("binary.rate_factor",),
    "regularization": ("regularization.rate",),
    "clipping": ("clipping.limit",),
    "training": ("batch_size", "training.seed", "training.epochs", "unfreezing.every"),
    "stop": ("stop.epochs", "minutes", "metric", "target", "stop.patience"),
    "setup": ("hidden", "locked"),
}
# As the families are listed, what a learner reads first; any other comes after them.
_ORDER = (
    "Ideas",
    "Training",
    "Metrics",
    "Layers",
    "Activations",
    "Losses",
    "Task heads",
    "Optimizers",
    "Schedules",
    "Initializers",
    "Settings",
    "Data sets",
    "Views",
    "The window",
    "Words",
    "Templates",
    "Formats",
    "Code",
)
_OP = "op "


class Glossary(Mapping[str, Entry]):
    """Entries by key, in the order that they are read in.

    Attributes:
        problems: what is wrong with the texts, in words; () in a sound installation.
    """

    def __init__(self, registered: Iterable[Entry], written: Iterable[Written]) -> None:
        self.problems: tuple[str, ...] = ()
        known = {entry.key: entry for entry in registered}
        ideas: dict[str, Entry] = {}
        for each in written:
            if each.title:
                self._add(ideas, known, each)
            elif each.key in known:
                known[each.key] = self._completed(known[each.key], each)
            else:
                self._say(each, f"there is nothing called {each.key!r}; or give it a title")
        self._entries = {**ideas, **known}
        for key in ideas:
            self._entries[key] = replace(ideas[key], parts=self._parts(key))
        self._others: dict[str, str] = {}
        for entry in self._entries.values():
            for key in entry.keys:
                self._others.setdefault(key, entry.key)

    def __getitem__(self, key: str) -> Entry:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, topic: str) -> Entry | None:
        """The entry that a topic means.

        A topic is a key, another key of an entry, or a key without its family: "relu".
        """
        for key in (topic, self._others.get(topic, "")):
            if key in self._entries:
                return self._entries[key]
        for family in _FAMILIES:
            key = f"{family}.{topic}"
            key = key if key in self._entries else self._others.get(key, key)
            if key in self._entries:
                return self._entries[key]
        return None

    def families(self) -> dict[str, list[Entry]]:
        """The entries by family, the families in the order that they are best read in."""
        found: dict[str, list[Entry]] = {family: [] for family in _ORDER}
        for entry in self._entries.values():
            found.setdefault(entry.family, []).append(entry)
        return {family: entries for family, entries in found.items() if entries}

    def _add(self, ideas: dict[str, Entry], known: Mapping[str, Entry], each: Written) -> None:
        if each.key in ideas or each.key in known:
            self._say(each, f"{each.key!r} is explained elsewhere too")
            return
        bare = Entry(each.key, each.family, each.title, "")
        ideas[each.key] = self._completed(bare, each)

    def _completed(self, entry: Entry, each: Written) -> Entry:
        """A registry's entry with what the text adds to it."""
        formula, origin = each.formula or entry.formula, each.origin or entry.origin
        if each.formula.startswith(_OP):
            name = each.formula.removeprefix(_OP).strip()
            if name not in OPS:
                self._say(each, OPS.unknown(name))
            formula = OPS[name].formula if name in OPS else ""
            origin = each.origin or "as the engine computes it"
        return replace(
            entry,
            text=f"{entry.text} {each.text}".strip(),
            formula=formula,
            origin=origin,
            picture=each.picture or entry.picture,
            see=(*entry.see, *each.see),
            words=(*entry.words, *each.words),
            keys=(*entry.keys, *each.keys),
        )

    def _parts(self, key: str) -> tuple[str, ...]:
        """All that there is of what an idea is about."""
        kind = _KINDS.get(key, "")
        found = [each for each in self._entries if kind and each.startswith(f"{kind}.")]
        fields = (f"field.{name}" for name in _FIELDS.get(key, ()))
        return (*found, *(each for each in fields if each in self._entries))

    def _say(self, each: Written, what: str) -> None:
        self.problems += (f"{each.place}: {what}.",)


@cache
def glossary() -> Glossary:
    """The glossary of this installation; read at first use.

    Raises:
        UserError: if one of its files is missing or not written as it should be.
    """
    from playground.gui.glossary.keys import keys_entry
    from playground.gui.glossary.registered import registered

    written = [each for path in sorted(asset("glossary").glob("*.md")) for each in read(path)]
    return Glossary([keys_entry(), *registered()], written)

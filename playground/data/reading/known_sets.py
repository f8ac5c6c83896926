"""Public data sets that the user has put where Playground looks for them.

Nothing is ever fetched. They are looked for in `datasets` in the user's data folder, and in the
folders that the environment variable `PLAYGROUND_DATASETS` names.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from playground.data.reading import READERS
from playground.data.reading.scan import names_in

VARIABLE = "PLAYGROUND_DATASETS"
_MOST_ENTRIES = 200


@dataclass(frozen=True)
class KnownSet:
    """A data set that lies on this computer.

    Attributes:
        label: as shown. path: its file or folder. layout: the name of its reader.
        about: a plain sentence, "" where it is not known. link: where it is from, likewise.
    """

    label: str
    path: Path
    layout: str
    about: str = ""
    link: str = ""


@dataclass(frozen=True)
class _Public:
    """A public set: what its folder is called, and how it is laid out."""

    label: str
    called: re.Pattern[str]
    layout: str
    about: str
    link: str


def _public(label: str, called: str, layout: str, about: str, link: str) -> _Public:
    return _Public(label, re.compile(called, re.I), layout, about, link)


_PUBLIC = (
    _public(
        "Fashion-MNIST",
        r"fashion",
        "idx",
        "Grey pictures of clothes, 28 × 28, in 10 classes.",
        "https://github.com/zalandoresearch/fashion-mnist",
    ),
    _public(
        "Kuzushiji-MNIST",
        r"kmnist|kuzushiji",
        "idx",
        "Grey pictures of old Japanese letters, 28 × 28, in 10 classes.",
        "https://github.com/rois-codh/kmnist",
    ),
    _public(
        "MNIST digits",
        r"mnist",
        "idx",
        "Grey pictures of written digits, 28 × 28, in 10 classes.",
        "http://yann.lecun.com/exdb/mnist/",
    ),
    _public(
        "CIFAR-10",
        r"cifar",
        "cifar",
        "Colour pictures of things and animals, 32 × 32, in 10 classes.",
        "https://www.cs.toronto.edu/~kriz/cifar.html",
    ),
    _public(
        "IMDB reviews",
        r"imdb",
        "text_folder",
        "Reviews of films, for and against.",
        "https://ai.stanford.edu/~amaas/data/sentiment/",
    ),
    _public(
        "Sentence polarity",
        r"polarity",
        "polarity",
        "Sentences of reviews, for and against.",
        "https://www.cs.cornell.edu/people/pabo/movie-review-data/",
    ),
    _public(
        "MovieLens",
        r"ml-|movielens",
        "ratings",
        "How much people like films: who, what, how much.",
        "https://grouplens.org/datasets/movielens/",
    ),
    _public(
        "Satellite tags",
        r"planet|satellite|amazon",
        "tag_table",
        "Satellite pictures with several tags at once.",
        "https://www.kaggle.com/c/planet-understanding-the-amazon-from-space",
    ),
)


def folders_of_sets() -> tuple[Path, ...]:
    """Where sets are looked for; not all of them need to be there."""
    from platformdirs import user_data_path

    named = [Path(each) for each in os.environ.get(VARIABLE, "").split(os.pathsep) if each]
    return (user_data_path("playground") / "datasets", *named)


def known_sets() -> tuple[KnownSet, ...]:
    """The sets that lie in those folders, public ones first, each with its name.

    Looks at little of each; what is of no kind that can be read is passed over.
    """
    found: dict[Path, KnownSet] = {}
    for place in folders_of_sets():
        files, folders = names_in(place)
        for name in (*folders, *files)[:_MOST_ENTRIES]:
            path = place / name
            known = _known(path)
            if known is not None:
                found.setdefault(path, known)
    return tuple(sorted(found.values(), key=lambda each: (not each.link, each.label.lower())))


def _known(path: Path) -> KnownSet | None:
    for reader in READERS.values():
        if not reader.recognises(path):
            continue
        for public in _PUBLIC:
            if public.layout == reader.name and public.called.search(path.name):
                return KnownSet(public.label, path, reader.name, public.about, public.link)
        if path.is_dir() or reader.suffixes:
            return KnownSet(path.stem if path.is_file() else path.name, path, reader.name)
        return None
    return None

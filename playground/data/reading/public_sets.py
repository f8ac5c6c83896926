"""The public data sets that are known by name: what they are, whose, and how they come.

Sizes and licences are as their makers publish them. Where they state none, that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from playground.data.dataset import Task

NOT_STATED = "not stated by its makers"


@dataclass(frozen=True)
class PublicSet:
    """One of them.

    Attributes:
        name: in code. label: as shown.
        called: what its folder is called, usually: found anywhere in the name.
        layout: the name of its reader.
        task: what its targets mean. shape: of one sample, as shown. size: how many, as shown.
        about: a plain sentence. origin: who made it, and when. licence: what one may do with it.
        link: its makers' page.
        icon: the icon's *name*.
    """

    name: str
    label: str
    called: str
    layout: str
    task: Task
    shape: str
    size: str
    about: str
    origin: str
    licence: str
    link: str
    icon: str

    def is_called(self, path: Path) -> bool:
        """Whether a file or folder is called as this set is."""
        return re.search(self.called, path.name, re.IGNORECASE) is not None


PUBLIC_SETS: Registry[PublicSet] = Registry(
    "public set",
    [
        PublicSet(
            "mnist",
            "MNIST digits",
            r"(?<!k)(?<!fashion)(?<!fashion[-_ ])mnist",
            "idx",
            "multiclass",
            "28 × 28, grey",
            "70,000 pictures",
            "Digits written by hand, in 10 classes.",
            "LeCun, Cortes and Burges, 1998",
            NOT_STATED,
            "http://yann.lecun.com/exdb/mnist/",
            "kind_picture",
        ),
        PublicSet(
            "fashion_mnist",
            "Fashion-MNIST",
            r"fashion",
            "idx",
            "multiclass",
            "28 × 28, grey",
            "70,000 pictures",
            "Clothes and shoes from a shop's pages, in 10 classes.",
            "Xiao and others (Zalando), 2017",
            "MIT",
            "https://github.com/zalandoresearch/fashion-mnist",
            "kind_picture",
        ),
        PublicSet(
            "kuzushiji_mnist",
            "Kuzushiji-MNIST",
            r"kmnist|kuzushiji",
            "idx",
            "multiclass",
            "28 × 28, grey",
            "70,000 pictures",
            "Letters of old Japanese books, in 10 classes.",
            "Clanuwat and others, 2018",
            "CC BY-SA 4.0",
            "https://github.com/rois-codh/kmnist",
            "kind_picture",
        ),
        PublicSet(
            "cifar_10",
            "CIFAR-10",
            r"cifar",
            "cifar",
            "multiclass",
            "32 × 32, colour",
            "60,000 pictures",
            "Photographs of vehicles and animals, in 10 classes.",
            "Krizhevsky, Nair and Hinton, 2009",
            NOT_STATED,
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            "kind_picture",
        ),
        PublicSet(
            "imdb",
            "IMDB reviews",
            r"imdb",
            "text_folder",
            "binary",
            "texts",
            "50,000 reviews",
            "Reviews of films, for and against.",
            "Maas and others (Stanford), 2011",
            NOT_STATED,
            "https://ai.stanford.edu/~amaas/data/sentiment/",
            "film_reviews",
        ),
        PublicSet(
            "polarity",
            "Sentence polarity",
            r"polarity",
            "polarity",
            "binary",
            "sentences",
            "10,662 sentences",
            "Sentences of film reviews, for and against.",
            "Pang and Lee (Cornell), 2005",
            NOT_STATED,
            "https://www.cs.cornell.edu/people/pabo/movie-review-data/",
            "reviews",
        ),
        PublicSet(
            "movielens",
            "MovieLens",
            r"^ml-|movielens",
            "ratings",
            "regression",
            "a user and a film",
            "100,000 to 32 million ratings",
            "How much people like films, in several sizes. To earn money with it needs leave.",
            "GroupLens (Minnesota), since 1998",
            "own terms, non-commercial",
            "https://grouplens.org/datasets/movielens/",
            "ratings",
        ),
        PublicSet(
            "satellite_tags",
            "Satellite tags",
            r"planet|satellite|amazon",
            "tag_table",
            "multilabel",
            "256 × 256, colour",
            "40,479 pictures with tags",
            "The Amazon from above, with several of 17 tags on each picture.",
            "Planet and SCCON, 2017",
            "Kaggle competition rules",
            "https://www.kaggle.com/c/planet-understanding-the-amazon-from-space",
            "kind_picture",
        ),
    ],
)

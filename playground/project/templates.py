"""Whole networks to start from, each with data that it is good at and the training it wants."""

from __future__ import annotations

from dataclasses import dataclass

from playground.assets_path import asset
from playground.project.spec import ProjectSpec
from playground.project.text import parse_document
from playground.registry import Registry


@dataclass(frozen=True)
class Template:
    """One entry of the gallery of templates.

    Attributes:
        name: the name of its file in `assets/templates`.
        label: as shown ("Residual block").
        help: one sentence: what it is, and why one would want it.
        icon: the icon's *name*.
        tied: whether the network makes sense for data of its own source only.
    """

    name: str
    label: str
    help: str
    icon: str
    tied: bool = False

    def project(self) -> ProjectSpec:
        """The project, read from its file.

        Raises:
            UserError: the program was installed without it.
        """
        path = asset(f"templates/{self.name}.json")
        return parse_document(path.read_bytes(), str(path))


TEMPLATES: Registry[Template] = Registry(
    "template",
    [
        Template(
            "logistic_regression",
            "Logistic regression",
            "One weighted sum, one straight boundary: what to try first.",
            "activation",
        ),
        Template(
            "mlp",
            "Multilayer perceptron",
            "Two hidden layers that bend the boundary: for any table of numbers.",
            "dense",
        ),
        Template(
            "lenet",
            "LeNet",
            "Convolutions, pooling, dense layers: the classic for images.",
            "convolution",
        ),
        Template(
            "resnet_block",
            "Residual block",
            "Convolutions with a way round them: what lets very deep networks learn.",
            "add",
        ),
        Template(
            "autoencoder",
            "Autoencoder",
            "Squeezes a curve through few numbers; the noise stays behind.",
            "denoise",
            tied=True,
        ),
        Template(
            "collaborative_filtering",
            "Collaborative filtering",
            "Learns tastes from ratings, to foretell what somebody will like.",
            "ratings",
            tied=True,
        ),
        Template(
            "text_classifier",
            "Text classifier",
            "Looks at three words at a time: a small and quick judge of texts.",
            "reviews",
        ),
        Template(
            "lstm",
            "LSTM",
            "Reads a sequence step by step with a memory: for signals and series.",
            "lstm",
        ),
        Template(
            "transformer",
            "Transformer",
            "Lets every word look at those before it: the block of language models.",
            "attention",
        ),
    ],
)

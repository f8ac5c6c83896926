"""Real data that comes with scikit-learn: nothing is downloaded.

scikit-learn takes a second to import, so it is imported when such a source is drawn, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.dataset import Dataset, Task
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

DIABETES_FEATURES = (
    "age",
    "sex",
    "body mass index",
    "blood pressure",
    "total cholesterol",
    "LDL cholesterol",
    "HDL cholesterol",
    "cholesterol / HDL",
    "log of triglycerides",
    "blood sugar",
)


def draw_iris(_: DataSpec) -> Dataset:
    """150 flowers, 4 lengths, 3 species."""
    bunch = _bundle("iris")
    return _table(bunch, bunch.target, "multiclass", bunch.feature_names, bunch.target_names)


def draw_wine(_: DataSpec) -> Dataset:
    """178 wines, 13 measurements, 3 cultivars."""
    bunch = _bundle("wine")
    names = [name.replace("_", " ") for name in bunch.feature_names]
    return _table(
        bunch, bunch.target, "multiclass", names, ("cultivar 1", "cultivar 2", "cultivar 3")
    )


def draw_breast_cancer(_: DataSpec) -> Dataset:
    """569 tumours, 30 measurements; class 1 is malignant (scikit-learn has it the other way)."""
    bunch = _bundle("breast_cancer")
    return _table(bunch, 1 - bunch.target, "binary", bunch.feature_names, ("benign", "malignant"))


def draw_digits(_: DataSpec) -> Dataset:
    """1,797 images of shape (1, 8, 8), grey levels from 0 to 16, 10 digits."""
    bunch = _bundle("digits")
    images = np.array(bunch.images[:, np.newaxis], dtype=np.float64)
    classes = np.array(bunch.target, dtype=np.int64)
    return Dataset(images, classes, "multiclass", (), tuple("0123456789"))


def draw_diabetes(_: DataSpec) -> Dataset:
    """442 patients, 10 measurements in their own units, and how far the illness went in a year."""
    bunch = _bundle("diabetes", scaled=False)
    targets = bunch.target[:, np.newaxis]
    return _table(bunch, targets, "regression", DIABETES_FEATURES, ("progression after a year",))


def draw_linnerud(_: DataSpec) -> Dataset:
    """20 men, 3 exercises, and 3 measurements of the body."""
    bunch = _bundle("linnerud")
    features = ("chin-ups", "sit-ups", "jumps")
    targets = ("weight (lb)", "waist (in)", "pulse (per min)")
    return _table(bunch, bunch.target, "regression", features, targets)


def _bundle(name: str, **options: bool) -> Any:
    from sklearn import datasets

    return getattr(datasets, f"load_{name}")(**options)


def _table(bunch: Any, targets: Any, task: Task, feature_names: Any, target_names: Any) -> Dataset:
    values = np.array(targets, dtype=np.float64)
    return Dataset(
        features=np.array(bunch.data, dtype=np.float64),
        targets=values if task == "regression" else values.astype(np.int64),
        task=task,
        feature_names=tuple(map(str, feature_names)),
        target_names=tuple(map(str, target_names)),
    )


IRIS = Source(
    name="iris",
    label="Iris",
    task="multiclass",
    help="150 flowers of three species, told apart by the size of their petals and sepals.",
    draw=draw_iris,
    generated=False,
    icon="iris",
    shape="4 features",
    size=150,
    origin="Fisher 1936, by way of UCI and scikit-learn",
    licence="CC BY 4.0",
)
WINE = Source(
    name="wine",
    label="Wine",
    task="multiclass",
    help="178 wines from three kinds of grape, told apart by 13 chemical measurements.",
    draw=draw_wine,
    generated=False,
    icon="wine",
    shape="13 features",
    size=178,
    origin="Forina and others 1988, by way of UCI and scikit-learn",
    licence="CC BY 4.0",
)
BREAST_CANCER = Source(
    name="breast_cancer",
    label="Breast cancer",
    task="binary",
    help="569 tumours, 30 measurements of their cells: is the tumour malignant?",
    draw=draw_breast_cancer,
    generated=False,
    icon="breast_cancer",
    shape="30 features",
    size=569,
    origin="Wolberg and others 1993, by way of UCI and scikit-learn",
    licence="CC BY 4.0",
)
DIGITS = Source(
    name="digits",
    label="Digits",
    task="multiclass",
    help="1,797 handwritten digits as images of 8 by 8 grey levels.",
    draw=draw_digits,
    generated=False,
    icon="digits",
    shape="8 × 8 pixels",
    size=1_797,
    origin="Alpaydin and Kaynak 1998, by way of UCI and scikit-learn",
    licence="CC BY 4.0",
)
DIABETES = Source(
    name="diabetes",
    label="Diabetes",
    task="regression",
    help="442 patients, 10 measurements: how far will the illness be in a year?",
    draw=draw_diabetes,
    generated=False,
    icon="diabetes",
    shape="10 features",
    size=442,
    origin="Efron and others 2004, by way of scikit-learn",
    licence="BSD 3-Clause, with scikit-learn",
    standardise_targets=True,
)
LINNERUD = Source(
    name="linnerud",
    label="Linnerud",
    task="regression",
    help="20 men, three exercises, and three measurements of the body to predict at once.",
    draw=draw_linnerud,
    generated=False,
    icon="linnerud",
    shape="3 features",
    size=20,
    origin="Tenenhaus 1998, by way of scikit-learn",
    licence="BSD 3-Clause, with scikit-learn",
    standardise_targets=True,
)

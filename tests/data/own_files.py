"""Files of one's own of every kind, made by rules that a network can find out.

Each is written into a folder; the same seed writes the same. `KINDS` has them all by name.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

Row = Sequence[Any]


def _write(path: Path, names: Row, rows: Iterable[Row], separator: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(names)
        writer.writerows(rows)
    return path


def _gaps(rng: np.random.Generator, cells: Iterable[Any], share: float) -> list[Any]:
    return ["" if rng.random() < share else cell for cell in cells]


def churn(folder: Path, rows: int = 1_200, seed: int = 0) -> Path:
    """Customers: categories, gaps, an identifier; who leaves depends on several at once."""
    rng = np.random.default_rng(seed)
    plan = rng.choice(["basic", "family", "business"], rows, p=[0.5, 0.3, 0.2])
    city = rng.choice(["Paris", "Rome", "Oslo", "Porto", "Graz"], rows)
    months = rng.integers(1, 60, rows)
    complaints = rng.poisson(1.2, rows)
    bill = rng.normal(40, 12, rows) + 20 * (plan == "business")
    leaning = 1.1 * complaints - 0.06 * months + 1.2 * (plan == "basic") - 0.4
    leaves = rng.random(rows) < 1 / (1 + np.exp(-2 * leaning))
    return _write(
        folder / "churn.csv",
        ["customer_id", "city", "plan", "months", "complaints", "bill", "churned"],
        zip(
            [f"C{number:05d}" for number in range(rows)],
            _gaps(rng, city, 0.05),
            plan,
            _gaps(rng, months, 0.04),
            complaints,
            _gaps(rng, [f"{each:.2f}" for each in bill], 0.06),
            np.where(leaves, "yes", "no"),
            strict=True,
        ),
    )


def houses(folder: Path, rows: int = 1_000, seed: int = 0) -> Path:
    """Prices, with semicolons and decimal commas; the ground is dearer in some districts."""
    rng = np.random.default_rng(seed)
    district = rng.choice(["north", "east", "south", "west", "centre"], rows)
    worth = {"north": 2.0, "east": 1.6, "south": 2.4, "west": 2.1, "centre": 3.8}
    area = rng.uniform(30, 180, rows)
    age = rng.integers(0, 90, rows)
    price = area * np.array([worth[each] for each in district]) - 0.8 * age
    price += rng.normal(0, 15, rows)
    return _write(
        folder / "houses.csv",
        ["district", "area", "age", "price"],
        zip(
            district,
            _gaps(rng, [f"{each:.1f}".replace(".", ",") for each in area], 0.02),
            age,
            [f"{each:.2f}".replace(".", ",") for each in price],
            strict=True,
        ),
        ";",
    )


def plants(folder: Path, rows: int = 1_500, seed: int = 0) -> Path:
    """Twelve species by eight measures, in clouds that touch."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 1.5, (12, 8))
    species = rng.integers(0, 12, rows)
    measures = centres[species] + rng.normal(0, 1.0, (rows, 8))
    names = [*(f"measure {number}" for number in range(1, 9)), "species"]
    table = [
        [*(f"{m:.3f}" for m in row), f"species {k}"]
        for row, k in zip(measures, species, strict=True)
    ]
    return _write(folder / "plants.csv", names, table)


_GOOD = ["brilliant", "moving", "funny", "gripping", "charming", "clever", "warm", "superb"]
_BAD = ["dull", "wooden", "tedious", "clumsy", "shallow", "noisy", "boring", "lifeless"]
_THINGS = ["plot", "acting", "music", "ending", "dialogue", "camera", "pace", "story", "cast"]


def reviews(folder: Path, rows: int = 800, seed: int = 0) -> Path:
    """Short reviews; most of what is said goes one way, and some of it the other."""
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(rows):
        liked = rng.random() < 0.5
        said = []
        for thing in rng.choice(_THINGS, 4, replace=False):
            good = liked if rng.random() < 0.8 else not liked
            said.append(f"the {thing} was {rng.choice(_GOOD if good else _BAD)}")
        table.append([", ".join(said) + ".", "positive" if liked else "negative"])
    return _write(folder / "reviews.csv", ["review", "sentiment"], table)


def stripes(folder: Path, rows: int = 240, seed: int = 0) -> Path:
    """Pictures in folders by class: stripes that lie, stand, or cross."""
    from PIL import Image

    rng = np.random.default_rng(seed)
    for number in range(rows):
        kind = ("lying", "standing", "crossed")[number % 3]
        wave = np.sin(np.arange(16) * rng.uniform(1.0, 1.6) + rng.uniform(0, 6))
        image = np.zeros((16, 16)) + (wave[:, None] if kind != "standing" else 0.0)
        image += wave[None, :] if kind != "lying" else 0.0
        pixels = np.clip(128 + 60 * image + rng.normal(0, 40, (16, 16)), 0, 255)
        place = folder / "stripes" / kind
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.astype(np.uint8)).save(place / f"{number}.png")
    return folder / "stripes"


def weather(folder: Path, rows: int = 900, seed: int = 0) -> Path:
    """Several tags at once, each by measures of its own."""
    rng = np.random.default_rng(seed)
    measures = rng.normal(0, 1, (rows, 5))
    rules = {
        "rain": measures[:, 0] > 0.2,
        "wind": measures[:, 1] + measures[:, 2] > 0,
        "sun": measures[:, 0] + 0.5 * measures[:, 3] < 0.4,
        "fog": measures[:, 4] > 0.8,
    }
    table = []
    for row, each in enumerate(measures):
        tags = [tag for tag, holds in rules.items() if holds[row] != (rng.random() < 0.03)]
        table.append([*(f"{m:.3f}" for m in each), " ".join(tags)])
    names = ["pressure", "gusts", "slope", "clouds", "damp", "tags"]
    return _write(folder / "weather.csv", names, table)


def ratings(folder: Path, rows: int = 4_000, seed: int = 0) -> Path:
    """Stars that users give films: their own bent, the film's, and shared tastes."""
    rng = np.random.default_rng(seed)
    users, films = rng.integers(0, 60, rows), rng.integers(0, 80, rows)
    tastes, traits = rng.normal(0, 0.7, (60, 2)), rng.normal(0, 0.7, (80, 2))
    bent, fame = rng.normal(0, 0.5, 60), rng.normal(0, 0.5, 80)
    stars = 3.2 + bent[users] + fame[films] + (tastes[users] * traits[films]).sum(axis=1)
    stars = np.clip(np.round(2 * (stars + rng.normal(0, 0.3, rows))) / 2, 0.5, 5.0)
    days = 900_000_000 + rng.integers(0, 10_000_000, rows)
    return _write(
        folder / "ratings.csv",
        ["userId", "movieId", "rating", "timestamp"],
        zip(users + 1, films + 1, stars, days, strict=True),
    )


def demand(folder: Path, rows: int = 700, seed: int = 0) -> Path:
    """A day a row: a week's rhythm, a year's, and a memory of the day before."""
    rng = np.random.default_rng(seed)
    days = np.arange(rows)
    rest = np.zeros(rows)
    for day in range(1, rows):
        rest[day] = 0.7 * rest[day - 1] + rng.normal(0, 2.0)
    load = 100 + 12 * np.sin(days * 2 * np.pi / 7) + 15 * np.sin(days * 2 * np.pi / 365) + rest
    return _write(
        folder / "demand.csv",
        ["date", "load"],
        ((date(2022, 1, 1) + timedelta(int(day)), f"{load[day]:.2f}") for day in days),
    )


KINDS: dict[str, Callable[[Path], Path]] = {
    "churn": churn,
    "houses": houses,
    "plants": plants,
    "reviews": reviews,
    "stripes": stripes,
    "weather": weather,
    "ratings": ratings,
    "demand": demand,
}
"""By name; each takes a folder and gives the file or folder that it wrote there."""

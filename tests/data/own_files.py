"""Files of one's own of every kind, made by rules that a network can find out.

Each is written into a folder; the same seed writes the same. `KINDS` has them all by name.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars
from sklearn.datasets import load_digits

from tests.data.reading.layouts import write_idx
from tests.data.reading.workbooks import workbook

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


def _frame(path: Path, **reading: Any) -> polars.DataFrame:
    """What was written above, to be written otherwise."""
    frame = polars.read_csv(path, **reading)
    path.unlink()
    return frame


def species_parquet(folder: Path) -> Path:
    """The twelve species in Parquet."""
    path = folder / "species.parquet"
    _frame(plants(folder, rows=1_200, seed=1)).write_parquet(path)
    return path


def houses_array(folder: Path) -> Path:
    """The numbers alone, the price in the last column, as one array."""
    frame = _frame(houses(folder, rows=800, seed=2), separator=";", decimal_comma=True)
    path = folder / "houses.npy"
    np.save(path, frame.drop("district").drop_nulls().to_numpy())
    return path


def houses_workbook(folder: Path) -> Path:
    """Houses in a workbook, its second sheet a note."""
    frame = _frame(houses(folder, rows=700, seed=1), separator=";", decimal_comma=True)
    rows = [frame.columns, *frame.iter_rows()]
    return workbook(folder / "houses.xlsx", {"Sales": rows, "Notes": [["Made up"]]})


def weather_lines(folder: Path) -> Path:
    """Weather as lines of JSON, whose tags are lists."""
    path = folder / "weather.jsonl"
    rows = _frame(weather(folder, seed=1)).iter_rows(named=True)
    lines = [json.dumps(row | {"tags": (row["tags"] or "").split()}) for row in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def demand_tabs(folder: Path) -> Path:
    """The demand of each day, between tabs."""
    path = folder / "demand.tsv"
    _frame(demand(folder, rows=600, seed=1)).write_csv(path, separator="\t")
    return path


def churn_arff(folder: Path) -> Path:
    """Customers with the kinds of their columns said."""
    frame = _frame(churn(folder, seed=1))
    kinds = ["string", "{Paris,Rome,Oslo,Porto,Graz}", "{basic,family,business}"]
    kinds += ["numeric", "numeric", "numeric", "{yes,no}"]
    said = [f"@attribute {n} {kind}" for n, kind in zip(frame.columns, kinds, strict=True)]
    rows = [",".join("?" if cell is None else str(cell) for cell in row) for row in frame.rows()]
    path = folder / "churn.arff"
    path.write_text("\n".join(["@relation churn", *said, "@data", *rows]) + "\n", "utf-8")
    return path


def digits_arrays(folder: Path) -> Path:
    """Handwritten digits, 8 × 8, as an array x and an array y."""
    digits = load_digits()
    path = folder / "digits.npz"
    np.savez(path, x=digits.images[:900].astype(np.float32), y=digits.target[:900])
    return path


def digits_idx(folder: Path) -> Path:
    """The same in the four files that MNIST comes in."""
    digits = load_digits()
    images, labels = (15 * digits.images).astype(np.uint8), digits.target
    place = folder / "handwritten"
    place.mkdir()
    for name, rows in (("train", slice(900, 1_600)), ("t10k", slice(1_600, None))):
        write_idx(place / f"{name}-images-idx3-ubyte", images[rows])
        write_idx(place / f"{name}-labels-idx1-ubyte", labels[rows])
    return place


def patterns_cifar(folder: Path, each: int = 80, seed: int = 0) -> Path:
    """Ten classes of 32 × 32 in the batches that CIFAR-10 comes in: a colour and a texture each."""
    rng = np.random.default_rng(seed)
    place = folder / "cifar-10-batches-bin"
    place.mkdir()
    down, along = np.mgrid[0:32, 0:32]
    for name in [*(f"data_batch_{k}" for k in range(1, 5)), "test_batch"]:
        contents = b""
        for _ in range(each):
            label = int(rng.integers(0, 10))
            lie = down if label % 2 else along
            wave = np.sin(lie * (0.4 + 0.35 * (label // 4)) + rng.uniform(0, 6))
            base = 128 + 60 * np.array([label % 3 - 1, label % 5 / 2 - 1, label // 5 - 0.5])
            image = base[:, None, None] + 40 * wave + rng.normal(0, 30, (3, 32, 32))
            contents += bytes([label]) + np.clip(image, 0, 255).astype(np.uint8).tobytes()
        (place / f"{name}.bin").write_bytes(contents)
    return place


def scenes(folder: Path, rows: int = 400, seed: int = 0) -> Path:
    """Pictures with a table of tags: what lies on a meadow, several things at once."""
    from PIL import Image

    rng = np.random.default_rng(seed)
    place = folder / "scenes" / "train-jpg"
    place.mkdir(parents=True)
    lines = ["image_name,tags"]
    for number in range(rows):
        there = {tag for tag in ("barn", "road", "snow", "water") if rng.random() < 0.45}
        image = np.full((16, 16, 3), (70, 130, 60), float)
        if "snow" in there:
            image += 70
        if "water" in there:
            image[10:] = (40, 80, 160)
        if "road" in there:
            image[:, 6:8] = 120
        if "barn" in there:
            image[1:5, 10:14] = (170, 50, 40)
        image += rng.normal(0, 14, image.shape)
        pixels = np.clip(image, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(place / f"train_{number}.jpg", quality=95)
        lines.append(f"train_{number},{' '.join(sorted(there))}")
    (folder / "scenes" / "train.csv").write_text("\n".join(lines) + "\n")
    return folder / "scenes"


def opinions(folder: Path) -> Path:
    """A file a text, in folders by class."""
    frame = _frame(reviews(folder, rows=600, seed=1))
    for number, (text, side) in enumerate(frame.iter_rows()):
        place = folder / "opinions" / ("pos" if side == "positive" else "neg")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.txt").write_text(text, "utf-8")
    return folder / "opinions"


KINDS: dict[str, Callable[[Path], Path]] = {
    "churn": churn,
    "houses": houses,
    "plants": plants,
    "reviews": reviews,
    "stripes": stripes,
    "weather": weather,
    "ratings": ratings,
    "demand": demand,
    "plants, Parquet": species_parquet,
    "houses, one array": houses_array,
    "houses, Excel": houses_workbook,
    "weather, JSON lines": weather_lines,
    "demand, tabs": demand_tabs,
    "churn, ARFF": churn_arff,
    "digits, arrays": digits_arrays,
    "digits, idx": digits_idx,
    "patterns, CIFAR": patterns_cifar,
    "scenes, tag table": scenes,
    "reviews, folder": opinions,
}
"""By name; each takes a folder and gives the file or folder that it wrote there."""

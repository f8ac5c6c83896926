"""Makes film_reviews.csv: short reviews of films, made up from parts, and what they mean.

    python make_film_reviews.py

The texts are those of the data set *Film reviews*, in words: drop the file on the window to see how
texts are prepared.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from playground.data.sources.film_reviews import NAMES, write_reviews

ROWS = 1_000


def main() -> None:
    rng = np.random.default_rng(5)
    positive = rng.random(ROWS) < 0.5
    with (Path(__file__).parent / "film_reviews.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("review", "opinion"))
        texts = write_reviews(rng, positive.tolist())
        writer.writerows(zip(texts, (NAMES[int(each)] for each in positive), strict=True))


if __name__ == "__main__":
    main()

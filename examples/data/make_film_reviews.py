"""Makes film_reviews.csv: short reviews of films, and what they mean.

    python make_film_reviews.py

The texts are those that the data set *Film reviews* has to learn from, in words: three of four are
made up from parts, one is written by hand. Drop the file on the window to see how texts are
prepared.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from playground.data.sources.film_reviews import NAMES, film_reviews

ROWS = 1_000


def main() -> None:
    texts, positive = film_reviews(np.random.default_rng(5), ROWS)
    with (Path(__file__).parent / "film_reviews.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("review", "opinion"))
        writer.writerows(zip(texts, (NAMES[int(each)] for each in positive), strict=True))


if __name__ == "__main__":
    main()

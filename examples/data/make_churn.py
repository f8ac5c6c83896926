"""Makes churn.csv: customers of a made-up phone company, and who of them left.

    python make_churn.py

Whether somebody leaves depends on the contract, the bill, the calls for help and how long they have
been there; a part of it is chance. Some cells are empty, as they are in real tables.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

ROWS = 1_500
PLANS = ("basic", "plus", "family", "business")
REGIONS = ("north", "south", "east", "west", "islands")


def main() -> None:
    rng = np.random.default_rng(11)
    contract = rng.choice(["monthly", "one year", "two years"], ROWS, p=[0.5, 0.3, 0.2])
    plan, region = rng.choice(PLANS, ROWS), rng.choice(REGIONS, ROWS)
    months = rng.integers(1, 73, ROWS)
    bill = np.round(rng.lognormal(3.4, 0.45, ROWS), 2)
    calls = rng.poisson(1.2 + 1.3 * (contract == "monthly"))
    gigabytes = np.round(rng.lognormal(1.5, 0.8, ROWS), 1)
    paperless = rng.random(ROWS) < 0.6
    pull = (
        1.6 * (contract == "monthly")
        - 1.2 * (contract == "two years")
        + 0.035 * (bill - 32)
        + 0.55 * (calls - 2)
        - 0.035 * (months - 30)
        + 0.8 * ((plan == "basic") & (gigabytes > 6))
    )
    left = rng.random(ROWS) < 1.0 / (1.0 + np.exp(-1.6 * (pull - 0.9)))
    columns = [
        ("customer_id", [f"C{number:05d}" for number in rng.permutation(90_000)[:ROWS] + 10_000]),
        ("since", [(date(2024, 6, 1) - timedelta(int(30.4 * m))).isoformat() for m in months]),
        ("region", list(region)),
        ("plan", list(plan)),
        ("contract", list(contract)),
        ("paperless", ["yes" if each else "no" for each in paperless]),
        ("monthly_bill", [f"{each:.2f}" for each in bill]),
        ("gigabytes", [f"{each:.1f}" for each in gigabytes]),
        ("help_calls", [str(each) for each in calls]),
        ("churned", ["yes" if each else "no" for each in left]),
    ]
    gaps = {"region": 0.03, "monthly_bill": 0.04, "gigabytes": 0.08}
    for name, cells in columns:
        for row in np.flatnonzero(rng.random(ROWS) < gaps.get(name, 0.0)):
            cells[row] = ""
    with (Path(__file__).parent / "churn.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([name for name, _ in columns])
        writer.writerows(zip(*(cells for _, cells in columns), strict=True))


if __name__ == "__main__":
    main()

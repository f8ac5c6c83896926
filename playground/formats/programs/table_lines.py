"""What lets an exported program answer a table, from the command line."""

from __future__ import annotations

from math import prod

from playground.formats.code.page import Line, lines

_READ = '''
def read(path):
    """Features (N, …) of a CSV file: {which}."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    columns = range({count})
    if not is_number(rows[0][0]):
        {header}
    table = [[float(row[column]) for column in columns] for row in rows]
    return np.reshape(table, (-1, {extents}))
'''

_NAMED = """header = rows.pop(0)
        if set(FEATURES) <= set(header):
            columns = [header.index(name) for name in FEATURES]"""

_IS_NUMBER = '''
def is_number(text):
    """Whether a cell holds a number, and no heading."""
    try:
        float(text)
    except ValueError:
        return False
    return True
'''

_CELL = '''
def cell(text):
    """Text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\\t", "\\r")) else text
'''

_PREPARED = {
    "predict(read(sys.argv[1]))": "predict(prepare(read(sys.argv[1])))",
    "OSError, ValueError, IndexError": "OSError, ValueError, KeyError, csv.Error",
    "table of COUNT numbers a row": "table with its columns",
}

_MAIN = '''
def main():
    """Prints the answers to a table as CSV."""
    if len(sys.argv) != 2:
        sys.exit(f"Give a CSV file: python {sys.argv[0]} data.csv")
    try:
        answers = predict(read(sys.argv[1]))
    except (OSError, ValueError, IndexError) as error:
        sys.exit(f"{sys.argv[1]} holds no table of COUNT numbers a row: {error}")
    table = csv.writer(sys.stdout, lineterminator="\\n")
'''

_AMOUNTS = """
    table.writerow([cell(name) for name in COLUMNS])
    table.writerows([*map(str, row)] for row in answers)
"""

_DECISIONS = """
    table.writerow([cell(name) for name in [*COLUMNS, "decision"]])
    for row, decision in zip(answers, decide(answers)):
        table.writerow([*map(str, row), cell({decision})])
"""


CELL = lines(_CELL)


def table_functions(features: tuple[int, ...], named: bool) -> list[list[Line]]:
    """What reads a table; `named`: its columns may be found by FEATURES."""
    which = "the columns called as in FEATURES, or else the first"
    read = _READ.format(
        which=which if named else f"the first {prod(features)} columns",
        count=prod(features),
        header=_NAMED if named else "rows.pop(0)",
        extents=", ".join(map(str, features)),
    )
    return [lines(_IS_NUMBER), lines(read), CELL]


def main_function(
    features: tuple[int, ...], rule: str, several: bool, *, prepares: bool = False
) -> list[Line]:
    """What answers a table.

    Args:
        features: the shape of a sample.
        rule: that of the decision.
        several: whether a decision is a list of labels.
        prepares: whether rows are prepared first.
    """
    main = _MAIN
    for plain, prepared in _PREPARED.items() if prepares else ():
        main = main.replace(plain, prepared)
    main = main.replace("COUNT", str(prod(features)))
    if rule == "none":
        return lines(main + _AMOUNTS.strip("\n"))
    decision = '"; ".join(decision)' if several else "decision"
    return lines(main + _DECISIONS.format(decision=decision).strip("\n"))

"""Formulas: their values against Python's own; what is none is refused with its place."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.formula import FUNCTIONS, MOST_LETTERS, FormulaError, parse_formula
from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.errors import UserError

NAMES = ("x1", "x2")
X1 = np.array([0.5, -0.25, 2.0])
X2 = np.array([-1.0, 0.75, 3.0])


def worked_out(text: str) -> np.ndarray:
    return parse_formula(text, NAMES).at({"x1": X1, "x2": X2})


leaves = st.sampled_from(["x1", "x2", "pi", "2", "0.5", "1e-3", ".25"])
sums = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-*/"), part).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(part, st.sampled_from("+-*"), part).map("".join),
        part.map(lambda p: f"-{p}"),
        part.map(lambda p: f"({p})**2"),
        part.map(lambda p: f"sin({p})"),
        st.tuples(part, part).map(lambda p: f"max({p[0]}, {p[1]})"),
    ),
    max_leaves=12,
)


@given(sums)
def test_a_formula_means_what_python_means_by_it(text: str) -> None:
    known = {"pi": math.pi, "sin": np.sin, "max": np.maximum, "x1": X1, "x2": X2}
    with np.errstate(all="ignore"):
        expected = np.broadcast_to(eval(text, {"__builtins__": {}}, known), (3,))  # noqa: S307
    if len(text) <= MOST_LETTERS:
        np.testing.assert_allclose(worked_out(text), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-x1^2", -(X1**2)),
        ("2^3^2", [512, 512, 512]),
        ("2^-1", [0.5, 0.5, 0.5]),
        ("|x2| × 2", 2 * np.abs(X2)),
        ("x1² − x2³", X1**2 - X2**3),
        ("(x1 > 0) * x2", np.where(X1 > 0, X2, 0)),
        ("x1 ≤ 0.5", [1, 1, 0]),
        ("hypot(x1, x2) + atan2(x1, x2)", np.hypot(X1, X2) + np.arctan2(X1, X2)),
        ("sinc(x1) + mod(x2, 2)", np.sinc(X1) + np.mod(X2, 2)),
    ],
)
def test_signs_that_people_write(text: str, expected: np.ndarray) -> None:
    np.testing.assert_allclose(worked_out(text), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", 0, "Type a formula"),
        ("x1 +", 4, "ends where a number"),
        ("x1 x2", 3, "“x2” at letter 4 stands where an operator"),
        ("sn(x1)", 0, "“sn” at letter 1 is unknown. Did you mean 'sin'"),
        ("x1 + $", 5, "“\\$” at letter 6 means nothing"),
        ("sin x1", 4, "where “\\(” after sin is expected"),
        ("min(x1)", 0, "takes 2 arguments, not 1"),
        ("(x1 + 2", 7, "ends where “\\)”"),
        ("(" * 200 + "x1" + ")" * 200, None, "nested too deeply"),
        ("2^" * 100 + "2", None, "nested too deeply"),
        ("x1" + " + x1" * 200, MOST_LETTERS, "taken at most"),
        ("__import__('os').system('ls')", 11, "means nothing"),
        ("x1.real", 2, "means nothing"),
        ("lambda: 1", 6, "means nothing"),
    ],
)
def test_what_is_no_formula_is_refused_where_it_goes_wrong(
    text: str, place: int | None, words: str
) -> None:
    with pytest.raises(FormulaError, match=words) as caught:
        parse_formula(text, NAMES)
    assert place is None or caught.value.place == place


@given(st.text(alphabet="x12()+-*/^|.,<>=sincoexp² ", max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        found = worked_out(text)
    except FormulaError as error:
        found = np.full(3, error.place)
        good = 0 <= error.place <= len(text) + 1
    else:
        good = True
    assert good
    assert found.shape == (3,)


def test_every_function_can_be_called() -> None:
    for name, (count, apply) in FUNCTIONS.items():
        given_ = (X1 + 3.0, X2 + 4.0)[:count]
        found = worked_out(f"{name}({', '.join(('x1 + 3', 'x2 + 4')[:count])})")
        np.testing.assert_allclose(found, apply(*given_), rtol=1e-12)


def test_a_surface_has_the_heights_of_its_formula() -> None:
    data = prepare(DataSpec(source="formula", formula="2*x1 - x2^2", noise=0)).dataset
    x1, x2 = data.features.T
    np.testing.assert_allclose(data.targets[:, 0], 2 * x1 - x2**2, rtol=1e-12)


@pytest.mark.parametrize("text", ["log(x1)", "1/(x1 - x1)", "1e300 * 1e300 * x1", "0/0"])
def test_a_surface_without_a_height_somewhere_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(UserError, match=r"comes to .* at x1 = "):
        prepare(DataSpec(source="formula", formula=text))

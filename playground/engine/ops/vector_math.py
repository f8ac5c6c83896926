"""Functions of one float32 number as polynomials, so that loops over them vectorise.

Each is within a few units in the last place of the true value, keeps NaN, and has the right limits
at ±∞. The coefficients were fitted for this project: least squares, reweighted until the largest
relative error no longer fell (Lawson 1961).
"""

from __future__ import annotations

from typing import Any

from playground.engine.ops.parts import Primitive, inner


def _times_power_of_two(y: Any, n: Any) -> Any:
    import numpy as np

    return np.ldexp(y, int(n))


def _mantissa(x: Any) -> Any:
    import numpy as np

    return np.frexp(x)[0]


def _exponent(x: Any) -> Any:
    import numpy as np

    return float(np.frexp(x)[1])


times_power_of_two = Primitive(_times_power_of_two)  # y · 2ⁿ, n a whole float, |n| ≤ 252
mantissa = Primitive(_mantissa)  # of a normal x above 0, in [½, 1)
exponent = Primitive(_exponent)  # x = mantissa(x) · 2^exponent(x); a float


@inner
def _rounded(x: Any) -> Any:
    """The nearest whole number, for |x| below 2²²: 1.5 · 2²³ leaves no room for a fraction."""
    return (x + 12582912.0) - 12582912.0


@inner
def _rest(x: Any, n: Any) -> Any:
    """x − n · ln 2, with ln 2 in two parts (Cody and Waite 1980)."""
    return (x - n * 0.693359375) + n * 2.12194440e-4


@inner
def _expm1_near_0(r: Any) -> Any:
    """eʳ − 1 for |r| ≤ ln 2 / 2, to 1.4e-8."""
    p = 0.0013882396 * r + 0.008367181
    p = p * r + 0.041667223
    p = p * r + 0.16666539
    p = p * r + 0.49999997
    return p * r * r + r


@inner
def exp(x: Any) -> Any:
    """eˣ = 2ⁿ · eʳ, with |r| ≤ ln 2 / 2."""
    held = min(max(x, -105.0), 89.0)
    n = _rounded(held * 1.44269504)
    y = times_power_of_two(_expm1_near_0(_rest(held, n)) + 1.0, n)
    return y if x == x else x


@inner
def expm1(x: Any) -> Any:
    """eˣ − 1 = 2ⁿ · (eʳ − 1) + (2ⁿ − 1), which loses nothing near 0."""
    held = min(max(x, -30.0), 89.0)
    n = _rounded(held * 1.44269504)
    q = _expm1_near_0(_rest(held, n))
    small = min(n, 64.0)
    y = times_power_of_two(q, small) + (times_power_of_two(1.0, small) - 1.0)
    y = times_power_of_two(q + 1.0, n) if n > 32.0 else y
    return y if x == x else x


@inner
def tanh(x: Any) -> Any:
    """x · P(x²) / Q(x²) up to ±9, to 2.1e-8, and ±1 beyond."""
    held = min(max(x, -9.0), 9.0)
    z = held * held
    p = 1.3354730962415762e-8 * z + 2.0609140195006742e-5
    p = p * z + 3.4955920339225953e-3
    p = p * z + 0.13381029088802673
    p = p * z + 0.9999999795194846
    q = 7.776588946771386e-7 * z + 3.2856409198368e-4
    q = q * z + 2.587699753011865e-2
    q = q * z + 0.4671434469964866
    q = q * z + 1.0
    y = min(max(held * p / q, -1.0), 1.0)
    y = 1.0 if x >= 9.0 else y
    y = -1.0 if x <= -9.0 else y
    return y if x == x else x


@inner
def erf(x: Any) -> Any:
    """x · P(x²) / Q(x²) up to ±3.9, to 1.8e-8, and ±1 beyond."""
    held = min(max(x, -3.9), 3.9)
    z = held * held
    p = 2.0664794988187573e-6 * z + 2.850612323405011e-4
    p = p * z + 3.7383072447034846e-3
    p = p * z + 5.266796565789789e-2
    p = p * z + 0.18966593609631754
    p = p * z + 1.1283791476821534
    q = 3.827003344616291e-5 * z + 1.157366507828047e-3
    q = q * z + 1.4914200505798914e-2
    q = q * z + 0.11381859093446951
    q = q * z + 0.5014198414781711
    q = q * z + 1.0
    y = min(max(held * p / q, -1.0), 1.0)
    y = 1.0 if x >= 3.9 else y
    y = -1.0 if x <= -3.9 else y
    return y if x == x else x


@inner
def log(x: Any) -> Any:
    """ln x = e · ln 2 + ln m, with m in [√½, √2), to 6e-9 of itself."""
    tiny = x < 1.17549435e-38
    held = x * 8388608.0 if tiny else x
    e = exponent(held)
    e = e - 23.0 if tiny else e
    m = mantissa(held)
    low = m < 0.70710678
    m = m + m if low else m
    e = e - 1.0 if low else e
    f = m - 1.0
    p = -0.07632263004779816 * f + 0.127608522772789
    p = p * f - 0.13160637021064758
    p = p * f + 0.14201883971691132
    p = p * f - 0.16623327136039734
    p = p * f + 0.20001220703125
    p = p * f - 0.250008225440979
    p = p * f + 0.3333333134651184
    z = f * f
    y = p * f * z - e * 2.12194440e-4
    y = (y - 0.5 * z) + f
    y = y + e * 0.693359375
    infinity = 3.4e38 * 10.0
    y = x if x > 3.4028234e38 else y
    y = -infinity if x == 0.0 else y
    return y if x >= 0.0 else infinity - infinity


@inner
def log1p(x: Any) -> Any:
    """ln(1 + x), with what 1 + x loses put back (Kahan's method, in Goldberg 1991, theorem 4)."""
    u = 1.0 + x
    d = u - 1.0
    y = log(u) * (x / d) if u <= 3.4e38 and d != 0.0 else log(u)
    return x if d == 0.0 else y


@inner
def _sine_near_0(x: Any) -> Any:
    """sin x for |x| ≤ π/2, to 6e-9."""
    z = x * x
    p = 2.6054747195303207e-6 * z - 1.980947272386402e-4
    p = p * z + 8.333064615726471e-3
    p = p * z - 0.16666659712791443
    return p * z * x + x


@inner
def sin(x: Any) -> Any:
    """x is brought within π/2 of a multiple n · π; every other half wave is upside down.

    π is taken off in three parts; beyond ±10⁵ the argument itself is known too coarsely for its
    sine to mean much, and the result only stays within ±1.
    """
    held = min(max(x, -2000000.0), 2000000.0)
    n = _rounded(held * 0.31830989)
    r = held - n * 3.140625
    r = r - n * 9.67502593994140625e-4
    r = r - n * 1.509957990978376432e-7
    r = min(max(r, -1.5707964), 1.5707964)
    half = n * 0.5
    odd = half - _rounded(half)
    y = _sine_near_0(r)
    y = -y if odd != 0.0 else y
    return y if x - x == 0.0 else x - x


@inner
def cos(x: Any) -> Any:
    """sin(x + π/2), the shift made after the reduction: x lies nearest to (n + ½) · π."""
    held = min(max(x, -2000000.0), 2000000.0)
    n = _rounded(held * 0.31830989 - 0.5) + 0.5
    r = held - n * 3.140625
    r = r - n * 9.67502593994140625e-4
    r = r - n * 1.509957990978376432e-7
    r = min(max(r, -1.5707964), 1.5707964)
    half = (n + 0.5) * 0.5
    odd = half - _rounded(half)
    y = _sine_near_0(r)
    y = -y if odd != 0.0 else y
    return y if x - x == 0.0 else x - x

"""What a column's name says of it."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


TARGETS = _all(
    """
    target targets label labels class classes y outcome output result response dependent
    """
)
"""Names that say it outright."""
LIKELY = _all(
    """
    species survived survival churn churned exited attrition price prices cost rating
    ratings score scores quality grade diagnosis disease sentiment polarity stars default
    defaulted fraud spam approved converted clicked purchased bought income salary wage medv
    mpg sales revenue demand value category categories tag tags digit type status risk
    variety cultivar yield consumption strength rings charges deposit subscribed cancelled
    late winner progression
    """
)
SOUNDING = TARGETS | LIKELY
AMOUNTS = _all(
    """
    price prices cost costs rating ratings score scores age ages count counts number
    quantity amount salary wage income sales revenue demand value weight height length width
    size area volume temperature temp mpg medv years hours days minutes rings charges
    duration total strength quality stars points rooms bedrooms bathrooms floors tenure
    """
)
CODES = _all(
    """
    code codes zip zipcode postcode postal category categories type class region district
    store shop branch department sector group cluster segment area_code channel model brand
    """
)
IDENTIFIERS = _all(
    """
    id ids uuid guid key idx index rownames rowid pk nr no ref
    """
)
NAMES = _all("name names address url link email mail phone ticket title surname")
USERS = _all(
    """
    user users userid customer reader viewer person reviewer member
    """
)
ITEMS = _all(
    """
    item items itemid movie movies movieid film films book books isbn product song anime
    game restaurant business recipe joke
    """
)
RATINGS = _all(
    """
    rating ratings score stars rate
    """
)
TIMES = _all(
    """
    date time datetime timestamp day month year week hour period step t
    """
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small letters: "customerId", "Customer_ID" have customer and id."""
    return tuple(word.lower() for word in _WORD.findall(name))


def says(name: str, words: frozenset[str]) -> bool:
    """Whether one of the words is in the name."""
    return not words.isdisjoint(words_of(name))


def is_identifier(name: str) -> bool:
    """Whether the name says that it only tells rows, people or things apart."""
    words = words_of(name)
    if not words:
        return False
    return (
        words[-1] in IDENTIFIERS
        or words[0] in ("id", "uuid", "guid")
        or name.lower()
        in (
            "unnamed: 0",
            "userid",
            "itemid",
            "movieid",
            "customerid",
            "passengerid",
        )
    )

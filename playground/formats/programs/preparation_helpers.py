"""Functions that a program brings along where it prepares a table's rows."""

from __future__ import annotations

# In the order in which they are written; each may call those before it.
HELPERS = {
    "number": '''
def number(cell):
    """The amount in a cell; NaN where there is none."""
    if not isinstance(cell, str):
        return math.nan if cell is None else float(cell)
    text = cell.strip()
    if text.lower() in MISSING:
        return math.nan
    if DECIMAL == ",":
        text = text.replace(".", "").replace(",", ".")
    try:
        found = float(text)
    except ValueError:
        return math.nan
    return found if math.isfinite(found) else math.nan
''',
    "moment": '''
def moment(cell):
    """The moment in a cell, as 2026-11-27 18:30, in seconds since 1970; NaN without."""
    if not isinstance(cell, str):
        return math.nan if cell is None else float(cell)
    digits = [int(part) for part in re.findall(r"\\d+", cell)]
    if re.match(r"\\s*\\d{4}", cell):
        order = [0, 1, 2]
    else:
        order = DATE_ORDER
    try:
        date = datetime.datetime(*[digits[place] for place in order], *digits[3:6])
    except (IndexError, ValueError):
        return math.nan
    return (date - datetime.datetime(1970, 1, 1)).total_seconds()
''',
    "word": '''
def word(cell):
    """The word in a cell; "" where there is none."""
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        cell = int(cell) if cell.is_integer() else cell
    text = "" if cell is None else str(cell).strip()
    return "" if text.lower() in MISSING else text
''',
    "amounts": '''
def amounts(rows, name):
    """A column of amounts (N, 1)."""
    return np.array([number(row[name]) for row in rows], float).reshape(-1, 1)
''',
    "moments": '''
def moments(rows, name):
    """A column of moments (N, 1)."""
    return np.array([moment(row[name]) for row in rows], float).reshape(-1, 1)
''',
    "words": '''
def words(rows, name):
    """A column of words (N,)."""
    return [word(row[name]) for row in rows]
''',
    "filled": '''
def filled(x, values, marked=()):
    """Values where x is missing, and columns that say where that was."""
    missing = np.isnan(x)
    marks = missing[:, list(marked)].astype(float)
    return np.concatenate([np.where(missing, np.array(values), x), marks], axis=1)
''',
    "one_hot": '''
def one_hot(found, known, other, missing):
    """A column a known word, 1 where it stands; then one for others, one for none."""
    places = {name: place for place, name in enumerate(known)}
    width = len(known)
    x = np.zeros((len(found), width + other + missing))
    for row, name in enumerate(found):
        if name == "":
            if missing:
                x[row, width + other] = 1
        elif name in places:
            x[row, places[name]] = 1
        elif other:
            x[row, width] = 1
    return x
''',
    "numbered": '''
def numbered(found, known):
    """The number of each word (N, 1), from 1; 0 for others."""
    places = {name: place for place, name in enumerate(known, 1)}
    return np.array([places.get(name, 0) for name in found], float).reshape(-1, 1)
''',
    "hashed": '''
def hashed(found, buckets):
    """One of so many columns for each word, by FNV-1a of its UTF-8 bytes."""
    x = np.zeros((len(found), buckets))
    for row, name in enumerate(found):
        mark = 0x811C9DC5
        for byte in name.encode():
            mark = ((mark ^ byte) * 0x01000193) & 0xFFFFFFFF
        if name:
            x[row, mark % buckets] = 1
    return x
''',
    "tokens": r'''
def tokens(text):
    """The words of a text, in small letters."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.replace("’", "'").lower())
''',
    "counted": '''
def counted(found, known):
    """How often each known word comes in each text."""
    places = {name: place for place, name in enumerate(known)}
    x = np.zeros((len(found), len(known)))
    for row, text in enumerate(found):
        for name in tokens(text):
            if name in places:
                x[row, places[name]] += 1
    return x
''',
    "weighted": '''
def weighted(x, weights):
    """Counts times how rare a word is, at length 1."""
    x = x * np.array(weights)
    length = np.sqrt((x**2).sum(axis=1, keepdims=True))
    return x / np.where(length > 0, length, 1)
''',
    "word_numbers": '''
def word_numbers(found, known, length):
    """The numbers of the first words: 0 for none, 1 for an unknown one."""
    places = {name: place for place, name in enumerate(known, 2)}
    x = np.zeros((len(found), length))
    for row, text in enumerate(found):
        numbers = [places.get(name, 1) for name in tokens(text)[:length]]
        x[row, : len(numbers)] = numbers
    return x
''',
    "windows": '''
def windows(x, steps):
    """Each row with those before it (N - steps + 1, steps, F)."""
    found = np.lib.stride_tricks.sliding_window_view(x, steps, axis=0)
    return found.transpose(0, 2, 1)
''',
    "date_parts": '''
def date_parts(x, wanted):
    """Parts of each moment, a column each."""
    missing = np.isnan(x[:, 0])
    seconds = np.where(missing, 0, x[:, 0])
    days = np.floor(seconds / 86400).astype("datetime64[D]")
    years, months = days.astype("datetime64[Y]"), days.astype("datetime64[M]")
    parts = {
        "days": seconds / 86400,
        "year": years.astype(int) + 1970,
        "month": (months - years).astype(int) + 1,
        "day": (days - months).astype(int) + 1,
        "weekday": (days.astype(int) + 3) % 7 + 1,
        "hour": np.floor(seconds % 86400 / 3600),
        "minute": np.floor(seconds % 3600 / 60),
    }
    x = np.stack([parts[name] for name in wanted], axis=1).astype(float)
    x[missing] = np.nan
    return x
''',
}

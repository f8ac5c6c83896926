"""What programs have in common that read the export and answer raw features."""

from __future__ import annotations

from playground.formats.code.page import Line, lines
from playground.formats.code.plan import Plan

# The beginning of `load`; {convert} is what makes a parameter of `file[name]`.
LOADED = '''
"""What Playground exported to a .npz file."""
with np.load(path) as file:
    metadata = json.loads(str(file["__metadata__"]))
    names = [name for name in file.files if name != "__metadata__"]
    w = {{name: {convert} for name in names}}
'''

_STANDARDISED = '''
def standardised(x, scaling):
    """Features in their own units, as the network was trained on them."""
    shape = np.shape(x)[1:]
    mean, scale = (np.reshape(scaling[part], shape) for part in ("mean", "scale"))
    return (x - mean) / scale
'''


def standardised() -> list[Line]:
    """The function that shifts and scales raw features."""
    return lines(_STANDARDISED)


def answered(plan: Plan, answers: str, within: str = "") -> list[Line]:
    """The end of `predict`: the answers, where they are amounts in the targets' own units.

    Args:
        answers: the expression for what comes after the final activation.
        within: the statement that it has to be worked out under, if there is one.
    """
    kept = f"answers = {answers}" if plan.regression else f"return {answers}"
    found = lines(f"{within}\n    {kept}" if within else kept)
    if plan.regression:
        found += lines(_IN_OWN_UNITS)
    return found


_IN_OWN_UNITS = """
scaling = metadata["targets"]
return answers * np.array(scaling["scale"]) + np.array(scaling["mean"])
"""

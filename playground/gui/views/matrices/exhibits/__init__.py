"""Which scene shows a layer: a registry by layer type.

An `Exhibit` makes the `Scene` of a `Case` for a `Look`. To show a layer type in a way of its own,
add a module here with a function that makes its scene, and one line in `_BY_TYPE`:

    "SelfAttention": Exhibit("playground.gui.views.matrices.exhibits.attention_scene:scene_of"),

The function takes `(case, look)` and returns a `Scene` whose `grids` are laid out with
`look.across` and `look.down` (which apply zoom and scroll), whose matrices come from
`case.matrix(key, values)`, and which answers for what is pointed at: `lights`, `says`, `touch`
(the neurons and wires above) and, the other way round, `aim_of_unit` and `aim_of_wire`. With a
`length` above 0 and `moment(beat)` it is animated; `moment.shown` hides what is not known yet.
`product_scene` is the model. Layers with windows (convolution, pooling) have a page of their own
in the board's place, see `views.convolution`. A layer without an entry here gets `passage_scene`,
which shows what arrives and what leaves, and says in a line what happens between.
"""

from playground.gui.views.matrices.exhibits.exhibit import Exhibit, exhibit_for

__all__ = ["Exhibit", "exhibit_for"]

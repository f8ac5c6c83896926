"""What it takes to show a layer's space: evaluated in the renderer's thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots.hidden_space import (
    MOST_DRAWN,
    MOST_DRAWN_OFF_PLANE,
    MOST_JUDGED,
    Frozen,
    HiddenPicture,
    Samples,
    layers_of,
    picture_of,
    regions_of,
)
from playground.gui.plots.map_look import MapLook
from playground.gui.views.answers import DIVERGED, Words
from playground.network.spec import HEAD, INPUT
from playground.training.straight_cuts import Straight, straight_cut

if TYPE_CHECKING:
    from playground.data.prepare import Prepared
    from playground.gui.frame import Frame
    from playground.gui.views.bench import Bench
    from playground.training.probe import Probe


@dataclass(frozen=True)
class Cuts:
    """What straight cuts tell apart.

    Attributes:
        layer: in a layer's whole space.
        features: in that of the input; None where features are no amounts.
    """

    layer: Straight
    features: Straight | None


@dataclass(frozen=True, eq=False)
class Hidden:
    """What a view of a hidden space shows.

    Attributes:
        frame: whose. layers: that can be looked at, in order.
        picture: the space. cuts: what straight cuts tell apart; None where it wasn't asked for.
        film: the spaces from the input to that layer, where they were asked for.
    """

    frame: Frame
    layers: tuple[str, ...]
    picture: HiddenPicture
    cuts: Cuts | None
    film: tuple[HiddenPicture, ...] = ()


@dataclass(frozen=True, eq=False)
class HiddenJob:
    """Looks into a layer.

    Attributes:
        frame: the moment.
        layer: the layer; "" or one that is gone: the last before the head.
        pair: the units to show; None for components, or the first two of no more.
        former: what was shown last.
        dark, side, ratio: how it is drawn: the px of the square, at so many device pixels each.
        with_cuts, with_film: whether these are to be found too.
    """

    frame: Frame
    layer: str
    pair: tuple[int, int] | None
    former: Frozen | None
    dark: bool
    side: float
    ratio: float
    with_cuts: bool = True
    with_film: bool = False

    def run(self, bench: Bench) -> Hidden | Words:
        """The space, or why there is none."""
        frame = self.frame
        samples, probe = _drawn(frame.prepared), bench.probe(frame)
        layers = layers_of(frame, probe.nodes)
        sources = frame.network.sources(HEAD)
        layer = self.layer if self.layer in layers else (sources or layers[-1:])[0]
        values = self._values(probe, samples, layers)
        if not np.isfinite(values[layer]).all():
            return Words(DIVERGED.replace("predictions", f"values of {layer}"))
        picture = picture_of(frame, samples, values[layer], layer, self.pair, self.former)
        look = MapLook(
            picture.extent,
            frame.signature.task,
            picture.points.value_range,
            self.dark,
            side=self.side,
            ratio=self.ratio,
        )
        picture = replace(picture, regions=regions_of(frame, picture, look))
        cuts = self._cuts(probe, layer) if self.with_cuts else None
        film = tuple(self._film(samples, values, picture)) if self.with_film else ()
        return Hidden(frame, tuple(layers), picture, cuts, film)

    def _values(
        self, probe: Probe, samples: Samples, layers: list[str]
    ) -> dict[str, NDArray[np.float64]]:
        """(N + L·P, width) of each layer, for samples and grid."""
        with np.errstate(all="ignore"):
            found = probe.activations(self.frame.parameters, samples.together())
        return {name: found[name].reshape(len(found[name]), -1).astype(float) for name in layers}

    def _cuts(self, probe: Probe, layer: str) -> Cuts | None:
        prepared = self.frame.prepared
        samples = _judged(prepared)
        aside = samples.validation
        if aside.all() or not aside.any():
            return None
        values = self._values(probe, samples, [layer])[layer][: len(aside)]
        return Cuts(_straight(prepared, samples, values), _input_cut(prepared))

    def _film(
        self, samples: Samples, values: dict[str, NDArray[np.float64]], last: HiddenPicture
    ) -> Iterable[HiddenPicture]:
        """The spaces that lie on the way to the last; each seen so that little turns."""
        frame = self.frame
        way = _way_to(frame, last.layer)
        before: str | None = None
        shown: HiddenPicture | None = None
        for name in (layer for layer in values if layer in way):
            same = before is not None and np.array_equal(values[name], values[before])
            if same or not np.isfinite(values[name]).all() or name == last.layer:
                continue
            follow = None if shown is None else shown.points.features
            shown = picture_of(frame, samples, values[name], name, None, None, follow)
            before = name
            yield shown
        yield last


@lru_cache(maxsize=2)
def _drawn(prepared: Prepared) -> Samples:
    on_plane = prepared.dataset.on_plane
    return Samples.of(prepared, MOST_DRAWN if on_plane else MOST_DRAWN_OFF_PLANE)


@lru_cache(maxsize=2)
def _judged(prepared: Prepared) -> Samples:
    return Samples.of(prepared, MOST_JUDGED)


@lru_cache(maxsize=2)
def _input_cut(prepared: Prepared) -> Straight | None:
    """What straight cuts tell apart before any layer: the same at every moment."""
    if prepared.dataset.coded:
        return None
    samples = _judged(prepared)
    flat = samples.features.reshape(len(samples.features), -1)
    return _straight(prepared, samples, flat)


def _straight(prepared: Prepared, samples: Samples, values: NDArray[np.float64]) -> Straight:
    aside, targets = samples.validation, samples.targets
    return straight_cut(
        prepared.dataset.task, values[~aside], targets[~aside], values[aside], targets[aside]
    )


def _way_to(frame: Frame, layer: str) -> set[str]:
    """The layers that a layer depends on."""
    found, ahead = {INPUT}, [layer]
    sources = frame.network.all_sources()
    while ahead:
        for source in sources[ahead.pop()]:
            if source not in found:
                found.add(source)
                ahead.append(source)
    return found

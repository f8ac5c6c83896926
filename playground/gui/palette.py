"""The named colours of the light and the dark window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Named colours, each as Qt reads it: `#rrggbb`, or `#aarrggbb` where it is see-through.

    Attributes:
        name: "light" or "dark".
        window: behind everything. panel: bars and side panels. card: raised things.
        card_border: hairlines around cards, fields and panels.
        canvas: behind the network. grid_dot: its dots.
        chip: filled small controls, the chosen tab. hover: a control under the pointer.
        pressed: a control held down. groove: the empty part of sliders and bars.
        text: what is read. muted: captions and units. disabled: what can't be used now.
        accent: the one accent colour. accent_hover: the accent under the pointer.
        accent_soft: a tint of it for selections. on_accent: text on the accent.
        good, warning, error: states.
        train, validation: the two splits in curves and scatters.
        negative, positive: the ends of the diverging map at full strength, blue and orange.
        light_ring, dark_ring: the rings of training and validation points.
        plot_grid: grid lines in plots. shadow: under cards.
    """

    name: str
    window: str
    panel: str
    card: str
    card_border: str
    canvas: str
    grid_dot: str
    chip: str
    hover: str
    pressed: str
    groove: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    good: str
    warning: str
    error: str
    train: str
    validation: str
    negative: str
    positive: str
    light_ring: str
    dark_ring: str
    plot_grid: str
    shadow: str

    @property
    def dark(self) -> bool:
        """Whether this is the dark one."""
        return self.name == "dark"


LIGHT = Palette(
    name="light",
    window="#ffffff",
    panel="#ffffff",
    card="#ffffff",
    card_border="#e1e4e8",
    canvas="#eef0f3",
    grid_dot="#dfe2e7",
    chip="#eef1f6",
    hover="#e4e9f1",
    pressed="#d8dfea",
    groove="#e1e4e8",
    text="#1b1f24",
    muted="#68717d",
    disabled="#a9b0b9",
    accent="#2f6df6",
    accent_hover="#1f5ce0",
    accent_soft="#dfe8fe",
    on_accent="#ffffff",
    good="#26824b",
    warning="#a8640a",
    error="#c8323c",
    train="#2f6df6",
    validation="#e8832a",
    negative="#2b7bba",
    positive="#e8832a",
    light_ring="#ffffff",
    dark_ring="#1b1f24",
    plot_grid="#eceef1",
    shadow="#1c1b1f24",
)

DARK = Palette(
    name="dark",
    window="#1c2026",
    panel="#1c2026",
    card="#242a32",
    card_border="#2f363f",
    canvas="#171b20",
    grid_dot="#252b33",
    chip="#2a313a",
    hover="#343c47",
    pressed="#3d4754",
    groove="#2f363f",
    text="#e6e9ee",
    muted="#98a2af",
    disabled="#5f6975",
    accent="#5b8cff",
    accent_hover="#76a0ff",
    accent_soft="#2b3a5c",
    on_accent="#ffffff",
    good="#43b873",
    warning="#e0a83a",
    error="#ff7a7a",
    train="#5b8cff",
    validation="#e8832a",
    negative="#2b7bba",
    positive="#e8832a",
    light_ring="#ffffff",
    dark_ring="#0d1013",
    plot_grid="#303741",
    shadow="#70000000",
)

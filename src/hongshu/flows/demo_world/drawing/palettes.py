"""The twelve named palettes of the note pictures: grounds, inks to write with, accents to point with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """`ink` is for `ground` and `ground_2`, `paper_ink` for `paper`; both keep WCAG AA for body text."""

    name: str
    ground: str
    ground_2: str
    ink: str
    accent: str
    accent_2: str
    paper: str
    paper_ink: str
    dark: bool = False


_ROWS = (
    #       name        ground     ground_2   ink        accent     accent_2   paper      paper_ink  dark
    Palette("rose", "#f9dbdd", "#f1b4bd", "#541029", "#d4285c", "#ff8d6e", "#fff8f6", "#541029"),
    Palette("apricot", "#ffe3cc", "#ffc497", "#572409", "#d9541e", "#f3a73a", "#fffaf4", "#572409"),
    Palette("mint", "#d4f0e4", "#a0dcc5", "#0b3d32", "#0d7f6b", "#f59e6c", "#f6fdfa", "#0b3d32"),
    Palette("sky", "#d6eafc", "#a6cff6", "#0d2c54", "#2467d6", "#ffb545", "#f6fbff", "#0d2c54"),
    Palette("lilac", "#e8dffb", "#cbb6f4", "#321b5b", "#7445cf", "#ff8bb0", "#fbf9ff", "#321b5b"),
    Palette("sand", "#f0e7d9", "#dcc8ab", "#3f301d", "#94602d", "#5f7f6d", "#fdfaf4", "#3f301d"),
    Palette(
        "charcoal", "#2a2c33", "#3c3f49", "#f8f4ec", "#ffb066", "#8ed8c6", "#f5f1ea", "#26272d", dark=True
    ),
    Palette("cherry", "#bf1d38", "#9c1029", "#fff4ea", "#ffd166", "#ff9aa5", "#fff6ef", "#5c0a1b", dark=True),
    Palette("matcha", "#dfe8c6", "#b9cb8b", "#293813", "#57771f", "#e2a450", "#fafcf2", "#293813"),
    Palette("cobalt", "#2346d4", "#1935a8", "#ffffff", "#ffd84a", "#7fe0ff", "#f4f7ff", "#13256f", dark=True),
    Palette("butter", "#fff1bd", "#ffdf75", "#463300", "#cf4520", "#3b8b78", "#fffdf3", "#463300"),
    Palette("clay", "#e6b7a1", "#d3947a", "#3f1407", "#8f3119", "#f5dcb6", "#fdf6f1", "#3f1407"),
)

PALETTES = {palette.name: palette for palette in _ROWS}

"""Friendly abstract people for the avatars: heads and shoulders without lines, by chance."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.sheet import Sheet

_SKINS = ("#ffe0cc", "#f8cfb2", "#eebd98", "#d9a074", "#b77b52", "#8c5a3c")
_HAIRS = ("#2b2327", "#3a2a26", "#57392b", "#7a4b30", "#a8693c", "#d3a25c", "#8d8a90", "#b5566b")
_CLOTHES = ("#f6f1e7", "#2f3e5c", "#e4685d", "#f2b441", "#4f8f7b", "#8b6fc4", "#e79aa8", "#3d3b40")


@dataclass(frozen=True, slots=True)
class _Look:
    skin: str
    hair: str
    cloth: str
    rng: Random


def draw_person(sheet: Sheet, ground: str, rng: Random, *, gender: str = "", birth_year: int = 0) -> None:
    """A person on 512 × 512, the ground already painted; who was born before 1965 has grey hair."""
    hair = (
        rng.choice(("#9a979c", "#c9c6c8", "#77747a"))
        if 0 < birth_year < 1965
        else rng.choices(_HAIRS, (6, 6, 5, 3, 2, 2, 1, 1))[0]
    )
    look = _Look(rng.choice(_SKINS), hair, rng.choice([c for c in _CLOTHES if c != ground]), rng)
    cuts = {"f": _LONG_CUTS, "m": _SHORT_CUTS}.get(gender, _LONG_CUTS + _SHORT_CUTS)
    if birth_year and birth_year < 1990:
        cuts = tuple(cut for cut in cuts if cut[0] is not _tails_behind)
    behind, before = rng.choice(cuts)
    if behind:
        behind(sheet, look)
    _shoulders(sheet, look)
    _head(sheet, look)
    before(sheet, look)
    _extras(sheet, look)


def _tint(sheet: Sheet, color: str) -> str:
    return sheet.linear((0, shade(color, 0.04)), (1, shade(color, -0.05)))


def _shoulders(sheet: Sheet, look: _Look) -> None:
    sheet.draw("M84 512C84 432 140 396 206 384L306 384C372 396 428 432 428 512Z", _tint(sheet, look.cloth))
    sheet.draw(paths.rounded_rect(214, 310, 84, 104, 10, 42), shade(look.skin, -0.06))
    kind = look.rng.randrange(3)
    if kind == 0:
        sheet.draw(
            "M206 384C216 432 296 432 306 384L318 387C310 452 202 452 194 387Z", shade(look.cloth, -0.08)
        )
    elif kind == 1:
        sheet.draw(
            "M196 386L256 462L216 500L166 396ZM316 386L256 462L296 500L346 396Z",
            shade(look.cloth, 0.07 if look.cloth != "#f6f1e7" else -0.08),
        )
    else:
        sheet.draw(
            "M200 380C200 352 312 352 312 380L316 420C300 444 212 444 196 420Z", shade(look.cloth, -0.04)
        )


def _head(sheet: Sheet, look: _Look) -> None:
    for x in (152, 360):
        sheet.draw(paths.ellipse(x, 256, 22, 28), shade(look.skin, -0.05))
    sheet.draw(
        (
            "M152 226C152 140 204 112 256 112C308 112 360 140 360 226C360 320 314 368 256 368"
            "C198 368 152 320 152 226Z"
        ),
        look.skin,
    )
    ink = "#3a2a2c"
    eyes = look.rng.randrange(3)
    for x in (212, 300):
        if eyes == 0:
            sheet.circle(x, 248, 9.5, ink)
        elif eyes == 1:
            sheet.line(f"M{x - 13} 250Q{x} 236 {x + 13} 250", ink, 7)
        else:
            sheet.draw(paths.ellipse(x, 248, 9, 12), ink)
            sheet.circle(x + 3, 244, 3.4, "#ffffff")
        sheet.line(f"M{x - 16} 218Q{x} 208 {x + 16} 218", mix(look.hair, ink, 0.3), 6, opacity=0.8)
        sheet.circle(x + (-20 if x < 256 else 20), 288, 20, "#ff7a6b", opacity=0.26)
    sheet.line("M256 258C252 272 248 280 258 284", shade(look.skin, -0.14), 6)
    if look.rng.random() < 0.5:
        sheet.line("M234 316Q256 336 278 316", ink, 7)
    else:
        sheet.draw(
            "M230 312C240 316 272 316 282 312C280 336 268 346 256 346C244 346 232 336 230 312Z", "#c4424e"
        )
        sheet.draw(
            "M236 315C246 318 266 318 276 315C275 322 270 325 256 325C242 325 237 322 236 315Z", "#ffffff"
        )


def _long_behind(sheet: Sheet, look: _Look) -> None:
    sheet.draw(
        (
            "M256 78C150 78 110 160 116 256C120 340 96 396 104 446L408 446"
            "C416 396 392 340 396 256C402 160 362 78 256 78Z"
        ),
        _tint(sheet, shade(look.hair, -0.03)),
    )


def _bob_behind(sheet: Sheet, look: _Look) -> None:
    sheet.draw(
        (
            "M256 80C150 80 116 158 118 250C118 310 112 340 128 364C160 372 200 360 256 360"
            "C312 360 352 372 384 364C400 340 394 310 394 250C396 158 362 80 256 80Z"
        ),
        _tint(sheet, shade(look.hair, -0.03)),
    )


def _bun_behind(sheet: Sheet, look: _Look) -> None:
    sheet.circle(256, 84, 54, _tint(sheet, look.hair))
    sheet.draw("M256 92C168 92 132 150 136 240L376 240C380 150 344 92 256 92Z", look.hair)


def _curls_behind(sheet: Sheet, look: _Look) -> None:
    curls = "".join(
        paths.ellipse(x, y, 52)
        for x, y in (
            (140, 190),
            (124, 260),
            (134, 326),
            (372, 190),
            (388, 260),
            (378, 326),
            (184, 126),
            (328, 126),
            (256, 104),
        )
    )
    sheet.draw(curls, shade(look.hair, -0.03))


def _tails_behind(sheet: Sheet, look: _Look) -> None:
    for mirror in (False, True):
        with sheet.group(512 if mirror else 0, 0, mirror=mirror):
            sheet.draw(
                "M140 190C84 190 60 260 76 330C80 366 100 392 118 400C128 350 150 300 160 250Z",
                _tint(sheet, look.hair),
            )
            sheet.circle(136, 206, 17, "#f2b441")
    sheet.draw("M256 86C166 86 132 150 134 240L378 240C380 150 346 86 256 86Z", look.hair)


def _parted(sheet: Sheet, look: _Look) -> None:
    sheet.draw(
        (
            "M256 84C168 84 128 150 138 256C146 262 158 258 162 248C172 206 214 176 262 132"
            "C292 178 338 206 350 248C354 258 366 262 374 256C384 150 344 84 256 84Z"
        ),
        _tint(sheet, look.hair),
    )


def _fringe(sheet: Sheet, look: _Look) -> None:
    sheet.draw(
        (
            "M256 82C164 82 126 152 138 252L160 252C160 236 162 222 168 210"
            "C230 224 300 222 344 206C350 220 352 236 352 252L374 252C386 152 348 82 256 82Z"
        ),
        _tint(sheet, look.hair),
    )


def _swept(sheet: Sheet, look: _Look) -> None:
    sheet.draw(
        (
            "M256 94C176 94 138 150 144 236C156 236 160 222 168 200C220 206 300 186 326 152"
            "C340 176 348 210 368 236C374 150 336 94 256 94Z"
        ),
        _tint(sheet, look.hair),
    )


def _short(sheet: Sheet, look: _Look) -> None:
    sheet.draw(
        (
            "M250 86C160 88 134 156 142 244L160 244C160 216 168 196 184 180"
            "C232 190 300 186 332 170C346 190 352 214 352 244L370 244C380 150 340 84 250 86Z"
        ),
        _tint(sheet, look.hair),
    )


def _quiff(sheet: Sheet, look: _Look) -> None:
    sheet.draw(
        (
            "M142 240C128 160 152 96 220 76C250 66 330 64 362 110C378 140 380 196 370 240L352 240"
            "C352 210 344 190 328 176C276 182 216 172 196 150C176 168 160 200 160 240Z"
        ),
        _tint(sheet, look.hair),
    )


def _curls(sheet: Sheet, look: _Look) -> None:
    curls = "".join(
        paths.ellipse(x, y, r)
        for x, y, r in ((172, 170, 40), (212, 138, 42), (256, 128, 44), (302, 138, 42), (342, 170, 40))
    )
    sheet.draw(curls, look.hair)


def _beanie(sheet: Sheet, look: _Look) -> None:
    sheet.draw(
        "M146 250C142 230 142 210 146 190L170 190L166 250ZM366 250C370 230 370 210 366 190L342 190L346 250Z",
        look.hair,
    )
    color = look.rng.choice([c for c in _CLOTHES if c != look.cloth])
    sheet.draw("M136 190C128 96 190 58 256 58C322 58 384 96 376 190Z", _tint(sheet, color))
    sheet.draw(paths.rounded_rect(126, 166, 260, 54, 24), shade(color, -0.07))
    sheet.circle(256, 52, 26, shade(color, 0.08))


def _extras(sheet: Sheet, look: _Look) -> None:
    kind = look.rng.randrange(5)
    if kind == 0:
        for x in (212, 300):
            sheet.line(paths.ellipse(x, 248, 34), "#3a3236", 6)
        sheet.line("M246 246Q256 240 266 246", "#3a3236", 6)
    elif kind == 1:
        for x in (150, 362):
            sheet.circle(x, 296, 10, "#f4c65a")
    elif kind == 2:
        for x, y in ((206, 276), (218, 284), (294, 284), (306, 276)):
            sheet.circle(x, y, 3, shade(look.skin, -0.2))


_Part = Callable[[Sheet, _Look], None]
_LONG_CUTS: tuple[tuple[_Part | None, _Part], ...] = (
    (_long_behind, _parted),
    (_long_behind, _fringe),
    (_bob_behind, _fringe),
    (_bob_behind, _parted),
    (_bun_behind, _swept),
    (_curls_behind, _curls),
    (_tails_behind, _parted),
)
_SHORT_CUTS: tuple[tuple[_Part | None, _Part], ...] = (
    (None, _short),
    (None, _short),
    (None, _quiff),
    (None, _beanie),
)

"""The map of the destinations: drawn here from the cities' positions, over a coarse outline of the land.

Plate carrée, stretched so that 30° north is true, and cut in the Atlantic: the Pacific is in the middle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sqrt

from hongshu.flows.pages.contracts import CountryTile
from hongshu.flows.pages.contracts.places import PlaceSpot

WIDTH, HEIGHT = 1000.0, 417.0
_EAST_OF, _NORTHMOST = -30.0, 74.0
_PER_DEGREE = WIDTH / 360
_PER_DEGREE_UP = _PER_DEGREE / cos(radians(30))
_LABEL_HEIGHT, _LETTER, _SIGN = 16.0, 7.2, 13.0
_ALWAYS_NAMED = 3
# Left, top, right, bottom.
Box = tuple[float, float, float, float]

# Longitude and latitude, corner by corner: enough to know where one is, drawn with round joints.
_LAND = """
-9 37 -9 43 -2 43.5 -1 46 -5 48.5 2 51 8 54 8 57 10.5 57.5 10 55 14 54 21 55 24 59 30 60 22 60.5 21.5 63 \
25 65.5 22 66 17 61 18.5 60 16 56.5 12.8 55.5 11 59 7 58 5 61 10 64 14 68 20 70 28 71 41 67 44 68 54 \
68.5 68 69 70 73 80 73 100 76 113 74 130 71.5 150 72 160 69.8 180 69 190 66 180 63 171 60 163 58 162 55 \
157 51 156 57 163 62 155 59.5 143 59.5 136 55 141 52.5 140 48 135 43.5 130 42 127.5 39.5 129.5 36 126.5 \
34.5 126.5 37.5 124.5 40 121.5 39 121 41 118 39 122.5 37 119.5 35 122 30.5 119.5 25.5 114 22.3 110 21 \
108 21.5 106 19 109 13 107 10.5 105 9 102.5 12 100.5 13.5 99.5 10 103.5 4 104 1.4 101 2.8 98.5 8 98.5 13 \
97.5 16.5 94.5 16 92 21.5 89 21.8 87 21 82 16.5 80 13 80 10 77.5 8 73 16 72.8 20 70 21 67 24.8 61 25 57 \
26.8 51 28 48.5 30 48 29.5 51.5 25 56.3 26 57 24 59.8 22.5 55 17.5 45 12.8 43 13 39 21 35 28 34.5 31 36 \
36 30.5 36.5 27 37 26.5 39.5 30 41 36 41.5 41.5 41.5 37 45 39 47 34 46 31 46.5 28 43 28.5 41 24 40.5 23 \
38 21.5 37 19.5 41.5 14 45 13 44 18.5 40 16 38 12 42 9 44.3 3.5 43.3 0 40 -2 37 -5.5 36
-6 35.8 10 37 11 33.5 20 31 29 31 32.5 31 35.5 24 37.5 19 39.5 15.5 43 11.5 51 12 48 4.5 41.5 -2 39 -6.5 \
40.5 -12 40 -16 35 -20 35.5 -24 32.5 -28.5 27 -33.7 20 -34.8 18 -32 15 -26.5 12 -17 13.5 -11 12 -5.5 9 \
-1 9.5 4 5.5 4.5 -4 5.2 -8 4.5 -13 8.5 -17 14.7 -16.5 21 -13 27.5 -9.5 30
49.5 -12.5 50 -16 47 -25 44 -24 44.5 -17
-5 50 1.3 51.3 0 53 -2 56 -3 58.6 -5.5 58 -4.5 54 -3.2 53.3 -5 51.8
-6 52.2 -6 54.5 -8 55 -10 52
-22.5 64 -18 63.4 -14 65 -18 66.3 -23 65.8
130 31.5 131.5 31.5 132 33.5 135.5 33.7 139 34.7 141 36 142 39.5 141 41.4 140 40 139.5 38 137 37 133 \
35.5 130.5 34
140.3 41.8 143 42 145.3 43.3 142 45.4 141.3 43.3
120.2 23 120.8 22 121.9 25 121 25
80 9.6 81.8 7.5 80.5 6
120.3 16 120.7 18.5 122.2 18.3 121.7 14.2 124 12.7 120.6 13.9
122 7 125.5 9.7 126.4 7.3 125.5 5.8
95.5 5.5 100 2 106 -3 105.7 -5.8 102 -4 98.5 1.7
105.3 -6.8 108.5 -6.7 114.4 -7.7 114.4 -8.6 108 -7.8
109 1.5 111.5 2.7 117 7 119 5 117.5 1 116 -3.8 110.2 -2.8
119.5 -5.5 119.3 -2 120 1 125 1.5 121 -0.5 123 -4.5 121 -3
131 -0.8 138 -1.7 145 -4.3 150.5 -10.5 144 -7.7 138 -8.3 133 -4
113.5 -22 114 -26.5 115.8 -32 118 -35 124 -33 131 -31.5 136 -34.8 140 -38 146.5 -39 150 -37 153.5 -28.5 \
150.8 -23 146 -19 145.3 -15 142.5 -10.8 141 -17 136 -15.5 136.8 -12.2 130.8 -11.8 129 -15 122.2 -18
144.8 -41 148.3 -41 147 -43.5
173 -34.5 175.5 -37 178.4 -37.8 176.8 -40.5 175 -41.5 174 -39.2
172.8 -40.6 174.2 -41.7 171 -44.8 169 -46.6 166.6 -45.9 170.5 -43
-168 65.7 -162 70 -156 71.3 -141 69.7 -128 70 -115 68 -95 71.5 -94 68 -82 68.5 -86 64 -94 61 -93 58.5 \
-82.5 55 -80 51.5 -78.5 55 -77 60 -73 62.2 -65 59.5 -56 53 -66 50 -64.5 46.5 -61 45.8 -66 43.8 -70 43.5 \
-70 41.7 -74 40.5 -76 35.2 -81 31.5 -80.2 25.5 -82.7 28.5 -84.5 30 -90 29.3 -97 28 -97.5 22 -95 18.5 \
-90.5 20.5 -87 21.3 -88.5 16 -83.5 15 -83.5 10.5 -79.5 9.5 -77.5 8.3 -80 7.4 -85.5 10 -92 14.5 -97 16 \
-105.5 20 -109.5 26 -114.5 31.5 -110 23.5 -115.5 29.5 -117 32.5 -121 35 -124 40.3 -124 47 -128 51 -134 \
58.5 -146 60.8 -152 59 -158 56.5 -158.5 58.7 -165 61.5 -161 64.5
-62 66.5 -72 71 -88 73.5 -78 69.5 -72 67.5 -66 62
-43 60 -51 64 -54 70 -57 74 -31 74 -31 68.5 -40 65
-77.5 8.3 -72 12 -62 10.6 -52 5 -50 0 -44.5 -2.7 -35.2 -5.5 -38.5 -13 -41 -22 -48.5 -26.5 -53.5 -33.8 \
-57 -37.5 -62.3 -39 -65.5 -45 -69 -51 -66 -55 -74 -51 -73 -41 -71.5 -30 -70.3 -18.5 -76.3 -13.8 -81.2 \
-5.5 -79.7 1 -77.5 4
-84.5 22 -80 23 -74.3 20.2 -77.5 19.9
"""


@dataclass(frozen=True, slots=True)
class MapDot:
    """A city with notes on the map."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name stands: its point, and whether it begins, ends or has its middle there."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class MapSpot:
    """A country with notes on the map. A name that would lie over others is only shown on demand."""

    tile: CountryTile
    x: float
    y: float
    radius: float
    label: Label
    is_named: bool


@dataclass(frozen=True, slots=True)
class DestinationMap:
    """What the page draws: the land as the path of an SVG, countries to follow, and their cities."""

    land: str
    spots: tuple[MapSpot, ...]
    dots: tuple[MapDot, ...]


def map_of(tiles: Iterable[CountryTile]) -> DestinationMap:
    """The map of countries, the one with the most notes first, so that its name stands."""
    placed_tiles = [(tile, *_disc_of(tile)) for tile in tiles if tile.spots]
    discs = [(x - radius, y - radius, x + radius, y + radius) for _, x, y, radius in placed_tiles]
    names: list[Box] = []
    spots: list[MapSpot] = []
    for tile, x, y, radius in placed_tiles:
        choices = _labels(tile.country.name, x, y, radius)
        free = [one for one in choices if not any(_overlap(one[1], box) for box in (*discs, *names))]
        label, box = (free or choices)[0]
        # The foremost are named in any case, though it be over a smaller one's disc.
        is_named = bool(free) or len(spots) < _ALWAYS_NAMED
        if is_named:
            names.append(box)
        spots.append(MapSpot(tile=tile, x=x, y=y, radius=radius, label=label, is_named=is_named))
    dots = [_dot(city) for spot in spots for city in spot.tile.spots if city.note_count]
    return DestinationMap(land=land_path(), spots=tuple(spots), dots=tuple(dots))


def placed(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a position in degrees lies on the map, from its upper left corner."""
    x = (longitude - _EAST_OF) % 360 * _PER_DEGREE
    y = (_NORTHMOST - latitude) * _PER_DEGREE_UP
    return x, min(max(y, 0.0), HEIGHT)


@cache
def land_path() -> str:
    """The outline of the land as the data of an SVG path."""
    parts = []
    for line in _LAND.strip().splitlines():
        numbers = list(map(float, line.split()))
        corners = [placed(lat, lon) for lon, lat in zip(numbers[::2], numbers[1::2], strict=True)]
        parts.append("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in corners) + "Z")
    return "".join(parts)


def _dot(city: PlaceSpot) -> MapDot:
    x, y = placed(city.latitude, city.longitude)
    return MapDot(x=round(x, 1), y=round(y, 1), radius=round(min(2 + sqrt(city.note_count) / 3, 6), 1))


def _disc_of(tile: CountryTile) -> tuple[float, float, float]:
    """Middle and radius of a country's disc: it stands where the notes are, not in the geometric middle."""
    weights = [(spot.note_count or 0.01, *placed(spot.latitude, spot.longitude)) for spot in tile.spots]
    whole = sum(weight for weight, _, _ in weights)
    x = sum(weight * x for weight, x, _ in weights) / whole
    y = sum(weight * y for weight, _, y in weights) / whole
    return round(x, 1), round(y, 1), round(min(7 + 1.5 * sqrt(tile.country.note_count), 26), 1)


def _labels(name: str, x: float, y: float, radius: float) -> list[tuple[Label, Box]]:
    """Where a name may stand, with the box that it takes: right of the disc, left, above, below."""
    wide = sum(_LETTER if sign.isascii() else _SIGN for sign in name)
    high, off = _LABEL_HEIGHT / 2, radius + 4
    return [
        (Label(round(x + off, 1), y, "start"), (x + off, y - high, x + off + wide, y + high)),
        (Label(round(x - off, 1), y, "end"), (x - off - wide, y - high, x - off, y + high)),
        *(
            (
                Label(x, round(at, 1), "middle"),
                (x - wide / 2, at - high, x + wide / 2, at + high),
            )
            for at in (y - off - high, y + off + high)
        ),
    ]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

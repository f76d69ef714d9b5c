"""Cities as silhouettes: known places get their landmarks, all others a skyline made from their name."""

from dataclasses import dataclass
from random import Random

from hongshu.flows.demo_world.drawing import paths
from hongshu.flows.demo_world.drawing.colors import mix, shade
from hongshu.flows.demo_world.drawing.landmarks import LANDMARKS
from hongshu.flows.demo_world.drawing.palettes import Palette
from hongshu.flows.demo_world.drawing.sheet import Sheet


@dataclass(frozen=True, slots=True)
class City:
    """Names in both languages, the code on a ticket, landmarks from left to right, what lies before them."""

    names: tuple[str, ...]
    code: str
    landmarks: tuple[str, ...]
    shore: str = "water"


_CITIES = (
    City(("shanghai", "上海"), "SHA", ("pearl_tower", "bottle_opener", "twisted_tower")),
    City(("beijing", "北京"), "PEK", ("round_temple", "gate_tower", "twisted_tower"), "hills"),
    City(("guangzhou", "广州"), "CAN", ("slim_waist", "hall", "arch_bridge")),
    City(("shenzhen", "深圳"), "SZX", ("stepped_tower", "chevron_tower", "hall")),
    City(("hangzhou", "杭州"), "HGH", ("pagoda", "arch_bridge"), "water"),
    City(("chengdu", "成都"), "CTU", ("gate_tower", "pagoda", "twisted_tower"), "hills"),
    City(("xi'an", "xian", "西安"), "XIY", ("gate_tower", "pagoda"), "hills"),
    City(("chongqing", "重庆"), "CKG", ("twisted_tower", "hanging_bridge", "stepped_tower")),
    City(("xiamen", "厦门"), "XMN", ("twisted_tower", "palms", "hall")),
    City(("lhasa", "拉萨"), "LXA", ("hill_palace",), "mountains"),
    City(("hong kong", "香港"), "HKG", ("chevron_tower", "great_wheel", "bottle_opener")),
    City(("taipei", "台北"), "TPE", ("stepped_tower", "pagoda"), "hills"),
    City(("nanjing", "南京"), "NKG", ("gate_tower", "needle_tower"), "water"),
    City(("suzhou", "苏州"), "SZV", ("pagoda", "arch_bridge")),
    City(("wuhan", "武汉"), "WUH", ("pagoda", "hanging_bridge")),
    City(("changsha", "长沙"), "CSX", ("stepped_tower", "pagoda")),
    City(("qingdao", "青岛"), "TAO", ("many_spires", "needle_tower")),
    City(("harbin", "哈尔滨"), "HRB", ("onion_church", "great_wheel"), "water"),
    City(("sanya", "三亚"), "SYX", ("palms", "hall", "palms")),
    City(("tokyo", "东京"), "TYO", ("lattice_tower", "pagoda", "stepped_tower"), "fuji"),
    City(("kyoto", "京都"), "KIX", ("pagoda", "gate_tower"), "hills"),
    City(("osaka", "大阪"), "OSA", ("castle", "great_wheel"), "water"),
    City(("kanazawa", "金泽"), "KMQ", ("castle", "pagoda"), "hills"),
    City(("seoul", "首尔"), "SEL", ("needle_tower", "gate_tower", "twisted_tower"), "hills"),
    City(("singapore", "新加坡"), "SIN", ("three_towers_deck", "great_wheel", "palms")),
    City(("bangkok", "曼谷"), "BKK", ("spired_temple", "stepped_tower"), "water"),
    City(("chiang mai", "清迈"), "CNX", ("spired_temple", "palms"), "hills"),
    City(("kuala lumpur", "吉隆坡"), "KUL", ("needle_tower", "stepped_tower", "palms")),
    City(("paris", "巴黎"), "PAR", ("eiffel", "great_dome", "many_spires"), "water"),
    City(("grasse", "格拉斯"), "NCE", ("canal_houses", "many_spires"), "hills"),
    City(("london", "伦敦"), "LON", ("clock_tower", "great_wheel", "twisted_tower")),
    City(("edinburgh", "爱丁堡"), "EDI", ("castle", "many_spires"), "hills"),
    City(("new york", "纽约"), "NYC", ("stepped_tower", "hanging_bridge", "chevron_tower")),
    City(("san francisco", "旧金山"), "SFO", ("hanging_bridge", "chevron_tower"), "water"),
    City(("los angeles", "洛杉矶"), "LAX", ("palms", "stepped_tower", "palms"), "hills"),
    City(("portland", "波特兰"), "PDX", ("hanging_bridge", "hall"), "mountains"),
    City(("toronto", "多伦多"), "YTO", ("needle_tower", "stepped_tower")),
    City(("sydney", "悉尼"), "SYD", ("opera_house", "arch_bridge", "needle_tower")),
    City(("melbourne", "墨尔本"), "MEL", ("stepped_tower", "great_dome", "needle_tower")),
    City(("auckland", "奥克兰"), "AKL", ("needle_tower", "hall"), "water"),
    City(("milan", "米兰"), "MIL", ("many_spires", "twisted_tower"), "mountains"),
    City(("florence", "佛罗伦萨"), "FLR", ("great_dome", "arch_bridge"), "hills"),
    City(("rome", "罗马"), "ROM", ("arena", "great_dome"), "hills"),
    City(("venice", "威尼斯"), "VCE", ("great_dome", "canal_houses")),
    City(("berlin", "柏林"), "BER", ("column_gate", "needle_tower", "great_dome")),
    City(("barcelona", "巴塞罗那"), "BCN", ("many_spires", "palms"), "hills"),
    City(("madrid", "马德里"), "MAD", ("column_gate", "great_dome"), "hills"),
    City(("seville", "塞维利亚"), "SVQ", ("great_dome", "palms"), "hills"),
    City(("valencia", "瓦伦西亚"), "VLC", ("opera_house", "palms")),
    City(("lisbon", "里斯本"), "LIS", ("hanging_bridge", "canal_houses"), "hills"),
    City(("amsterdam", "阿姆斯特丹"), "AMS", ("canal_houses", "windmill", "canal_houses")),
    City(("copenhagen", "哥本哈根"), "CPH", ("canal_houses", "many_spires")),
    City(("stockholm", "斯德哥尔摩"), "STO", ("canal_houses", "many_spires")),
    City(("istanbul", "伊斯坦布尔"), "IST", ("domes_and_minarets", "hanging_bridge")),
    City(("dubai", "迪拜"), "DXB", ("needle_burj", "twisted_tower", "palms")),
    City(("cairo", "开罗"), "CAI", ("pyramids", "domes_and_minarets"), "dunes"),
)
_BY_NAME = {name: city for city in _CITIES for name in city.names}
_GENERIC = (
    "hall",
    "pagoda",
    "needle_tower",
    "stepped_tower",
    "great_wheel",
    "arch_bridge",
    "many_spires",
    "twisted_tower",
    "palms",
)


def find_city(name: str) -> City:
    """The city of that name (either language), or one made up from the name: always the same."""
    known = _BY_NAME.get(name.strip().lower())
    if known:
        return known
    rng = Random(f"city/{name}")
    letters = [char for char in name.upper() if char.isascii() and char.isalpha()]
    code = (
        "".join(letters[:3]) if len(letters) >= 3 else "".join(rng.choice("ABCDEHKLMNORST") for _ in range(3))
    )
    marks = tuple(rng.sample(_GENERIC, 3))
    return City((name,), code, marks, rng.choice(("water", "hills", "water")))


def is_known(name: str) -> bool:
    """Whether the city's own landmarks can be drawn."""
    return name.strip().lower() in _BY_NAME


def draw_sky(sheet: Sheet, palette: Palette, width: float, height: float, *, dusk: bool) -> None:
    """The sky behind a city, from the palette: dawn is light above, dusk is deep above and glows below."""
    if dusk:
        top = palette.ground_2 if palette.dark else mix(shade(palette.accent, -0.16), palette.ink, 0.3)
        stops = (
            (0.0, top),
            (0.5, mix(palette.accent, palette.ground_2, 0.35)),
            (0.8, mix(palette.accent_2, palette.ground, 0.25)),
            (1.0, shade(palette.accent_2, 0.12)),
        )
    else:
        stops = (
            (0.0, palette.ground),
            (0.5, mix(palette.ground, palette.ground_2, 0.6)),
            (0.8, mix(palette.ground_2, palette.accent_2, 0.45)),
            (1.0, mix(palette.paper, palette.accent_2, 0.3)),
        )
    sheet.rect(0, 0, width, height, sheet.linear(*stops))


def draw_city(
    sheet: Sheet,
    city: City,
    palette: Palette,
    area: tuple[float, float, float, float],
    *,
    seed: str,
    dusk: bool,
) -> None:
    """A city in (x, y, width, height): sun, far hills, far and near houses, landmarks, and its shore."""
    x, y, width, height = area
    rng = Random(f"{seed}/{city.names[0]}")
    horizon = y + height * 0.8
    near = mix(palette.ink if not palette.dark else shade(palette.ground, -0.16), palette.accent, 0.12)
    haze = mix(near, palette.accent_2, 0.55) if dusk else mix(near, palette.ground_2, 0.62)
    sun_x, sun_r = x + width * rng.uniform(0.22, 0.78), min(width, height) * 0.2
    glow = sheet.radial((0, "#fff6dd", 0.9), (0.3, "#fff0cc", 0.45), (1, "#fff0cc", 0))
    sheet.circle(sun_x, horizon - height * 0.42, sun_r * 1.7, glow)
    sheet.circle(sun_x, horizon - height * 0.42, sun_r * 0.82, "#fff8e6", opacity=0.95)
    _relief(
        sheet,
        city.shore,
        x=x,
        width=width,
        horizon=horizon,
        height=height,
        color=mix(haze, palette.paper, 0.35),
    )
    far = _houses(rng, x, width, horizon, height * 0.34, low=0.35)
    sheet.draw(far, haze, opacity=0.75)
    _marks(sheet, city, x=x, width=width, horizon=horizon, tallest=height * 0.74, near=near, haze=haze)
    sheet.draw(_houses(rng, x, width, horizon, height * 0.13, low=0.3), shade(near, -0.02))
    _shore(sheet, palette, city, (x, horizon, width, y + height - horizon), near=near, haze=haze, rng=rng)


def _houses(rng: Random, x: float, width: float, base: float, tallest: float, *, low: float) -> str:
    parts = []
    at = x - rng.uniform(0, 20)
    while at < x + width:
        house = rng.uniform(0.035, 0.075) * width
        height = tallest * rng.uniform(low, 1)
        right = min(at + house, x + width)
        left = max(at, x)
        parts.append(f"M{left:.1f} {base:.1f}V{base - height:.1f}H{right:.1f}V{base:.1f}Z")
        if rng.random() < 0.25 and right - left > house * 0.9:
            mid = (left + right) / 2
            parts.append(
                paths.polygon(
                    [
                        (mid - house * 0.3, base - height),
                        (mid, base - height - house * 0.5),
                        (mid + house * 0.3, base - height),
                    ]
                )
            )
        at += house * rng.uniform(0.92, 1.15)
    return "".join(parts)


def _marks(
    sheet: Sheet, city: City, *, x: float, width: float, horizon: float, tallest: float, near: str, haze: str
) -> None:
    # In a narrow window one landmark large says more than three small ones.
    names = city.landmarks if width > tallest * 1.1 else city.landmarks[:1]
    count = len(names)
    scale = min(tallest / 100, width * (0.78 if count == 1 else 1.5 / count) / 120)
    for i, name in enumerate(names):
        place = x + width * (i + 0.5) / count + (width * 0.02 if i % 2 else -width * 0.02)
        size = scale * (1.0 if i == 0 else 0.82)
        outline = LANDMARKS[name]()
        with sheet.group(place, horizon + 1, scale=size):
            sheet.draw(outline, sheet.linear((0, mix(near, haze, 0.28)), (1, near)))


def _relief(
    sheet: Sheet, shore: str, *, x: float, width: float, horizon: float, height: float, color: str
) -> None:
    if shore == "fuji":
        top = horizon - height * 0.5
        mid, reach = x + width * 0.7, width * 0.46
        d = (
            f"M{mid - reach:.1f} {horizon:.1f}"
            f"C{mid - reach * 0.4:.1f} {horizon - height * 0.14:.1f} "
            f"{mid - reach * 0.2:.1f} {top + height * 0.1:.1f} {mid - reach * 0.1:.1f} {top:.1f}"
            f"H{mid + reach * 0.1:.1f}"
            f"C{mid + reach * 0.2:.1f} {top + height * 0.1:.1f} "
            f"{mid + reach * 0.4:.1f} {horizon - height * 0.14:.1f} {mid + reach:.1f} {horizon:.1f}"
            "Z"
        )
        cap = (
            f"M{mid - reach * 0.1:.1f} {top:.1f}H{mid + reach * 0.1:.1f}"
            f"L{mid + reach * 0.2:.1f} {top + height * 0.12:.1f}"
            f"L{mid + reach * 0.1:.1f} {top + height * 0.08:.1f}"
            f"L{mid:.1f} {top + height * 0.14:.1f}"
            f"L{mid - reach * 0.1:.1f} {top + height * 0.08:.1f}"
            f"L{mid - reach * 0.2:.1f} {top + height * 0.12:.1f}Z"
        )
        with sheet.group(clip=sheet.clip(f"M{x:.1f} 0H{x + width:.1f}V{horizon:.1f}H{x:.1f}Z")):
            sheet.draw(d, color)
            sheet.draw(cap, "#ffffff", opacity=0.9)
        return
    rise = {"mountains": 0.46, "hills": 0.26, "dunes": 0.16}.get(shore, 0.0)
    if not rise:
        return
    edge = [
        (0.0, 0.35),
        (0.14, 0.8),
        (0.28, 0.5),
        (0.44, 1.0),
        (0.6, 0.55),
        (0.78, 0.9),
        (0.9, 0.5),
        (1.0, 0.7),
    ]
    ridge = [(x + width * a, horizon - height * rise * b) for a, b in edge]
    d = paths.polyline(ridge) if shore == "mountains" else paths.smooth(ridge, closed=False)
    sheet.draw(f"{d}L{x + width:.1f} {horizon:.1f}L{x:.1f} {horizon:.1f}Z", color)


def _shore(
    sheet: Sheet,
    palette: Palette,
    city: City,
    band: tuple[float, float, float, float],
    *,
    near: str,
    haze: str,
    rng: Random,
) -> None:
    x, y, width, height = band
    if city.shore not in ("water", "fuji"):
        sheet.rect(x, y - 1, width, height + 1, sheet.linear((0, near), (1, shade(near, -0.04))))
        return
    sheet.rect(
        x, y - 1, width, height + 1, sheet.linear((0, mix(near, haze, 0.3)), (1, mix(near, haze, 0.05)))
    )
    ripples = []
    for _ in range(26):
        rx, ry, reach = (
            x + rng.uniform(0, width * 0.92),
            y + rng.uniform(0.08, 0.95) * height,
            rng.uniform(0.03, 0.08) * width,
        )
        ripples.append(f"M{rx:.1f} {ry:.1f}h{reach:.1f}")
    sheet.line("".join(ripples), mix(palette.accent_2, "#fff6dd", 0.5), 3.5, opacity=0.35)


def draw_clouds(sheet: Sheet, places: list[tuple[float, float, float]], *, opacity: float = 0.5) -> None:
    """Flat clouds at (x, y, width)."""
    for x, y, width in places:
        h = width * 0.16
        d = (
            paths.rounded_rect(x, y, width, h, h / 2)
            + paths.rounded_rect(x + width * 0.2, y - h * 0.62, width * 0.46, h, h / 2)
            + paths.rounded_rect(x - width * 0.14, y + h * 0.7, width * 0.7, h * 0.62, h * 0.3)
        )
        sheet.draw(d, "#ffffff", opacity=opacity)

"""boarding_pass: a travel ticket to a city."""

from hongshu.flows.demo_world.drawing import scenery, skylines
from hongshu.flows.demo_world.drawing.colors import mix, readable_on, shade
from hongshu.flows.demo_world.drawing.covers.frame import BLACK, BOLD, MEDIUM, Area, Cover
from hongshu.flows.demo_world.drawing.lettering import fit, write
from hongshu.flows.demo_world.drawing.paths import points


def draw(cover: Cover) -> None:
    """A ticket, standing on high pictures and lying on wide ones."""
    palette, sheet = cover.palette, cover.sheet
    scenery.gradient_ground(sheet, palette)
    _route(cover)
    if cover.wide:
        _lying(cover)
    else:
        _standing(cover)


def _route(cover: Cover) -> None:
    """A dotted flight path behind the ticket."""
    sheet, palette = cover.sheet, cover.palette
    skylines.draw_clouds(
        sheet,
        [(60, cover.height * 0.06, 300), (cover.width * 0.66, cover.height * 0.9, 340)],
        opacity=0.12 if palette.dark else 0.5,
    )
    d = (
        f"M{points((-20, cover.height * 0.3))}"
        f"C{points((cover.width * 0.3, -60))} "
        f"{points((cover.width * 0.8, -30), (cover.width + 30, cover.height * 0.2))}"
    )
    sheet.line(d, palette.accent, 4, dashes="4 18", opacity=0.7)


def _plane(cover: Cover, x: float, y: float, size: float, *, color: str) -> None:
    d = (
        "M-50 6L-40 6L-28 -6L-6 -6L-20 -42L-8 -42L20 -6L44 -6C56 -6 60 2 60 4"
        "C60 8 54 10 44 10L20 10L-8 46L-20 46L-6 10L-34 10L-44 20L-52 20Z"
    )
    with cover.sheet.group(x, y, scale=size / 110):
        cover.sheet.draw(d, color)


def _ticket(cover: Cover, d: str) -> None:
    for step in range(6):
        with cover.sheet.group(2 + step * 2, 4 + step * 4):
            cover.sheet.draw(d, "#2a1a1c", opacity=0.028)
    cover.sheet.draw(d, "#ffffff")


def _notched(area: Area, cut: float, *, upright: bool, radius: float = 34, notch: float = 26) -> str:
    """The outline of a ticket with two round notches where it is torn: at height or width `cut`."""
    x, y, r, b = area.x, area.y, area.right, area.bottom
    n, arc = notch, f"A{notch:g} {notch:g} 0 0 "
    corner = f"A{radius:g} {radius:g} 0 0 1 "
    if upright:
        return (
            f"M{points((x + radius, y))}H{r - radius:g}{corner}{points((r, y + radius))}"
            f"V{cut - n:g}{arc}0 {points((r, cut + n))}"
            f"V{b - radius:g}{corner}{points((r - radius, b))}"
            f"H{x + radius:g}{corner}{points((x, b - radius))}"
            f"V{cut + n:g}{arc}0 {points((x, cut - n))}"
            f"V{y + radius:g}{corner}{points((x + radius, y))}Z"
        )
    return (
        f"M{points((x + radius, y))}H{cut - n:g}{arc}0 {points((cut + n, y))}"
        f"H{r - radius:g}{corner}{points((r, y + radius))}"
        f"V{b - radius:g}{corner}{points((r - radius, b))}"
        f"H{cut + n:g}{arc}0 {points((cut - n, b))}"
        f"H{x + radius:g}{corner}{points((x, b - radius))}"
        f"V{y + radius:g}{corner}{points((x + radius, y))}Z"
    )


def _window(cover: Cover, area: Area) -> None:
    """The city's skyline."""
    city = skylines.find_city(cover.spec.city or cover.spec.headline)
    dusk = cover.pick("dusk", 2) == 0
    with cover.sheet.group(area.x, area.y):
        skylines.draw_sky(cover.sheet, cover.palette, area.width, area.height, dusk=dusk)
    skylines.draw_city(
        cover.sheet,
        city,
        cover.palette,
        (area.x, area.y, area.width, area.height),
        seed=cover.spec.seed,
        dusk=dusk,
    )


def _standing(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    ticket = Area(96, 80, cover.width - 192, cover.height - 160)
    picture = ticket.height * 0.34
    cut = ticket.bottom - (210 if cover.height > 1200 else 168)
    outline = _notched(ticket, cut, upright=True)
    _ticket(cover, outline)
    with sheet.group(clip=sheet.clip(outline)):
        _window(cover, Area(ticket.x, ticket.y, ticket.width, picture))
        sheet.rect(
            ticket.x, ticket.y, ticket.width, 92, palette.ink if not palette.dark else "#17181c", opacity=0.55
        )
    _top_line(cover, ticket, ticket.y + 47, ink="#ffffff")
    inner = Area(ticket.x + 60, ticket.y + picture + 40, ticket.width - 120, cut - ticket.y - picture - 66)
    used = _destination(cover, Area(inner.x, inner.y, inner.width, inner.height * 0.42))
    _fields(cover, Area(inner.x, used + 30, inner.width, inner.bottom - used - 30), columns=2)
    sheet.line(
        f"M{points((ticket.x + 44, cut))}H{ticket.right - 44:g}",
        mix("#ffffff", "#2a2326", 0.3),
        4,
        dashes="12 12",
    )
    bars = ticket.bottom - cut
    scenery.barcode(
        sheet,
        cover.chance("bars"),
        ticket.x + 60,
        cut + bars * 0.2,
        ticket.width - 120,
        bars * 0.6,
        palette.ink if not palette.dark else "#2a2326",
    )


def _lying(cover: Cover) -> None:
    palette, sheet = cover.palette, cover.sheet
    ticket = Area(54, 84, cover.width - 108, cover.height - 168)
    cut = ticket.x + ticket.width * 0.66
    outline = _notched(ticket, cut, upright=False)
    _ticket(cover, outline)
    bar_color = palette.accent if not palette.dark else mix(palette.ground, "#ffffff", 0.08)
    with sheet.group(clip=sheet.clip(outline)):
        sheet.rect(ticket.x, ticket.y, cut - ticket.x, 84, bar_color)
        _window(cover, Area(cut, ticket.y, ticket.right - cut, ticket.height))
    _top_line(
        cover,
        Area(ticket.x, ticket.y, cut - ticket.x, ticket.height),
        ticket.y + 43,
        ink=readable_on(bar_color),
    )
    inner = Area(ticket.x + 50, ticket.y + 118, cut - ticket.x - 100, ticket.height - 150)
    used = _destination(cover, Area(inner.x, inner.y, inner.width, inner.height * 0.46))
    _fields(cover, Area(inner.x, used + 20, inner.width, inner.bottom - used - 20), columns=2)
    sheet.line(f"M{points((cut, ticket.y + 42))}V{ticket.bottom - 42:g}", "#ffffff", 4, dashes="12 12")


def _top_line(cover: Cover, ticket: Area, y: float, *, ink: str) -> None:
    write(
        cover.sheet,
        cover.words("登机牌", "BOARDING PASS"),
        ticket.x + 56,
        y,
        ink,
        face=BOLD,
        size=34,
        tracking=60,
    )
    _plane(cover, ticket.right - 100, y, 50, color=ink)


def _destination(cover: Cover, area: Area) -> float:
    """The city large with its code, the headline below; returns where it ends."""
    palette = cover.palette
    ink = palette.ink if not palette.dark else palette.paper_ink
    name = cover.spec.city or cover.spec.headline
    code = skylines.find_city(name).code
    size = min(118.0, area.height * 0.5)
    tag = write(
        cover.sheet,
        code,
        area.right,
        area.y + size * 0.42,
        mix(ink, "#ffffff", 0.55),
        face=BOLD,
        size=size * 0.62,
        align="right",
        tracking=30,
    )
    room = area.width - tag.width - 40
    city = fit(name, BLACK, width=room, height=size * 1.1, largest=size, smallest=34, max_lines=1)
    placed = cover.put(city, Area(area.x, area.y, room, size), ink)
    y = max(placed.bottom, area.y + size * 0.86) + 26
    if cover.spec.city and cover.spec.headline:
        head = cover.fitted(
            cover.spec.headline,
            Area(0, 0, area.width, max(area.bottom - y, 40)),
            largest=54,
            face=BOLD,
            max_lines=2,
        )
        accent = palette.accent if not palette.dark else shade(palette.ground, 0.0)
        cover.put(head, Area(area.x, y, area.width, head.height), accent)
        y += head.height
    return y


def _fields(cover: Cover, area: Area, *, columns: int) -> None:
    """label|value pairs in a grid."""
    lines = cover.spec.lines[:8]
    if not lines:
        return
    rows = -(-len(lines) // columns)
    width, height = (area.width - 40 * (columns - 1)) / columns, area.height / rows
    size = min(50.0, height * 0.4)
    for i, line in enumerate(lines):
        label, _, value = line.partition("|")
        row, column = divmod(i, columns)
        x, y = area.x + column * (width + 40), area.y + row * height
        cover.sheet.rect(x, y, width, 2, mix("#ffffff", "#2a2326", 0.13))
        write(
            cover.sheet,
            label.strip(),
            x,
            y + height * 0.26,
            "#7d7277",
            face=MEDIUM,
            size=min(28.0, height * 0.22),
            max_width=width,
        )
        block = cover.fitted(
            value.strip() or label.strip(),
            Area(0, 0, width, height * 0.56),
            largest=size,
            face=BOLD,
            max_lines=2 if height > 110 else 1,
        )
        cover.put(block, Area(x, y + height * 0.4, width, height * 0.52), "#2a2326", down="middle")

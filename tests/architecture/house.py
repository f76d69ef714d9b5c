"""The house in one table: floors, who may use whom on a floor, and each package's doors.

``contracts.py`` makes import-linter's contracts from it. A package that is not in it has no place in the
house.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = "hongshu"
SOURCE = Path(__file__).resolve().parents[2] / "src"

# The rooms that another package may enter; a package of one file is a door itself.
DOORS = ("contracts", "services", "queries")

# From the top. What stands here without packages is one package.
FLOORS: dict[str, dict[str, tuple[str, ...]]] = {
    "config": {},
    # A surface makes one call downwards, and knows no other surface; the words of refusals are one table for
    # all.
    "surfaces": {
        "words": (),
        "reasons": (),
        "faults": (),
        "web": (
            "words",
            "reasons",
        ),
        "api": ("words",),
        "console": ("words", "reasons", "faults"),
        "cli": ("words", "faults"),
        "live": (),
    },
    "flows": {
        "apps": (),
        "jobs": ("demo_world", "moderation", "publishing", "exporting", "leaving"),
        "subscribers": ("commenting",),
        "backup": (),
        "pages": ("delivering", "reconciling"),
        "joining": (),
        "publishing": (),
        "text_covers": ("demo_world",),
        "commenting": (),
        "notifying": (),
        "importing": (),
        "cataloguing": (),
        "kols": (),
        "privacy": (),
        "exporting": (),
        "leaving": ("exporting",),
        "moderation": (),
        "uploading": (),
        "stocking": (),
        # Orders of the trade, packed by fulfilment.
        "delivering": (),
        "carting": (),
        "ordering": ("carting",),
        "reconciling": (),
        "demo_world": (
            *("kols", "moderation", "joining", "publishing", "commenting", "carting"),
            *("ordering", "delivering"),
        ),
    },
    "discovery": {
        "engines": (),
        "insight": ("engines",),
        "search": ("engines", "insight"),
        "recommendation": ("insight",),
    },
    "community": {
        "members": (),
        "graph": ("members",),
        "notes": ("graph",),
        "places": ("notes",),
        "responses": ("notes",),
        "questions": ("notes",),
        "reviews": ("notes",),
    },
    "store": {
        "catalog": (),
        "ledger": (),
        "inventory": ("catalog", "ledger"),
        "payments": ("ledger",),
        "customs": ("catalog", "payments"),
        # Apart from customs: the law of tax and quota is one thing, the documents that go out another.
        "declarations": ("customs", "payments"),
        # What a cart costs, what is in it, and what becomes of it are three rooms: each is read by itself.
        "promotions": ("catalog",),
        "carts": ("catalog", "promotions"),
        "trade": (
            *("catalog", "ledger", "inventory", "payments", "customs", "declarations"),
            *("promotions", "carts"),
        ),
        # Where a unit came from; it knows lots and customs entries, not who bought it.
        "provenance": ("catalog", "inventory", "declarations"),
        "fulfilment": ("trade", "inventory", "provenance"),
        "aftersale": ("trade", "fulfilment", "inventory", "payments"),
    },
    "platform": {
        "accounts": (),
        "media": ("accounts",),
        "identity": ("accounts",),
        "notifications": ("accounts",),
        "trust": ("accounts",),
        "experiments": ("accounts",),
        "behaviour": ("accounts",),
    },
    "kernel": {},
}

# The kernel is what everybody stands on: all of it is open, but for its tables.
OPEN = frozenset({"kernel"})
SHUT = frozenset({"models", "migrations", "apps"})
# Doors of a package that has others than the usual ones, with the reason.
OTHER_DOORS: dict[str, tuple[str, ...]] = {
    # The sign-in page shows them: they are constants of the demo's content, without a query.
    # Its jobs are named by the flows' one Django app.
    # Text covers draw with the same room.
    "flows.demo_world": ("logins", "jobs", "drawing"),
    "flows.publishing": ("jobs",),
    "flows.moderation": ("jobs",),
    # An engine is pure functions of arrays: each is a door of its own.
    "discovery.engines": ("trending", "searching", "collaborative"),
    "flows.exporting": ("jobs",),
    # The tables that come with the program and quotes by them, without a database and without Django.
    "store.customs": ("shipped",),
    "flows.leaving": ("jobs",),
}
# The composition root puts adapters and jobs to their places, so it may enter every room.
ENTERS_EVERYWHERE = frozenset({"config"})


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is there: its name (``store.catalog``), its floor, and the names of its rooms."""

    name: str
    floor: str
    rooms: frozenset[str]

    @property
    def module(self) -> str:
        return f"{ROOT}.{self.name}"

    @property
    def shut_rooms(self) -> frozenset[str]:
        """What another package may not import."""
        if self.name in OPEN:
            return self.rooms & SHUT
        return self.rooms - set(DOORS) - set(OTHER_DOORS.get(self.name, ()))


def packages(source: Path = SOURCE) -> Iterator[Package]:
    """Every package under *source*, whether the table knows it or not."""
    root = source / ROOT
    for floor in sorted(_modules(root)):
        if FLOORS.get(floor):
            for name in sorted(_modules(root / floor)):
                yield Package(f"{floor}.{name}", floor, frozenset(_modules(root / floor / name)))
        else:
            yield Package(floor, floor, frozenset(_modules(root / floor)))


def has_place(package: Package) -> bool:
    """Whether the table knows the package."""
    floor = FLOORS.get(package.floor)
    if floor is None:
        return False
    return not floor or package.name.partition(".")[2] in floor


def may_use(user: Package, used: Package) -> bool:
    """Whether *user* may enter the doors of *used*: it is below, or an arrow leads there."""
    order = list(FLOORS)
    if user.floor != used.floor:
        return order.index(user.floor) < order.index(used.floor)
    arrows = FLOORS[user.floor]
    seen: set[str] = set()
    waiting = list(arrows.get(user.name.partition(".")[2], ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += arrows.get(name, ())
    return used.name.partition(".")[2] in seen


def _modules(folder: Path) -> set[str]:
    """Names of the modules in a folder; a folder without Python (templates, locale) is none."""
    if not folder.is_dir():
        return set()
    found = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    return found | {path.name for path in folder.iterdir() if path.is_dir() and any(path.glob("**/*.py"))}

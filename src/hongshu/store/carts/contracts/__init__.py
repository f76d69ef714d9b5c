"""Shapes, refusals and events of carts and wish lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

QUANTITY_MAX = 99
LINES_MAX = 120
TOUCHES_MAX = 20
WISHES_MAX = 500
GUEST_CART_KEPT_DAYS = 60
SURFACE = re.compile(r"^[a-z][a-z_]{0,19}$")


@dataclass(frozen=True, slots=True)
class Touch:
    """Something that led to a line: a surface ("note", "search", "flash"), and the note with its author."""

    surface: str
    at: datetime
    note_id: Id | None = None
    author_id: Id | None = None

    @property
    def stored(self) -> list[Any]:
        """As lines of carts and orders keep it: [surface, note, author, moment]."""
        note, author = (None if key is None else int(key) for key in (self.note_id, self.author_id))
        return [self.surface, note, author, self.at.isoformat()]

    @classmethod
    def restored(cls, stored: Sequence[Any]) -> Touch:
        """The touch of a line's column."""
        surface, note, author, at = stored
        note_id, author_id = (None if key is None else Id(key) for key in (note, author))
        return cls(surface=surface, at=datetime.fromisoformat(at), note_id=note_id, author_id=author_id)


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line. ``seen_price_minor`` is the price of one unit that its owner saw last; ``touches`` has the
    latest last.
    """

    id: Id
    cart_id: Id
    sku_id: Id
    quantity: int
    is_chosen: bool
    seen_price_minor: int
    touches: tuple[Touch, ...]
    added_at: datetime

    @property
    def last_touch(self) -> Touch | None:
        """What led to it last."""
        return self.touches[-1] if self.touches else None


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart with its lines, the newest first. A member's has the member's id."""

    id: Id
    is_guest: bool
    lines: tuple[CartLine, ...]

    @property
    def units(self) -> int:
        """How many units are in it."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class Wish:
    """A product on a wish list. ``wished_price_minor`` is what it cost when it was wished."""

    product_id: Id
    wished_price_minor: int
    told_price_minor: int
    was_in_stock: bool
    wished_at: datetime


@dataclass(frozen=True)
class WishGotCheaper(DomainEvent):
    """A wished product costs less than its member was last told."""

    kind: ClassVar[str] = "carts.wish_got_cheaper"
    user_id: Id
    product_id: Id


@dataclass(frozen=True)
class WishIsBack(DomainEvent):
    """A wished product that was sold out can be had again."""

    kind: ClassVar[str] = "carts.wish_is_back"
    user_id: Id
    product_id: Id


class CartLineNotFound(NotFound):
    """No line of this cart has that id."""

    code = "cart_line_not_found"


class CannotBeBought(DomainError):
    """The SKU is not for sale: withdrawn, or its product is not shown."""

    code = "cannot_be_bought"
    kind = RefusalKind.CONFLICT


class InvalidQuantity(DomainError):
    """A line holds from 1 to ``most`` units."""

    code = "invalid_cart_quantity"


class CartFull(DomainError):
    """A cart holds at most ``most`` lines."""

    code = "cart_full"
    kind = RefusalKind.CONFLICT


class WishListFull(DomainError):
    """A wish list holds at most ``most`` products."""

    code = "wish_list_full"
    kind = RefusalKind.CONFLICT


class InvalidTouch(DomainError):
    """A surface is a short word."""

    code = "invalid_touch"

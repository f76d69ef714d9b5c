"""Where a unit, or what is on sale, came from: pages for everybody, without a word of buyers or our costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hongshu.flows.pages.contracts.cards import PictureView
from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsView:
    """What the page is about."""

    product_id: Id
    sku_id: Id
    name: str
    brand: str
    option: str
    picture: PictureView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationView:
    """A brand's word. ``state`` is "valid", "not_yet", "ended" or "withdrawn"."""

    number: str
    valid_from: date
    valid_until: date
    state: str
    held_when_bought: bool
    documents: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A point of the checklist; ``is_fine`` is None where nothing was answered."""

    name: str
    is_critical: bool
    is_fine: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionShown:
    """The lot's last inspection. ``verdict`` is "passed", "conditional" or "failed"."""

    verdict: str
    decided_on: date
    attempts: int
    sample_size: int
    accept_number: int
    code_letter: str
    aql: Decimal
    defects_found: int
    points: tuple[PointView, ...]
    conditions: str
    pictures: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """The way of a lot. ``kind`` of the warehouse is "bonded", "domestic" or "overseas".

    ``life_share`` is how much of the shelf life is over, 0 to 1; None for what does not expire.
    """

    lot_code: str
    supplier: str
    supplier_country: str
    authorisation: AuthorisationView | None
    ordered_month: date | None
    received_on: date
    warehouse: str
    warehouse_kind: str
    warehouse_country: str
    customs_port: str
    inspection: InspectionShown | None
    produced_on: date | None
    expires_on: date | None
    days_left: int | None
    life_share: float | None
    recalled_on: date | None
    recall_reason: str

    @property
    def is_expired(self) -> bool:
        """Whether the date is over."""
        return self.days_left is not None and self.days_left < 0

    @property
    def doubts(self) -> int:
        """How many things are not as they should be."""
        held = self.authorisation is not None and self.authorisation.held_when_bought
        good = self.inspection is not None and self.inspection.verdict in ("passed", "conditional")
        return (not held) + (not good) + self.is_expired + (self.recalled_on is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShown:
    """The customs entry of the order that a unit was part of. ``mode`` is "1210" or "9610"."""

    mode: str
    port: str
    list_number: str
    released_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """A sold unit by its code. ``pattern`` is "usual", "many" or "strange"; looks count this one."""

    code: str
    printed: str
    goods: GoodsView | None
    way: WayView
    month: date
    issued_on: date
    voided_on: date | None
    entry: EntryShown | None
    looks: int
    lookers: int
    first_look_on: date
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOnSalePage:
    """The lot of a SKU that is sold next; ``way`` is None when none is on sale."""

    goods: GoodsView
    way: WayView | None

"""Lots, inspections and recalls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


class Quality(StrEnum):
    """What is known of a lot's quality."""

    AWAITING = "awaiting"
    PASSED = "passed"
    CONDITIONAL = "conditional"  # may be sold, with conditions that the inspector stated
    FAILED = "failed"


# Acceptable quality limits of ISO 2859-1 in percent defective, from the right of its table to its left.
AQLS = tuple(
    Decimal(text)
    for text in (
        "6.5", "4.0", "2.5", "1.5", "1.0", "0.65", "0.40", "0.25", "0.15", "0.10", "0.065", "0.040", "0.025",
        "0.015", "0.010",
    )
)  # fmt: skip
MAY_BE_SOLD = frozenset({Quality.PASSED, Quality.CONDITIONAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLine:
    """What came of a purchase line. ``code`` is the maker's lot code; no ``expires_on``: it does not
    expire.
    """

    line_id: Id
    quantity: int
    code: str
    produced_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Units of one SKU that came together from one maker's lot. ``unit_cost`` is the landed cost of one."""

    id: Id
    sku_id: Id
    product_id: Id
    code: str
    supplier_id: Id
    purchase_order_id: Id
    warehouse_id: Id
    received_quantity: int
    unit_cost: Money
    produced_on: date | None
    expires_on: date | None
    received_at: datetime
    quality: Quality
    recalled_at: datetime | None
    recall_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingPlan:
    """How many units to look at, and how many may be defective (ISO 2859-1:1999, normal, level II)."""

    code_letter: str
    sample_size: int
    accept_number: int

    @property
    def reject_number(self) -> int:
        """From how many defective units on the lot fails."""
        return self.accept_number + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """A point of a checklist, in both languages. A failed ``is_critical`` one fails the lot whatever the
    sample says.
    """

    slug: str
    name_zh: str
    name_en: str
    is_critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What an inspector looks at for a category and all below it, until one of these has its own."""

    category_slug: str
    aql: Decimal
    items: tuple[CheckItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer:
    """What the inspector found at one point."""

    slug: str
    is_fine: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionPlan:
    """What an inspector of a lot has to do: the points to answer, and how many units to look at."""

    checklist: Checklist
    sampling: SamplingPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionDraft:
    """An inspection's result. ``conditions`` belong to a conditional verdict, and are read by buyers."""

    lot_id: Id
    verdict: Quality
    defects_found: int
    answers: tuple[CheckAnswer, ...]
    note: str = ""
    conditions_zh: str = ""
    conditions_en: str = ""
    picture_ids: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """An inspection that was made; ``attempt`` counts a lot's inspections from 1."""

    id: Id
    lot_id: Id
    attempt: int
    inspector_id: Id
    aql: Decimal
    plan: SamplingPlan
    defects_found: int
    items: tuple[CheckItem, ...]
    answers: tuple[CheckAnswer, ...]
    verdict: Quality
    note: str
    conditions_zh: str
    conditions_en: str
    picture_ids: tuple[Id, ...]
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenHold:
    """Units of a recalled lot that somebody holds or has: ``state`` is "held" or "sold"."""

    reservation_id: Id
    holder_kind: str
    holder_id: Id
    quantity: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What a recall stopped: how many units lie quarantined now, and who holds or has the others."""

    lot_id: Id
    quarantined: int
    broken: tuple[BrokenHold, ...]


class LotNotFound(NotFound):
    """There is no such lot."""

    code = "lot_not_found"


class InvalidLot(DomainError):
    """``field`` says what of the lot cannot be so. Details: ``why``."""

    code = "invalid_lot"


class InvalidInspection(DomainError):
    """``field`` says what of the inspection cannot be so. Details: ``why``."""

    code = "invalid_inspection"


class InvalidChecklist(DomainError):
    """``field`` says what of the checklist cannot be so."""

    code = "invalid_checklist"


class LotSoldOut(DomainError):
    """A verdict on a lot of which nothing is here any more needs the inspector's confirmation. Details:
    ``sold``.
    """

    code = "lot_sold_out"
    kind = RefusalKind.CONFLICT


class LotRecalledAlready(DomainError):
    """The lot is recalled; a verdict cannot bring it back."""

    code = "lot_recalled_already"
    kind = RefusalKind.CONFLICT


@dataclass(frozen=True)
class LotReceived(DomainEvent):
    """A lot came in."""

    kind: ClassVar[str] = "inventory.lot_received"
    lot_id: Id
    sku_id: Id


@dataclass(frozen=True)
class LotInspected(DomainEvent):
    """A lot has a verdict."""

    kind: ClassVar[str] = "inventory.lot_inspected"
    lot_id: Id
    sku_id: Id
    inspection_id: Id


@dataclass(frozen=True)
class LotRecalled(DomainEvent):
    """A lot's sale has stopped. Who holds or has its units is asked of ``queries.list_broken_holds``."""

    kind: ClassVar[str] = "inventory.lot_recalled"
    lot_id: Id
    sku_id: Id

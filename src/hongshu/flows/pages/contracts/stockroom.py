"""What staff see of orders, lots and stock: names in their language beside every number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hongshu.flows.pages.contracts.cards import MemberChip, PictureView
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.platform.trust.contracts import WaitingCounts
from hongshu.store.inventory.contracts import BrokenHold, LotBalance, PurchaseState, Quality


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A SKU in words. ``product`` is empty when the catalogue does not have it any more."""

    code: str
    product: str
    brand: str
    option: str
    picture: PictureView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSku:
    """A SKU that was looked for."""

    id: Id
    unit: UnitView


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCard:
    """A lot in a list."""

    id: Id
    code: str
    unit: UnitView
    warehouse: str
    supplier: str
    received_quantity: int
    quality: Quality
    is_recalled: bool
    produced_on: date | None
    expires_on: date | None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsPage:
    """A page of lots; ``onward`` is the next page's cursor, or empty."""

    lots: tuple[LotCard, ...]
    count: int
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """What of a lot lies in a part of a warehouse."""

    lot_id: Id
    lot_code: str
    unit: UnitView
    warehouse_id: Id
    warehouse: str
    zone: str
    sellable: int
    reserved: int
    quarantined: int
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPage:
    """A page of what lies where."""

    places: tuple[PlaceView, ...]
    warehouses: tuple[WarehouseChoice, ...]
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseChoice:
    """A warehouse to choose."""

    id: Id
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementView:
    """Units that came or went, with who moved them; nobody: the clock did."""

    lot_id: Id
    lot_code: str
    unit: UnitView
    warehouse: str
    kind: str
    quantity: int
    reason: str
    actor: MemberChip | None
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """What somebody did with a lot by which no unit came or went. No ``warehouse``: everywhere."""

    kind: str
    warehouse: str
    quantity: int
    reason: str
    actor: MemberChip
    acted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionView:
    """An inspection that was made; ``failing`` names the points that were not fine, with the notes."""

    verdict: Quality
    inspector: MemberChip
    sample_size: int
    accept_number: int
    defects_found: int
    failing: tuple[str, ...]
    note: str
    conditions: str
    pictures: tuple[PictureView, ...]
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPage:
    """One lot with all that happened to it. ``unit_cost`` is None for who need not know it; ``onward`` is the
    cursor of earlier movements.
    """

    lot: LotCard
    recall_reason: str
    unit_cost: Money | None
    balance: LotBalance
    places: tuple[PlaceView, ...]
    warehouses: tuple[WarehouseChoice, ...]
    movements: tuple[MovementView, ...]
    onward: str
    acts: tuple[ActView, ...]
    inspections: tuple[InspectionView, ...]
    holds: tuple[BrokenHold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A point of a checklist in the inspector's language."""

    slug: str
    name: str
    is_critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPicture:
    """A picture that was stored for a form that is not sent yet."""

    id: Id
    view: PictureView


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectingPage:
    """What an inspector of a lot has to do."""

    lot: LotCard
    points: tuple[PointView, ...]
    sample_size: int
    accept_number: int
    code_letter: str
    aql: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """A purchase order in a list."""

    id: Id
    number: str
    supplier: str
    warehouse: str
    state: PurchaseState
    ordered: int
    received: int
    created_at: datetime
    expected_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersPage:
    """A page of orders, with how many are in each state."""

    orders: tuple[OrderCard, ...]
    counts: dict[PurchaseState, int]
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineView:
    """A line of an order."""

    id: Id
    unit: UnitView
    quantity: int
    received: int
    unit_price: Money
    landed_unit_cost: Money

    @property
    def waiting(self) -> int:
        """How many units have not come."""
        return self.quantity - self.received


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One order with its lines; who must not see costs is shown a page that does not use them."""

    order: OrderCard
    lines: tuple[OrderLineView, ...]
    freight: Money
    insurance: Money
    duty: Money
    rate: Decimal
    rate_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LowView:
    """A SKU that runs out."""

    unit: UnitView
    sellable: int
    sold: int
    days_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationView:
    """An authorisation that ends, with how many orders and lots depend on it."""

    number: str
    supplier: str
    days_left: int
    is_withdrawn: bool
    order_count: int
    lot_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """What lies on a shelf and was not counted for long. ``counted_at`` is None for never."""

    lot_id: Id
    lot_code: str
    unit: UnitView
    warehouse: str
    expected: int
    counted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesPage:
    """A page of counts that are due; ``onward`` is the next page's cursor, or empty."""

    dues: tuple[DueView, ...]
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementsPage:
    """A page of movements, the newest first; ``onward`` is the next page's cursor, or empty."""

    movements: tuple[MovementView, ...]
    warehouses: tuple[WarehouseChoice, ...]
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """What waits for somebody: parts that are not theirs are None."""

    to_inspect: LotsPage | None
    checking: tuple[PlaceView, ...] | None
    orders: OrdersPage | None
    drafts: int | None
    transit: tuple[PlaceView, ...] | None
    expiring: tuple[PlaceView, ...] | None
    low: tuple[LowView, ...] | None
    authorisations: tuple[AuthorisationView, ...] | None
    dues: tuple[DueView, ...] | None
    review_count: int | None
    awaiting_count: int | None
    moderation: WaitingCounts | None

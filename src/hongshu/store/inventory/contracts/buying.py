"""Suppliers, warehouses and purchase orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money

# Of one SKU in one order.
MOST_ORDERED_UNITS = 1_000_000


class WarehouseKind(StrEnum):
    """Where a warehouse stands in the eyes of the customs."""

    BONDED = "bonded"
    DOMESTIC = "domestic"
    OVERSEAS = "overseas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse:
    """A place that holds stock. ``country`` is ISO 3166 alpha-2; ``customs_port`` is of bonded ones."""

    id: Id
    code: str
    name_zh: str
    name_en: str
    kind: WarehouseKind
    country: str
    customs_port: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseDraft:
    """A warehouse to be made, or brought up to date; known by its code."""

    code: str
    name_zh: str
    name_en: str
    kind: WarehouseKind
    country: str
    customs_port: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierDraft:
    """A supplier to be made, or brought up to date; known by its code."""

    code: str
    name: str
    country: str
    currency: str
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """A brand's word that a supplier may sell its goods; both days included. ``document_ids`` are pictures
    of it.
    """

    id: Id
    supplier_id: Id
    brand_id: Id
    number: str
    valid_from: date
    valid_until: date
    document_ids: tuple[Id, ...]
    withdrawn_at: datetime | None

    def covers(self, day: date) -> bool:
        """Whether it holds on *day*."""
        return self.withdrawn_at is None and self.valid_from <= day <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """Who sells to us, with the authorisations that it showed, the newest first."""

    id: Id
    code: str
    name: str
    country: str
    currency: str
    contact: str
    authorisations: tuple[Authorisation, ...]


class PurchaseState(StrEnum):
    """draft → ordered → closed; a draft, or an order of which nothing came, may be cancelled."""

    DRAFT = "draft"
    ORDERED = "ordered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLineDraft:
    """What to buy: units of a SKU at a price in the order's currency."""

    sku_id: Id
    quantity: int
    unit_price_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrderDraft:
    """An order to be made. Costs are in the order's currency; the rate comes from the catalogue's table."""

    supplier_id: Id
    warehouse_id: Id
    currency: str
    lines: tuple[PurchaseLineDraft, ...]
    freight_minor: int = 0
    insurance_minor: int = 0
    duty_minor: int = 0
    expected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLine:
    """A line with what has come of it. ``landed_unit_cost`` is in the selling currency, for one unit."""

    id: Id
    sku_id: Id
    quantity: int
    received_quantity: int
    unit_price: Money
    landed_unit_cost: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrder:
    """A purchase order. ``rate`` is what one unit of its currency cost in the selling one when it was
    ordered.
    """

    id: Id
    number: str
    supplier_id: Id
    warehouse_id: Id
    state: PurchaseState
    currency: str
    rate: Decimal
    rate_on: date
    freight: Money
    insurance: Money
    duty: Money
    lines: tuple[PurchaseLine, ...]
    created_by: Id
    created_at: datetime
    ordered_at: datetime | None
    expected_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationWatch:
    """An authorisation that ends soon, has ended or was withdrawn, with what it concerns: open orders and
    lots of the brand from that supplier that are not sold out.
    """

    authorisation: Authorisation
    supplier_name: str
    days_left: int
    order_ids: tuple[Id, ...]
    lot_ids: tuple[Id, ...]


class SupplierNotFound(NotFound):
    """There is no such supplier."""

    code = "supplier_not_found"


class WarehouseNotFound(NotFound):
    """There is no such warehouse."""

    code = "warehouse_not_found"


class PurchaseOrderNotFound(NotFound):
    """There is no such purchase order."""

    code = "purchase_order_not_found"


class AuthorisationNotFound(NotFound):
    """There is no such authorisation."""

    code = "authorisation_not_found"


class InvalidSupplier(DomainError):
    """``field`` says what of the supplier cannot be so."""

    code = "invalid_supplier"


class InvalidWarehouse(DomainError):
    """``field`` says what of the warehouse cannot be so."""

    code = "invalid_warehouse"


class InvalidAuthorisation(DomainError):
    """``field`` says what of the authorisation cannot be so."""

    code = "invalid_authorisation"


class InvalidPurchaseOrder(DomainError):
    """``field`` says what cannot be so; a line's is ``lines.N.quantity``. Details: ``why``."""

    code = "invalid_purchase_order"


class UnknownAct(DomainError):
    """What was asked to be done with an order or a lot is nothing that is done with one."""

    code = "unknown_act"


class NotAuthorised(DomainError):
    """The supplier has no authorisation for a brand that holds on the day. Details: ``brand``, ``day``."""

    code = "not_authorised"
    kind = RefusalKind.CONFLICT


class WrongPurchaseState(DomainError):
    """The order is not in a state in which this can be done. Details: ``state``."""

    code = "wrong_purchase_state"
    kind = RefusalKind.CONFLICT


class MoreThanOrdered(DomainError):
    """More came than the line still waits for. Details: ``sku``, ``waiting``, ``quantity``."""

    code = "more_than_ordered"
    kind = RefusalKind.CONFLICT

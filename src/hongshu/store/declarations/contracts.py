"""Shapes and refusals of customs documents. Amounts are in fen; texts are Chinese, as customs reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id


class DocumentKind(StrEnum):
    """The messages that we send; the number of the receipt that answers each is one higher."""

    ORDER = "CEB311"
    PAYMENT = "CEB411"
    LOGISTICS = "CEB511"
    LIST = "CEB621"
    CANCEL = "CEB623"
    RETURN = "CEB625"

    @property
    def receipt(self) -> str:
        """The message that answers this one: "CEB312" answers "CEB311"."""
        return f"CEB{int(self.value[3:]) + 1}"


class DeclaredMode(StrEnum):
    """How the goods come in: from a bonded warehouse, or directly from abroad."""

    BONDED = "1210"
    DIRECT = "9610"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company as customs has it registered."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who takes part: the platform, the seller on it, who pays in, who carries, who declares, whose
    warehouse.
    """

    platform: Company
    seller: Company
    payer: Company
    carrier: Company
    agent: Company
    area: Company
    customs_code: str
    port_code: str
    dxp_id: str
    guarantee: str
    ledger_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredGoods:
    """A line of the order. ``country`` and the units are customs' own three-digit codes; prices are of one
    unit.
    """

    sku_code: str
    record_number: str
    name_zh: str
    specification: str
    barcode: str
    hs_code: str
    country: str
    quantity: int
    unit: str
    price_fen: int
    legal_quantity: Decimal
    legal_unit: str
    second_quantity: Decimal | None = None
    second_unit: str = ""

    @property
    def total_fen(self) -> int:
        """The price of all units."""
        return self.price_fen * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who orders and pays: one person. Their name and number are hidden from logs."""

    account: str
    name: str = field(repr=False)
    number: str = field(repr=False)
    telephone: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignee:
    """Who receives the parcel, and where."""

    name: str = field(repr=False)
    telephone: str = field(repr=False)
    address: str = field(repr=False)
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredOrder:
    """All that the documents of one order say. ``mode`` decides between bonded and direct.

    What was paid is goods + freight + insurance + tax − discount, to the fen.
    """

    number: str
    mode: DeclaredMode
    parties: Parties
    buyer: Buyer
    consignee: Consignee
    goods: tuple[DeclaredGoods, ...]
    freight_fen: int
    insurance_fen: int
    tax_fen: int
    discount_fen: int
    paid_fen: int
    payment_id: str
    paid_at: datetime
    waybill: str
    weight_g: int
    packages: int
    wrap: str = "2"
    transport: str = "4"
    country: str = "142"
    batch: str = ""
    voyage: str = ""
    bill: str = ""

    @property
    def goods_fen(self) -> int:
        """The price of all goods, before the discount."""
        return sum(line.total_fen for line in self.goods)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedGoods:
    """Units of a line of the list that come back; ``line`` counts from 1."""

    line: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as it is sent. ``guid`` is unique for ever, and a resend keeps it."""

    kind: DocumentKind
    guid: str
    order_number: str
    xml: bytes = field(repr=False)


# 100 sent back, 501 to 503 and 599 held, 700 to be shipped back.
REFUSED = frozenset({"100", "501", "502", "503", "599", "700"})
RELEASED = frozenset({"800", "899"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An answer of customs.

    ``status`` is their code: 2 stored, 3 being declared, 4 with customs, 120 taken in, 300 looked at by hand,
    399 decided, 500 to be inspected, 800 released, 899 closed; below zero and REFUSED for what ends there.
    """

    kind: str
    guid: str
    answers_guid: str
    order_number: str
    list_number: str
    status: str
    text: str
    returned_at: datetime

    @property
    def is_refusal(self) -> bool:
        """Whether the document goes no further as it is."""
        return self.status.startswith("-") or self.status in REFUSED

    @property
    def is_release(self) -> bool:
        """Whether the goods may leave."""
        return self.kind == DocumentKind.LIST.receipt and self.status in RELEASED


class DeclarationState(StrEnum):
    """declared → matched → released or refused; cancelled before a release, returning and returned after
    it.
    """

    DECLARED = "declared"
    MATCHED = "matched"
    RELEASED = "released"
    REFUSED = "refused"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    RETURNING = "returning"
    RETURNED = "returned"


class DocumentState(StrEnum):
    """written → sent → accepted or refused; a refused one is written anew and sent again under the same
    guid.
    """

    WRITTEN = "written"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """How far a document is; ``status`` and ``text`` are of customs' last answer to it."""

    id: Id
    kind: DocumentKind
    guid: str
    state: DocumentState
    attempts: int
    status: str
    text: str
    sent_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """An order's declaration with its documents in the order of their making."""

    id: Id
    order_id: Id
    order_number: str
    user_id: Id
    mode: DeclaredMode
    state: DeclarationState
    list_number: str
    status: str
    text: str
    declared_at: datetime
    released_at: datetime | None
    documents: tuple[DocumentView, ...]
    changed_at: datetime
    payment_id: str  # the transaction that CEB411 names: by it the raw requests of the payment are found


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How an order's goods came into the country: what anybody may know of its declaration."""

    order_id: Id
    mode: DeclaredMode
    state: DeclarationState
    port_code: str
    list_number: str
    released_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorAnswers:
    """How the customs simulator treats an order: answers so late, each so often, the first one last, or
    refused with a code.
    """

    late_s: float = 0.0
    times: int = 1
    is_reversed: bool = False
    refuse: str = ""


class NoCustomsSimulator(NotFound):
    """Nothing can be told to a simulator: there is none, or this is no demo, or it does not answer."""

    code = "no_customs_simulator"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfTax:
    """What was released in a month of Shanghai, one way of coming in: orders, their value and their tax.

    ``returned`` are those of the orders that went back, whole or in part.
    """

    month: date
    mode: DeclaredMode
    orders: int
    returned: int
    goods_fen: int
    freight_fen: int
    tax_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnClock:
    """A released order whose return may be asked for, runs, or came too late for tax and quota."""

    order_id: Id
    order_number: str
    state: DeclarationState
    released_at: datetime
    asked_at: datetime | None
    apply_by: date
    back_by: date


class DeclarationNotFound(NotFound):
    """The order has no declaration."""

    code = "declaration_not_found"


class WrongDeclarationState(DomainError):
    """The declaration is not in a state in which this can be done. Details: ``state``."""

    code = "wrong_declaration_state"
    kind = RefusalKind.CONFLICT


class ReturnTooLate(DomainError):
    """A return is applied for within 30 days of the release. Details: ``days``."""

    code = "return_too_late"
    kind = RefusalKind.CONFLICT


@dataclass(frozen=True)
class OrderReleased(DomainEvent):
    """Customs lets the goods of an order go: it may be shipped."""

    kind: ClassVar[str] = "declarations.order_released"
    order_id: Id


@dataclass(frozen=True)
class OrderRefused(DomainEvent):
    """Customs refuses an order; why is asked of ``queries.get_declaration``."""

    kind: ClassVar[str] = "declarations.order_refused"
    order_id: Id


@dataclass(frozen=True)
class DeclarationCancelled(DomainEvent):
    """Customs has taken the list back before its release."""

    kind: ClassVar[str] = "declarations.cancelled"
    order_id: Id


@dataclass(frozen=True)
class DeclarationReturned(DomainEvent):
    """Customs has taken the return: tax and quota of the returned units are given back."""

    kind: ClassVar[str] = "declarations.returned"
    order_id: Id


class InvalidDocument(DomainError):
    """The document would not be accepted. Details: ``kind``, ``why`` (the first fault, by its place)."""

    code = "invalid_customs_document"


class AmountsDisagree(DomainError):
    """What was paid is not goods + freight + insurance + tax − discount. Details: ``paid``, ``expected`` in
    fen.
    """

    code = "customs_amounts_disagree"


class UnreadableMessage(DomainError):
    """What came is not a message of customs: no XML, too large, with entities, or of another schema."""

    code = "unreadable_customs_message"
    kind = RefusalKind.BAD_REQUEST


class ForgedMessage(DomainError):
    """The signature is missing or wrong."""

    code = "forged_customs_message"
    kind = RefusalKind.FORBIDDEN

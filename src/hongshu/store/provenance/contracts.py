"""Shapes and refusals of provenance: nothing in them says who bought, or what anything cost us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import Quality, WarehouseKind

MOST_UNITS_A_LINE = 10_000


class AuthorisationState(StrEnum):
    """How a brand's authorisation stands today."""

    VALID = "valid"
    NOT_YET = "not_yet"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class LookPattern(StrEnum):
    """How the looks at a code appear."""

    USUAL = "usual"
    MANY = "many"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAuthorisation:
    """A brand's authorisation of the supplier. ``held_when_bought``: on the day on which we ordered."""

    number: str
    valid_from: date
    valid_until: date
    state: AuthorisationState
    held_when_bought: bool
    document_ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPoint:
    """A point of the checklist and what was found; None: it was not answered."""

    name_zh: str
    name_en: str
    is_critical: bool
    is_fine: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownInspection:
    """The lot's last inspection, the ``attempts``-th; the sample is by ISO 2859-1."""

    verdict: Quality
    decided_on: date
    attempts: int
    sample_size: int
    accept_number: int
    code_letter: str
    aql: Decimal
    defects_found: int
    points: tuple[CheckedPoint, ...]
    conditions_zh: str
    conditions_en: str
    picture_ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotWay:
    """The way of a lot to our shelf. What is None is not known, or does not apply."""

    lot_id: Id
    sku_id: Id
    product_id: Id
    lot_code: str
    supplier_name: str
    supplier_country: str
    authorisation: ShownAuthorisation | None
    ordered_month: date | None
    received_on: date
    warehouse_name_zh: str
    warehouse_name_en: str
    warehouse_kind: WarehouseKind
    warehouse_country: str
    customs_port: str
    inspection: ShownInspection | None
    produced_on: date | None
    expires_on: date | None
    recalled_on: date | None
    recall_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookDay:
    """Looks at a code on one day, and by how many different people as far as a day's pseudonyms tell."""

    day: date
    looks: int
    lookers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How often a code was looked at, this once not counted."""

    looks: int
    lookers: int
    first_on: date | None
    pattern: LookPattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sold unit by its code. ``month`` is the order's; ``order_id`` leads to its customs entry.

    A code that is no longer in force (the unit came back) has ``voided_on``.
    """

    id: Id
    code: str
    order_line_id: Id
    order_id: Id | None
    number: int
    sku_id: Id
    lot_id: Id
    month: date
    issued_on: date
    voided_on: date | None
    looks: Looks

    @property
    def printed(self) -> str:
        """The code in groups of four, as on the label."""
        return "-".join(self.code[place : place + 4] for place in range(0, len(self.code), 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesOfLine:
    """The codes of an order line that are in force, by unit, and the lot and batch they are of."""

    order_line_id: Id
    lot_id: Id
    batch: int
    codes: tuple[str, ...]


class CodeNotGenuine(NotFound):
    """The code was not made here: it is wrong, mistyped or forged."""

    code = "provenance_code_not_genuine"


class CodesTaken(DomainError):
    """The units of the line have codes already, of another lot or of another number of units."""

    code = "provenance_codes_taken"
    kind = RefusalKind.CONFLICT


class ProvenanceKeysAreGiven(DomainError):
    """The keys come from the environment: a newer one is added there. Details: ``variable``."""

    code = "provenance_keys_are_given"
    kind = RefusalKind.CONFLICT

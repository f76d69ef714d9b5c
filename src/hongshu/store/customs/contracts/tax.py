"""Import tax and its dated tables. Amounts are in fen, rates in millionths (13 % is 130,000)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hongshu.kernel.errors import DomainError

MILLION = 1_000_000
MOST_LINES = 500
MOST_UNITS = 10_000
MOST_FEN = 100_000_000_000  # a billion RMB: far above every limit, far below what arithmetic cares about


class Mode(StrEnum):
    """How goods cross the border. Others exist and are not sold by."""

    BONDED = "1210"
    DIRECT = "9610"


class ContentUnit(StrEnum):
    """What the content of one unit is measured in; a set of three sheets has 3 of ``sheet``."""

    MILLILITRE = "ml"
    GRAM = "g"
    PIECE = "piece"
    SHEET = "sheet"


class Condition(StrEnum):
    """When the consumption tax of a row applies."""

    ALWAYS = "always"
    HIGH_END_COSMETICS = "high_end_cosmetics"  # by the dutiable price of a ml, g, piece or sheet
    COSTLY_WATCH = "costly_watch"  # by the dutiable price of a watch


class SplitReason(StrEnum):
    """Why an order of a quote stands by itself."""

    WHOLE = "whole"  # the cart is one order
    MODE = "mode"
    WAREHOUSE = "warehouse"
    SINGLE_LIMIT = "single_limit"
    SINGLE_ITEM = "single_item"  # one indivisible item above the limit: full tax


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """What is bought: ``price_fen`` is of one unit, ``content`` what one unit holds.

    ``mode`` is empty when the cart's applies. ``sku`` and ``warehouse`` are the caller's own keys.
    """

    hs_code: str
    price_fen: int
    quantity: int
    content: Decimal | None = None
    content_unit: ContentUnit | None = None
    sku: str = ""
    warehouse: str = ""
    mode: Mode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """What a quote is asked for. ``year_used_fen`` is what the buyer has used of the year's limit."""

    mode: Mode
    lines: tuple[QuoteLine, ...]
    freight_fen: int = 0
    insurance_fen: int = 0
    year_used_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRule:
    """The rates of one ten-digit code; ``valid_until`` is the first day on which they no longer hold."""

    hs_code: str
    name: str
    tariff_millionths: int
    vat_millionths: int
    consumption_millionths: int
    condition: Condition
    valid_from: date
    valid_until: date | None
    source: str
    checked: str

    @property
    def version(self) -> str:
        """Names the row for ever: what a taxed line keeps."""
        return f"{self.hs_code}@{self.valid_from.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One number of the law with its dates."""

    name: str
    value: int
    valid_from: date
    valid_until: date | None
    source: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositiveListRow:
    """An eight-digit code that may be imported so. ``yearly_cap`` is empty without one."""

    code: str
    remark: str
    modes: frozenset[Mode]
    yearly_cap: str
    valid_from: date
    valid_until: date | None
    source: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Everything that holds on one day. ``factor_millionths`` is the part of VAT and consumption tax due."""

    on: date
    rules: Mapping[str, TaxRule]
    positive_list: Mapping[str, PositiveListRow]
    single_limit_fen: int
    yearly_limit_fen: int
    factor_millionths: int
    cosmetics_per_measure_fen: int
    cosmetics_per_piece_fen: int
    watch_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTax:
    """What (a part of) a cart's line is charged, and from what: ``unit_tax_fen`` is never asked anew.

    ``line`` is the place in the cart, ``first_unit`` the first of ``quantity`` units of that line.
    ``tariff_fen + vat_fen + consumption_fen == tax_fen``, exactly.
    """

    line: int
    first_unit: int
    quantity: int
    dutiable_fen: int
    tariff_fen: int
    vat_fen: int
    consumption_fen: int
    tax_fen: int
    tariff_millionths: int
    vat_millionths: int
    consumption_millionths: int
    factor_millionths: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulOrder:
    """One order that may be placed as it is."""

    mode: Mode
    warehouse: str
    reason: SplitReason
    lines: tuple[LineTax, ...]
    dutiable_fen: int
    tax_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The tax of a cart: by its lines, and by the orders it becomes. Both add up to ``tax_fen``."""

    on: date
    tax_fen: int
    dutiable_fen: int
    lines: tuple[LineTax, ...]
    orders: tuple[LawfulOrder, ...]


class InvalidCart(DomainError):
    """The cart cannot be read: ``field`` says where, ``why`` what is wrong."""

    code = "invalid_customs_cart"


class UnknownMode(DomainError):
    """Only 1210 and 9610 are sold by; personal post is not for commercial goods."""

    code = "unknown_customs_mode"


class UnknownCode(DomainError):
    """No rate of this code holds on the day."""

    code = "unknown_hs_code"


class NotOnPositiveList(DomainError):
    """The code may not be imported as retail, or not in this mode."""

    code = "not_on_positive_list"


class ContentNeeded(DomainError):
    """Whether consumption tax is due depends on the content, which is not told."""

    code = "customs_content_needed"


class AboveYearlyLimit(DomainError):
    """Not lawful as retail import: what is above the year's limit is general trade."""

    code = "above_yearly_limit"


class InvalidTable(DomainError):
    """A table of rates cannot be taken: ``why`` names the rows."""

    code = "invalid_customs_table"

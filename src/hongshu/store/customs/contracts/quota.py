"""The yearly quota of a resident. Amounts are dutiable fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.ids import Id


class QuotaKind(StrEnum):
    """What an entry does: reserved at placing, consumed at release, restored by a cancel or lawful return."""

    RESERVED = "reserved"
    CONSUMED = "consumed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLeft:
    """A resident's year: ``left_fen`` is what may still be ordered, never below zero."""

    year: int
    limit_fen: int
    reserved_fen: int
    consumed_fen: int

    @property
    def used_fen(self) -> int:
        """What counts against the limit: what is ordered, and what came in."""
        return self.reserved_fen + self.consumed_fen

    @property
    def left_fen(self) -> int:
        """What may still be ordered."""
        return max(0, self.limit_fen - self.used_fen)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaEntry:
    """One line of the quota ledger; ``key`` names the cause of a restoration, as "return:17"."""

    id: Id
    order_id: Id
    year: int
    kind: QuotaKind
    amount_fen: int
    key: str
    made_at: datetime


class QuotaExceeded(DomainError):
    """The orders do not fit into what is left of the year. Details: ``left_fen``, ``wanted_fen``, ``year``
    and, to be shown in yuan, ``left`` and ``wanted``.
    """

    code = "quota_exceeded"
    kind = RefusalKind.CONFLICT


class QuotaNotReserved(NotFound):
    """Nothing was reserved for the order."""

    code = "quota_not_reserved"


class QuotaConflict(DomainError):
    """The order's quota was reserved or restored before with another amount or for another resident."""

    code = "quota_conflict"
    kind = RefusalKind.CONFLICT


class MoreThanReserved(DomainError):
    """More would be restored than the order has. Details: ``left_fen``, ``wanted_fen``."""

    code = "quota_more_than_reserved"
    kind = RefusalKind.CONFLICT

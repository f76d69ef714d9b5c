"""What a comparison finds."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class Difference:
    """Two that should say the same and do not. ``kind`` is a stable word; amounts are fen or units."""

    kind: str
    subject: str
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was compared, and every difference; ``unheard`` names providers that gave no statement."""

    orders: int
    payments: int
    statement_lines: int
    captured_minor: int
    refunded_minor: int
    differences: tuple[Difference, ...]
    unheard: tuple[str, ...]
    last_order_id: Id | None = None

    @property
    def is_clean(self) -> bool:
        """Whether all agree."""
        return not self.differences

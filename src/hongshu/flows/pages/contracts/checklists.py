"""What inspectors see of checklists: categories in their language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hongshu.store.inventory.contracts import Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRow:
    """A category and the checklist that holds for it. ``depth`` counts from 0 at the root; one that is
    inherited is of ``of``.
    """

    slug: str
    name: str
    depth: int
    is_own: bool
    of: str
    aql: Decimal
    point_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistPage:
    """One category with the checklist that holds for it; it ``is_own`` if no category above has it."""

    slug: str
    name: str
    checklist: Checklist
    is_own: bool

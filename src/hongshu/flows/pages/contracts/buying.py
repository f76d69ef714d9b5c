"""What buyers see of a supplier: the authorisations that it showed, with the brands' names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hongshu.flows.pages.contracts.cards import PictureView
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAuthorisation:
    """An authorisation of a supplier. ``state`` is "holds", "later", "ended" or "withdrawn"."""

    id: Id
    number: str
    brand: str
    valid_from: date
    valid_until: date
    state: str
    documents: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierPage:
    """One supplier with its authorisations, the newest first."""

    supplier: Supplier
    authorisations: tuple[ShownAuthorisation, ...]

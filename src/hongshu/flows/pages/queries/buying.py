"""The buyers' page of a supplier."""

from __future__ import annotations

from datetime import date

from hongshu.flows.pages.cards import picture_view
from hongshu.flows.pages.contracts.buying import ShownAuthorisation, SupplierPage
from hongshu.kernel.ids import Id
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.queries import list_brands_by_id
from hongshu.store.inventory.contracts import Authorisation
from hongshu.store.inventory.queries import get_supplier


def supplier_page(supplier_id: Id, *, language: str, today: date) -> SupplierPage:
    """One supplier with its authorisations. Raises SupplierNotFound."""
    supplier = get_supplier(supplier_id)
    shown = supplier.authorisations
    brands = list_brands_by_id({each.brand_id for each in shown})
    pictures = list_pictures_by_id({key for each in shown for key in each.document_ids})
    return SupplierPage(
        supplier=supplier,
        authorisations=tuple(
            ShownAuthorisation(
                id=each.id,
                number=each.number,
                brand=brands[each.brand_id].name.in_language(language) if each.brand_id in brands else "",
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                state=_state(each, today),
                documents=tuple(
                    view for key in each.document_ids if (view := picture_view(key, pictures)) is not None
                ),
            )
            for each in shown
        ),
    )


def _state(authorisation: Authorisation, today: date) -> str:
    if authorisation.withdrawn_at is not None:
        return "withdrawn"
    if authorisation.covers(today):
        return "holds"
    return "later" if today < authorisation.valid_from else "ended"

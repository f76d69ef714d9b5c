"""Warehouses, suppliers, and the authorisations that suppliers show."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.money import CURRENCY_DIGITS
from hongshu.platform.media.services import claim_pictures
from hongshu.store.catalog.queries import list_brands_by_id
from hongshu.store.inventory.contracts import (
    AuthorisationNotFound,
    InvalidAuthorisation,
    InvalidSupplier,
    InvalidWarehouse,
    SupplierDraft,
    SupplierNotFound,
    WarehouseDraft,
    WarehouseKind,
)
from hongshu.store.inventory.models import AuthorisationRow, SupplierRow, WarehouseRow

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NUMBER_MAX = 80
_MOST_DOCUMENTS = 12


@transaction.atomic
def save_warehouses(drafts: Sequence[WarehouseDraft]) -> dict[str, Id]:
    """Make warehouses, or bring known ones (by code) up to date. Returns ids by code. Idempotent.

    Raises InvalidWarehouse with the field; then none is saved.
    """
    for draft in drafts:
        _check_warehouse(draft)
    rows = [
        WarehouseRow(
            code=draft.code,
            name_zh=draft.name_zh.strip(),
            name_en=draft.name_en.strip(),
            kind=draft.kind.value,
            country=draft.country,
            customs_port=draft.customs_port,
            is_open=draft.is_open,
        )
        for draft in sorted(drafts, key=lambda draft: draft.code)
    ]
    WarehouseRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_zh", "name_en", "kind", "country", "customs_port", "is_open"],
    )
    found = WarehouseRow.objects.filter(code__in=[draft.code for draft in drafts])
    return {code: Id(key) for code, key in found.values_list("code", "id")}


@transaction.atomic
def save_suppliers(drafts: Sequence[SupplierDraft]) -> dict[str, Id]:
    """Make suppliers, or bring known ones (by code) up to date. Returns ids by code. Idempotent.

    Raises InvalidSupplier with the field; then none is saved.
    """
    for draft in drafts:
        _check_supplier(draft)
    rows = [
        SupplierRow(
            code=draft.code,
            name=draft.name.strip(),
            country=draft.country,
            currency=draft.currency,
            contact=draft.contact.strip(),
        )
        for draft in sorted(drafts, key=lambda draft: draft.code)
    ]
    SupplierRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "country", "currency", "contact"],
    )
    found = SupplierRow.objects.filter(code__in=[draft.code for draft in drafts])
    return {code: Id(key) for code, key in found.values_list("code", "id")}


@transaction.atomic
def add_authorisation(
    *,
    supplier_id: Id,
    brand_id: Id,
    number: str,
    valid_from: date,
    valid_until: date,
    added_by: Id,
    document_ids: Collection[Id] = (),
) -> Id:
    """Enter a brand's authorisation of a supplier, with pictures of it that *added_by* uploaded.

    Idempotent on (supplier, brand, number): the same again is the one that is there; with other days it is
    refused, since an authorisation that was renewed has another number. Raises SupplierNotFound,
    InvalidAuthorisation with the field, PictureNotFound.
    """
    number = number.strip()
    if not 0 < len(number) <= _NUMBER_MAX:
        raise InvalidAuthorisation(field="number")
    if valid_until < valid_from:
        raise InvalidAuthorisation(field="valid_until")
    if len(document_ids) > _MOST_DOCUMENTS:
        raise InvalidAuthorisation(field="document_ids")
    if not list_brands_by_id([brand_id]):
        raise InvalidAuthorisation(field="brand")
    # The lock makes two of the same at once one after the other.
    if not SupplierRow.objects.select_for_update(no_key=True).filter(id=supplier_id):
        raise SupplierNotFound
    known = AuthorisationRow.objects.filter(supplier_id=supplier_id, brand_id=brand_id, number=number).first()
    if known is not None:
        if (known.valid_from, known.valid_until) != (valid_from, valid_until):
            raise InvalidAuthorisation(field="number")
        return Id(known.id)
    claim_pictures(owner_id=added_by, picture_ids=document_ids)
    made = AuthorisationRow.objects.create(
        supplier_id=supplier_id,
        brand_id=brand_id,
        number=number,
        valid_from=valid_from,
        valid_until=valid_until,
        document_ids=list(document_ids),
    )
    return Id(made.id)


def withdraw_authorisation(*, authorisation_id: Id) -> None:
    """The brand takes its word back, from today on. Idempotent. Raises AuthorisationNotFound.

    What came before stays; nothing more of the brand can be ordered or received from the supplier by it.
    """
    rows = AuthorisationRow.objects.filter(id=authorisation_id)
    if not rows.filter(withdrawn_at=None).update(withdrawn_at=clock.now()) and not rows.exists():
        raise AuthorisationNotFound


def _check_warehouse(draft: WarehouseDraft) -> None:
    checks = {
        "code": _CODE.fullmatch(draft.code),
        "name_zh": 0 < len(draft.name_zh.strip()) <= 80,
        "name_en": 0 < len(draft.name_en.strip()) <= 80,
        "country": _COUNTRY.fullmatch(draft.country),
        # The declaration of what leaves a bonded warehouse names its port.
        "customs_port": len(draft.customs_port) <= 20
        and (draft.customs_port or draft.kind is not WarehouseKind.BONDED),
    }
    for field, is_fine in checks.items():
        if not is_fine:
            raise InvalidWarehouse(field=field)


def _check_supplier(draft: SupplierDraft) -> None:
    checks = {
        "code": _CODE.fullmatch(draft.code),
        "name": 0 < len(draft.name.strip()) <= 120,
        "country": _COUNTRY.fullmatch(draft.country),
        "currency": draft.currency in CURRENCY_DIGITS,
        "contact": len(draft.contact.strip()) <= 200,
    }
    for field, is_fine in checks.items():
        if not is_fine:
            raise InvalidSupplier(field=field)

"""Reads of addresses."""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.store.trade.contracts import Address, AddressNotFound, Province
from hongshu.store.trade.models import AddressRow
from hongshu.store.trade.rules import regions
from hongshu.store.trade.rules.addressing import province_name


def list_addresses(user_id: Id) -> tuple[Address, ...]:
    """A member's addresses, the default one first, then the newest; one query."""
    rows = AddressRow.objects.filter(user_id=user_id).order_by("-is_default", "-id")
    return tuple(map(_address_of, rows))


def get_address(address_id: Id, *, user_id: Id) -> Address:
    """One of a member's addresses. Raises AddressNotFound, also for another member's."""
    row = AddressRow.objects.filter(id=address_id, user_id=user_id).first()
    if row is None:
        raise AddressNotFound
    return _address_of(row)


def list_provinces() -> tuple[Province, ...]:
    """The provinces of China with their cities; no query."""
    return tuple(regions.provinces().values())


def _address_of(row: AddressRow) -> Address:
    return Address(
        id=Id(row.id),
        recipient=row.recipient,
        phone=row.phone,
        country=row.country,
        province=row.province,
        province_name=province_name(row.country, row.province),
        city=row.city,
        district=row.district,
        street=row.street,
        postcode=row.postcode,
        is_default=row.is_default,
    )

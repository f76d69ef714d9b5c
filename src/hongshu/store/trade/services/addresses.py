"""Keeping addresses. Whoever changes a member's list holds the member's lock."""

from __future__ import annotations

from django.db import connection, transaction

from hongshu.kernel.ids import Id, new_id
from hongshu.store.trade.contracts import ADDRESSES_MAX, AddressDraft, AddressNotFound, TooManyAddresses
from hongshu.store.trade.models import AddressRow, CheckoutRow
from hongshu.store.trade.rules.addressing import checked

_FIELDS = ("recipient", "phone", "country", "province", "city", "district", "street", "postcode")


@transaction.atomic
def save_address(*, user_id: Id, draft: AddressDraft, address_id: Id | None = None) -> Id:
    """Keep an address, or change one; its id. The first one is the default one.

    Raises InvalidAddress, TooManyAddresses, AddressNotFound (also for another member's).
    """
    fair = checked(draft)
    _stand_in_line(user_id)
    rows = AddressRow.objects.filter(user_id=user_id)
    if address_id is None:
        if rows.count() >= ADDRESSES_MAX:
            raise TooManyAddresses(most=ADDRESSES_MAX)
        row = AddressRow(id=new_id(), user_id=user_id)
    else:
        row = _own(user_id, address_id)
    others = rows.exclude(id=row.id)
    row.is_default = fair.is_default or row.is_default or not others.exists()
    if row.is_default:
        others.filter(is_default=True).update(is_default=False)
    for name in _FIELDS:
        setattr(row, name, getattr(fair, name))
    row.save()
    return Id(row.id)


@transaction.atomic
def choose_default_address(*, user_id: Id, address_id: Id) -> None:
    """Parcels go here unless told. Raises AddressNotFound."""
    _stand_in_line(user_id)
    row = _own(user_id, address_id)
    AddressRow.objects.filter(user_id=user_id, is_default=True).update(is_default=False)
    AddressRow.objects.filter(id=row.id).update(is_default=True)


@transaction.atomic
def remove_address(*, user_id: Id, address_id: Id) -> None:
    """Take an address off the list; orders keep their copy. The newest one becomes the default one.

    Raises AddressNotFound.
    """
    _stand_in_line(user_id)
    row = _own(user_id, address_id)
    row.delete()
    newest = AddressRow.objects.filter(user_id=user_id).order_by("-id").values_list("id", flat=True).first()
    if row.is_default and newest is not None:
        AddressRow.objects.filter(id=newest).update(is_default=True)


@transaction.atomic
def forget_member(user_id: Id) -> int:
    """Delete the addresses and open checkouts of a member who leaves; how many rows.

    Orders stay: the law wants them kept (E-commerce Law, article 31: three years).
    """
    gone = AddressRow.objects.filter(user_id=user_id).delete()[0]
    return gone + CheckoutRow.objects.filter(user_id=user_id).delete()[0]


def _own(user_id: Id, address_id: Id) -> AddressRow:
    row = AddressRow.objects.filter(user_id=user_id, id=address_id).first()
    if row is None:
        raise AddressNotFound
    return row


def _stand_in_line(user_id: Id) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('trade.addresses', %s))", [user_id])

"""Two packers of one order at the same moment, on real connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from tests.database.test_fulfilment import CREAM, PORTER, an_order, scans_of
from tests.support import stock

from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.store.fulfilment.models import ParcelContentRow, ParcelRow
from hongshu.store.fulfilment.services import pack_parcel
from hongshu.store.provenance.models import UnitCodeRow

pytestmark = pytest.mark.django_db(transaction=True)
PACKERS = 8


def test_many_packers_of_one_order_make_one_parcel_and_one_code_a_unit() -> None:
    stock.lot(CREAM, units=20)
    order = an_order((CREAM, 2), (CREAM, 1))
    scans, place = scans_of(order), Id(stock.warehouse().id)
    together = Barrier(PACKERS)

    def pack(_number: int) -> str:
        try:
            together.wait()
            pack_parcel(order=order, warehouse_id=place, scans=scans, packed_by_id=PORTER)
        except DomainError as refused:
            return refused.code
        finally:
            connections.close_all()
        return "packed"

    with ThreadPoolExecutor(PACKERS) as pool:
        outcomes = sorted(pool.map(pack, range(PACKERS)))
    assert outcomes == ["nothing_to_pack"] * (PACKERS - 1) + ["packed"]
    assert ParcelRow.objects.count() == 1
    assert sum(ParcelContentRow.objects.values_list("quantity", flat=True)) == 3
    assert UnitCodeRow.objects.count() == 3
    assert stock.counts(CREAM) == (17, 3, 0)

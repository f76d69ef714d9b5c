"""Customs declarations a second, end to end: written, signed, sent to the simulator, answered, released.

The database, the web server that takes the answers and the simulator are what ``hongshu serve`` starts; this
process does what its worker does. An order is four documents out and five receipts back, each signed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.pages import folder_of
from benchmarks.site import customs_simulator, open_site, web_server

if TYPE_CHECKING:
    from hongshu.store.declarations.contracts import DeclaredOrder

_PATIENCE_S = 120.0
_PAUSE_S = 0.02


def measure_declarations(*, orders: int, say: Callable[[str], object]) -> dict[str, float | int]:
    """Declare *orders* at once and wait until customs has released the last of them."""
    with folder_of(None) as folder, open_site(folder) as (settings, _):
        import django

        django.setup()
        with web_server(settings), customs_simulator(settings):
            from hongshu.kernel.ids import Id
            from hongshu.platform.accounts.services import create_account
            from hongshu.platform.identity.queries import list_sample_people
            from hongshu.platform.identity.services import prove_identity
            from hongshu.store.declarations.contracts import DeclarationState
            from hongshu.store.declarations.queries import count_declarations
            from hongshu.store.declarations.services import declare_order, send_due

            buyers = []
            for number, person in enumerate(list_sample_people()):
                user_id = create_account(login=f"b{number}@example.com", password=None)
                prove_identity(user_id=user_id, name=person.name, number=person.number)
                buyers.append(user_id)
            sample = _order()
            begun = time.perf_counter()
            for number in range(1, orders + 1):
                order = replace(sample, number=f"20261125-{number:06d}", waybill=f"SF{number}")
                declare_order(order_id=Id(number), user_id=buyers[number % len(buyers)], order=order)
            written_s = time.perf_counter() - begun
            documents = 0
            while sent := send_due():
                documents += sent
            sent_s = time.perf_counter() - begun
            while count_declarations()[DeclarationState.RELEASED] < orders:
                assert time.perf_counter() - begun < _PATIENCE_S, "the simulator does not release all"
                time.sleep(_PAUSE_S)
            whole_s = time.perf_counter() - begun
    found = {
        "orders": orders,
        "documents": documents,
        "written_per_s": round(orders / written_s, 1),
        "documents_sent_per_s": round(documents / (sent_s - written_s), 1),
        "released_per_s": round(orders / whole_s, 1),
    }
    say(f"declarations: {found['released_per_s']}/s end to end")
    return found


def _order() -> DeclaredOrder:
    from hongshu.store.declarations.contracts import (
        Buyer,
        Company,
        Consignee,
        DeclaredGoods,
        DeclaredMode,
        DeclaredOrder,
        Parties,
    )

    seller = Company(code="3302960002", name="红书演示商城")
    return DeclaredOrder(
        number="", mode=DeclaredMode.BONDED, waybill="",
        parties=Parties(
            platform=Company(code="3302960001", name="红书演示平台"), seller=seller, agent=seller,
            payer=Company(code="312226T001", name="演示支付"),
            carrier=Company(code="3302980003", name="演示快递"),
            area=Company(code="3302W60004", name="宁波演示保税仓"),
            customs_code="3104", port_code="3104", dxp_id="DXPENT0000000001", guarantee="310401C00001",
            ledger_number="T3104W000001",
        ),
        # Who buys is put in from the vault when it is sent.
        buyer=Buyer(account="b", name="林小满", number="310101190804120177", telephone="13800000000"),
        consignee=Consignee(name="林小满", telephone="13800000000", address="上海市黄浦区演示路 1 号"),
        goods=(
            DeclaredGoods(
                sku_code="HK-CREAM-20", record_number="B1", name_zh="保湿面霜", specification="20g/瓶",
                barcode="4901234567894", hs_code="3304990029", country="116", quantity=1, unit="011",
                price_fen=5_000, legal_quantity=Decimal("0.02"), legal_unit="035",
            ),
        ),
        freight_fen=0, insurance_fen=0, tax_fen=455, discount_fen=0, paid_fen=5_455, payment_id="PAY-1",
        paid_at=datetime(2026, 11, 25, 4, tzinfo=UTC), weight_g=320, packages=1,
    )  # fmt: skip

"""An order from abroad as its documents say it, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from hongshu.platform.identity.queries import list_sample_people
from hongshu.store.declarations.contracts import (
    Buyer,
    Company,
    Consignee,
    DeclaredGoods,
    DeclaredMode,
    DeclaredOrder,
    Parties,
)

PERSON = list_sample_people()[0]
GUID = "00000000-0000-4000-8000-000000000001"
AT = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)


def goods(**changes: object) -> DeclaredGoods:
    """Two creams at 425 yuan."""
    values: dict[str, object] = {
        "sku_code": "HK-CREAM-20", "record_number": "B1", "name_zh": "羽根云保湿面霜",
        "specification": "20g/瓶|保湿|羽根云", "barcode": "4901234567894", "hs_code": "3304990029",
        "country": "116", "quantity": 2, "unit": "011", "price_fen": 42_500,
        "legal_quantity": Decimal("0.04"), "legal_unit": "035",
    }  # fmt: skip
    return DeclaredGoods(**{**values, **changes})  # type: ignore[arg-type]


def parties(**changes: object) -> Parties:
    """Everybody who takes part."""
    values: dict[str, object] = {
        "platform": Company(code="3302960001", name="红书演示平台"),
        "seller": Company(code="3302960002", name="红书演示商城"),
        "payer": Company(code="312226T001", name="演示支付"),
        "carrier": Company(code="3302980003", name="演示快递"),
        "agent": Company(code="3302960002", name="红书演示商城"),
        "area": Company(code="3302W60004", name="宁波演示保税仓"),
        "customs_code": "3104", "port_code": "3104", "dxp_id": "DXPENT0000000001",
        "guarantee": "310401C00001", "ledger_number": "T3104W000001",
    }  # fmt: skip
    return Parties(**{**values, **changes})  # type: ignore[arg-type]


def declared_order(**changes: object) -> DeclaredOrder:
    """An order of two creams: 850 yuan, freight 10, tax 78.26, discount 20."""
    values: dict[str, object] = {
        "number": "20261125-000017", "mode": DeclaredMode.BONDED, "parties": parties(),
        "buyer": Buyer(account="ann", name=PERSON.name, number=PERSON.number, telephone="13800000000"),
        "consignee": Consignee(name="林小满", telephone="13800000000", address="上海市黄浦区演示路 1 号"),
        "goods": (goods(),), "freight_fen": 1_000, "insurance_fen": 0, "tax_fen": 7_826,
        "discount_fen": 2_000, "paid_fen": 91_826, "payment_id": "PAY-1", "paid_at": AT, "waybill": "SF0001",
        "weight_g": 320, "packages": 1,
    }  # fmt: skip
    return DeclaredOrder(**{**values, **changes})  # type: ignore[arg-type]

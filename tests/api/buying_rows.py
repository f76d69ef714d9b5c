"""What each kind of person gets at the addresses of buying: rows of the table of routes."""

from __future__ import annotations

from datetime import date

from tests.api.rows import EVERYBODY, MEMBERS_PAGE, READ, Row, json_body
from tests.api.world import World
from tests.support import stock

from hongshu.kernel.ids import Id, new_id, wire_form
from hongshu.store.carts.services import put_line
from hongshu.store.catalog.queries import list_skus_of_products
from hongshu.store.provenance.services import issue_codes


def sku_of(world: World) -> str:
    """The first SKU of the product."""
    return wire_form(list_skus_of_products([world.product])[world.product][0])


def line_of(world: World) -> Id:
    """A line of the author's cart."""
    (sku_id, *_) = list_skus_of_products([world.product])[world.product]
    return put_line(cart_id=world.author, is_guest=False, sku_id=sku_id)


def code_of(world: World) -> str:
    """The code of a unit of the product."""
    (sku_id,) = list_skus_of_products([world.product])[world.product][:1]
    there = stock.lot(sku_id, units=3)
    line_id = new_id()
    return issue_codes(order_line_id=line_id, lot_id=Id(there.id), units=1, month=date(2026, 11, 1))[0]


API: dict[str, dict[str, Row]] = {
    "api/v1/products/<product_id>/offer": READ,
    "api/v1/cart": {"GET": Row((401, 200, 200, 200))},
    "api/v1/cart/lines": {
        "POST": Row((401, 201, 201, 201), json_body(lambda world: {"sku_id": sku_of(world)}))
    },
    "api/v1/cart/lines/<line_id>": {
        "PUT": Row((401, 404, 404, 204), json_body(lambda _world: {"quantity": 2})),
        "DELETE": Row((401, 204, 204, 204)),
    },
    "api/v1/cart/chosen": {"PUT": Row((401, 204, 204, 204), json_body(lambda _world: {"line_ids": []}))},
    "api/v1/wishes": {"GET": Row((401, 200, 200, 200))},
    "api/v1/wishes/<product_id>": {
        "PUT": Row((401, 204, 204, 204)),
        "DELETE": Row((401, 204, 204, 204)),
    },
    "api/v1/coupons": {
        "GET": Row(EVERYBODY),
        "POST": Row((401, 404, 404, 404), json_body(lambda _world: {"code": "NOBODY-GAVE-IT"})),
    },
    "api/v1/flash-sales": READ,
}
NOBODYS = {"GET": Row((302, 404, 404, 404))}
NOBODYS_FORM = {"POST": Row((401, 404, 404, 404))}
WEB: dict[str, dict[str, Row]] = {
    # Nobody has chosen anything: who is signed in is sent to the cart.
    "checkout": {
        "GET": Row((302, 302, 302, 302)),
        "POST": Row((302, 302, 302, 302), {"data": {"sku_id": "1"}}),
    },
    "checkout/<id:checkout_id>": NOBODYS,
    "checkout/<id:checkout_id>/change": NOBODYS_FORM,
    "checkout/<id:checkout_id>/place": NOBODYS_FORM,
    "checkout/<id:checkout_id>/pay": NOBODYS_FORM,
    "checkout/<id:checkout_id>/paid": NOBODYS,
    "orders": {"GET": Row(MEMBERS_PAGE)},
    "orders/export.csv": {"GET": Row(MEMBERS_PAGE)},
    "orders/<id:order_id>": NOBODYS,
    "orders/<id:order_id>/invoice.pdf": NOBODYS,
    "orders/<id:order_id>/cancel": NOBODYS_FORM,
    "orders/<id:order_id>/received": NOBODYS_FORM,
    "settings/addresses": {
        "GET": Row(MEMBERS_PAGE),
        "POST": Row((401, 404, 404, 404), {"data": {"act": "remove", "address": "1"}}),
    },
    "product/<id:product_id>/buy": READ,
    "product/<id:product_id>/wish": {"POST": Row((401, 302, 302, 302), {"data": {"wished": "1"}})},
    "cart": READ,
    "cart/put": {
        "POST": Row((302, 302, 302, 302), lambda world: {"data": {"sku_id": sku_of(world), "quantity": "2"}})
    },
    "cart/change": {"POST": Row((302, 302, 302, 302), {"data": {"choosing": "1"}})},
    "wishes": {"GET": Row(MEMBERS_PAGE)},
    "coupons": READ,
    "coupons/claim": {"POST": Row((401, 404, 404, 404), {"data": {"code": "NOBODY-GAVE-IT"}})},
    "flash": READ,
}

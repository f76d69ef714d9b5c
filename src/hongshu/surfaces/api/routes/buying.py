"""Buying: the cart, wishes, coupons, flash sales, and what one SKU costs now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from hongshu.flows.carting.services import put_into_cart
from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import BuySheet, CartPage, CouponsPage, FlashPage, WishesPage
from hongshu.kernel import clock
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.store.carts import services as carts
from hongshu.store.carts.contracts import LINES_MAX, QUANTITY_MAX, TOUCHES_MAX, Touch
from hongshu.store.carts.queries import count_units
from hongshu.store.promotions.services import claim_coupon as claim
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import MEMBERS, anybody, member_of, viewer_of
from hongshu.surfaces.api.inputs import Cursor, IdInPath, Text, WireId

router = Router(tags=["buying"])


class TouchInput(Schema):
    """What led here: a surface, and the note if it was one."""

    surface: Text = Field(max_length=20)
    note_id: WireId | None = None


class LineInput(Schema):
    """Units of a SKU, and the way that led to them, the latest last."""

    sku_id: WireId
    quantity: int = Field(default=1, ge=1, le=QUANTITY_MAX)
    touches: list[TouchInput] = Field(default_factory=list, max_length=TOUCHES_MAX)


class QuantityInput(Schema):
    """How many units a line has."""

    quantity: int = Field(ge=1, le=QUANTITY_MAX)


class ChoiceInput(Schema):
    """The lines that go to the checkout, and no others."""

    line_ids: list[WireId] = Field(max_length=LINES_MAX)


class ClaimInput(Schema):
    """A public batch, or a code."""

    batch_id: WireId | None = None
    code: Text = Field(default="", max_length=60)


@dataclass(frozen=True, slots=True)
class PutLine:
    """The line, and how many units are in the cart now."""

    line_id: Id
    units: int


@dataclass(frozen=True, slots=True)
class MadeCoupon:
    """A new coupon's id."""

    id: Id


@router.get("/products/{product_id}/offer", auth=anybody, openapi_extra=gives(BuySheet))
def get_offer(
    request: HttpRequest,
    product_id: IdInPath,
    sku: Annotated[str, Query("", max_length=40, description="Which SKU; empty: the first.")],
) -> HttpResponse:
    """What one SKU of a product costs you now, and whether it can be had."""
    try:
        sku_id = parse_id(sku)
    except InvalidId:
        sku_id = None
    return answer(queries.buy_sheet(viewer_of(request), product_id=parse_id(product_id), sku_id=sku_id))


@router.get("/cart", auth=MEMBERS, openapi_extra=gives(CartPage))
def get_cart(request: HttpRequest) -> HttpResponse:
    """Your cart, priced, in groups of what is shipped alike."""
    return answer(queries.cart_page(viewer_of(request)))


@router.post("/cart/lines", auth=MEMBERS, response={201: None}, openapi_extra=gives(PutLine, status=201))
def put_into(request: HttpRequest, line: LineInput) -> HttpResponse:
    """Put units into your cart, beside those of the same SKU."""
    member = member_of(request)
    now = clock.now()
    line_id = put_into_cart(
        cart_id=member,
        is_guest=False,
        sku_id=line.sku_id,
        quantity=line.quantity,
        touches=[Touch(one.surface, now, note_id=one.note_id) for one in line.touches],
    )
    return answer(PutLine(line_id=line_id, units=count_units(member)), status=201)


@router.put(
    "/cart/lines/{line_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def change_line(request: HttpRequest, line_id: IdInPath, wanted: QuantityInput) -> HttpResponse:
    """Say how many units a line of your cart has."""
    carts.set_quantity(cart_id=member_of(request), line_id=parse_id(line_id), quantity=wanted.quantity)
    return HttpResponse(status=204)


@router.delete(
    "/cart/lines/{line_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def remove_line(request: HttpRequest, line_id: IdInPath) -> HttpResponse:
    """Take a line out of your cart. Idempotent."""
    carts.remove_lines(cart_id=member_of(request), line_ids=[parse_id(line_id)])
    return HttpResponse(status=204)


@router.put("/cart/chosen", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204))
def choose(request: HttpRequest, wanted: ChoiceInput) -> HttpResponse:
    """Choose what goes to the checkout. Idempotent."""
    carts.choose_lines(cart_id=member_of(request), line_ids=wanted.line_ids)
    return HttpResponse(status=204)


@router.get("/wishes", auth=MEMBERS, openapi_extra=gives(WishesPage))
def list_wishes(request: HttpRequest, cursor: Cursor) -> HttpResponse:
    """Your wish list, the newest first."""
    viewer = viewer_of(request)
    if viewer.user_id is None:
        raise SignInNeeded
    return answer(queries.wishes_page(viewer, cursor=cursor))


@router.put("/wishes/{product_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204))
def wish(request: HttpRequest, product_id: IdInPath) -> HttpResponse:
    """Put a product on your wish list. Idempotent."""
    carts.wish(user_id=member_of(request), product_id=parse_id(product_id))
    return HttpResponse(status=204)


@router.delete(
    "/wishes/{product_id}", auth=MEMBERS, response={204: None}, openapi_extra=gives(None, status=204)
)
def unwish(request: HttpRequest, product_id: IdInPath) -> HttpResponse:
    """Take a product off your wish list. Idempotent."""
    carts.unwish(user_id=member_of(request), product_id=parse_id(product_id))
    return HttpResponse(status=204)


@router.get("/coupons", auth=anybody, openapi_extra=gives(CouponsPage))
def list_coupons(request: HttpRequest) -> HttpResponse:
    """What can be claimed, and your own coupons."""
    return answer(queries.coupons_page(viewer_of(request)))


@router.post("/coupons", auth=MEMBERS, response={201: None}, openapi_extra=gives(MadeCoupon, status=201))
def claim_coupon(request: HttpRequest, wanted: ClaimInput) -> HttpResponse:
    """Claim a coupon. How many a member may have bounds what a repeat can do."""
    coupon_id = claim(user_id=member_of(request), batch_id=wanted.batch_id, code=wanted.code)
    return answer(MadeCoupon(id=coupon_id), status=201)


@router.get("/flash-sales", auth=anybody, openapi_extra=gives(FlashPage))
def list_flash_sales(request: HttpRequest) -> HttpResponse:
    """The flash sales that run, and those of the next day, with the server's clock."""
    return answer(queries.flash_page(viewer_of(request)))

"""Products and brands, each with what members say."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hongshu.flows.pages import queries
from hongshu.flows.pages.contracts import BrandPage, CardSlice, ProductPage, ProductSlice
from hongshu.kernel.ids import parse_id
from hongshu.surfaces.api.answers import answer
from hongshu.surfaces.api.document import gives
from hongshu.surfaces.api.entrance import anybody, viewer_of
from hongshu.surfaces.api.inputs import Cursor, IdInPath, SlugInPath

router = Router(tags=["shop"])


@router.get("/products/{product_id}", auth=anybody, openapi_extra=gives(ProductPage))
def get_product(request: HttpRequest, product_id: IdInPath) -> HttpResponse:
    """A product with its choices, and the first notes about it."""
    return answer(queries.product_page(viewer_of(request), product_id=parse_id(product_id)))


@router.get("/products/{product_id}/notes", auth=anybody, openapi_extra=gives(CardSlice))
def list_notes_of_product(
    request: HttpRequest,
    product_id: IdInPath,
    cursor: Cursor,
    by: Annotated[Literal["", "kols", "members"], Query("", description="Whose notes; empty: everybody's.")],
) -> HttpResponse:
    """The notes about a product, newest first."""
    found = queries.product_notes(
        viewer_of(request), product_id=parse_id(product_id), cursor=cursor, voice=by
    )
    return answer(found)


@router.get("/brands/{slug:slug}", auth=anybody, openapi_extra=gives(BrandPage))
def get_brand(request: HttpRequest, slug: SlugInPath) -> HttpResponse:
    """A brand with its first products and the first notes about them."""
    return answer(queries.brand_page(viewer_of(request), slug=slug))


@router.get("/brands/{slug:slug}/notes", auth=anybody, openapi_extra=gives(CardSlice))
def list_notes_of_brand(request: HttpRequest, slug: SlugInPath, cursor: Cursor) -> HttpResponse:
    """The notes about a brand's products, newest first."""
    return answer(queries.brand_notes(viewer_of(request), slug=slug, cursor=cursor))


@router.get("/brands/{slug:slug}/products", auth=anybody, openapi_extra=gives(ProductSlice))
def list_products_of_brand(request: HttpRequest, slug: SlugInPath, cursor: Cursor) -> HttpResponse:
    """A brand's products."""
    return answer(queries.brand_products(viewer_of(request), slug=slug, cursor=cursor))

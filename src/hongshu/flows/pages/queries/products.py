"""A product and a brand, each with what members say."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from hongshu.community.members.queries import ask_kol_ids
from hongshu.community.notes.queries import ask_product_counts, ask_product_voices, list_notes_of_products
from hongshu.community.questions.queries import ask_questions, people_of
from hongshu.flows.pages.cards import (
    FALLBACK_COLOR,
    Pictures,
    brand_chip,
    crumbs_of,
    note_cards,
    picture_view,
    pictures_for,
    product_cards,
)
from hongshu.flows.pages.contracts import (
    BrandChip,
    BrandPage,
    CardSlice,
    PictureView,
    ProductCard,
    ProductPage,
    ProductSlice,
    SkuView,
    Viewer,
)
from hongshu.flows.pages.queries.choosing import axes_view
from hongshu.flows.pages.queries.questions import SHOWN_QUESTIONS, question_views
from hongshu.flows.pages.queries.voices import (
    ask_notes_about,
    notes_about,
    slice_about,
    voice_of,
    voices_view,
)
from hongshu.flows.pages.viewers import hidden_of, meet
from hongshu.flows.pages.views import view_of_notes, view_of_products
from hongshu.kernel.asking import send
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.behaviour.contracts import ShownItem, Surface
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.contracts import LinkKind, Product, ProductSummary, Sku
from hongshu.store.catalog.queries import ask_led_to, get_brand, get_product, list_shelf

_NOTES = 20
_SIMILAR = 10
_PRODUCTS = 12
_UNITS_ZH = {"ml": "毫升", "g": "克", "piece": "件", "sheet": "片", "pair": "双", "capsule": "粒"}
_UNITS_EN = {"piece": "pc", "sheet": "sheets", "pair": "pair", "capsule": "capsules"}


def product_page(viewer: Viewer, *, product_id: Id, voice: str = "", sku_id: Id | None = None) -> ProductPage:
    """A product, who says what about it, and what it leads to. Raises ProductNotFound.

    *sku_id* is what is chosen; one that is not this product's is passed over.
    """
    product = get_product(product_id)
    summary = product.summary
    kols = ask_kol_ids()
    meet(viewer, kols)
    hidden = hidden_of(viewer)
    chosen = voice_of(voice)
    told = ask_product_voices(product_id, chosen_authors=kols.answer, without_authors=hidden)
    first = ask_questions(product_id, hidden=hidden, limit=SHOWN_QUESTIONS)
    about = ask_notes_about(product_id, voice=chosen, kols=kols.answer, hidden=hidden, cursor="")
    leads = ask_led_to(product_id, limit=_SIMILAR)
    send(told, first, about, leads)
    voices, (asked, onward) = told.answer, first.answer
    similar, complementary = leads.answer[LinkKind.SIMILAR], leads.answer[LinkKind.COMPLEMENTARY]
    counts = ask_product_counts([other.id for other in (*similar, *complementary)])
    beside = _pictures_of(*similar, *complementary)
    notes = slice_about(
        viewer,
        product_id,
        about.answer,
        voice=chosen,
        people=people_of(asked),
        beside=(*product.picture_ids, *beside),
        others=(counts,),
    )
    # They came with the cards'.
    pictures = list_pictures_by_id([*product.picture_ids, *beside])
    sku = _chosen(product, sku_id)
    name = summary.name.in_language(viewer.language)
    return ProductPage(
        id=product_id,
        name=name,
        brand=_brand_of(summary, viewer),
        crumbs=crumbs_of(product.category_path, viewer),
        pictures=_shots(product, pictures, name),
        color=summary.color or FALLBACK_COLOR,
        description=product.description.in_language(viewer.language),
        highlights=_highlights(product, viewer),
        ingredients=product.ingredients,
        origin=product.origin,
        skus=tuple(_sku_view(sku, viewer) for sku in product.skus),
        source_price=product.source_price,
        rate=product.rate,
        rate_on=product.rate_on,
        note_count=voices.note_count,
        voices=voices_view(voices, chosen),
        questions=question_views(viewer, asked),
        has_more_questions=bool(onward),
        notes=notes.cards,
        next_cursor=notes.next_cursor,
        similar=product_cards(similar, viewer, note_counts=counts.answer),
        view=notes.view,
        sku=None if sku is None else _sku_view(sku, viewer),
        axes=axes_view(product, sku, viewer),
        complementary=product_cards(complementary, viewer, note_counts=counts.answer),
    )


def _brand_of(summary: ProductSummary, viewer: Viewer) -> BrandChip:
    return BrandChip(
        slug=summary.brand_slug,
        name=summary.brand_name.in_language(viewer.language),
        color=summary.color or FALLBACK_COLOR,
        mark=None,
        country="",
    )


def _highlights(product: Product, viewer: Viewer) -> tuple[str, ...]:
    zh, en = product.highlights_zh, product.highlights_en
    return (zh or en) if viewer.language == "zh" else (en or zh)


def _chosen(product: Product, sku_id: Id | None) -> Sku | None:
    return next((sku for sku in product.skus if sku.id == sku_id), next(iter(product.skus), None))


def _pictures_of(*summaries: ProductSummary) -> list[Id]:
    return [summary.picture_id for summary in summaries if summary.picture_id is not None]


def _shots(product: Product, pictures: Pictures, name: str) -> tuple[PictureView, ...]:
    shots = (picture_view(key, pictures, name) for key in product.picture_ids)
    return tuple(shot for shot in shots if shot is not None)


def product_notes(viewer: Viewer, *, product_id: Id, cursor: str, voice: str = "") -> CardSlice:
    """A page of the notes about a product, by *voice* of KOLs or others only. Raises InvalidCursor."""
    return notes_about(
        viewer,
        product_id,
        voice=voice_of(voice),
        hidden=hidden_of(viewer),
        cursor=cursor,
    )


def brand_page(viewer: Viewer, *, slug: str) -> BrandPage:
    """A brand, its products and the notes about them. Six queries. Raises BrandNotFound."""
    brand, product_ids = get_brand(slug)
    summaries, onward = list_shelf(brand_slug=slug, limit=_PRODUCTS)
    counts = ask_product_counts([summary.id for summary in summaries])
    meet(viewer, counts)
    shown = [brand.mark_id, *(summary.picture_id for summary in summaries)]
    beside = [key for key in shown if key is not None]
    notes = _notes_of_brand(viewer, brand.id, product_ids, cursor="", beside=beside)
    # They came with the cards'.
    pictures = pictures_for(viewer, beside)
    products = _shelf_of(viewer, product_cards(summaries, viewer, note_counts=counts.answer), onward)
    return BrandPage(
        brand=brand_chip(brand, viewer, pictures),
        story=brand.story.in_language(viewer.language),
        founded=brand.founded,
        products=products.products,
        product_count=len(product_ids),
        next_product_cursor=products.next_cursor,
        products_view=products.view,
        notes=notes.cards,
        next_cursor=notes.next_cursor,
        view=notes.view,
    )


def brand_notes(viewer: Viewer, *, slug: str, cursor: str) -> CardSlice:
    """A page of the notes about a brand's products. Raises BrandNotFound, InvalidCursor."""
    brand, product_ids = get_brand(slug)
    return _notes_of_brand(viewer, brand.id, product_ids, cursor=cursor)


def brand_products(viewer: Viewer, *, slug: str, cursor: str) -> ProductSlice:
    """A page of a brand's products. Two queries. Raises InvalidCursor."""
    summaries, onward = list_shelf(brand_slug=slug, cursor=cursor, limit=_PRODUCTS)
    return _shelf_of(viewer, product_cards(summaries, viewer), onward)


def _shelf_of(viewer: Viewer, cards: tuple[ProductCard, ...], onward: str) -> ProductSlice:
    view = view_of_products(viewer, Surface.BRAND, cards, source="shelf")
    return ProductSlice(products=cards, next_cursor=onward, view=view)


def _notes_of_brand(
    viewer: Viewer, brand_id: Id, product_ids: tuple[Id, ...], *, cursor: str, beside: Collection[Id] = ()
) -> CardSlice:
    summaries, onward = list_notes_of_products(
        product_ids,
        listing=f"brand:{wire_form(brand_id)}",
        without_authors=hidden_of(viewer),
        cursor=cursor,
        limit=_NOTES,
    )
    cards = note_cards(summaries, viewer, beside=beside)
    subject = ShownItem("brand", brand_id)
    view = view_of_notes(viewer, Surface.BRAND, cards, source="of_brand", subject=subject)
    return CardSlice(cards=cards, next_cursor=onward, view=view)


def _sku_view(sku: Sku, viewer: Viewer) -> SkuView:
    return SkuView(
        id=sku.id,
        option=sku.option.in_language(viewer.language),
        price=sku.price,
        content=_content_in_words(sku.content, sku.content_unit, viewer.language),
        list_price=sku.list_price,
        member_price=sku.member_price,
    )


def _content_in_words(content: Decimal | None, unit: str, language: str) -> str:
    if content is None:
        return ""
    amount = f"{content:f}".rstrip("0").rstrip(".") if "." in f"{content:f}" else f"{content:f}"
    if language == "zh":
        return f"{amount}{_UNITS_ZH.get(unit, unit)}"
    return f"{amount} {_UNITS_EN.get(unit, unit)}"

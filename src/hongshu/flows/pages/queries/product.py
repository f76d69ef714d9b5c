"""A product: what it is, what buying it means, where it comes from, and who says what about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hongshu.community.members.queries import ask_kol_ids
from hongshu.community.notes.contracts import NoteSummary, ProductDecision, ProductVoices
from hongshu.community.notes.queries import (
    ask_authors_of_product,
    ask_decision,
    ask_product_counts,
    ask_product_voices,
)
from hongshu.community.questions.contracts import Question
from hongshu.community.questions.queries import ask_questions, people_of
from hongshu.flows.pages.alike import Likeness, likeness_asked
from hongshu.flows.pages.cards import FALLBACK_COLOR, Pictures, crumbs_of, picture_view, product_cards
from hongshu.flows.pages.contracts import (
    BrandChip,
    CardSlice,
    PictureView,
    ProductPage,
    SkuView,
    Viewer,
    Voice,
)
from hongshu.flows.pages.queries.choosing import axes_view
from hongshu.flows.pages.queries.deciding import (
    MOST_AUTHORS,
    authors_alike,
    decision_view,
    like_view,
    query_of,
)
from hongshu.flows.pages.queries.offers import offer_of, stock_views
from hongshu.flows.pages.queries.provenance import business_day, way_view
from hongshu.flows.pages.queries.questions import SHOWN_QUESTIONS, question_views
from hongshu.flows.pages.queries.voices import (
    ask_notes_about,
    notes_about,
    slice_about,
    voice_of,
    voices_view,
)
from hongshu.flows.pages.viewers import hidden_of, meet
from hongshu.kernel.asking import Asked, send
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.contracts import PersonalFact
from hongshu.platform.accounts.queries import ask_facts
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.contracts import LinkKind, Product, ProductSummary, Rate, Sku
from hongshu.store.catalog.queries import ask_latest_rates, ask_led_to, get_product
from hongshu.store.inventory.contracts import OnSale
from hongshu.store.inventory.queries import ask_on_sale
from hongshu.store.provenance.contracts import LotWay
from hongshu.store.provenance.queries import ask_ways_on_sale

_SIMILAR = 10
_UNITS_ZH = {"ml": "毫升", "g": "克", "piece": "件", "sheet": "片", "pair": "双", "capsule": "粒"}
_UNITS_EN = {"piece": "pc", "sheet": "sheets", "pair": "pair", "capsule": "capsules"}


def product_page(
    viewer: Viewer,
    *,
    product_id: Id,
    voice: str = "",
    sku_id: Id | None = None,
    skin: str = "",
    age: str = "",
    climate: str = "",
) -> ProductPage:
    """A product, who says what about it, and what it leads to. Raises ProductNotFound.

    *sku_id* is what is chosen; one that is not this product's is passed over. *skin*, *age* and *climate* let
    only authors speak who are like that.
    """
    product = get_product(product_id)
    sku = _chosen(product, sku_id)
    wanted = likeness_asked(skin, age, climate)
    year = business_day().year
    kols, own, authors = ask_kol_ids(), _ask_own(viewer), _ask_authors(product_id, wanted)
    meet(viewer, kols, own, authors)
    only = authors_alike(authors.answer, wanted, this_year=year)
    chosen = voice_of(voice)
    told = _ask_all(viewer, product, sku, voice=chosen, kols=kols.answer, only=only, like=query_of(wanted))
    voices, (asked, onward) = told.voices.answer, told.questions.answer
    similar, complementary = told.leads.answer[LinkKind.SIMILAR], told.leads.answer[LinkKind.COMPLEMENTARY]
    counts = ask_product_counts([other.id for other in (*similar, *complementary)])
    beside = _pictures_of(*similar, *complementary)
    notes = slice_about(
        viewer,
        product_id,
        told.about.answer,
        voice=chosen,
        people=people_of(asked),
        beside=(*product.picture_ids, *beside),
        others=(counts,),
    )
    # They came with the cards'.
    pictures = list_pictures_by_id([*product.picture_ids, *beside])
    return ProductPage(
        **_described(product, viewer, pictures),
        **_offered(product, sku, told, viewer, pictures),
        note_count=voices.note_count,
        voices=voices_view(voices, chosen),
        questions=question_views(viewer, asked),
        has_more_questions=bool(onward),
        notes=notes.cards,
        next_cursor=notes.next_cursor,
        similar=product_cards(similar, viewer, note_counts=counts.answer),
        view=notes.view,
        complementary=product_cards(complementary, viewer, note_counts=counts.answer),
        decision=decision_view(
            told.decision.answer,
            here=product.summary.price if sku is None else sku.price,
            rates=told.rates.answer,
            like=like_view(wanted, own=own.answer, found=only, this_year=year),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """Everything that is asked once it is known who looks, in one statement."""

    voices: Asked[ProductVoices]
    decision: Asked[ProductDecision]
    rates: Asked[dict[str, Rate]]
    questions: Asked[tuple[tuple[Question, ...], str]]
    about: Asked[tuple[tuple[NoteSummary, ...], str]]
    leads: Asked[dict[LinkKind, tuple[ProductSummary, ...]]]
    on_sale: Asked[dict[Id, OnSale]]
    ways: Asked[dict[Id, LotWay]]


def _ask_all(
    viewer: Viewer,
    product: Product,
    sku: Sku | None,
    *,
    voice: Voice,
    kols: Collection[Id],
    only: Collection[Id] | None,
    like: str,
) -> _Told:
    product_id, hidden = product.summary.id, hidden_of(viewer)
    told = _Told(
        voices=ask_product_voices(product_id, chosen_authors=kols, without_authors=hidden),
        decision=ask_decision(product_id, kol_ids=kols, hidden=hidden, only_authors=only),
        rates=ask_latest_rates(),
        questions=ask_questions(product_id, hidden=hidden, limit=SHOWN_QUESTIONS),
        about=ask_notes_about(product_id, voice=voice, kols=kols, hidden=hidden, only=only, like=like),
        leads=ask_led_to(product_id, limit=_SIMILAR),
        on_sale=ask_on_sale([each.id for each in product.skus]),
        ways=ask_ways_on_sale([] if sku is None else [sku.id], brand_id=product.summary.brand_id),
    )
    send(
        told.voices, told.decision, told.rates, told.questions, told.about, told.leads, told.on_sale,
        told.ways,
    )  # fmt: skip
    return told


def _offered(
    product: Product, sku: Sku | None, told: _Told, viewer: Viewer, pictures: Pictures
) -> dict[str, Any]:
    """Whether the choices can be had, what the chosen one costs delivered, and where it comes from."""
    on_sale = told.on_sale.answer
    stock = stock_views(product, on_sale)
    way = None if sku is None else told.ways.answer.get(sku.id)
    return {
        "sku": None if sku is None else _sku_view(sku, viewer),
        "axes": axes_view(product, sku, viewer, stock=stock),
        "stock": tuple(stock.values()),
        "offer": None if sku is None else offer_of(sku, on_sale.get(sku.id), today=business_day()),
        "way": None if way is None else way_view(way, pictures, viewer),
    }


def product_notes(
    viewer: Viewer,
    *,
    product_id: Id,
    cursor: str,
    voice: str = "",
    skin: str = "",
    age: str = "",
    climate: str = "",
) -> CardSlice:
    """A page of the notes about a product, by *voice* of KOLs or others only, and only by authors who are
    like that. Raises InvalidCursor.
    """
    wanted = likeness_asked(skin, age, climate)
    authors = _ask_authors(product_id, wanted)
    only = authors_alike(authors.answer, wanted, this_year=business_day().year)
    return notes_about(
        viewer,
        product_id,
        voice=voice_of(voice),
        hidden=hidden_of(viewer),
        only=only,
        like=query_of(wanted),
        cursor=cursor,
    )


def _ask_own(viewer: Viewer) -> Asked[tuple[PersonalFact, ...]]:
    if viewer.user_id is None:
        return Asked.known(())
    return ask_facts(viewer.user_id, public_only=False)


def _ask_authors(product_id: Id, wanted: Likeness) -> Asked[tuple[Id, ...]]:
    if not wanted.asks:
        return Asked.known(())
    return ask_authors_of_product(product_id, limit=MOST_AUTHORS)


def _described(product: Product, viewer: Viewer, pictures: Pictures) -> dict[str, Any]:
    """What the product is, whoever looks."""
    summary = product.summary
    name = summary.name.in_language(viewer.language)
    return {
        "id": summary.id,
        "name": name,
        "brand": _brand_of(summary, viewer),
        "crumbs": crumbs_of(product.category_path, viewer),
        "pictures": _shots(product, pictures, name),
        "color": summary.color or FALLBACK_COLOR,
        "description": product.description.in_language(viewer.language),
        "highlights": _highlights(product, viewer),
        "ingredients": product.ingredients,
        "origin": product.origin,
        "skus": tuple(_sku_view(sku, viewer) for sku in product.skus),
        "source_price": product.source_price,
        "rate": product.rate,
        "rate_on": product.rate_on,
    }


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

"""Searching: products, a brand or topic, members and notes on one page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from hongshu.community.graph.queries import list_followed_ids
from hongshu.community.members.contracts import Profile
from hongshu.community.notes.contracts import NoteSummary
from hongshu.community.notes.queries import ask_channels, ask_count_of_topic, ask_public_by_id, list_channels
from hongshu.discovery.search import queries as search
from hongshu.discovery.search.contracts import (
    Answer,
    FoundThing,
    Kind,
    Results,
    SearchFilter,
    Sort,
    UnknownChoice,
)
from hongshu.discovery.search.services import record_search
from hongshu.flows.pages.cards import brand_chip, member_chip, note_cards, pictures_for, product_cards
from hongshu.flows.pages.contracts import ChosenValue, FacetOption, FacetView, NoteCard, ProductCard, Viewer
from hongshu.flows.pages.contracts.searching import (
    Explained,
    Highlight,
    Part,
    SearchPage,
    SearchStart,
    SearchWish,
    Suggestions,
    TopicFound,
)
from hongshu.flows.pages.viewers import hidden_of, meet
from hongshu.flows.pages.views import view_of_notes, view_of_products
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.behaviour.contracts import Surface
from hongshu.store.catalog.contracts import Brand, ProductSummary
from hongshu.store.catalog.queries import (
    find_products_by_name,
    list_brands_by_id,
    list_categories,
    list_products_by_id,
)

PAGE_SIZE = 30
_RAIL = 12
_MEMBERS = 6
_SPARE = 10
_FACET_OPTIONS = 10
_NUMBERS = ("since", "low", "high")
_CHOICES = frozenset({"channel", "brand", "category", "since", "low", "high", "stock", "followed", "place"})
_TABS: dict[str, tuple[Kind, ...]] = {
    "": (Kind.NOTE, Kind.PRODUCT, Kind.BRAND, Kind.MEMBER),
    "note": (Kind.NOTE,),
    "video": (),
    "product": (Kind.PRODUCT, Kind.BRAND),
    "member": (Kind.MEMBER,),
}


def search_start(viewer: Viewer) -> SearchStart:
    """Own searches and what many look for. Two queries at most."""
    history = () if viewer.user_id is None else search.list_history(viewer.user_id)
    return SearchStart(history=history, hot=search.list_hot())


def suggest(*, begun: str) -> Suggestions:
    """What may be meant by what was typed so far; mostly without a query."""
    return Suggestions(search.suggest(begun=begun))


def search_page(viewer: Viewer, wish: SearchWish) -> SearchPage:
    """What is found for a query: at most eight queries with the request's own.

    Everything is read again through its package, so what is hidden, held, deleted, private or not listed is
    not there, whatever the index says. Raises QueryTooLong, UnknownChoice, InvalidCursor.
    """
    if wish.tab not in _TABS:
        raise UnknownChoice(name="tab")
    listing = _listing(wish)
    offset = int(decode_cursor(listing, wish.cursor)[0]) if wish.cursor else 0
    kinds = (
        _TABS[wish.tab] if not offset else tuple(kind for kind in _TABS[wish.tab] if kind is _main(wish.tab))
    )
    answer = search.search(
        text=wish.text,
        kinds=kinds,
        chosen=_filter(viewer, wish.chosen),
        sort=_sort(wish.sort),
        explain=not offset,
    )
    page = _composed(viewer, wish, answer, offset, listing)
    if not offset:
        record_search(
            text=wish.text,
            found=page.note_total + page.product_total + page.member_total,
            user_id=viewer.user_id,
            visitor=viewer.visitor,
            request_id=viewer.request_id,
            answer=answer,
        )
    return page


def _composed(viewer: Viewer, wish: SearchWish, answer: Answer, offset: int, listing: str) -> SearchPage:
    notes, products = _of(answer, Kind.NOTE), _of(answer, Kind.PRODUCT)
    is_products = _main(wish.tab) is Kind.PRODUCT
    window = slice(offset, offset + PAGE_SIZE + _SPARE)
    shown, member_ids, topic = _read(viewer, wish, answer, [thing.id for thing in notes.things[window]])
    summaries = _products(answer, products.things[window] if is_products else products.things[:_RAIL], wish)
    brands = _brands(answer)
    marks = [brand.mark_id for brand in brands if brand.mark_id is not None]
    pictured = [one.picture_id for one in summaries if one.picture_id is not None]
    cards = note_cards(shown, viewer, beside=[*pictured, *marks])
    rail = product_cards(summaries, viewer, note_counts={}, beside=marks)
    people = _people(viewer, member_ids)
    pictures = pictures_for(viewer, marks)
    main = products if is_products else notes
    used = PAGE_SIZE if is_products else _used([thing.id for thing in notes.things[window]], shown)
    has_more = wish.tab != "member" and offset + used < len(main.things) and bool(cards or rail)
    return SearchPage(
        query=wish.text,
        text=answer.text,
        tab=wish.tab,
        sort=wish.sort,
        did=answer.did.value,
        is_partial=answer.is_partial,
        products=rail,
        products_view=view_of_products(viewer, Surface.SEARCH, rail, source=_source(answer)),
        notes=cards,
        view=view_of_notes(viewer, Surface.SEARCH, cards, source=_source(answer)),
        members=tuple(member_chip(person, pictures) for person in people),
        brand=next((brand_chip(brand, viewer, pictures) for brand in brands), None),
        topic=topic,
        note_total=notes.total,
        product_total=products.total if answer.is_ready else len(summaries),
        member_total=len(people),
        facets=_facets(viewer, wish, main, summaries),
        next_cursor=encode_cursor(listing, [offset + used]) if has_more else "",
        chosen=tuple(ChosenValue(name, value) for name, value in sorted(wish.chosen.items())),
        marks=tuple(sorted(answer.terms, key=len, reverse=True))[:24],
        highlights=tuple(
            Highlight(wire_form(card.id), begin, end)
            for card in cards
            for begin, end in search.places_of(answer.terms, card.title)
        ),
        explained=_explained(answer, cards, rail) if wish.explain else (),
    )


def _read(
    viewer: Viewer, wish: SearchWish, answer: Answer, note_ids: Sequence[Id]
) -> tuple[list[NoteSummary], list[Id], TopicFound | None]:
    """The found notes that this viewer may see, the found members, and the topic: one statement."""
    asked = ask_public_by_id(note_ids, without_authors=hidden_of(viewer))
    topic = ask_count_of_topic(answer.text) if wish.tab in ("", "note") and not wish.cursor else None
    most = PAGE_SIZE if wish.tab else _MEMBERS
    member_ids = [thing.id for thing in _of(answer, Kind.MEMBER).things[:most]]
    meet(viewer, asked, ask_channels(), *([topic] if topic is not None else []), people=member_ids)
    named = TopicFound(answer.text, topic.answer) if topic is not None and topic.answer else None
    return list(asked.answer.values())[:PAGE_SIZE], member_ids, named


def _brands(answer: Answer) -> list[Brand]:
    ids = [thing.id for thing in _of(answer, Kind.BRAND).things[:1]]
    return list(list_brands_by_id(ids).values()) if ids else []


def _people(viewer: Viewer, ids: Sequence[Id]) -> list[Profile]:
    hidden = hidden_of(viewer)
    known = [viewer.known[key] for key in ids if key in viewer.known and key not in hidden]
    return [profile for profile in known if not (profile.is_leaving or profile.is_suspended)]


def _products(answer: Answer, things: Sequence[FoundThing], wish: SearchWish) -> list[ProductSummary]:
    if not answer.is_ready:
        # While the index is made, what the catalogue's own names hold.
        return list(find_products_by_name(wish.text, limit=PAGE_SIZE)) if wish.text else []
    ids = [thing.id for thing in things]
    found = list_products_by_id(ids)
    return [found[key] for key in ids if key in found][:PAGE_SIZE]


def _of(answer: Answer, kind: Kind) -> Results:
    return answer.by_kind.get(kind, Results())


def _main(tab: str) -> Kind:
    return {"product": Kind.PRODUCT, "member": Kind.MEMBER}.get(tab, Kind.NOTE)


def _used(ids: Sequence[Id], shown: Sequence[NoteSummary]) -> int:
    """How many of the found notes were used up: what stands behind the last shown one comes on the next
    page.
    """
    if len(shown) < PAGE_SIZE:
        return len(ids)
    return list(ids).index(shown[-1].id) + 1


def _source(answer: Answer) -> str:
    return f"search:{answer.did.value or 'best'}"


def _listing(wish: SearchWish) -> str:
    told = repr((wish.text, wish.tab, wish.sort, sorted(wish.chosen.items())))
    return f"search:{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _sort(text: str) -> Sort:
    try:
        return Sort(text)
    except ValueError:
        raise UnknownChoice(name="sort") from None


def _filter(viewer: Viewer, chosen: Mapping[str, str]) -> SearchFilter:
    given = chosen
    for name in given:
        if name not in _CHOICES:
            raise UnknownChoice(name=name[:40])
    numbers = {name: _number(name, given.get(name, "")) for name in _NUMBERS}
    authors = None
    if given.get("followed") == "1":
        if viewer.user_id is None:
            raise SignInNeeded
        authors = list_followed_ids(viewer.user_id)
    low, high = numbers["low"], numbers["high"]
    return SearchFilter(
        channel=given.get("channel", ""),
        brand=given.get("brand", ""),
        category=given.get("category", ""),
        place=given.get("place", ""),
        since_days=numbers["since"],
        lowest_minor=None if low is None else low * 100,
        highest_minor=None if high is None else high * 100,
        in_stock=given.get("stock") == "1",
        author_ids=authors,
    )


def _number(name: str, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise UnknownChoice(name=name)
    return int(text)


def _facets(
    viewer: Viewer, wish: SearchWish, results: Results, products: Sequence[ProductSummary]
) -> tuple[FacetView, ...]:
    if not results.facets:
        return ()
    names = {one.slug: one.name_zh if viewer.language == "zh" else one.name_en for one in list_channels()}
    names |= {one.slug: one.name.in_language(viewer.language) for one in list_categories()}
    # Names of brands that are on the page anyway; the others by their slugs, which are names without spaces.
    names |= {one.brand_slug: one.brand_name.in_language(viewer.language) for one in products}
    found = []
    for name, counts in results.facets.items():
        if name == "stock":
            continue
        options = tuple(
            FacetOption(
                name,
                value,
                names.get(value) or value.replace("-", " ").title(),
                count,
                wish.chosen.get(name) == value,
            )
            for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_FACET_OPTIONS]
        )
        if options:
            found.append(FacetView(slug=name, title="", options=options))
    return tuple(found)


def _explained(
    answer: Answer, cards: Sequence[NoteCard], products: Sequence[ProductCard]
) -> tuple[Explained, ...]:
    names = {card.id: card.title or card.excerpt for card in cards} | {
        card.id: card.name for card in products
    }
    return tuple(
        Explained(
            wire_form(thing.id),
            kind.value,
            names[thing.id],
            round(thing.score, 3),
            tuple(Part(name, round(part, 3)) for name, part in thing.parts.items() if round(part, 3)),
        )
        for kind, results in answer.by_kind.items()
        for thing in results.things
        if thing.id in names
    )

"""Cards from what the packages tell, in batches: one query a package, however many cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hongshu.community.members.contracts import Profile
from hongshu.community.notes.contracts import NoteSummary
from hongshu.community.notes.queries import ask_product_counts
from hongshu.community.responses.contracts import NO_LIKES, LikeState
from hongshu.community.responses.queries import ask_like_states
from hongshu.flows.pages.contracts import (
    BrandChip,
    Crumb,
    MemberChip,
    NoteCard,
    PictureView,
    ProductCard,
    Viewer,
)
from hongshu.flows.pages.viewers import meet
from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import Picture
from hongshu.platform.media.queries import list_pictures_by_id, picture_base
from hongshu.store.catalog.contracts import Brand, ProductSummary
from hongshu.store.catalog.queries import list_categories

FALLBACK_COLOR = "#8a6a80"
Pictures = Mapping[Id, Picture]


def picture_view(picture_id: Id | None, pictures: Pictures, alt: str = "") -> PictureView | None:
    """The picture for a browser, or None when there is none (any more)."""
    picture = None if picture_id is None else pictures.get(picture_id)
    if picture is None:
        return None
    return PictureView(
        base=picture_base(picture),
        widths=picture.widths,
        width=picture.width,
        height=picture.height,
        thumbhash=picture.thumbhash,
        color=picture.color,
        alt=alt,
    )


def member_chip(profile: Profile | None, pictures: Pictures) -> MemberChip:
    """A member beside what they wrote; somebody without a profile is shown without a name."""
    if profile is None or profile.is_leaving:
        return MemberChip(
            handle="nobody", name="…", initial="…", color=FALLBACK_COLOR, avatar=None, kol_field=""
        )
    return MemberChip(
        handle=profile.handle,
        name=profile.name,
        initial=profile.name[:1].upper(),
        color=profile.color,
        avatar=picture_view(profile.avatar_id, pictures),
        kol_field=profile.kol_field,
        kol_since=profile.kol_since,
    )


def note_cards(
    summaries: Sequence[NoteSummary],
    viewer: Viewer,
    *,
    profiles: Mapping[Id, Profile] | None = None,
    likes: Mapping[Id, LikeState] | None = None,
    beside: Iterable[Id] = (),
) -> tuple[NoteCard, ...]:
    """Cards in the order of *summaries*: one query for the authors and the likes, unless they are known.

    The pictures of *beside*, which the page shows too, are read together with the cards'.
    """
    if not summaries:
        return ()
    states = (
        ask_like_states([summary.id for summary in summaries], viewer_id=viewer.user_id)
        if likes is None
        else Asked.known(likes)
    )
    if profiles is None:
        meet(viewer, states, people={summary.author_id for summary in summaries})
    authors, likes = viewer.known if profiles is None else profiles, states.answer
    pictures = pictures_for(viewer, [*picture_ids_of(summaries, authors.values()), *beside])
    return tuple(
        NoteCard(
            id=summary.id,
            title=summary.title,
            excerpt=summary.excerpt,
            color=_color_of(authors.get(summary.author_id)),
            cover=picture_view(summary.cover_id, pictures, summary.cover_alt),
            author=member_chip(authors.get(summary.author_id), pictures),
            like_count=likes.get(summary.id, NO_LIKES).count,
            is_liked=likes.get(summary.id, NO_LIKES).is_liked,
            published_at=summary.published_at,
            language=summary.language,
            place=summary.place,
            origin=summary.origin,
            rating=summary.rating,
            source=source_of(summary.origin),
            is_commercial=summary.is_commercial,
            is_ai_made=summary.is_ai_made,
            entry_count=summary.entry_count,
        )
        for summary in summaries
    )


def pictures_for(viewer: Viewer, ids: Iterable[Id]) -> Pictures:
    """Pictures by id, with the avatars of everybody whom this request knows: one query at most.

    Who asks again for any of them, the chrome for the viewer's own among others, then asks nothing.
    """
    avatars = (profile.avatar_id for profile in viewer.known.values())
    return list_pictures_by_id([*ids, *(key for key in avatars if key is not None)])


def picture_ids_of(summaries: Iterable[NoteSummary], profiles: Iterable[Profile]) -> list[Id]:
    """The covers of notes and the avatars of members."""
    covers = [summary.cover_id for summary in summaries]
    return [key for key in (*covers, *(profile.avatar_id for profile in profiles)) if key is not None]


def product_cards(
    summaries: Sequence[ProductSummary],
    viewer: Viewer,
    *,
    note_counts: Mapping[Id, int] | None = None,
    beside: Iterable[Id] = (),
) -> tuple[ProductCard, ...]:
    """Cards in the order of *summaries*: one query, none when the *note_counts* are known.

    The pictures of *beside*, which the page shows too, are read together with the cards'.
    """
    if note_counts is None:
        counted = ask_product_counts([summary.id for summary in summaries])
        meet(viewer, counted)
        note_counts = counted.answer
    counts = note_counts
    shown = [summary.picture_id for summary in summaries if summary.picture_id is not None]
    pictures = pictures_for(viewer, [*shown, *beside])
    return tuple(
        ProductCard(
            id=summary.id,
            name=summary.name.in_language(viewer.language),
            brand_name=summary.brand_name.in_language(viewer.language),
            brand_slug=summary.brand_slug,
            price=summary.price,
            has_price_range=summary.price != summary.highest_price,
            picture=picture_view(summary.picture_id, pictures, alt=summary.name.in_language(viewer.language)),
            color=summary.color or FALLBACK_COLOR,
            note_count=counts.get(summary.id, 0),
            is_sold_out=summary.is_in_stock is False,
        )
        for summary in summaries
    )


def brand_chip(brand: Brand, viewer: Viewer, pictures: Pictures) -> BrandChip:
    """A brand by its mark and name."""
    return BrandChip(
        slug=brand.slug,
        name=brand.name.in_language(viewer.language),
        color=brand.color or FALLBACK_COLOR,
        mark=picture_view(brand.mark_id, pictures),
        country=brand.country,
    )


def crumbs_of(path: Sequence[str], viewer: Viewer) -> tuple[Crumb, ...]:
    """The steps of a category path, with their names; no query mostly."""
    names = {category.slug: category.name for category in list_categories()}
    return tuple(
        Crumb(slug=slug, name=names[slug].in_language(viewer.language)) for slug in path if slug in names
    )


def source_of(origin: str) -> str:
    """Where a note was brought in from; empty for what members wrote here."""
    return "" if origin in ("member", "demo") else origin


def _color_of(profile: Profile | None) -> str:
    return profile.color if profile is not None else FALLBACK_COLOR

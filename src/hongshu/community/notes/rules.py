"""Pure decisions about notes: lengths as the field counts them, topics, channels, what a card shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import datetime

from hongshu.community.graph.contracts import Relation
from hongshu.community.members.contracts import AllowedFrom
from hongshu.community.notes.contracts import (
    ALT_MAX,
    BODY_MAX,
    CHANNEL_NAME_MAX,
    CHANNEL_SLUG_MAX,
    ENTRY_NAME_MAX,
    ENTRY_PLACE_MAX,
    ENTRY_WORD_MAX,
    MAX_ENTRIES,
    MAX_MENTIONS,
    MAX_PICTURES,
    MAX_PRODUCTS,
    MAX_TOPICS,
    PRICE_MAX_MINOR,
    SCHEDULED_AT_LEAST,
    SCHEDULED_AT_MOST,
    TITLE_MAX_UNITS,
    TOPIC_MAX,
    AltTooLong,
    BodyTooLong,
    Channel,
    EntryNameless,
    EntryTooLong,
    InvalidChannel,
    InvalidEntryPrice,
    InvalidPublishTime,
    InvalidSpot,
    InvalidTopic,
    ListEntry,
    NoPicture,
    NoteDraft,
    NoteEmpty,
    ProductSpot,
    TitleTooLong,
    TooManyEntries,
    TooManyMentions,
    TooManyPictures,
    TooManyProducts,
    TooManyTopics,
    UnknownChannel,
    title_units,
)
from hongshu.kernel.ids import Id

CHANNELS = (
    Channel("skincare", "护肤", "Skincare"),
    Channel("makeup", "彩妆", "Make-up"),
    Channel("bags", "包包", "Bags"),
    Channel("shoes", "鞋履", "Shoes"),
    Channel("fashion", "穿搭", "Fashion"),
    Channel("travel", "旅行", "Travel"),
    Channel("food", "美食", "Food"),
    Channel("home", "家居", "Home"),
    Channel("baby", "母婴", "Baby"),
    Channel("fitness", "健身", "Fitness"),
    Channel("career", "职场", "Career"),
)
CHANNEL_SLUGS = frozenset(channel.slug for channel in CHANNELS)
EXCERPT_MAX = 90
_CHANNEL_SLUG = re.compile(rf"[a-z][a-z0-9-]{{1,{CHANNEL_SLUG_MAX - 1}}}")
_TOPIC = re.compile(r"\w+")
# A handle as members have it, not within a word or an e-mail address.
_MENTION = re.compile(r"(?<![A-Za-z0-9_.])@([A-Za-z][A-Za-z0-9_]{2,23})(?![A-Za-z0-9_])")
_NOT_OF_A_NAME = re.compile(r"[\W_]+")


def shown_title(title: str) -> str:
    """The title within TITLE_MAX_UNITS; a longer one (only imports have them) ends with "…"."""
    if title_units(title) <= TITLE_MAX_UNITS:
        return title
    kept = title
    while title_units(kept + "…") > TITLE_MAX_UNITS:
        kept = kept[:-1]
    return kept.rstrip(" ,，.。、;；:：-–—") + "…"


def excerpt_of(body: str) -> str:
    """The beginning of a body for a card without a picture, on one line; cut between words where it can."""
    text = " ".join(body.split())
    if len(text) <= EXCERPT_MAX:
        return text
    cut = text[: EXCERPT_MAX - 1]
    head, _, tail = cut.rpartition(" ")
    if head and len(tail) < 20:
        cut = head
    return cut.rstrip(" ,，.。、;；:：") + "…"


def normal_topic(topic: str) -> str:
    """The form in which two spellings of a topic meet: NFKC, without "#" and spaces around. Raises
    InvalidTopic.
    """
    kept = unicodedata.normalize("NFKC", topic.strip().lstrip("#").strip())
    if not 0 < len(kept) <= TOPIC_MAX or not _TOPIC.fullmatch(kept):
        raise InvalidTopic(field="topics", topic=topic.strip()[:TOPIC_MAX])
    return kept


def checked_topics(topics: tuple[str, ...]) -> list[str]:
    """The topics as they are kept, each once. Raises InvalidTopic, TooManyTopics."""
    kept = list(dict.fromkeys(normal_topic(topic) for topic in topics))
    if len(kept) > MAX_TOPICS:
        raise TooManyTopics(field="topics", max=MAX_TOPICS)
    return kept


def check_draft(draft: NoteDraft, *, channels: Collection[str] = CHANNEL_SLUGS) -> None:
    """Raise the first reason why *draft* cannot be published."""
    if not draft.title.strip() and not draft.body.strip():
        raise NoteEmpty(field="title")
    units = title_units(draft.title)
    if units > TITLE_MAX_UNITS:
        raise TitleTooLong(field="title", max=TITLE_MAX_UNITS, units=units)
    if len(draft.body) > BODY_MAX:
        raise BodyTooLong(field="body", max=BODY_MAX, length=len(draft.body))
    if not draft.pictures:
        raise NoPicture(field="pictures")
    if len(draft.pictures) > MAX_PICTURES:
        raise TooManyPictures(field="pictures", max=MAX_PICTURES)
    if any(len(picture.alt) > ALT_MAX for picture in draft.pictures):
        raise AltTooLong(field="pictures", max=ALT_MAX)
    if len(draft.product_ids) > MAX_PRODUCTS:
        raise TooManyProducts(field="products", max=MAX_PRODUCTS)
    if draft.channel and draft.channel not in channels:
        raise UnknownChannel(field="channel", channel=draft.channel[:40])
    check_spots(draft.spots, draft)
    check_entries(draft.entries)
    mentioned_handles(draft.body)


def checked_channel(channel: Channel) -> Channel:
    """A channel as it is kept: its names trimmed. Raises InvalidChannel."""
    kept = Channel(
        slug=channel.slug,
        name_zh=" ".join(channel.name_zh.split()),
        name_en=" ".join(channel.name_en.split()),
        is_shown=channel.is_shown,
    )
    if not _CHANNEL_SLUG.fullmatch(kept.slug):
        raise InvalidChannel(field="slug", max=CHANNEL_SLUG_MAX)
    for field, name in (("name_zh", kept.name_zh), ("name_en", kept.name_en)):
        if not 0 < len(name) <= CHANNEL_NAME_MAX or not name.isprintable():
            raise InvalidChannel(field=field, max=CHANNEL_NAME_MAX)
    return kept


def check_spots(spots: Sequence[ProductSpot], draft: NoteDraft) -> None:
    """Raise InvalidSpot unless each price tag is within a picture of the draft and of a product in it, and no
    product has two on one picture.
    """
    pictures = {picture.picture_id for picture in draft.pictures}
    for spot in spots:
        if spot.picture_id not in pictures or spot.product_id not in draft.product_ids:
            raise InvalidSpot(field="spots")
        if not (0 <= spot.x <= 1 and 0 <= spot.y <= 1):
            raise InvalidSpot(field="spots")
    if len({(spot.product_id, spot.picture_id) for spot in spots}) != len(spots):
        raise InvalidSpot(field="spots")


def check_entries(entries: Sequence[ListEntry]) -> None:
    """Raise the first reason why a shopping list cannot be kept."""
    if len(entries) > MAX_ENTRIES:
        raise TooManyEntries(field="entries", max=MAX_ENTRIES)
    for number, entry in enumerate(entries, start=1):
        if entry.product_id is None and not wanted_name(entry.name):
            raise EntryNameless(field="entries", number=number)
        for text, most in (
            (entry.name, ENTRY_NAME_MAX),
            (entry.word, ENTRY_WORD_MAX),
            (entry.shop, ENTRY_PLACE_MAX),
            (entry.place, ENTRY_PLACE_MAX),
        ):
            if len(text) > most:
                raise EntryTooLong(field="entries", number=number, max=most)
        if entry.price is not None and not 0 <= entry.price.amount_minor <= PRICE_MAX_MINOR:
            raise InvalidEntryPrice(field="entries", number=number)


def wanted_name(name: str) -> str:
    """The form in which two spellings of a wanted thing meet: NFKC, in small letters, signs as one space."""
    return _NOT_OF_A_NAME.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()


def mentioned_handles(body: str) -> tuple[str, ...]:
    """The handles that a text names, each once, in small letters, in their order. Raises TooManyMentions."""
    found = tuple(dict.fromkeys(match.group(1).lower() for match in _MENTION.finditer(body)))
    if len(found) > MAX_MENTIONS:
        raise TooManyMentions(field="body", max=MAX_MENTIONS)
    return found


def split_mentions(body: str) -> tuple[tuple[str, str], ...]:
    """A text in pieces, each with the handle that it names (in small letters) or ""; together they are it."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in _MENTION.finditer(body):
        if match.start() > at:
            pieces.append((body[at : match.start()], ""))
        pieces.append((match.group(0), match.group(1).lower()))
        at = match.end()
    if at < len(body):
        pieces.append((body[at:], ""))
    return tuple(pieces)


def may_name(allowed: AllowedFrom, relation: Relation) -> bool:
    """Whether a member lets another name them; ``relation`` is the other's to the member."""
    if relation.is_hidden:
        return False
    return allowed is AllowedFrom.ALL or (allowed is AllowedFrom.FOLLOWED and relation.is_followed_by)


def kept_spots(
    spots: Sequence[ProductSpot], *, products: Collection[Id], pictures: Collection[Id]
) -> tuple[ProductSpot, ...]:
    """The price tags whose product and picture are still there, one a product on a picture."""
    found = {
        (spot.product_id, spot.picture_id): spot
        for spot in spots
        if spot.product_id in products and spot.picture_id in pictures
    }
    return tuple(found.values())


def check_publish_time(publish_at: datetime, *, now: datetime) -> None:
    """Raise InvalidPublishTime unless it is SCHEDULED_AT_LEAST to SCHEDULED_AT_MOST ahead."""
    if not SCHEDULED_AT_LEAST <= publish_at - now <= SCHEDULED_AT_MOST:
        raise InvalidPublishTime(
            field="publish_at",
            hours=int(SCHEDULED_AT_LEAST.total_seconds()) // 3600,
            days=SCHEDULED_AT_MOST.days,
        )

"""Pure decisions about notes: lengths as the field counts them, topics, channels, what a card shows."""

from __future__ import annotations

import re
import unicodedata

from hongshu.community.notes.contracts import (
    ALT_MAX,
    BODY_MAX,
    MAX_PICTURES,
    MAX_PRODUCTS,
    MAX_TOPICS,
    TITLE_MAX_UNITS,
    TOPIC_MAX,
    AltTooLong,
    BodyTooLong,
    Channel,
    InvalidTopic,
    NoPicture,
    NoteDraft,
    NoteEmpty,
    TitleTooLong,
    TooManyPictures,
    TooManyProducts,
    TooManyTopics,
    UnknownChannel,
    title_units,
)

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
_TOPIC = re.compile(r"\w+")


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


def check_draft(draft: NoteDraft) -> None:
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
    if draft.channel and draft.channel not in CHANNEL_SLUGS:
        raise UnknownChannel(field="channel", channel=draft.channel[:40])

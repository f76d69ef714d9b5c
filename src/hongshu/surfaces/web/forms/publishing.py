"""The publish form as a person sends it: read, kept for showing again, turned into a draft."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from django.http import QueryDict

from hongshu.community.notes.contracts import MAX_PICTURES, MAX_TOPICS, NoteDraft, NotePicture, Visibility
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.surfaces.words import words_of

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_BETWEEN_TOPICS = re.compile(r"[\s,，、#＃;；]+")
_LONGEST_TEXT = 20_000

# The field beside which a refusal is shown, when the refusal does not name one itself.
_FIELD_OF = {
    "title_too_long": "title",
    "note_empty": "title",
    "body_too_long": "body",
    "no_picture": "pictures",
    "too_many_pictures": "pictures",
    "picture_not_found": "pictures",
    "picture_too_large": "pictures",
    "picture_type_refused": "pictures",
    "picture_broken": "pictures",
    "rendering_busy": "pictures",
    "alt_too_long": "pictures",
    "too_many_products": "products",
    "product_not_found": "products",
    "too_many_topics": "topics",
    "invalid_topic": "topics",
    "unknown_channel": "channel",
}
FIELDS = frozenset({"title", "body", "pictures", "products", "topics", "channel", "visibility", "place"})


@dataclass(slots=True)
class PublishForm:
    """What was typed, exactly, and what is wrong with it by field ("" for the whole)."""

    title: str = ""
    body: str = ""
    pictures: list[NotePicture] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    product_ids: list[Id] = field(default_factory=list)
    product_query: str = ""
    channel: str = ""
    visibility: str = Visibility.PUBLIC.value
    place: str = ""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    errors: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, error: DomainError) -> None:
        """Remember why, beside the field it is about."""
        name = error.field if error.field in FIELDS else _FIELD_OF.get(error.code, "")
        said = self.errors.setdefault(name, [])
        if (words := words_of(error)) not in said:
            said.append(words)

    def draft(self) -> NoteDraft:
        """The draft for publishing. Its language is that of its letters."""
        is_chinese = bool(_CHINESE.search(self.title + self.body))
        return NoteDraft(
            title=self.title.strip(),
            body=self.body.strip(),
            pictures=tuple(self.pictures),
            product_ids=tuple(self.product_ids),
            topics=tuple(self.topics),
            channel=self.channel,
            language="zh" if is_chinese else "en",
            place=self.place.strip(),
            visibility=Visibility(self.visibility),
        )


def read_form(post: QueryDict) -> PublishForm:
    """The form as it was sent. Ids that are none are passed over: only tampering makes them."""
    visibility = post.get("visibility", Visibility.PUBLIC.value)
    return PublishForm(
        title=_text(post, "title"),
        body=_text(post, "body").replace("\r\n", "\n"),
        pictures=_pictures(post),
        topics=split_topics(" ".join(post.getlist("topics"))),
        product_ids=list(dict.fromkeys(_ids(post.getlist("product")))),
        product_query=_text(post, "product_query")[:80],
        channel=_text(post, "channel")[:40],
        # A value that is none shows the note to as few as possible.
        visibility=visibility if visibility in set(Visibility) else Visibility.PRIVATE.value,
        place=_text(post, "place")[:40],
        key=_text(post, "key")[:80] or secrets.token_urlsafe(18),
    )


def split_topics(text: str) -> list[str]:
    """Topics from what was typed: Separate with spaces, commas or #, each once."""
    found = [topic for topic in _BETWEEN_TOPICS.split(text) if topic]
    return list(dict.fromkeys(found))[: MAX_TOPICS * 3]


def _pictures(post: QueryDict) -> list[NotePicture]:
    removed = set(post.getlist("remove"))
    alts = post.getlist("alt")
    found: dict[Id, NotePicture] = {}
    for index, wire in enumerate(post.getlist("picture")[: MAX_PICTURES * 2]):
        alt = alts[index].replace("\0", "").strip() if index < len(alts) else ""
        for picture_id in _ids([wire]):
            if wire not in removed:
                found[picture_id] = NotePicture(picture_id=picture_id, alt=alt)
    return list(found.values())


def _ids(wires: list[str]) -> list[Id]:
    found = []
    for wire in wires:
        try:
            found.append(parse_id(wire))
        except InvalidId:
            continue
    return found


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "")[:_LONGEST_TEXT].replace("\0", "")

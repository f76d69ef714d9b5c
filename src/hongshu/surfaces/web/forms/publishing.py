"""The publish form as a person sends it: read, kept for showing again, turned into a draft."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from django.http import QueryDict

from hongshu.community.notes.contracts import (
    MAX_PICTURES,
    MAX_PRODUCTS,
    MAX_TOPICS,
    Declarations,
    NoteDraft,
    NotePicture,
    ProductSpot,
    Visibility,
)
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form
from hongshu.surfaces.web.forms.entries import EntryForm, entry_form, read_entries
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
FIELDS = frozenset(
    {
        "title",
        "body",
        "pictures",
        "products",
        "topics",
        "channel",
        "visibility",
        "place",
        "entries",
        "cover",
        "publish_at",
    }
)


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
    cover_line: str = ""
    cover_template: str = ""
    entries: list[EntryForm] = field(default_factory=list)
    spots: list[ProductSpot] = field(default_factory=list)
    is_original: bool = False
    is_ai_made: bool = False
    is_commercial: bool = False
    # The draft that is kept of this form, and when it shall be published, as it was typed.
    draft_key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    publish_at: str = ""
    # The version of the note that is edited, as it was shown; 0 for a new note.
    version: int = 0
    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    errors: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, error: DomainError) -> None:
        """Remember why, beside the field it is about."""
        name = error.field if error.field in FIELDS else _FIELD_OF.get(error.code, "")
        said = self.errors.setdefault(name, [])
        if (words := words_of(error)) not in said:
            said.append(words)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written that would be missed."""
        return not (
            self.title.strip() or self.body.strip() or self.pictures or self.entries or self.product_ids
        )

    def unfinished(self) -> NoteDraft:
        """The draft for keeping: a price that cannot be read is kept with the line's word."""
        lines = self.entries
        self.entries = [line.readable() for line in lines]
        try:
            return self.draft()
        finally:
            self.entries = lines

    def draft(self) -> NoteDraft:
        """The draft for publishing. Its language is that of its letters. Raises InvalidEntryPrice.

        Price tags whose picture or product was taken out are left out.
        """
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
            declared=Declarations(
                is_original=self.is_original,
                is_ai_made=self.is_ai_made,
                is_commercial=self.is_commercial,
            ),
            spots=self._kept_spots(),
            entries=tuple(line.entry(number) for number, line in enumerate(self.entries, start=1)),
        )

    def _kept_spots(self) -> tuple[ProductSpot, ...]:
        pictures = {picture.picture_id for picture in self.pictures}
        kept = {
            (spot.product_id, spot.picture_id): spot
            for spot in self.spots
            if spot.product_id in self.product_ids and spot.picture_id in pictures
        }
        return tuple(kept.values())


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
        cover_line=_text(post, "cover_line")[:400],
        cover_template=_text(post, "cover_template")[:20],
        entries=read_entries(post),
        spots=_spots(post),
        is_original=bool(post.get("is_original")),
        is_ai_made=bool(post.get("is_ai_made")),
        is_commercial=bool(post.get("is_commercial")),
        draft_key=_text(post, "draft")[:80] or secrets.token_urlsafe(12),
        publish_at=_text(post, "publish_at")[:30],
        version=_whole(post.get("version", "")),
        key=_text(post, "key")[:80] or secrets.token_urlsafe(18),
    )


def form_of(draft: NoteDraft, *, version: int = 0) -> PublishForm:
    """The form filled with what was written before."""
    return PublishForm(
        title=draft.title,
        body=draft.body,
        pictures=list(draft.pictures),
        topics=list(draft.topics),
        product_ids=list(draft.product_ids),
        channel=draft.channel,
        visibility=draft.visibility.value,
        place=draft.place,
        entries=[entry_form(entry) for entry in draft.entries],
        spots=list(draft.spots),
        is_original=draft.declared.is_original,
        is_ai_made=draft.declared.is_ai_made,
        is_commercial=draft.declared.is_commercial,
        version=version,
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


def _spots(post: QueryDict) -> list[ProductSpot]:
    """Price tags, each as ``picture:product:left:top`` in thousandths, and the one of the plain form."""
    found = _plain_spot(post)
    for sent in post.getlist("spot")[: MAX_PICTURES * MAX_PRODUCTS]:
        picture, _, rest = sent.partition(":")
        product, _, place = rest.partition(":")
        left, _, top = place.partition(":")
        ids = _ids([picture, product])
        if len(ids) == 2 and left.isascii() and left.isdigit() and top.isascii() and top.isdigit():
            x, y = min(int(left[:4]), 1000) / 1000, min(int(top[:4]), 1000) / 1000
            found.append(ProductSpot(product_id=ids[1], picture_id=ids[0], x=x, y=y))
    return found


def _plain_spot(post: QueryDict) -> list[ProductSpot]:
    product, pictures = _ids([post.get("spot_product", "")]), _ids(post.getlist("picture"))
    number, left, top = (_whole(post.get(f"spot_{name}", "")) for name in ("picture", "left", "top"))
    if not product or not 1 <= number <= len(pictures) or max(left, top) > 100:
        return []
    return [ProductSpot(product_id=product[0], picture_id=pictures[number - 1], x=left / 100, y=top / 100)]


def spot_value(spot: ProductSpot) -> str:
    """A price tag as the form sends it."""
    ids = f"{wire_form(spot.picture_id)}:{wire_form(spot.product_id)}"
    return f"{ids}:{round(spot.x * 1000)}:{round(spot.y * 1000)}"


def _ids(wires: list[str]) -> list[Id]:
    found = []
    for wire in wires:
        try:
            found.append(parse_id(wire))
        except InvalidId:
            continue
    return found


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "")[:_LONGEST_TEXT].replace("\0", "")

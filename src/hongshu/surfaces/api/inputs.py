"""What callers send, typed."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Header, Query, Schema
from ninja.parser import Parser
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, WithJsonSchema

from hongshu.community.notes.contracts import (
    MAX_ENTRIES,
    MAX_PICTURES,
    MAX_PRODUCTS,
    PRICE_MAX_MINOR,
    Declarations,
    ListEntry,
    NoteDraft,
    NotePicture,
    ProductSpot,
    Visibility,
)
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, parse_id
from hongshu.kernel.money import Money
from hongshu.kernel.wire import decode_json
from hongshu.surfaces.api.shapes import WIRE_ID

_CHINESE = re.compile(r"[\u3400-\u9fff]")


class StrictParser(Parser):
    """JSON as the standard has it: no NaN, no half surrogates, which a database could not keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        return decode_json(request.body)


def _id(value: Any) -> Id:
    try:
        return parse_id(value if isinstance(value, str) else "")
    except DomainError:
        raise ValueError("not an id") from None


def _clean(value: str) -> str:
    if "\0" in value:
        raise ValueError("a text holds no NUL")
    return value.replace("\r\n", "\n").strip()


WireId = Annotated[Any, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": WIRE_ID})]
Text = Annotated[str, AfterValidator(_clean)]
Cursor = Annotated[str, Query("", max_length=400, description="``next_cursor`` of the page before.")]
# Only described: what is no id or slug leads nowhere, and that is a 404 and not a fault of form.
IdInPath = Annotated[str, WithJsonSchema({"type": "string", "pattern": WIRE_ID})]
SlugInPath = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"})]
Key = Annotated[
    str,
    Header(
        ...,
        alias="Idempotency-Key",
        min_length=1,
        max_length=80,
        description="Yours, new for each note: sent again, nothing happens twice.",
    ),
]


class PictureInput(Schema):
    """A picture that was uploaded to ``/pictures``, with its description for who cannot see it."""

    id: WireId
    alt: Text = Field("", max_length=2000)


class SpotInput(Schema):
    """A price tag on a picture of the note: x and y are parts of its width and height."""

    product_id: WireId
    picture_id: WireId
    x: float = Field(..., ge=0, le=1)
    y: float = Field(..., ge=0, le=1)


class MoneyInput(Schema):
    """An amount in minor units."""

    amount_minor: int = Field(..., ge=0, le=PRICE_MAX_MINOR)
    currency: Literal[
        "AUD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "JPY", "KRW", "MOP", "NZD", "SEK", "SGD",
        "THB", "TWD", "USD",
    ]  # fmt: skip


class EntryInput(Schema):
    """A line of a shopping list: a product of the catalogue, or by its name what is not sold here."""

    product_id: WireId | None = None
    name: Text = Field("", max_length=400)
    word: Text = Field("", max_length=400)
    price: MoneyInput | None = None
    shop: Text = Field("", max_length=400)
    place: Text = Field("", max_length=400)
    bought_on: date | None = None

    def entry(self) -> ListEntry:
        """The line of a draft."""
        return ListEntry(
            product_id=self.product_id,
            name=self.name,
            word=self.word,
            price=Money(self.price.amount_minor, self.price.currency) if self.price else None,
            shop=self.shop,
            place=self.place,
            bought_on=self.bought_on,
        )


class NoteInput(Schema):
    """A note to be published."""

    title: Text = Field("", max_length=2000)
    body: Text = Field("", max_length=20_000)
    pictures: list[PictureInput] = Field(default_factory=list, max_length=MAX_PICTURES * 2)
    product_ids: list[WireId] = Field(default_factory=list, max_length=50)
    topics: list[Text] = Field(default_factory=list, max_length=50)
    channel: Text = Field("", max_length=40)
    language: Literal["", "zh", "en"] = Field("", description="Empty: that of its letters.")
    place: Text = Field("", max_length=40)
    visibility: Literal["public", "mutuals", "private"] = "public"
    spots: list[SpotInput] = Field(default_factory=list, max_length=MAX_PICTURES * MAX_PRODUCTS)
    entries: list[EntryInput] = Field(default_factory=list, max_length=MAX_ENTRIES * 2)
    is_original: bool = Field(False, description="The author declares it to be their own work.")
    is_ai_made: bool = Field(False, description="Made with AI; the note says so.")
    is_commercial: bool = Field(False, description="A commercial relation; the note is marked as an ad.")

    def draft(self) -> NoteDraft:
        """The draft for publishing."""
        is_chinese = bool(_CHINESE.search(self.title + self.body))
        return NoteDraft(
            title=self.title,
            body=self.body,
            pictures=tuple(NotePicture(picture_id=each.id, alt=each.alt) for each in self.pictures),
            product_ids=tuple(self.product_ids),
            topics=tuple(self.topics),
            channel=self.channel,
            language=self.language or ("zh" if is_chinese else "en"),
            place=self.place,
            visibility=Visibility(self.visibility),
            declared=Declarations(
                is_original=self.is_original,
                is_ai_made=self.is_ai_made,
                is_commercial=self.is_commercial,
            ),
            spots=tuple(
                ProductSpot(product_id=each.product_id, picture_id=each.picture_id, x=each.x, y=each.y)
                for each in self.spots
            ),
            entries=tuple(each.entry() for each in self.entries),
        )


class NoteEdit(NoteInput):
    """A note as it shall be from now on."""

    version: int = Field(..., ge=1, le=2**31 - 1, description="That of ``/written``, when you read it.")


class ScheduleInput(Schema):
    """When a draft shall be published, with its zone; null: not by itself."""

    publish_at: AwareDatetime | None = None

"""The lines of a shopping list as the form sends them: parallel fields, each kept as it was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from hongshu.community.notes.contracts import MAX_ENTRIES, InvalidEntryPrice, ListEntry
from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form
from hongshu.kernel.money import CURRENCY_DIGITS, Money, from_major

_LONGEST = 400
_NAMES = ("product", "name", "word", "price", "currency", "shop", "place", "on")


@dataclass(slots=True)
class EntryForm:
    """A line as it was typed. ``product`` is a product's id in its wire form, or empty."""

    product: str = ""
    name: str = ""
    word: str = ""
    price: str = ""
    currency: str = "CNY"
    shop: str = ""
    place: str = ""
    on: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered; where and when alone say nothing."""
        return not (self.product or self.name.strip() or self.word.strip() or self.price.strip())

    @property
    def product_id(self) -> Id | None:
        """The product; None also for what is no id."""
        try:
            return parse_id(self.product) if self.product else None
        except InvalidId:
            return None

    def entry(self, number: int) -> ListEntry:
        """The line for a draft. Raises InvalidEntryPrice."""
        return ListEntry(
            product_id=self.product_id,
            name=self.name.strip(),
            word=self.word.strip(),
            price=self._money(number),
            shop=self.shop.strip(),
            place=self.place.strip(),
            bought_on=_day(self.on),
        )

    def readable(self) -> EntryForm:
        """The line without a price that cannot be read; what was typed goes to its word."""
        try:
            self._money(0)
        except InvalidEntryPrice:
            return replace(self, price="", word=f"{self.word} {self.price}".strip())
        return self

    def _money(self, number: int) -> Money | None:
        text = self.price.replace(",", "").replace("，", "").strip()
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise InvalidEntryPrice(field="entries", number=number) from None
        if self.currency not in CURRENCY_DIGITS or not amount.is_finite() or not 0 <= amount < 10**10:
            raise InvalidEntryPrice(field="entries", number=number)
        if amount != round(amount, CURRENCY_DIGITS[self.currency]):
            raise InvalidEntryPrice(field="entries", number=number)
        return from_major(amount, self.currency)


def read_entries(post: QueryDict) -> list[EntryForm]:
    """The lines that say something, in their order; a line marked ``entry_remove`` is left out."""
    columns = [post.getlist(f"entry_{name}") for name in _NAMES]
    removed = set(post.getlist("entry_remove"))
    found = []
    for number in range(min(max(map(len, columns)), MAX_ENTRIES * 2)):
        said = [column[number] if number < len(column) else "" for column in columns]
        line = EntryForm(*(text.replace("\0", "")[:_LONGEST] for text in said))
        if not line.is_empty and str(number) not in removed:
            found.append(line)
    return found


def entry_form(entry: ListEntry) -> EntryForm:
    """A line filled with what was written before."""
    return EntryForm(
        product="" if entry.product_id is None else wire_form(entry.product_id),
        name=entry.name,
        word=entry.word,
        price="" if entry.price is None else f"{entry.price.amount:f}",
        currency="CNY" if entry.price is None else entry.price.currency,
        shop=entry.shop,
        place=entry.place,
        on="" if entry.bought_on is None else entry.bought_on.isoformat(),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return None

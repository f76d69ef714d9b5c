"""Pure checks of content: each says what is wrong, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hongshu.community.members.contracts import BIO_MAX, NAME_MAX
from hongshu.community.notes.contracts import (
    ALT_MAX,
    BODY_MAX,
    ENTRY_NAME_MAX,
    ENTRY_PLACE_MAX,
    ENTRY_WORD_MAX,
    MAX_PICTURES,
    MAX_PRODUCTS,
    MAX_TOPICS,
    TITLE_MAX_UNITS,
    TOPIC_MAX,
)
from hongshu.kernel.money import CURRENCY_DIGITS
from hongshu.platform.accounts.contracts import GENDERS, SKIN_TYPES

Entry = Mapping[str, Any]

_HANDLE = re.compile(r"[a-z][a-z0-9_]{2,23}")
_TOPIC = re.compile(rf"\w{{1,{TOPIC_MAX}}}")
_BETWEEN_WORDS = re.compile(r"[\s-]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PRICE = re.compile(r"\d{1,8}(\.\d{1,2})?")
_COUNTRY = re.compile(r"[A-Z]{2}")

TEXT, WHOLE, NUMBER, YES_NO, TEXTS, TABLES = (
    "a text",
    "a whole number",
    "a number",
    "true or false",
    "texts",
    "tables",
)

FIELDS: dict[str, dict[str, str]] = {
    "brand": {
        "slug": TEXT, "name_en": TEXT, "name_zh": TEXT, "country": TEXT, "founded": WHOLE, "color": TEXT,
        "mark": TEXT, "story_en": TEXT, "story_zh": TEXT,
    },
    "category": {"slug": TEXT, "parent": TEXT, "name_en": TEXT, "name_zh": TEXT},
    "attribute": {"slug": TEXT, "category": TEXT, "name_en": TEXT, "name_zh": TEXT, "choices": TABLES},
    "choice": {"slug": TEXT, "name_en": TEXT, "name_zh": TEXT, "products": TEXTS},
    "product": {
        "slug": TEXT, "brand": TEXT, "category": TEXT, "name_en": TEXT, "name_zh": TEXT,
        "description_en": TEXT, "description_zh": TEXT, "highlights_en": TEXTS, "highlights_zh": TEXTS,
        "ingredients": TEXT, "origin": TEXT, "art": TEXT, "colors": TEXTS, "skus": TABLES,
    },
    "SKU": {
        "code": TEXT, "option_en": TEXT, "option_zh": TEXT, "price_fen": WHOLE, "content": TEXT,
        "content_unit": TEXT, "weight_g": WHOLE,
    },
    "member": {
        "handle": TEXT, "name": TEXT, "language": TEXT, "bio": TEXT, "city": TEXT, "country": TEXT,
        "kol": YES_NO, "kol_field": TEXT, "skin_type": TEXT, "birth_year": WHOLE, "gender": TEXT,
        "color": TEXT,
    },
    "note": {
        "slug": TEXT, "author": TEXT, "language": TEXT, "channel": TEXT, "title": TEXT, "body": TEXT,
        "topics": TEXTS, "products": TEXTS, "place": TEXT, "age_days": NUMBER, "images": TABLES,
    },
    "entry": {"word": TEXT, "days_before": WHOLE},
    "image": {"template": TEXT, "ratio": TEXT, "palette": TEXT, "headline": TEXT, "alt": TEXT},
}  # fmt: skip
OPTIONAL: dict[str, dict[str, str]] = {
    "category": {"hs": TEXT, "keeps_days": WHOLE},
    "product": {"keeps_days": WHOLE},
    "image": {"sub": TEXT, "lines": TEXTS, "products": TEXTS, "city": TEXT},
    "note": {"entries": TABLES, "commercial": YES_NO, "ai": YES_NO},
    "entry": {
        "product": TEXT,
        "name": TEXT,
        "price": TEXT,
        "currency": TEXT,
        "shop": TEXT,
        "place": TEXT,
    },
}


def title_units(title: str) -> int:
    """The length of a title as notes count it: ASCII is half a unit, another UTF-16 code unit one."""
    units = title.encode("utf-16-le")
    weights = (1 if units[at + 1] == 0 and units[at] < 0x80 else 2 for at in range(0, len(units), 2))
    return (sum(weights) + 1) // 2


def hashtag(topic: str) -> str:
    """A topic as it is tagged: several words become one, each with a capital, for eyes and ears."""
    words = _BETWEEN_WORDS.split(topic.replace("'", "").replace("’", "").replace("&", "And").strip())
    return topic if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words)


def shape_faults(kind: str, entry: Entry) -> Iterator[str]:
    """Fields that are missing, unknown, or of another type."""
    wanted = FIELDS[kind]
    allowed = wanted | OPTIONAL.get(kind, {})
    for name in wanted.keys() - entry.keys():
        yield f"{name} is missing"
    for name, value in entry.items():
        if name not in allowed:
            yield f"{name} is no field of a {kind}"
        elif not _is(allowed[name], value):
            yield f"{name} must be {allowed[name]}, not {value!r}"


def _is(kind: str, value: Any) -> bool:
    if kind in (TEXTS, TABLES):
        inner = str if kind == TEXTS else dict
        return isinstance(value, list) and all(isinstance(item, inner) for item in value)
    if kind == YES_NO:
        return isinstance(value, bool)
    types = {TEXT: str, WHOLE: int, NUMBER: (int, float)}[kind]
    return isinstance(value, types) and not isinstance(value, bool)  # type: ignore[arg-type]


def slug_faults(slug: str) -> Iterator[str]:
    """A slug stands in addresses."""
    if not _SLUG.fullmatch(slug):
        yield f"slug {slug!r} is not made of a–z, 0–9 and single hyphens"


def country_faults(code: str) -> Iterator[str]:
    """ISO 3166-1 alpha-2, or nothing."""
    if code and not _COUNTRY.fullmatch(code):
        yield f"{code!r} is not a country's two letters"


def member_faults(entry: Entry) -> Iterator[str]:
    """What profiles and personal facts refuse."""
    if not _HANDLE.fullmatch(entry["handle"]):
        yield "the handle needs 3 to 24 of a–z, 0–9 and _, a letter first"
    if not 0 < len(entry["name"]) <= NAME_MAX:
        yield f"the name has {len(entry['name'])} characters, {NAME_MAX} are allowed"
    if len(entry["bio"]) > BIO_MAX:
        yield f"the bio has {len(entry['bio'])} characters, {BIO_MAX} are allowed"
    if entry["language"] not in ("zh", "en"):
        yield f"language {entry['language']!r} is neither zh nor en"
    if entry["gender"] not in ("", *GENDERS):
        yield f"gender {entry['gender']!r} is none of {', '.join(GENDERS)}"
    if entry["skin_type"] not in ("", *SKIN_TYPES):
        yield f"skin type {entry['skin_type']!r} is none of {', '.join(SKIN_TYPES)}"
    if entry["birth_year"] and not 1900 <= entry["birth_year"] <= 2011:
        yield f"nobody here was born in {entry['birth_year']}"
    if len(entry["city"]) > 40:
        yield "the city's name is longer than 40 characters"
    if entry["kol"] != bool(entry["kol_field"]):
        yield "a KOL has a field, and nobody else"
    yield from country_faults(entry["country"])


def note_faults(entry: Entry) -> Iterator[str]:
    """What notes refuse, by their own limits."""
    units = title_units(entry["title"])
    if not 0 < units <= TITLE_MAX_UNITS:
        yield f"the title counts {units}, {TITLE_MAX_UNITS} are allowed: {entry['title']!r}"
    length = len(entry["body"].strip())
    if not 0 < length <= BODY_MAX:
        yield f"the body has {length} characters, {BODY_MAX} are allowed"
    if entry["language"] not in ("zh", "en"):
        yield f"language {entry['language']!r} is neither zh nor en"
    if not 0 <= entry["age_days"] < 366:
        yield f"an age of {entry['age_days']} days is not within a year"
    yield from _count_faults("pictures", entry["images"], MAX_PICTURES, at_least=1)
    yield from _count_faults("products", entry["products"], MAX_PRODUCTS)
    yield from _count_faults("topics", entry["topics"], MAX_TOPICS)
    for topic in entry["topics"]:
        if not _TOPIC.fullmatch(hashtag(topic)):
            yield f"topic {topic!r} is not 1 to {TOPIC_MAX} letters, digits or underscores"
    for name in ("products", "topics"):
        if len(set(entry[name])) != len(entry[name]):
            yield f"one of the {name} stands there twice"


def entry_faults(entry: Entry) -> Iterator[str]:
    """What shopping lists refuse."""
    if bool(entry.get("product")) == bool(entry.get("name")):
        yield "it has either a product or a name"
    if "price" in entry and not _PRICE.fullmatch(entry["price"]):
        yield f"the price {entry['price']!r} is no amount"
    if "price" in entry and entry.get("currency") not in CURRENCY_DIGITS:
        yield f"currency {entry.get('currency')!r} is not known"
    for name, most in (("name", ENTRY_NAME_MAX), ("word", ENTRY_WORD_MAX), ("shop", ENTRY_PLACE_MAX)):
        if len(entry.get(name, "")) > most:
            yield f"the {name} is longer than {most} characters"


def alt_faults(alt: str) -> Iterator[str]:
    """Every picture is described."""
    if not 0 < len(alt.strip()) <= ALT_MAX:
        yield f"the alt text has {len(alt.strip())} characters, 1 to {ALT_MAX} are allowed"


def _count_faults(what: str, given: Sequence[object], most: int, *, at_least: int = 0) -> Iterator[str]:
    if not at_least <= len(given) <= most:
        yield f"{len(given)} {what}, {at_least} to {most} are allowed"

"""Texts of foreign rows: lists written as Python, titles, names for addresses."""

from __future__ import annotations

import ast
import hashlib
import re
import unicodedata

from hongshu.community.notes.contracts import title_units

LIST_MAX_CHARACTERS = 100_000
SLUG_MAX = 60

_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|[。！？]+|\n+")
# Shorter than this, what stands before a full stop is rather "Dr." or "OK." than a title.
_SENTENCE_MIN_UNITS = 6


def read_list(text: str) -> tuple[str, ...] | None:
    """The texts of a Python list such as ``"['a', 'b']"``; () for nothing, None when it is no list of texts.

    Only literals are read, so the text cannot do anything; its length is bounded, its depth by the parser.
    """
    if not text.strip():
        return ()
    if len(text) > LIST_MAX_CHARACTERS or not text.lstrip().startswith("["):
        return None
    try:
        found = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        return None
    return tuple(item.strip() for item in found if item.strip())


def one_line(text: str) -> str:
    """*text* with every run of white space as one space."""
    return " ".join(text.split())


def derive_title(body: str, *, max_units: int) -> str:
    """A title for a text without one: its first sentence, cut between words where it is too long.

    The text itself stays whole. Empty only for an empty text.
    """
    text = body.strip()
    first = _first_sentence(text)
    if title_units(first) <= max_units:
        return first
    room = max_units - title_units("…")
    kept = ""
    for word in first.split(" "):
        longer = f"{kept} {word}" if kept else word
        if title_units(longer) > room:
            break
        kept = longer
    if title_units(kept) * 2 < room:
        kept = _cut(first, room)
    return kept.rstrip(" ,;:-–—、，；：") + "…"


def slug_of(name: str) -> str:
    """The name in an address: a–z, 0–9 and hyphens; of a name without such letters, a digest."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss").replace("ø", "o"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("’", "")).strip("-")
    if not slug:
        return "b-" + hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
    if len(slug) > SLUG_MAX:
        digest = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
        return f"{slug[:SLUG_MAX]}-{digest}"
    return slug


def _first_sentence(text: str) -> str:
    for end in _SENTENCE_END.finditer(text):
        sentence = one_line(text[: end.end()])
        if title_units(sentence) >= _SENTENCE_MIN_UNITS:
            return sentence.rstrip(".。") or sentence
    return one_line(text).rstrip(".。") or one_line(text)


def _cut(text: str, room: int) -> str:
    """As many characters as fit; a mark that belongs to the character before is not parted from it."""
    kept = len(text)
    used = 0
    for index, character in enumerate(text):
        used += 1 if ord(character) < 128 else 2 + 2 * (ord(character) > 0xFFFF)
        if (used + 1) // 2 > room:
            kept = index
            break
    while 0 < kept < len(text) and (unicodedata.combining(text[kept]) or text[kept] in "\u200d\ufe0f"):
        kept -= 1
    return text[:kept]

"""Pure decisions about profiles."""

from __future__ import annotations

import re

from hongshu.community.members.contracts import (
    BIO_MAX,
    KOL_FIELD_MAX,
    KOL_LINK_MAX,
    KOL_LINKS_MAX,
    KOL_NOTES_MAX,
    KOL_WORDS_MAX,
    NAME_MAX,
    BioTooLong,
    InvalidHandle,
    InvalidKolField,
    InvalidKolLinks,
    InvalidKolNotes,
    InvalidKolWords,
    InvalidName,
    KolEvidence,
)

_LINK = re.compile(r"https?://[^\s/?#<>\"']+[^\s<>\"']*", re.IGNORECASE)
HANDLE = re.compile(r"[a-z][a-z0-9_]{2,23}")
# Mid tones that carry a white letter in both themes; a member without an avatar gets one of them.
COLORS = (
    "#b5566b", "#c2703d", "#a8823a", "#6f8f4e", "#3f8f7f", "#4a86a8", "#5b6fb5", "#8464a8", "#a85a8f",
    "#7d6b5d",
)  # fmt: skip
_BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"


def checked_name(name: str) -> str:
    """The name as it is kept: trimmed, with single spaces. Raises InvalidName."""
    kept = " ".join(name.split())
    if not 0 < len(kept) <= NAME_MAX or not kept.isprintable():
        raise InvalidName(field="name", max=NAME_MAX)
    return kept


def shortened_name(name: str, *, fallback: str) -> str:
    """A name from outside made to fit: what cannot be seen is left out, what is too long is cut with "…"."""
    kept = " ".join("".join(c if c.isprintable() else " " for c in name).split()) or fallback
    return kept if len(kept) <= NAME_MAX else kept[: NAME_MAX - 1] + "…"


def checked_bio(bio: str) -> str:
    """The bio as it is kept. Raises BioTooLong."""
    kept = bio.strip()
    if len(kept) > BIO_MAX:
        raise BioTooLong(field="bio", max=BIO_MAX)
    return kept


def checked_handle(handle: str) -> str:
    """The handle as it is kept. Raises InvalidHandle."""
    kept = handle.strip().lower()
    if not HANDLE.fullmatch(kept):
        raise InvalidHandle(field="handle")
    return kept


def handle_from_id(user_id: int) -> str:
    """The handle of who chose none: ``u`` and the id in base 36, so no two are the same."""
    digits = ""
    while user_id:
        user_id, digit = divmod(user_id, 36)
        digits = _BASE_36[digit] + digits
    return "u" + digits


def color_from_id(user_id: int) -> str:
    """A colour that stays the member's."""
    # The low bits of an id are its sequence, zero mostly; Knuth's multiplicative hash spreads the others.
    return COLORS[((user_id * 2_654_435_761) >> 16) % len(COLORS)]


def checked_kol_field(field: str) -> str:
    """The field of a KOL as it is kept. Raises InvalidKolField."""
    kept = " ".join(field.split())
    if not 0 < len(kept) <= KOL_FIELD_MAX or not kept.isprintable():
        raise InvalidKolField(field="field", max=KOL_FIELD_MAX)
    return kept


def checked_kol_words(words: str, *, name: str) -> str:
    """Evidence or a reason as it is kept; ``name`` is the field of the form. Raises InvalidKolWords."""
    kept = words.replace("\r\n", "\n").replace("\0", "").strip()
    if not 0 < len(kept) <= KOL_WORDS_MAX:
        raise InvalidKolWords(field=name, max=KOL_WORDS_MAX)
    return kept


def checked_evidence(evidence: KolEvidence) -> KolEvidence:
    """Evidence as it is kept: each link and note once.

    Raises InvalidKolField, InvalidKolWords, InvalidKolLinks, InvalidKolNotes.
    """
    links = tuple(dict.fromkeys(link.strip() for link in evidence.links if link.strip()))
    if len(links) > KOL_LINKS_MAX or any(
        len(link) > KOL_LINK_MAX or not _LINK.fullmatch(link) or not link.isprintable() for link in links
    ):
        raise InvalidKolLinks(field="links", max=KOL_LINKS_MAX)
    note_ids = tuple(dict.fromkeys(evidence.note_ids))
    if len(note_ids) > KOL_NOTES_MAX:
        raise InvalidKolNotes(field="notes", max=KOL_NOTES_MAX)
    return KolEvidence(
        field=checked_kol_field(evidence.field),
        words=checked_kol_words(evidence.words, name="words"),
        links=links,
        note_ids=note_ids,
    )

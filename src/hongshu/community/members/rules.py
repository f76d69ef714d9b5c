"""Pure decisions about profiles."""

from __future__ import annotations

import re

from hongshu.community.members.contracts import (
    BIO_MAX,
    NAME_MAX,
    BioTooLong,
    InvalidHandle,
    InvalidName,
)

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

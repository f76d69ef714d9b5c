"""Whom a text names, as far as the viewer may know of them."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.community.notes.queries import split_mentions


def without_handles(text: str, handles: Collection[str]) -> str:
    """A text for a viewer who does not see the members of *handles*: of those only "@…" is left."""
    if not handles:
        return text
    return "".join("@…" if handle in handles else piece for piece, handle in split_mentions(text))

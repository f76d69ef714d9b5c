"""Pure decisions about comments: length, whom a text names, who may write."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from hongshu.community.graph.contracts import Relation
from hongshu.community.members.contracts import AllowedFrom
from hongshu.community.responses.contracts import (
    COMMENT_MAX,
    MENTIONS_MAX,
    CommentEmpty,
    CommentTooLong,
)
from hongshu.kernel.ids import Id

# A handle that no letter, digit or dot comes before: an e-mail address names nobody.
_MENTION = re.compile(r"(?<![A-Za-z0-9_.])@([A-Za-z][A-Za-z0-9_]{2,23})(?![A-Za-z0-9_])")
_BLANK_LINES = re.compile(r"\n{3,}")


def checked_body(body: str, *, has_picture: bool) -> str:
    """The text as it is kept: trimmed, at most one blank line at a time.

    Raises CommentEmpty, CommentTooLong.
    """
    kept = _BLANK_LINES.sub("\n\n", body.replace("\r\n", "\n").replace("\0", "").strip())
    if not kept and not has_picture:
        raise CommentEmpty(field="body")
    if len(kept) > COMMENT_MAX:
        raise CommentTooLong(field="body", max=COMMENT_MAX, length=len(kept))
    return kept


def mentioned_handles(body: str) -> tuple[str, ...]:
    """The handles that a text names, in lower case and in their order; at most MENTIONS_MAX."""
    found = (match.group(1).lower() for match in _MENTION.finditer(body))
    return tuple(found)[:MENTIONS_MAX]


def split_mentions(body: str) -> tuple[tuple[str, int | None], ...]:
    """A text in pieces, each with the number of the mention that it is, or None; joined they are the text."""
    pieces: list[tuple[str, int | None]] = []
    at = 0
    for number, match in enumerate(_MENTION.finditer(body)):
        if match.start() > at:
            pieces.append((body[at : match.start()], None))
        pieces.append((match.group(0), number))
        at = match.end()
    if at < len(body):
        pieces.append((body[at:], None))
    return tuple(pieces)


def resolved_mentions(
    handles: Sequence[str],
    ids: Mapping[str, Id],
    *,
    writer_id: Id,
    allowed_from: Mapping[Id, AllowedFrom],
    relations: Mapping[Id, Relation],
) -> tuple[Id | None, ...]:
    """Whom each handle means, or None where the mention stays mere text.

    It stays text when there is no such member, when one of the two blocks the other, and when the member does
    not let this writer mention them.
    """
    meant: list[Id | None] = []
    for handle in handles:
        user_id = ids.get(handle)
        is_taken = user_id is not None and (
            user_id == writer_id
            or (not relations[user_id].is_hidden and is_allowed(allowed_from[user_id], relations[user_id]))
        )
        meant.append(user_id if is_taken else None)
    return tuple(meant)


def is_allowed(allowed: AllowedFrom, relation: Relation) -> bool:
    """Whether a member takes something from another; ``relation`` is the other's to the member."""
    return allowed is AllowedFrom.ALL or (allowed is AllowedFrom.FOLLOWED and relation.is_followed_by)


def may_delete(*, actor_id: Id, writer_id: Id, author_id: Id) -> bool:
    """A comment is deleted by who wrote it, or by the note's author."""
    return actor_id in (writer_id, author_id)


def without_hidden(
    body: str, mention_ids: Sequence[Id | None], *, hidden: Collection[Id]
) -> tuple[str, tuple[Id | None, ...]]:
    """A text and its mentions for a viewer who does not see *hidden* members: of those only "@…" is left."""
    if not any(user_id in hidden for user_id in mention_ids):
        return body, tuple(mention_ids)
    text: list[str] = []
    kept: list[Id | None] = []
    for piece, number in split_mentions(body):
        meant = mention_ids[number] if number is not None and number < len(mention_ids) else None
        if meant in hidden:
            # No handle any more, so the numbers of the other mentions count without it.
            text.append("@…")
            continue
        text.append(piece)
        if number is not None and number < len(mention_ids):
            kept.append(meant)
    return "".join(text), tuple(kept)

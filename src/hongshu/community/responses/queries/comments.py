"""Reads of comments. What a person may not see is not in any answer, nor in any count.

Whether the viewer may see the note itself is the caller's to ask (``notes.queries.get_note``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from hongshu.community.responses import rules
from hongshu.community.responses.contracts import (
    NO_COMMENTS,
    REPLIES_A_PAGE,
    REPLIES_FOLDED,
    Comment,
    CommentNotFound,
    CommentSlice,
    CommentSort,
    CommentThread,
)
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import HIGHEST_ID, Id

Answer = TypeVar("Answer")
_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
_HOTTEST = 2**31 - 1
_COLUMNS = (
    "id", "note_id", "user_id", "body", "mention_ids", "picture_id", "root_id", "parent_id", "parent_user_id",
    "like_count", "is_liked", "replies", "is_pinned", "is_on", "created_at", "heat",
)  # fmt: skip

# The viewer's own like is added when the count does not hold it yet. Replies are counted as the viewer sees
# them: what is not rolled up yet is added, what hidden members wrote is taken off.
_SEEN = """
    c.id, c.note_id, c.user_id, c.body, c.mention_ids, c.picture_id, c.root_id, c.parent_id, c.parent_user_id,
    c.like_count + coalesce(own.is_on::int - own.is_counted::int, 0) AS like_count,
    coalesce(own.is_on, false) AS is_liked,
    CASE WHEN c.root_id IS NULL THEN c.reply_count + (
        SELECT coalesce(sum(r.is_on::int - r.is_counted::int), 0)::int FROM responses_comment AS r
        WHERE r.note_id = c.note_id AND r.root_id = c.id AND r.is_on <> r.is_counted
    ) - CASE WHEN cardinality(%(hidden)s::bigint[]) = 0 THEN 0 ELSE (
        SELECT count(*)::int FROM responses_comment AS r
        WHERE r.root_id = c.id AND r.is_on AND r.user_id = ANY (%(hidden)s)
    ) END ELSE 0 END AS replies,
    c.is_pinned, c.is_on, c.created_at, c.heat
"""
_OWN = """
    LEFT JOIN responses_comment_like AS own ON own.user_id = %(viewer)s AND own.comment_id = c.id
"""
# A deleted root stays, as a stone, as long as it has a reply that the viewer sees.
_ROOT = """
    c.note_id = %(note)s AND c.root_id IS NULL AND c.user_id <> ALL (%(hidden)s) AND (c.is_on OR EXISTS (
        SELECT FROM responses_comment AS r
        WHERE r.root_id = c.id AND r.is_on AND r.user_id <> ALL (%(hidden)s)
    ))
"""
_REPLY = "c.root_id IS NOT NULL AND c.is_on AND c.user_id <> ALL (%(hidden)s)"
_KEYSET = {
    CommentSort.NEW: (
        "(c.created_at, c.id) < (%(at)s, %(key)s)",
        "c.created_at DESC, c.id DESC",
    ),
    CommentSort.HOT: (
        "(c.heat, c.created_at, c.id) < (%(heat)s, %(at)s, %(key)s)",
        "c.heat DESC, c.created_at DESC, c.id DESC",
    ),
}
_STATE = """
SELECT coalesce(kept.comment_count, 0) + (
        SELECT coalesce(sum(c.is_on::int - c.is_counted::int), 0)::int FROM responses_comment AS c
        WHERE c.note_id = %(note)s AND c.is_on <> c.is_counted
    ) - CASE WHEN cardinality(%(hidden)s::bigint[]) = 0 THEN 0 ELSE (
        SELECT count(*)::int FROM responses_comment AS c
        WHERE c.note_id = %(note)s AND c.is_on
            AND (c.user_id = ANY (%(hidden)s) OR c.root_user_id = ANY (%(hidden)s))
    ) END AS comment_count, coalesce(kept.is_closed, false) AS is_closed
FROM (SELECT %(note)s::bigint AS note_id) AS wanted
LEFT JOIN responses_note_comments AS kept ON kept.note_id = wanted.note_id
"""


def list_comments(
    note_id: Id,
    *,
    viewer_id: Id | None,
    hidden: Collection[Id] = (),
    sort: CommentSort = CommentSort.HOT,
    cursor: str = "",
    limit: int = 10,
) -> CommentSlice:
    """A page of a note's threads with their first replies; the pinned one stands first. One query.

    Paging neither skips nor repeats, whatever is written, deleted or pinned meanwhile; sorted by heat (likes
    and twice the replies), a comment whose heat changes meanwhile may come again or be passed over.
    ``hidden`` are those whom the viewer does not see. Raises InvalidCursor.
    """
    return ask_comments(
        note_id, viewer_id=viewer_id, hidden=hidden, sort=sort, cursor=cursor, limit=limit
    ).answer


def ask_comments(
    note_id: Id,
    *,
    viewer_id: Id | None,
    hidden: Collection[Id] = (),
    sort: CommentSort = CommentSort.HOT,
    cursor: str = "",
    limit: int = 10,
) -> Asked[CommentSlice]:
    """``list_comments``, to be sent with others. Raises InvalidCursor."""
    listing = f"comments:{note_id}:{sort}"
    at, key, heat, pinned = _END_OF_TIME, int(HIGHEST_ID), _HOTTEST, 0
    if cursor:
        heat, created_us, key, pinned = map(int, decode_cursor(listing, cursor))
        at = moment_of(created_us)
    wanted = {
        "note": note_id, "viewer": viewer_id or 0, "hidden": list(hidden), "at": at, "key": key, "heat": heat,
        "pinned": pinned, "limit": limit + 1, "folded": REPLIES_FOLDED + 1,
    }  # fmt: skip
    names = ("place", *_COLUMNS)

    def page(found: list[tuple[Any, ...]]) -> CommentSlice:
        if not found:
            return NO_COMMENTS
        rows = [dict(zip(names, row[2:], strict=True)) for row in found if row[2] is not None]
        slice_ = _slice(rows, listing=listing, sort=sort, pinned=pinned, limit=limit, hidden=hidden)
        return replace(slice_, comment_count=int(found[0][0]), is_closed=bool(found[0][1]))

    return Asked(
        _first_rows(sort, is_first=not cursor),
        wanted,
        page,
        columns=2 + len(names),
        moments=[2 + names.index("created_at")],
    )


def _slice(
    rows: list[dict[str, Any]],
    *,
    listing: str,
    sort: CommentSort,
    pinned: int,
    limit: int,
    hidden: Collection[Id],
) -> CommentSlice:
    roots = [row for row in rows if row["root_id"] is None]
    first = next((row for row in roots if row["place"] == 0), None)
    if first is not None:
        pinned = first["id"]
    order = ("created_at", "id") if sort is CommentSort.NEW else ("heat", "created_at", "id")
    listed = sorted(
        (row for row in roots if row["place"] and row["id"] != pinned),
        key=lambda row: tuple(row[name] for name in order),
        reverse=True,
    )
    shown = listed[:limit]
    onward = ""
    if len(listed) > limit:
        last = shown[-1]
        onward = encode_cursor(listing, [last["heat"], _us(last["created_at"]), last["id"], pinned])
    replies: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if row["root_id"] is not None:
            replies.setdefault(row["root_id"], []).append(row)
    threads = tuple(
        _thread(root, replies.get(root["id"], []), hidden) for root in ([first] if first else []) + shown
    )
    return replace(NO_COMMENTS, threads=threads, next_cursor=onward)


def list_replies(
    root_id: Id,
    *,
    note_id: Id,
    viewer_id: Id | None,
    hidden: Collection[Id] = (),
    cursor: str = "",
    limit: int = REPLIES_A_PAGE,
) -> tuple[tuple[Comment, ...], str]:
    """A page of a thread's replies, in the order in which they were written, and the next page's cursor.

    One query. Raises InvalidCursor.
    """
    return ask_replies(
        root_id, note_id=note_id, viewer_id=viewer_id, hidden=hidden, cursor=cursor, limit=limit
    ).answer


def ask_replies(
    root_id: Id,
    *,
    note_id: Id,
    viewer_id: Id | None,
    hidden: Collection[Id] = (),
    cursor: str = "",
    limit: int = REPLIES_A_PAGE,
) -> Asked[tuple[tuple[Comment, ...], str]]:
    """``list_replies``, to be sent with others. Raises InvalidCursor."""
    wanted: dict[str, Any] = {
        "root": root_id,
        "note": note_id,
        "viewer": viewer_id or 0,
        "hidden": list(hidden),
        "limit": limit + 1,
    }
    after = ""
    if cursor:
        created_us, key = map(int, decode_cursor(f"replies:{root_id}", cursor))
        wanted |= {"at": moment_of(created_us), "key": key}
        after = "AND (c.created_at, c.id) > (%(at)s, %(key)s)"
    return _ask(
        f"""
        SELECT {_SEEN}, 1 AS place FROM responses_comment AS c {_OWN}
        WHERE c.root_id = %(root)s AND c.note_id = %(note)s AND {_REPLY} {after}
        ORDER BY c.created_at, c.id LIMIT %(limit)s
        """,  # noqa: S608
        wanted,
        lambda rows: (tuple(_comment(row, hidden) for row in rows[:limit]), _after(root_id, rows, limit)),
    )


def get_comment(comment_id: Id, *, viewer_id: Id | None, hidden: Collection[Id] = ()) -> Comment:
    """A comment that is there and not by somebody hidden, nor in the thread of somebody hidden. One query.

    A deleted root is told as long as it has replies. Raises CommentNotFound.
    """
    return ask_comment(comment_id, viewer_id=viewer_id, hidden=hidden).answer


def ask_comment(comment_id: Id, *, viewer_id: Id | None, hidden: Collection[Id] = ()) -> Asked[Comment]:
    """``get_comment``, to be sent with others. Then sending raises CommentNotFound."""
    wanted = {"comment": comment_id, "viewer": viewer_id or 0, "hidden": list(hidden)}

    def the_one(rows: list[dict[str, Any]]) -> Comment:
        if not rows or not (rows[0]["is_on"] or (rows[0]["root_id"] is None and rows[0]["replies"])):
            raise CommentNotFound
        return _comment(rows[0], hidden)

    return _ask(
        f"""
        SELECT {_SEEN}, 1 AS place FROM responses_comment AS c {_OWN}
        WHERE c.id = %(comment)s AND c.user_id <> ALL (%(hidden)s)
            AND (c.root_user_id IS NULL OR c.root_user_id <> ALL (%(hidden)s))
        """,  # noqa: S608
        wanted,
        the_one,
    )


def get_comment_state(note_id: Id, *, hidden: Collection[Id] = ()) -> tuple[int, bool]:
    """How many comments a note has for this viewer, and whether they are closed. One query."""
    return ask_comment_state(note_id, hidden=hidden).answer


def ask_comment_state(note_id: Id, *, hidden: Collection[Id] = ()) -> Asked[tuple[int, bool]]:
    """``get_comment_state``, to be sent with others."""
    return Asked(
        _STATE,
        {"note": note_id, "hidden": list(hidden)},
        lambda rows: (int(rows[0][0]), bool(rows[0][1])),
        columns=2,
    )


def list_comments_by_id(
    ids: Collection[Id], *, viewer_id: Id | None = None, hidden: Collection[Id] = ()
) -> dict[Id, Comment]:
    """Comments that are there, whoever wrote them; one query, none for no ids. For subscribers and staff.

    With ``viewer_id`` each says whether that member likes it; of *hidden* members it then names nobody.
    """
    return ask_comments_by_id(ids, viewer_id=viewer_id, hidden=hidden).answer


def ask_comments_by_id(
    ids: Collection[Id], *, viewer_id: Id | None = None, hidden: Collection[Id] = ()
) -> Asked[dict[Id, Comment]]:
    """``list_comments_by_id``, to be sent with others."""
    if not ids:
        return Asked.known({})
    return _ask(
        f"""
        SELECT {_SEEN}, 1 AS place FROM responses_comment AS c {_OWN}
        WHERE c.id = ANY (%(comments)s) AND c.is_on
        """,  # noqa: S608
        {"comments": list(set(ids)), "viewer": viewer_id or 0, "hidden": []},
        lambda rows: {Id(row["id"]): _comment(row, hidden) for row in rows},
    )


def list_comments_of_member(
    user_id: Id, *, after: Id | None = None, limit: int = 1000
) -> tuple[Comment, ...]:
    """What a member wrote and did not delete, in the order of ids, for the export of their data.

    One query.
    """
    rows = _rows(
        f"""
        SELECT {_SEEN}, 1 AS place FROM responses_comment AS c {_OWN}
        WHERE c.user_id = %(viewer)s AND c.deleted_at IS NULL AND c.id > %(after)s
        ORDER BY c.id LIMIT %(limit)s
        """,  # noqa: S608
        {"viewer": user_id, "hidden": [], "after": after or 0, "limit": limit},
    )
    return tuple(_comment(row, ()) for row in rows)


def split_mentions(comment: Comment) -> tuple[tuple[str, Id | None], ...]:
    """The comment's text in pieces, each with the member that it mentions, or None. No query."""
    meant = comment.mention_ids
    return tuple(
        (text, meant[number] if number is not None and number < len(meant) else None)
        for text, number in rules.split_mentions(comment.body)
    )


def people_of(comments: CommentSlice | Iterable[Comment]) -> set[Id]:
    """Everybody whom comments show: writers, whom they answer, whom they mention."""
    if isinstance(comments, CommentSlice):
        comments = [each for thread in comments.threads for each in (thread.root, *thread.replies)]
    found: set[Id] = set()
    for comment in comments:
        found.update({comment.user_id, *(key for key in comment.mention_ids if key is not None)})
        if comment.parent_user_id is not None:
            found.add(comment.parent_user_id)
    return found


def _first_rows(sort: CommentSort, *, is_first: bool) -> str:
    """Roots of a page with their first replies, beside the state of the note's comments: one statement."""
    keyset, order = _KEYSET[sort]
    columns = ", ".join(("place", *_COLUMNS))
    pinned = f"""
        (SELECT {_SEEN}, 0 AS place FROM responses_comment AS c {_OWN} WHERE c.is_pinned AND {_ROOT})
        UNION ALL
    """  # noqa: S608
    return f"""
    WITH roots AS (
        {pinned if is_first else ""}
        (SELECT {_SEEN}, 1 AS place FROM responses_comment AS c {_OWN}
        WHERE {_ROOT} AND c.id <> %(pinned)s {"AND NOT c.is_pinned" if is_first else ""} AND {keyset}
        ORDER BY {order} LIMIT %(limit)s)
    ), shown AS (
        SELECT {columns} FROM roots
        UNION ALL
        SELECT reply.* FROM roots CROSS JOIN LATERAL (
            SELECT {", ".join(("1 AS place", *_COLUMNS))} FROM (
                SELECT {_SEEN} FROM responses_comment AS c {_OWN}
                WHERE c.root_id = roots.id AND {_REPLY} ORDER BY c.created_at, c.id LIMIT %(folded)s
            ) AS first
        ) AS reply
    )
    SELECT state.comment_count, state.is_closed, shown.* FROM ({_STATE}) AS state LEFT JOIN shown ON true
    """  # noqa: S608


def _thread(root: dict[str, Any], replies: list[dict[str, Any]], hidden: Collection[Id]) -> CommentThread:
    ordered = sorted(replies, key=lambda row: (row["created_at"], row["id"]))
    return CommentThread(
        root=_comment(root, hidden),
        replies=tuple(_comment(row, hidden) for row in ordered[:REPLIES_FOLDED]),
        next_cursor=_after(Id(root["id"]), ordered, REPLIES_FOLDED),
    )


def _after(root_id: Id, rows: list[dict[str, Any]], limit: int) -> str:
    if len(rows) <= limit:
        return ""
    last = rows[limit - 1]
    return encode_cursor(f"replies:{root_id}", [_us(last["created_at"]), last["id"]])


def _rows(statement: str, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    return _ask(statement, wanted, lambda rows: rows).answer


def _ask(
    statement: str, wanted: Mapping[str, Any], answer_of: Callable[[list[dict[str, Any]]], Answer]
) -> Asked[Answer]:
    names = (*_COLUMNS, "place")
    return Asked(
        statement,
        wanted,
        lambda rows: answer_of([dict(zip(names, row, strict=True)) for row in rows]),
        columns=len(names),
        moments=[names.index("created_at")],
    )


def _us(moment: datetime) -> int:
    return microseconds_of(moment)


def _comment(row: Mapping[str, Any], hidden: Collection[Id]) -> Comment:
    is_on = row["is_on"]
    parent_user_id = row["parent_user_id"]
    body, mention_ids = rules.without_hidden(
        row["body"] if is_on else "",
        tuple(Id(key) if key else None for key in row["mention_ids"]) if is_on else (),
        hidden=hidden,
    )
    return Comment(
        id=Id(row["id"]),
        note_id=Id(row["note_id"]),
        user_id=Id(row["user_id"]),
        body=body,
        mention_ids=mention_ids,
        picture_id=Id(row["picture_id"]) if row["picture_id"] and is_on else None,
        root_id=None if row["root_id"] is None else Id(row["root_id"]),
        parent_id=None if row["parent_id"] is None else Id(row["parent_id"]),
        parent_user_id=None if parent_user_id is None or parent_user_id in hidden else Id(parent_user_id),
        like_count=row["like_count"] if is_on else 0,
        is_liked=row["is_liked"],
        reply_count=row["replies"],
        is_pinned=row["is_pinned"],
        is_deleted=not is_on,
        created_at=row["created_at"],
    )

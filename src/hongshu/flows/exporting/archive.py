"""The file itself. Lists are written as they are read, so memory does not grow with what a member did."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from hongshu.community.graph import queries as graph
from hongshu.community.members.contracts import Profile
from hongshu.community.members.queries import (
    find_profile,
    get_settings,
    list_kol_acts,
    list_kol_applications,
)
from hongshu.community.notes import queries as notes
from hongshu.community.questions.queries import each_answer_of, each_question_of
from hongshu.community.responses import queries as responses
from hongshu.discovery.search.queries import list_searches
from hongshu.kernel.ids import Id
from hongshu.kernel.wire import encode_json
from hongshu.platform.accounts import queries as accounts
from hongshu.platform.behaviour.queries import list_events_of_user
from hongshu.platform.identity.queries import find_identity, list_openings
from hongshu.platform.media.contracts import PictureNotFound
from hongshu.platform.media.queries import list_pictures_of_owner, open_file
from hongshu.platform.notifications.queries import list_notices
from hongshu.platform.trust.queries import list_decisions_about
from hongshu.store.carts.contracts import WISHES_MAX
from hongshu.store.carts.queries import get_cart, list_wishes
from hongshu.store.customs.queries import list_quota_entries
from hongshu.store.promotions.queries import list_coupons_of
from hongshu.store.trade.contracts import Order
from hongshu.store.trade.queries import list_addresses, list_orders_of

README = """\
这是你在红书的数据。 These are your data at Hongshu.

account.json      登录方式与自愿填写的资料 how you sign in, and the facts you gave
profile.json      个人主页与设置 your profile and your settings
kol.json          达人认证申请与处理 your applications for the KOL badge, and what was decided
notes.json        你发布的笔记（含已删除的） the notes you published, deleted ones too
drafts.json       草稿（含未保存的修改） drafts, and edits that you did not save
comments.json     你写的评论 what you said
likes.json        你点赞的笔记 the notes you like; comment_likes.json 点赞的评论 the comments
collects.json     你收藏的笔记 the notes you collected; boards.json 专辑 your boards
identity.json     实名信息的摘要与查看记录 what is kept of your real name, masked, and who opened it
shares.json       你分享的笔记 the notes you shared
questions.json    提问与回答 what you asked about products, and answered
follows.json      关注、粉丝、屏蔽 follows, followers, blocks, mutes
behaviour.json    浏览记录 what the behaviour log has of you
notifications.json 通知 what you were told
decisions.json    对你内容的处理 what was decided about what you wrote
cart.json         购物车 your cart; wishes.json 心愿单 your wish list; coupons.json 优惠券 your coupons
addresses.json    收货地址 your addresses; orders.json 订单 your orders
media/            图片 your pictures

A note is at /note/<id> of the site, a member at /member/<handle>. Times are in UTC.
"""


def write_archive(path: Path, *, user_id: Id, made_at: datetime) -> None:
    """Everything of a member as a zip at *path*. What belongs to others is named by its id only."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        archive.writestr("README.txt", README)
        profile = find_profile(user_id)
        _one(
            archive,
            "account.json",
            {
                "id": user_id,
                "made_at": made_at,
                "account": accounts.get_details(user_id),
                "facts": accounts.list_facts(user_id, public_only=False),
            },
        )
        _about(archive, user_id, profile)
        _doings(archive, user_id)
        _one(
            archive,
            "follows.json",
            {
                "following": list(_all_followed(user_id)),
                "followers": list(_all_followers(user_id)),
                "requests": graph.list_requests(user_id, limit=10_000),
                "blocked": graph.list_blocked(user_id),
                "muted": graph.list_muted(user_id),
            },
        )
        _many(archive, "behaviour.json", _events(user_id))
        _many(archive, "searches.json", ({"at": at, "text": text} for at, text in list_searches(user_id)))
        _many(archive, "notifications.json", _notices(user_id))
        _many(archive, "decisions.json", list_decisions_about(user_id))
        _buying(archive, user_id, made_at)
        _pictures(archive, user_id)


def _about(archive: zipfile.ZipFile, user_id: Id, profile: Profile | None) -> None:
    settings = get_settings(user_id) if profile else None
    identity = find_identity(user_id)
    _one(archive, "profile.json", {"profile": profile, "settings": settings})
    _one(
        archive,
        "kol.json",
        {"applications": list_kol_applications(user_id), "history": _kol_acts(user_id)},
    )
    _one(
        archive,
        "identity.json",
        {
            "identity": identity,
            "openings": list_openings(user_id, limit=10_000),
            "import_quota": list_quota_entries(identity.resident_id, limit=10_000) if identity else (),
        },
    )


def _doings(archive: zipfile.ZipFile, user_id: Id) -> None:
    _many(archive, "notes.json", _notes(user_id))
    drafts = (*notes.list_drafts(author_id=user_id), *notes.list_edit_drafts(author_id=user_id))
    _many(archive, "drafts.json", drafts)
    _many(archive, "comments.json", _comments(user_id))
    _many(archive, "likes.json", _dated("note_id", responses.each_like(user_id)))
    _many(archive, "comment_likes.json", _dated("comment_id", responses.each_comment_like(user_id)))
    _many(archive, "collects.json", _dated("note_id", responses.each_collect(user_id)))
    _many(archive, "shares.json", _dated("note_id", responses.each_share(user_id)))
    _many(archive, "boards.json", _boards(user_id))
    _one(archive, "questions.json", _questions(user_id))


def _buying(archive: zipfile.ZipFile, user_id: Id, made_at: datetime) -> None:
    _many(archive, "cart.json", get_cart(user_id, is_guest=False).lines)
    _many(archive, "wishes.json", list_wishes(user_id, limit=WISHES_MAX)[0])
    _many(archive, "coupons.json", _coupons(user_id, made_at))
    _many(archive, "addresses.json", list_addresses(user_id))
    _many(archive, "orders.json", _orders(user_id))


def _orders(user_id: Id) -> Iterator[Order]:
    cursor = ""
    while True:
        found, cursor = list_orders_of(user_id, cursor=cursor, limit=200)
        yield from found
        if not cursor:
            return


def _one(archive: zipfile.ZipFile, name: str, value: Any) -> None:
    archive.writestr(name, encode_json(value))


def _many(archive: zipfile.ZipFile, name: str, rows: Iterable[Any]) -> None:
    with archive.open(name, "w", force_zip64=True) as file:
        file.write(b"[")
        for number, row in enumerate(rows):
            file.write((b",\n" if number else b"\n") + encode_json(row))
        file.write(b"\n]\n")


def _notes(user_id: Id) -> Iterator[Any]:
    after = 0
    while batch := notes.list_written(user_id, after=after):
        yield from batch
        after = batch[-1].id


def _comments(user_id: Id) -> Iterator[Any]:
    after = Id(0)
    while batch := responses.list_comments_of_member(user_id, after=after):
        yield from batch
        after = batch[-1].id


def _events(user_id: Id) -> Iterator[Any]:
    after = 0
    while batch := list_events_of_user(user_id, after=after):
        # The pseudonym that others' events have is no number that a reader could keep.
        yield from ({name: getattr(event, name) for name in _EVENT} for event in batch)
        after = batch[-1].id


_EVENT = (
    "id", "kind", "surface", "entity_kind", "entity_id", "position", "source", "subject_kind", "subject_id",
    "offset_ms", "visible_ms", "occurred_at",
)  # fmt: skip


def _notices(user_id: Id) -> Iterator[Any]:
    cursor = ""
    while True:
        page, cursor = list_notices(user_id, cursor=cursor, limit=500)
        yield from page
        if not cursor:
            return


def _boards(user_id: Id) -> Iterator[Any]:
    for board in responses.list_boards(user_id, with_private=True):
        entries, cursor = responses.list_board_entries(board.id, limit=500)
        held = list(entries)
        while cursor:
            entries, cursor = responses.list_board_entries(board.id, cursor=cursor, limit=500)
            held += entries
        yield {"board": board, "notes": held}


def _questions(user_id: Id) -> dict[str, Any]:
    return {"asked": list(each_question_of(user_id)), "answered": list(each_answer_of(user_id))}


def _kol_acts(user_id: Id) -> list[dict[str, Any]]:
    # Who of staff did it is no data of the member's.
    return [
        {"deed": act.deed, "field": act.field, "reason": act.reason, "at": act.acted_at}
        for act in list_kol_acts(user_id)
    ]


def _all_followed(user_id: Id) -> Iterator[Any]:
    found, cursor = graph.list_followed(user_id, limit=500)
    yield from found
    while cursor:
        found, cursor = graph.list_followed(user_id, cursor=cursor, limit=500)
        yield from found


def _all_followers(user_id: Id) -> Iterator[Any]:
    found, cursor = graph.list_followers(user_id, limit=500)
    yield from found
    while cursor:
        found, cursor = graph.list_followers(user_id, cursor=cursor, limit=500)
        yield from found


def _coupons(user_id: Id, at: datetime) -> Iterator[dict[str, Any]]:
    for coupon in list_coupons_of(user_id, at, limit=10_000):
        yield {
            "id": coupon.id,
            "name": coupon.promotion.name,
            "state": coupon.state,
            "claimed_at": coupon.claimed_at,
            "expires_at": coupon.expires_at,
            "checkout_id": coupon.checkout_id,
        }


def _dated(name: str, pairs: Iterable[tuple[Id, datetime]]) -> Iterator[dict[str, Any]]:
    return ({name: key, "at": at} for key, at in pairs)


def _pictures(archive: zipfile.ZipFile, user_id: Id) -> None:
    """The widest rendition of each picture: uploads themselves are not kept."""
    for picture in list_pictures_of_owner(user_id):
        name = picture.path(picture.widths[-1], "webp")
        try:
            stored = open_file(name)
        except PictureNotFound:
            continue
        # Pictures are compressed already.
        archive.write(stored.path, f"media/{picture.stem.rpartition('/')[2]}.webp", zipfile.ZIP_STORED)

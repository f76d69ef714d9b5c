"""Reads of profiles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models

from hongshu.community.members.contracts import (
    AllowedFrom,
    KolAct,
    KolApplication,
    KolDeed,
    KolEvidence,
    KolState,
    Profile,
    ProfileNotFound,
    ProfileSettings,
)
from hongshu.community.members.models import KolActRow, KolApplicationRow, ProfileRow
from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.kernel.kept import Kept

# Other processes show a new badge apart on product pages this much later.
_KOLS_KEPT_S = 10.0

_COLUMNS = (
    "user_id", "handle", "name", "bio", "region", "language", "color", "avatar_id", "kol_field", "origin",
    "joined_at", "banner_id", "is_private", "is_suspended", "hides_boards", "hides_likes",
    "is_leaving", "kol_since",
)  # fmt: skip
_SETTINGS = (
    "interests", "is_private", "mentions_from", "comments_from", "hides_boards", "hides_likes",
    "is_personalised",
)  # fmt: skip


def find_profile(user_id: Id) -> Profile | None:
    """The profile of an account, or None."""
    return list_profiles_by_id([user_id]).get(user_id)


def get_profile(user_id: Id) -> Profile:
    """The profile of an account. Raises ProfileNotFound."""
    profile = find_profile(user_id)
    if profile is None:
        raise ProfileNotFound
    return profile


def find_by_handle(handle: str) -> Profile | None:
    """The member with that handle, in any case, or None."""
    row = ProfileRow.objects.filter(handle=handle.lower()).values_list(*_COLUMNS).first()
    return None if row is None else _profile(row)


def list_by_beginning(
    text: str, *, among: Collection[Id] | None = None, without: Collection[Id] = (), limit: int = 8
) -> tuple[Profile, ...]:
    """Members whose handle or name begins with *text*, at most *limit*: handles first, in their order.

    Each way is an index's beginning, so it costs the same among a million. A small letter also finds the
    capital that begins a name. One query.
    """
    rows = ProfileRow.objects.filter(is_suspended=False, is_leaving=False).exclude(user_id__in=without)
    if among is not None:
        rows = rows.filter(user_id__in=among)
    wanted = rows.values_list(*_COLUMNS)
    found = (
        wanted.filter(handle__startswith=text.lower())
        .order_by("handle")[:limit]
        .union(
            *(wanted.filter(name__startswith=each).order_by()[:limit] for each in {text, text.capitalize()})
        )
    )
    handle = text.lower()
    profiles = map(_profile, found)
    ordered = sorted(profiles, key=lambda each: (not each.handle.startswith(handle), each.handle))
    return tuple(ordered[:limit])


def list_ids_by_handle(handles: Collection[str]) -> dict[str, Id]:
    """The members that have these handles (in lower case), by handle; one query, none for no handles."""
    if not handles:
        return {}
    rows = ProfileRow.objects.filter(handle__in=set(handles)).values_list("handle", "user_id")
    return {handle: Id(user_id) for handle, user_id in rows}


def list_profiles_by_id(ids: Collection[Id]) -> dict[Id, Profile]:
    """The profiles of accounts, by user id; one query, none for no ids."""
    return ask_profiles(ids).answer


def ask_profiles(ids: Collection[Id]) -> Asked[dict[Id, Profile]]:
    """``list_profiles_by_id``, to be sent with others."""
    if not ids:
        return Asked.known({})
    rows = ProfileRow.objects.filter(user_id__in=set(ids)).values_list(*_COLUMNS)
    return Asked.rows(rows, lambda found: {profile.user_id: profile for profile in map(_profile, found)})


def list_settings_by_id(ids: Collection[Id]) -> dict[Id, ProfileSettings]:
    """What members have settled, by user id; one query, none for no ids."""
    if not ids:
        return {}
    rows = ProfileRow.objects.filter(user_id__in=set(ids)).values_list("user_id", *_SETTINGS)
    return {
        Id(user_id): ProfileSettings(
            tuple(interests), private, AllowedFrom(mentions), AllowedFrom(comments), boards, likes, personal
        )
        for user_id, interests, private, mentions, comments, boards, likes, personal in rows
    }


def get_settings(user_id: Id) -> ProfileSettings:
    """What a member has settled. Raises ProfileNotFound."""
    settings = list_settings_by_id([user_id]).get(user_id)
    if settings is None:
        raise ProfileNotFound
    return settings


def list_kol_ids() -> frozenset[Id]:
    """Everybody who has the badge now. Mostly no query: the answer is kept for seconds."""
    return _kept_kols()


def ask_kol_ids() -> Asked[frozenset[Id]]:
    """``list_kol_ids``, to be sent with others."""
    held = _kept_kols.held()
    if held is not None:
        return Asked.known(held)

    def keep(rows: list[Any]) -> frozenset[Id]:
        return _kept_kols.keep(frozenset(Id(key) for (key,) in rows))

    return Asked.rows(_kols(), keep)


def find_kol_application(user_id: Id) -> KolApplication | None:
    """The latest application of a member, whatever became of it, or None. One query."""
    return ask_kol_application(user_id).answer


def ask_kol_application(user_id: Id) -> Asked[KolApplication | None]:
    """``find_kol_application``, to be sent with others."""
    names = [str(field.attname) for field in KolApplicationRow._meta.concrete_fields]
    rows = KolApplicationRow.objects.filter(user_id=user_id).order_by("-id")[:1].values_list(*names)

    def latest(found: list[tuple[Any, ...]]) -> KolApplication | None:
        values = (dict(zip(names, row, strict=True)) for row in found)
        return next((application_of_row(KolApplicationRow(**each)) for each in values), None)

    return Asked.rows(rows, latest)


def list_kol_applications(user_id: Id) -> tuple[KolApplication, ...]:
    """Every application of a member, the latest first. One query."""
    return tuple(map(application_of_row, KolApplicationRow.objects.filter(user_id=user_id).order_by("-id")))


def list_waiting_applications(*, limit: int = 50) -> tuple[KolApplication, ...]:
    """The applications that wait, the longest waiting first. One query."""
    rows = KolApplicationRow.objects.filter(state=KolState.WAITING).order_by("applied_at", "id")
    return tuple(map(application_of_row, rows[:limit]))


def count_waiting_applications() -> int:
    """How many applications wait. One query."""
    return ask_waiting_application_count().answer


def ask_waiting_application_count() -> Asked[int]:
    """``count_waiting_applications``, to be sent with others."""
    rows = KolApplicationRow.objects.filter(state=KolState.WAITING).order_by().values("state")
    counted = rows.annotate(count=models.Count("id")).values_list("count")
    return Asked.rows(counted, lambda found: sum(count for (count,) in found))


def list_kol_acts(user_id: Id) -> tuple[KolAct, ...]:
    """All that was ever done about a member's badge, the latest first. One query."""
    return ask_kol_acts(user_id).answer


def ask_kol_acts(user_id: Id) -> Asked[tuple[KolAct, ...]]:
    """``list_kol_acts``, to be sent with others."""
    rows = KolActRow.objects.filter(user_id=user_id).order_by("-id")
    return Asked.rows(
        rows.values_list("actor_id", "user_id", "deed", "field", "reason", "acted_at"),
        lambda found: tuple(
            KolAct(
                actor_id=Id(actor_id),
                user_id=Id(member_id),
                deed=KolDeed(deed),
                field=field,
                reason=reason,
                acted_at=acted_at,
            )
            for actor_id, member_id, deed, field, reason, acted_at in found
        ),
    )


def application_of_row(row: KolApplicationRow) -> KolApplication:
    """The contract of a row, for this package's services."""
    return KolApplication(
        id=Id(row.id),
        user_id=Id(row.user_id),
        evidence=KolEvidence(
            field=row.field,
            words=row.words,
            links=tuple(row.links),
            note_ids=tuple(Id(key) for key in row.note_ids),
        ),
        state=KolState(row.state),
        applied_at=row.applied_at,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _list_kol_ids() -> frozenset[Id]:
    return frozenset(Id(key) for (key,) in _kols())


def _kols() -> models.QuerySet[ProfileRow, Any]:
    return ProfileRow.objects.filter(kol_since__isnull=False).values_list("user_id")


_kept_kols = Kept(_list_kol_ids, window_s=_KOLS_KEPT_S)


def forget_kols() -> None:
    """Ask anew who has the badge, for this package's services."""
    _kept_kols.forget()


def profile_of_row(row: ProfileRow) -> Profile:
    """The contract of a row, for this package's services."""
    return _profile(tuple(getattr(row, name) for name in _COLUMNS))


def _profile(row: tuple[Any, ...]) -> Profile:
    (user_id, handle, name, bio, region, language, color, avatar_id, kol_field, origin, joined_at, banner_id,
     is_private, is_suspended, hides_boards, hides_likes, is_leaving, kol_since) = row  # fmt: skip
    return Profile(
        user_id=Id(user_id),
        handle=handle,
        name=name,
        bio=bio,
        region=region,
        language=language,
        color=color,
        avatar_id=None if avatar_id is None else Id(avatar_id),
        kol_field=kol_field,
        origin=origin,
        joined_at=joined_at,
        banner_id=None if banner_id is None else Id(banner_id),
        is_private=is_private,
        is_suspended=is_suspended,
        hides_boards=hides_boards,
        hides_likes=hides_likes,
        is_leaving=is_leaving,
        kol_since=kol_since,
    )


def list_handles_after(handle: str, *, limit: int) -> tuple[str, ...]:
    """Handles of members whose profiles everybody may see, after *handle*, in their order."""
    rows = ProfileRow.objects.filter(
        handle__gt=handle, is_private=False, is_suspended=False, is_leaving=False
    )
    return tuple(rows.order_by("handle").values_list("handle", flat=True)[:limit])

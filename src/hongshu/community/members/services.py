"""Commands on profiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hongshu.community.members import rules
from hongshu.community.members.contracts import (
    HandleTaken,
    ImportedMember,
    MemberJoined,
    Profile,
    ProfileNotFound,
)
from hongshu.community.members.models import HandleClaim, ImportedMemberClaim, ProfileRow
from hongshu.community.members.queries import find_profile, profile_of_row
from hongshu.kernel import clock, outbox
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.services import create_silent_accounts


@transaction.atomic
def create_profile(
    *,
    user_id: Id,
    name: str,
    handle: str = "",
    language: str = "",
    bio: str = "",
    region: str = "",
    color: str = "",
    kol_field: str = "",
    joined_at: datetime | None = None,
) -> Profile:
    """Make the profile of an account; who has one already keeps it as it is.

    Without a handle the member gets one made from their id. Raises InvalidName, InvalidHandle, HandleTaken,
    BioTooLong.
    """
    existing = find_profile(user_id)
    if existing is not None:
        return existing
    wanted = rules.checked_handle(handle) if handle else rules.handle_from_id(user_id)
    claim, _ = HandleClaim.objects.get_or_create(handle=wanted, defaults={"user_id": user_id})
    if claim.user_id != user_id:
        raise HandleTaken(field="handle")
    row = ProfileRow(
        user_id=user_id,
        handle=wanted,
        name=rules.checked_name(name),
        bio=rules.checked_bio(bio),
        region=region,
        language=language,
        color=(color or rules.color_from_id(user_id)).lower(),
        kol_field=kol_field,
        joined_at=joined_at or clock.now(),
    )
    ProfileRow.objects.bulk_create([row], ignore_conflicts=True)
    outbox.append(MemberJoined(user_id=user_id))
    return profile_of_row(ProfileRow.objects.get(user_id=user_id))


@transaction.atomic
def change_profile(*, user_id: Id, name: str, bio: str, avatar_id: Id | None) -> Profile:
    """Change what others see; no avatar means that the present one stays.

    The picture must have been claimed by the caller's flow. Raises InvalidName, BioTooLong, ProfileNotFound.
    """
    changes: dict[str, object] = {"name": rules.checked_name(name), "bio": rules.checked_bio(bio)}
    if avatar_id is not None:
        changes["avatar_id"] = avatar_id
    if not ProfileRow.objects.filter(user_id=user_id).update(**changes):
        raise ProfileNotFound
    return profile_of_row(ProfileRow.objects.get(user_id=user_id))


@transaction.atomic
def import_members(*, source: str, drafts: Sequence[ImportedMember]) -> dict[str, Id]:
    """Accounts and profiles for people of another place; returns user ids by source key.

    Idempotent on (source, source_key): who is known keeps account and profile. Nobody can sign in to them. Of
    two imports of one source at once, the second fails whole on the unique claim and is run again.
    """
    wanted = {draft.source_key: draft for draft in drafts}
    claims = ImportedMemberClaim.objects.filter(source=source, source_key__in=wanted)
    known = {key: Id(user_id) for key, user_id in claims.values_list("source_key", "user_id")}
    missing = [draft for key, draft in sorted(wanted.items()) if key not in known]
    if not missing:
        return known
    user_ids = create_silent_accounts(len(missing))
    ImportedMemberClaim.objects.bulk_create(
        [
            ImportedMemberClaim(source=source, source_key=draft.source_key, user_id=user_id)
            for draft, user_id in zip(missing, user_ids, strict=True)
        ]
    )
    rows = [
        ProfileRow(
            user_id=user_id,
            handle=rules.handle_from_id(user_id),
            name=rules.shortened_name(draft.name, fallback=draft.source_key),
            language=draft.language,
            color=rules.color_from_id(user_id),
            origin=source,
            joined_at=clock.now(),
        )
        for draft, user_id in zip(missing, user_ids, strict=True)
    ]
    HandleClaim.objects.bulk_create([HandleClaim(handle=row.handle, user_id=row.user_id) for row in rows])
    ProfileRow.objects.bulk_create(rows)
    return known | {draft.source_key: user_id for draft, user_id in zip(missing, user_ids, strict=True)}

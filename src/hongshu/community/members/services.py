"""Commands on profiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hongshu.community.members import rules
from hongshu.community.members.contracts import (
    LEFT_NAME,
    HandleTaken,
    ImportedMember,
    IsKolAlready,
    IsNoKol,
    KolApplication,
    KolApplicationNotFound,
    KolApplicationWaits,
    KolDeed,
    KolEnded,
    KolEvidence,
    KolRefused,
    KolState,
    KolVerified,
    MemberJoined,
    Profile,
    ProfileNotFound,
    ProfileSettings,
)
from hongshu.community.members.models import (
    HandleClaim,
    ImportedMemberClaim,
    KolActRow,
    KolApplicationRow,
    ProfileRow,
)
from hongshu.community.members.queries import (
    application_of_row,
    find_profile,
    forget_kols,
    get_settings,
    profile_of_row,
)
from hongshu.kernel import clock, outbox
from hongshu.kernel.errors import NotAllowed
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.queries import list_roles
from hongshu.platform.accounts.services import create_silent_accounts
from hongshu.platform.trust.services import check_may_write


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
def save_settings(*, user_id: Id, settings: ProfileSettings) -> ProfileSettings:
    """Keep what a member settles about themselves; returns what it was before. Raises ProfileNotFound.

    Whether the account is private also decides who sees its notes: use ``flows.privacy``. Interests are the
    caller's to check.
    """
    row = ProfileRow.objects.select_for_update().filter(user_id=user_id).first()
    if row is None:
        raise ProfileNotFound
    before = get_settings(user_id)
    ProfileRow.objects.filter(user_id=user_id).update(
        interests=list(dict.fromkeys(settings.interests)),
        is_private=settings.is_private,
        mentions_from=settings.mentions_from,
        comments_from=settings.comments_from,
        hides_boards=settings.hides_boards,
        hides_likes=settings.hides_likes,
        is_personalised=settings.is_personalised,
    )
    return before


def set_banner(*, user_id: Id, banner_id: Id | None) -> None:
    """Show a picture behind the profile, or none. It must have been claimed. Raises ProfileNotFound."""
    if not ProfileRow.objects.filter(user_id=user_id).update(banner_id=banner_id):
        raise ProfileNotFound


def set_leaving(*, user_id: Id, is_leaving: bool) -> None:
    """Show a member to nobody while they are leaving, or to everybody again. Idempotent."""
    ProfileRow.objects.filter(user_id=user_id).update(is_leaving=is_leaving)


@transaction.atomic
def erase_profile(*, user_id: Id) -> None:
    """Take all that is personal out of a profile. Idempotent.

    The row stays, so that what others need of the member (answers they got) has somebody without a name; the
    handle stays claimed: nobody can take the place of who left.
    """
    row = ProfileRow.objects.select_for_update().filter(user_id=user_id).first()
    if row is None:
        return
    handle = rules.handle_from_id(user_id)
    HandleClaim.objects.get_or_create(handle=handle, defaults={"user_id": user_id})
    row.handle, row.name, row.color = handle, LEFT_NAME, rules.color_from_id(user_id)
    row.bio = row.region = row.kol_field = row.language = ""
    row.avatar_id = row.banner_id = row.kol_since = None
    row.interests, row.is_private, row.is_leaving = [], False, True
    row.hides_boards = row.hides_likes = True
    row.save()
    KolApplicationRow.objects.filter(user_id=user_id).delete()
    forget_kols()


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


def suspend_profile(*, user_id: Id, is_suspended: bool) -> bool:
    """Show a member to nobody else, or to everybody again: what trust decided. Whether it changed anything.

    What the member wrote is held by the caller (flows.moderation). Idempotent.
    """
    rows = ProfileRow.objects.filter(user_id=user_id, is_suspended=not is_suspended)
    return bool(rows.update(is_suspended=is_suspended))


@transaction.atomic
def apply_for_kol(*, user_id: Id, evidence: KolEvidence) -> KolApplication:
    """Ask staff for the KOL badge. That the notes are the member's own is the caller's to check.

    Raises IsKolAlready, KolApplicationWaits, AccountSuspended, ProfileNotFound, InvalidKolField,
    InvalidKolWords, InvalidKolLinks, InvalidKolNotes.
    """
    check_may_write(user_id=user_id)
    kept = rules.checked_evidence(evidence)
    if _locked(user_id).kol_since is not None:
        raise IsKolAlready
    if KolApplicationRow.objects.filter(user_id=user_id, state=KolState.WAITING).exists():
        raise KolApplicationWaits
    row = KolApplicationRow.objects.create(
        id=new_id(),
        user_id=user_id,
        field=kept.field,
        words=kept.words,
        links=list(kept.links),
        note_ids=[int(key) for key in kept.note_ids],
        applied_at=clock.now(),
    )
    _write_down(user_id, KolDeed.APPLIED, actor_id=user_id, field=kept.field)
    return application_of_row(row)


@transaction.atomic
def verify_kol(
    *, user_id: Id, decider_id: Id, reason: str, field: str = "", since: datetime | None = None
) -> Profile:
    """Give a member the badge, in the *field* or that of their application, which is answered by this.

    The only door to the badge, for moderators and administrators. ``since`` is for worlds that have a past.
    Raises NotAllowed, IsKolAlready, InvalidKolField, InvalidKolWords, ProfileNotFound.
    """
    words = _checked_decision(user_id, decider_id, reason)
    profile = _locked(user_id)
    if profile.kol_since is not None:
        raise IsKolAlready
    application = _answer(user_id, KolState.VERIFIED, words)
    profile.kol_field = rules.checked_kol_field(field or (application.field if application else ""))
    profile.kol_since = since or clock.now()
    profile.save(update_fields=["kol_field", "kol_since"])
    _write_down(user_id, KolDeed.VERIFIED, actor_id=decider_id, field=profile.kol_field, reason=words)
    outbox.append(KolVerified(user_id=user_id))
    forget_kols()
    return profile_of_row(profile)


@transaction.atomic
def refuse_kol(*, user_id: Id, decider_id: Id, reason: str) -> KolApplication:
    """Refuse the application that waits; the member reads the reason and may apply again.

    Raises NotAllowed, KolApplicationNotFound, InvalidKolWords, ProfileNotFound.
    """
    words = _checked_decision(user_id, decider_id, reason)
    _locked(user_id)
    row = _answer(user_id, KolState.REFUSED, words)
    if row is None:
        raise KolApplicationNotFound
    _write_down(user_id, KolDeed.REFUSED, actor_id=decider_id, field=row.field, reason=words)
    outbox.append(KolRefused(user_id=user_id, application_id=Id(row.id)))
    return application_of_row(row)


@transaction.atomic
def end_kol(*, user_id: Id, decider_id: Id, reason: str) -> None:
    """Take the badge away; the member reads the reason. Raises NotAllowed, IsNoKol, InvalidKolWords."""
    words = _checked_decision(user_id, decider_id, reason)
    profile = _locked(user_id)
    if profile.kol_since is None:
        raise IsNoKol
    _write_down(user_id, KolDeed.ENDED, actor_id=decider_id, field=profile.kol_field, reason=words)
    profile.kol_field, profile.kol_since = "", None
    profile.save(update_fields=["kol_field", "kol_since"])
    outbox.append(KolEnded(user_id=user_id))
    forget_kols()


def _checked_decision(user_id: Id, decider_id: Id, reason: str) -> str:
    """The reason as it is kept, if this member of staff may decide about that member."""
    if decider_id == user_id or not list_roles(decider_id) & {Role.MODERATOR, Role.ADMIN}:
        raise NotAllowed
    return rules.checked_kol_words(reason, name="reason")


def _locked(user_id: Id) -> ProfileRow:
    """The profile, so that two decisions about a member follow each other."""
    row = ProfileRow.objects.select_for_update().filter(user_id=user_id, is_leaving=False).first()
    if row is None:
        raise ProfileNotFound
    return row


def _answer(user_id: Id, state: KolState, reason: str) -> KolApplicationRow | None:
    row = KolApplicationRow.objects.filter(user_id=user_id, state=KolState.WAITING).first()
    if row is not None:
        row.state, row.reason, row.decided_at = state, reason, clock.now()
        row.save(update_fields=["state", "reason", "decided_at"])
    return row


def _write_down(user_id: Id, deed: KolDeed, *, actor_id: Id, field: str, reason: str = "") -> None:
    KolActRow.objects.create(user_id=user_id, actor_id=actor_id, deed=deed, field=field, reason=reason)

"""The KOL badge: a member's own page of it, and the staff's queue."""

from __future__ import annotations

from hongshu.community.graph.queries import get_counts
from hongshu.community.members.contracts import (
    KolApplication,
    KolDeed,
    KolState,
    Profile,
    ProfileNotFound,
)
from hongshu.community.members.queries import (
    ask_kol_acts,
    ask_kol_application,
    count_waiting_applications,
    find_by_handle,
    find_kol_application,
    list_kol_acts,
    list_kol_ids,
    list_profiles_by_id,
    list_waiting_applications,
)
from hongshu.community.notes.contracts import NoteSummary, Visibility
from hongshu.community.notes.queries import (
    ask_notes_of_author,
    ask_public_by_id,
    count_notes_of_author,
    list_notes_of_author,
    list_summaries_by_id,
)
from hongshu.community.responses.queries import count_likes_received
from hongshu.flows.pages.cards import member_chip, note_cards, pictures_for
from hongshu.flows.pages.contracts import (
    KolActView,
    KolApplicationView,
    KolCasePage,
    KolPage,
    KolQueueEntry,
    KolQueuePage,
    MemberChip,
    NoteCard,
    Viewer,
)
from hongshu.flows.pages.viewers import meet
from hongshu.kernel.asking import send
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id
from hongshu.platform.media.queries import list_pictures_by_id

_CHOICES = 12
_NEWEST = 9
_KOLS = 200


def kol_page(viewer: Viewer) -> KolPage:
    """What the member sees of the badge. Four queries. Raises SignInNeeded, ProfileNotFound."""
    if viewer.user_id is None:
        raise SignInNeeded
    applied, done = ask_kol_application(viewer.user_id), ask_kol_acts(viewer.user_id)
    meet(viewer, applied, done)
    profile, application, acts = viewer.known.get(viewer.user_id), applied.answer, done.answer
    if profile is None:
        raise ProfileNotFound
    is_waiting = application is not None and application.state is KolState.WAITING
    may_apply = profile.kol_since is None and not is_waiting
    shown = ask_public_by_id(application.evidence.note_ids if application else ())
    own = ask_notes_of_author(profile.user_id, viewer_id=None, limit=_CHOICES)
    send(shown, own)
    evidence, choices = tuple(shown.answer.values()), own.answer[0] if may_apply else ()
    # All cards at once, and parted again.
    cards = {card.id: card for card in note_cards([*evidence, *choices], viewer)}
    return KolPage(
        member=member_chip(profile, pictures_for(viewer, ())),
        application=None
        if application is None
        else _application(application, tuple(cards[note.id] for note in evidence)),
        may_apply=may_apply,
        ended_reason=acts[0].reason if acts and acts[0].deed is KolDeed.ENDED else "",
        choices=tuple(cards[note.id] for note in choices),
    )


def kol_queue() -> KolQueuePage:
    """Who waits for an answer, and who has the badge. For staff. Four queries."""
    waiting = list_waiting_applications()
    kol_ids = sorted(list_kol_ids())[:_KOLS]
    profiles = list_profiles_by_id({*(each.user_id for each in waiting), *kol_ids})
    chips = _chips(profiles)
    return KolQueuePage(
        waiting=tuple(
            KolQueueEntry(
                member=chips[each.user_id],
                field=each.evidence.field,
                words=each.evidence.words,
                applied_at=each.applied_at,
            )
            for each in waiting
            if each.user_id in chips
        ),
        waiting_count=count_waiting_applications(),
        kols=tuple(chips[key] for key in kol_ids if key in chips),
    )


def kol_case(viewer: Viewer, *, handle: str) -> KolCasePage:
    """One member before staff. Raises ProfileNotFound."""
    profile = find_by_handle(handle)
    if profile is None:
        raise ProfileNotFound
    user_id = profile.user_id
    application = find_kol_application(user_id)
    acts = list_kol_acts(user_id)
    actors = _chips(list_profiles_by_id({act.actor_id for act in acts}))
    return KolCasePage(
        member=_chip(profile),
        bio=profile.bio,
        joined_at=profile.joined_at,
        follower_count=get_counts(user_id, viewer_id=None).followers,
        note_count=count_notes_of_author(user_id, viewer_id=None),
        like_count=count_likes_received(user_id),
        application=None
        if application is None
        else _application(application, note_cards(_evidence_of(application), viewer)),
        newest=_notes_of(viewer, user_id, limit=_NEWEST),
        acts=tuple(
            KolActView(
                deed=act.deed.value,
                actor=actors.get(act.actor_id) or member_chip(None, {}),
                field=act.field,
                reason=act.reason,
                acted_at=act.acted_at,
            )
            for act in acts
        ),
        is_own=viewer.user_id == user_id,
    )


def _evidence_of(application: KolApplication) -> tuple[NoteSummary, ...]:
    """The notes that were shown for it. What is not public any more is not shown to anybody."""
    return tuple(list_summaries_by_id(application.evidence.note_ids).values())


def _application(application: KolApplication, notes: tuple[NoteCard, ...]) -> KolApplicationView:
    evidence = application.evidence
    return KolApplicationView(
        state=application.state.value,
        field=evidence.field,
        words=evidence.words,
        links=evidence.links,
        notes=notes,
        applied_at=application.applied_at,
        decided_at=application.decided_at,
        reason=application.reason,
    )


def _notes_of(viewer: Viewer, user_id: Id, *, limit: int) -> tuple[NoteCard, ...]:
    summaries, _ = list_notes_of_author(user_id, viewer_id=None, limit=limit)
    public = [summary for summary in summaries if summary.visibility is Visibility.PUBLIC]
    return note_cards(public, viewer)


def _chip(profile: Profile) -> MemberChip:
    return _chips({profile.user_id: profile})[profile.user_id]


def _chips(profiles: dict[Id, Profile]) -> dict[Id, MemberChip]:
    pictures = list_pictures_by_id([p.avatar_id for p in profiles.values() if p.avatar_id is not None])
    return {key: member_chip(profile, pictures) for key, profile in profiles.items()}

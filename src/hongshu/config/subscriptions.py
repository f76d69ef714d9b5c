"""Who hears of which domain event. The relay in the worker asks here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hongshu.community.graph.contracts import (
    FollowRequested,
    MemberBlocked,
    MemberFollowed,
    MemberUnfollowed,
)
from hongshu.community.members.contracts import KolEnded, KolRefused, KolVerified, MemberJoined
from hongshu.community.notes.contracts import (
    NoteDeleted,
    NoteEdited,
    NoteMentioned,
    NotePublished,
    NotePurged,
    NoteRestored,
)
from hongshu.community.questions.contracts import QuestionAnswered, QuestionAsked
from hongshu.community.responses.contracts import (
    CommentDeleted,
    CommentLiked,
    CommentPosted,
    CommentUnliked,
    EditorInvited,
    InvitationEnded,
    NoteCollected,
    NoteLiked,
    NoteUncollected,
    NoteUnliked,
)
from hongshu.flows import subscribers
from hongshu.flows.commenting import handlers as commenting
from hongshu.flows.delivering import services as delivering
from hongshu.flows.notifying import handlers as notifying
from hongshu.flows.ordering import handlers as ordering
from hongshu.kernel.outbox import Subscriber
from hongshu.platform.trust.contracts import (
    AppealAnswered,
    ContentHeld,
    ContentReleased,
    DecisionMade,
    PenaltyEnded,
    ReportsAnswered,
)
from hongshu.store.carts.contracts import WishGotCheaper, WishIsBack
from hongshu.store.declarations.contracts import DeclarationCancelled, OrderRefused, OrderReleased
from hongshu.store.fulfilment.contracts import ParcelDelivered, ParcelShipped
from hongshu.store.payments.contracts import PaymentCaptured
from hongshu.store.trade.contracts import OrderEnded, OrderMoved, OrderPlaced

_RECOUNT_PRODUCTS = Subscriber("flows.recount_products", subscribers.recount_products)
_PLACE_NOTE = Subscriber("flows.place_note", subscribers.place_note)
_SEARCH_NOTE = Subscriber("flows.search_note", subscribers.search_note)
_SEARCH_MEMBER = Subscriber("flows.search_member", subscribers.search_member)
_SEARCH_SUBJECT = Subscriber("flows.search_subject", subscribers.search_subject)

SUBSCRIPTIONS: Mapping[str, Sequence[Subscriber]] = {
    NotePublished.kind: (_RECOUNT_PRODUCTS, _PLACE_NOTE, _SEARCH_NOTE),
    NoteDeleted.kind: (_RECOUNT_PRODUCTS, _PLACE_NOTE, _SEARCH_NOTE),
    NoteEdited.kind: (_RECOUNT_PRODUCTS, _PLACE_NOTE, _SEARCH_NOTE),
    NoteRestored.kind: (_RECOUNT_PRODUCTS, _PLACE_NOTE, _SEARCH_NOTE),
    NotePurged.kind: (Subscriber("commenting.note_purged", commenting.on_note_purged),),
    NoteLiked.kind: (Subscriber("notifying.note_liked", notifying.on_note_liked),),
    NoteUnliked.kind: (Subscriber("notifying.note_unliked", notifying.on_note_unliked),),
    NoteCollected.kind: (Subscriber("notifying.note_collected", notifying.on_note_collected),),
    NoteUncollected.kind: (Subscriber("notifying.note_uncollected", notifying.on_note_uncollected),),
    EditorInvited.kind: (Subscriber("notifying.editor_invited", notifying.on_editor_invited),),
    InvitationEnded.kind: (Subscriber("notifying.invitation_ended", notifying.on_invitation_ended),),
    CommentPosted.kind: (Subscriber("notifying.comment_posted", notifying.on_comment_posted),),
    CommentLiked.kind: (Subscriber("notifying.comment_liked", notifying.on_comment_liked),),
    CommentUnliked.kind: (Subscriber("notifying.comment_unliked", notifying.on_comment_unliked),),
    CommentDeleted.kind: (Subscriber("notifying.comment_deleted", notifying.on_comment_deleted),),
    MemberFollowed.kind: (Subscriber("notifying.member_followed", notifying.on_member_followed),),
    MemberUnfollowed.kind: (Subscriber("notifying.member_unfollowed", notifying.on_member_unfollowed),),
    FollowRequested.kind: (Subscriber("notifying.follow_requested", notifying.on_follow_requested),),
    MemberBlocked.kind: (
        Subscriber("notifying.member_blocked", notifying.on_member_blocked),
        Subscriber("flows.part_boards", subscribers.part_boards),
    ),
    NoteMentioned.kind: (Subscriber("notifying.note_mentioned", notifying.on_note_mentioned),),
    DecisionMade.kind: (Subscriber("notifying.decision_made", notifying.on_decision_made),),
    AppealAnswered.kind: (Subscriber("notifying.appeal_answered", notifying.on_appeal_answered),),
    PenaltyEnded.kind: (Subscriber("notifying.penalty_ended", notifying.on_penalty_ended),),
    ReportsAnswered.kind: (Subscriber("notifying.reports_answered", notifying.on_reports_answered),),
    QuestionAsked.kind: (Subscriber("notifying.question_asked", notifying.on_question_asked),),
    QuestionAnswered.kind: (Subscriber("notifying.question_answered", notifying.on_question_answered),),
    KolVerified.kind: (Subscriber("notifying.kol_verified", notifying.on_kol_verified), _SEARCH_MEMBER),
    KolRefused.kind: (Subscriber("notifying.kol_refused", notifying.on_kol_refused),),
    WishGotCheaper.kind: (Subscriber("notifying.wish_got_cheaper", notifying.on_wish_got_cheaper),),
    WishIsBack.kind: (Subscriber("notifying.wish_is_back", notifying.on_wish_is_back),),
    ParcelShipped.kind: (Subscriber("delivering.parcel_shipped", delivering.bring_up),),
    ParcelDelivered.kind: (Subscriber("delivering.parcel_delivered", delivering.bring_up),),
    KolEnded.kind: (Subscriber("notifying.kol_ended", notifying.on_kol_ended), _SEARCH_MEMBER),
    MemberJoined.kind: (_SEARCH_MEMBER,),
    ContentHeld.kind: (_SEARCH_SUBJECT,),
    ContentReleased.kind: (_SEARCH_SUBJECT,),
    PaymentCaptured.kind: (Subscriber("ordering.captured", ordering.on_captured),),
    OrderPlaced.kind: (Subscriber("ordering.placed", ordering.on_placed),),
    OrderReleased.kind: (Subscriber("ordering.released", ordering.on_released),),
    OrderRefused.kind: (Subscriber("ordering.refused", ordering.on_refused),),
    DeclarationCancelled.kind: (Subscriber("ordering.taken_back", ordering.on_taken_back),),
    OrderMoved.kind: (Subscriber("ordering.moved", ordering.on_moved),),
    OrderEnded.kind: (Subscriber("ordering.ended", ordering.on_ended),),
}


def subscriber(name: str) -> Subscriber | None:
    """The subscriber of that name, or None when a newer version no longer has it."""
    return next((who for group in SUBSCRIPTIONS.values() for who in group if who.name == name), None)

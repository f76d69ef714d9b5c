"""Subscribers of the community's events; the composition root names them."""

from __future__ import annotations

from hongshu.community.graph.contracts import (
    FollowRequested,
    MemberBlocked,
    MemberFollowed,
    MemberUnfollowed,
)
from hongshu.community.graph.queries import get_relation
from hongshu.community.members.contracts import KolEnded, KolRefused, KolVerified
from hongshu.community.notes.contracts import NoteMentioned
from hongshu.community.notes.queries import list_summaries_by_id
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
from hongshu.community.responses.queries import (
    find_board,
    list_comments_by_id,
    list_like_states,
    list_note_states,
)
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id
from hongshu.platform.notifications.contracts import Kind, Subject
from hongshu.platform.notifications.services import forget_actor, forget_subject, tell, withdraw
from hongshu.platform.trust.contracts import (
    HOUSE,
    AppealAnswered,
    DecisionMade,
    PenaltyEnded,
    ReportsAnswered,
)
from hongshu.store.carts.contracts import WishGotCheaper, WishIsBack
from hongshu.store.carts.queries import list_wished


def on_note_liked(event: DomainEvent) -> None:
    """The author hears of a like that still stands."""
    assert isinstance(event, NoteLiked)
    if not _likes(event.user_id, event.note_id) or not _sees(event.author_id, event.note_id):
        return
    _tell(event.author_id, Kind.LIKE, Subject("note", event.note_id), event.user_id)


def on_note_unliked(event: DomainEvent) -> None:
    """A like that was taken back leaves nothing behind, unless it was given again meanwhile."""
    assert isinstance(event, NoteUnliked)
    if _likes(event.user_id, event.note_id):
        return
    subject = Subject("note", event.note_id)
    withdraw(user_id=event.author_id, kind=Kind.LIKE, subject=subject, actor_id=event.user_id)


def on_note_collected(event: DomainEvent) -> None:
    """The author hears that somebody keeps the note."""
    assert isinstance(event, NoteCollected)
    if _collects(event.user_id, event.note_id) and _sees(event.author_id, event.note_id):
        _tell(event.author_id, Kind.COLLECT, Subject("note", event.note_id), event.user_id)


def on_note_uncollected(event: DomainEvent) -> None:
    """Who keeps the note no more is taken out, unless it was collected again meanwhile."""
    assert isinstance(event, NoteUncollected)
    if _collects(event.user_id, event.note_id):
        return
    subject = Subject("note", event.note_id)
    withdraw(user_id=event.author_id, kind=Kind.COLLECT, subject=subject, actor_id=event.user_id)


def on_editor_invited(event: DomainEvent) -> None:
    """The invited member hears of a board that they may edit with its owner."""
    assert isinstance(event, EditorInvited)
    if _is_invited(event.user_id, event.board_id):
        _tell(event.user_id, Kind.BOARD_INVITE, Subject("board", event.board_id), event.owner_id)


def on_invitation_ended(event: DomainEvent) -> None:
    """An invitation that waits no more is not shown any more, unless they were invited again meanwhile."""
    assert isinstance(event, InvitationEnded)
    if not _is_invited(event.user_id, event.board_id):
        forget_subject(user_id=event.user_id, subject=Subject("board", event.board_id))


def on_comment_posted(event: DomainEvent) -> None:
    """Whom the comment answers, whom it mentions and whose note it is on hear of it, each once."""
    assert isinstance(event, CommentPosted)
    if not list_comments_by_id([event.comment_id]):
        return
    # The nearest reason comes first: who is answered is not told that their note has a comment, too.
    reasons = [
        *([(event.parent_user_id, Kind.REPLY)] if event.parent_user_id is not None else []),
        *((user_id, Kind.MENTION) for user_id in event.mentioned_ids),
        (event.author_id, Kind.COMMENT),
    ]
    told: set[Id] = set()
    for user_id, kind in reasons:
        if user_id not in told and _sees(user_id, event.note_id):
            told.add(user_id)
            _tell(user_id, kind, Subject("comment", event.comment_id), event.user_id)


def on_comment_liked(event: DomainEvent) -> None:
    """The writer of a comment hears that somebody likes it."""
    assert isinstance(event, CommentLiked)
    if not _likes_comment(event.user_id, event.comment_id):
        return
    if _sees(event.writer_id, event.note_id):
        _tell(event.writer_id, Kind.COMMENT_LIKE, Subject("comment", event.comment_id), event.user_id)


def on_comment_unliked(event: DomainEvent) -> None:
    """A like of a comment that was taken back leaves nothing behind, unless it was given again meanwhile."""
    assert isinstance(event, CommentUnliked)
    if _likes_comment(event.user_id, event.comment_id):
        return
    subject = Subject("comment", event.comment_id)
    withdraw(user_id=event.writer_id, kind=Kind.COMMENT_LIKE, subject=subject, actor_id=event.user_id)


def on_comment_deleted(event: DomainEvent) -> None:
    """What anybody was told of the comment, or of likes of it, goes with it."""
    assert isinstance(event, CommentDeleted)
    for user_id in event.concerned_ids:
        forget_subject(user_id=user_id, subject=Subject("comment", event.comment_id))


def on_note_mentioned(event: DomainEvent) -> None:
    """Whom a note names hears of it, if they may see it."""
    assert isinstance(event, NoteMentioned)
    for user_id in event.mentioned_ids:
        if _sees(user_id, event.note_id):
            _tell(user_id, Kind.MENTION, Subject("note", event.note_id), event.author_id)


def on_member_followed(event: DomainEvent) -> None:
    """A member hears of a new follower, whose request, if there was one, is answered with it."""
    assert isinstance(event, MemberFollowed)
    subject = Subject("member", event.user_id)
    withdraw(user_id=event.followee_id, kind=Kind.FOLLOW_REQUEST, subject=subject, actor_id=event.user_id)
    if get_relation(event.user_id, event.followee_id).follows:
        _tell(event.followee_id, Kind.FOLLOW, subject, event.user_id)


def on_member_unfollowed(event: DomainEvent) -> None:
    """Who follows no more, or waits no more, is not shown, unless they do so again meanwhile."""
    assert isinstance(event, MemberUnfollowed)
    relation = get_relation(event.user_id, event.followee_id)
    ended = [
        *([] if relation.follows else [Kind.FOLLOW]),
        *([] if relation.has_requested else [Kind.FOLLOW_REQUEST]),
    ]
    for kind in ended:
        subject = Subject("member", event.user_id)
        withdraw(user_id=event.followee_id, kind=kind, subject=subject, actor_id=event.user_id)


def on_follow_requested(event: DomainEvent) -> None:
    """A private account hears who waits for its consent."""
    assert isinstance(event, FollowRequested)
    if get_relation(event.user_id, event.followee_id).has_requested:
        _tell(event.followee_id, Kind.FOLLOW_REQUEST, Subject("member", event.user_id), event.user_id)


def on_member_blocked(event: DomainEvent) -> None:
    """Neither of the two finds the other in what they were told."""
    assert isinstance(event, MemberBlocked)
    if get_relation(event.user_id, event.blocked_id).is_hidden:
        forget_actor(user_id=event.user_id, actor_id=event.blocked_id)
        forget_actor(user_id=event.blocked_id, actor_id=event.user_id)


def on_decision_made(event: DomainEvent) -> None:
    """The member about whom staff decided hears of it; of a product's decision there is none."""
    assert isinstance(event, DecisionMade)
    if event.user_id == HOUSE:
        return
    _say(event.user_id, Kind.DECISION, Subject("decision", event.decision_id))


def on_appeal_answered(event: DomainEvent) -> None:
    """Who appealed hears of the answer."""
    assert isinstance(event, AppealAnswered)
    _say(event.user_id, Kind.APPEAL_ANSWERED, Subject("decision", event.decision_id))


def on_penalty_ended(event: DomainEvent) -> None:
    """The member hears that a decision is lifted."""
    assert isinstance(event, PenaltyEnded)
    if event.user_id == HOUSE:
        return
    _say(event.user_id, Kind.PENALTY_ENDED, Subject("decision", event.decision_id))


def on_reports_answered(event: DomainEvent) -> None:
    """Who reported something hears that it was decided."""
    assert isinstance(event, ReportsAnswered)
    for user_id in event.reporter_ids:
        _say(user_id, Kind.REPORT_ANSWERED, Subject("case", event.case_id))


def on_question_asked(event: DomainEvent) -> None:
    """Those whom the question goes to hear of it."""
    assert isinstance(event, QuestionAsked)
    for user_id in event.asked_ids:
        _tell(user_id, Kind.QUESTION, Subject("question", event.question_id), event.user_id)


def on_question_answered(event: DomainEvent) -> None:
    """Who asked hears of the answer."""
    assert isinstance(event, QuestionAnswered)
    _tell(event.asker_id, Kind.ANSWER, Subject("question", event.question_id), event.user_id)


def on_kol_verified(event: DomainEvent) -> None:
    """The member hears of the badge."""
    assert isinstance(event, KolVerified)
    _say(event.user_id, Kind.KOL_VERIFIED, Subject("member", event.user_id))


def on_kol_refused(event: DomainEvent) -> None:
    """Who applied hears of the refusal."""
    assert isinstance(event, KolRefused)
    _say(event.user_id, Kind.KOL_REFUSED, Subject("member", event.user_id))


def on_kol_ended(event: DomainEvent) -> None:
    """The member hears that the badge is gone."""
    assert isinstance(event, KolEnded)
    _say(event.user_id, Kind.KOL_ENDED, Subject("member", event.user_id))


def on_wish_got_cheaper(event: DomainEvent) -> None:
    """Who wishes for a product, and still does, hears that it costs less."""
    assert isinstance(event, WishGotCheaper)
    if event.product_id in list_wished(event.user_id, [event.product_id]):
        _say(event.user_id, Kind.WISH_CHEAPER, Subject("product", event.product_id))


def on_wish_is_back(event: DomainEvent) -> None:
    """Who wishes for a product, and still does, hears that it can be had again."""
    assert isinstance(event, WishIsBack)
    if event.product_id in list_wished(event.user_id, [event.product_id]):
        _say(event.user_id, Kind.WISH_BACK, Subject("product", event.product_id))


def _say(user_id: Id, kind: Kind, subject: Subject) -> None:
    tell(user_id=user_id, kind=kind, subject=subject, actor_id=None)


def _tell(user_id: Id, kind: Kind, subject: Subject, actor_id: Id) -> None:
    if user_id == actor_id:
        return
    relation = get_relation(user_id, actor_id)
    if not relation.is_hidden and not relation.mutes:
        tell(user_id=user_id, kind=kind, subject=subject, actor_id=actor_id)


def _likes(user_id: Id, note_id: Id) -> bool:
    return list_like_states([note_id], viewer_id=user_id)[note_id].is_liked


def _sees(user_id: Id, note_id: Id) -> bool:
    return note_id in list_summaries_by_id([note_id], viewer_id=user_id)


def _collects(user_id: Id, note_id: Id) -> bool:
    return list_note_states([note_id], viewer_id=user_id)[note_id].collects.is_collected


def _likes_comment(user_id: Id, comment_id: Id) -> bool:
    comment = list_comments_by_id([comment_id], viewer_id=user_id).get(comment_id)
    return comment is not None and comment.is_liked


def _is_invited(user_id: Id, board_id: Id) -> bool:
    board = find_board(board_id)
    return board is not None and user_id in board.invited_ids

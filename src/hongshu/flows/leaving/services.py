"""Leaving, undoing it, and erasing."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction

from hongshu.community.graph.services import erase_member
from hongshu.community.members.services import erase_profile, set_leaving
from hongshu.community.notes.services import erase_notes, return_notes, withdraw_notes
from hongshu.community.questions.services import erase_questions
from hongshu.community.responses import services as responses
from hongshu.discovery.search.services import clear_history
from hongshu.flows.exporting.services import remove_exports
from hongshu.kernel import clock
from hongshu.kernel.idempotency import forget_owner
from hongshu.kernel.ids import Id
from hongshu.platform.accounts import services as accounts
from hongshu.platform.accounts.contracts import Leaving
from hongshu.platform.accounts.queries import find_leaving, list_due_leavings
from hongshu.platform.behaviour.services import erase_events
from hongshu.platform.identity.services import erase_identities
from hongshu.platform.media.services import erase_pictures
from hongshu.platform.notifications.services import erase_notifications
from hongshu.platform.trust.services import erase_words
from hongshu.store.carts.services import forget_member as forget_cart
from hongshu.store.promotions.services import forget_member as forget_coupons
from hongshu.store.trade.services import forget_member as forget_addresses

log = logging.getLogger(__name__)


@transaction.atomic
def leave(*, user_id: Id, password: str) -> Leaving:
    """Hide a member at once and begin the days in which they can come back. Idempotent.

    Raises WrongPassword, StaffCannotLeave.
    """
    accounts.check_password(user_id=user_id, password=password)
    leaving = accounts.begin_leaving(user_id=user_id)
    set_leaving(user_id=user_id, is_leaving=True)
    withdraw_notes(author_id=user_id, at=leaving.asked_at)
    return leaving


@transaction.atomic
def come_back(*, user_id: Id) -> bool:
    """Undo a leaving: profile and notes are there again; whether it was not too late."""
    leaving = accounts.undo_leaving(user_id=user_id)
    if leaving is None:
        return False
    set_leaving(user_id=user_id, is_leaving=False)
    return_notes(author_id=user_id, at=leaving.asked_at)
    return True


def erase_due(*, limit: int = 20) -> int:
    """Erase who has been leaving long enough; how many. One that fails does not keep the others back."""
    erased = 0
    for user_id in list_due_leavings(clock.now(), limit=limit):
        try:
            erase(user_id)
        except Exception:
            log.exception("an erasure failed; the next run goes on with it", extra={"user_id": user_id})
        else:
            erased += 1
    return erased


def erase(user_id: Id) -> None:
    """Erase a member whose days are over. Idempotent and resumable: each batch is one transaction that also
    says what it did. Does nothing for who is not due.
    """
    leaving = find_leaving(user_id)
    if leaving is None or leaving.erased_at is not None or leaving.due_at > clock.now():
        return
    # From here on nothing can be undone: a count in ``done`` is the mark.
    _until_none(user_id, "begun", lambda: 0 if leaving.done else 1, once=True)
    _until_none(user_id, "notes", lambda: len(erase_notes(author_id=user_id)))
    _until_none(user_id, "likes", lambda: responses.erase_likes(user_id=user_id))
    _until_none(user_id, "comment_likes", lambda: responses.erase_comment_likes(user_id=user_id))
    _until_none(user_id, "shares", lambda: responses.erase_shares(user_id=user_id))
    _until_none(user_id, "boards", lambda: responses.erase_boards(user_id=user_id))
    _until_none(user_id, "collects", lambda: responses.erase_collects(user_id=user_id))
    _until_none(user_id, "comments", lambda: responses.erase_comments(user_id=user_id)[0])
    _until_none(user_id, "questions", lambda: erase_questions(user_id=user_id))
    _until_none(user_id, "graph", lambda: erase_member(user_id=user_id))
    _until_none(user_id, "events", lambda: erase_events(user_id=user_id))
    _until_none(user_id, "notifications", lambda: erase_notifications(user_id=user_id))
    _until_none(user_id, "words", lambda: erase_words(user_id=user_id))
    _until_none(user_id, "identities", lambda: erase_identities(user_id=user_id))
    _until_none(user_id, "carts", lambda: forget_cart(user_id))
    _until_none(user_id, "coupons", lambda: forget_coupons(user_id))
    _until_none(user_id, "addresses", lambda: forget_addresses(user_id))
    _until_none(user_id, "searches", lambda: clear_history(user_id=user_id))
    _until_none(user_id, "answers", lambda: forget_owner(user_id))
    # Files are outside of transactions: rows that lost theirs go with the next batch, or with the sweep.
    while count := erase_pictures(owner_id=user_id):
        accounts.note_erased(user_id=user_id, done={"pictures": count})
    remove_exports(user_id)
    with transaction.atomic():
        erase_profile(user_id=user_id)
        accounts.note_erased(user_id=user_id, done={"profile": 1})
        accounts.note_erased(user_id=user_id, done=accounts.erase_account(user_id=user_id))
    log.info("member erased", extra={"user_id": user_id})


def _until_none(user_id: Id, name: str, work: Callable[[], int], *, once: bool = False) -> None:
    """Run a batch and note it in one transaction, again and again until there is nothing to do."""
    while True:
        with transaction.atomic():
            count = work()
            if count:
                accounts.note_erased(user_id=user_id, done={name: count})
        if not count or once:
            return

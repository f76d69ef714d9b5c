"""Notifications of providers: verified, fresh, matched, and taken once with the bytes as they came."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel import clock
from hongshu.store.payments import adapters
from hongshu.store.payments.contracts import (
    Answer,
    ForgedNotification,
    Provider,
    RefundState,
    UnreadableNotification,
)
from hongshu.store.payments.models import NotificationRow, RefundRow
from hongshu.store.payments.ports import Notice
from hongshu.store.payments.rules.matching import is_fresh
from hongshu.store.payments.services.capturing import settle_trade
from hongshu.store.payments.services.refunding import settle_refund

log = logging.getLogger(__name__)
MOST_BYTES = 64 * 1024
_STATUS = {"forged": 401, "unreadable": 400, "stale": 400, "unknown": 404}
# Headers that a signature is made of, or that say what the body is.
_KEPT_HEADERS = ("content-type", "wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature",
                 "wechatpay-serial", "wechatpay-signature-type")  # fmt: skip


class _Again(Exception):
    """Another process took the same notification between our look and our writing: all of ours goes back."""


def take_notification(*, provider: Provider, headers: Mapping[str, str], body: bytes) -> Answer:
    """Take a notification as it came over HTTP; what the provider is to be answered. Never raises a refusal.

    Verified before anything of it is believed; kept once by (provider, event id) in the transaction of its
    effect. Forged, stale, unreadable ones and those of numbers that are not ours are turned away and keep
    nothing; one that is signed but says another amount, currency or merchant is kept for staff and changes
    nothing. Doubled, reordered and late ones are harmless.
    """
    port = adapters.current_provider(provider)
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        if len(body) > MOST_BYTES:
            raise UnreadableNotification
        notice = port.read_notification(lower, body)
    except ForgedNotification:
        outcome = "forged"
    except UnreadableNotification:
        outcome = "unreadable"
    else:
        outcome = _take(provider, notice, port.merchant, lower, body)
    if outcome in _STATUS or outcome.startswith("wrong"):
        log.warning(
            "a payment notification was not believed: %s", outcome, extra={"provider": provider.value}
        )
    status, content_type, said = port.answer(is_taken=outcome not in _STATUS)
    return Answer(status=_STATUS.get(outcome, status), content_type=content_type, body=said, outcome=outcome)


def _take(
    provider: Provider, notice: Notice, our_merchant: str, headers: Mapping[str, str], body: bytes
) -> str:
    if not is_fresh(notice.said_at, now=clock.now(), fresh_for_s=notice.fresh_for_s):
        return "stale"
    if NotificationRow.objects.filter(event_id=notice.event_id, provider=provider.value).exists():
        return "again"
    try:
        with transaction.atomic():
            outcome = _apply(notice, our_merchant)
            if outcome != "unknown":
                _keep(provider, notice, headers, body, outcome)
    except _Again:
        return "again"
    return outcome


def _apply(notice: Notice, our_merchant: str) -> str:
    if notice.refund is not None:
        number = notice.refund.number
        outcome = settle_refund(number=number, finding=notice.refund, our_merchant=our_merchant)
        if outcome == "pending":
            # It says that something happened, not what: the provider is asked at once.
            RefundRow.objects.filter(number=number, state=RefundState.REQUESTED.value).update(
                next_try_at=Now()
            )
        return outcome
    assert notice.trade is not None, "a notice is of a trade or of a refund"
    return settle_trade(
        number=notice.trade.number, trade=notice.trade, our_merchant=our_merchant, kind="notification"
    )


def _keep(provider: Provider, notice: Notice, headers: Mapping[str, str], body: bytes, outcome: str) -> None:
    about = notice.refund or notice.trade
    assert about is not None, "a notice is of a trade or of a refund"
    row = NotificationRow(
        event_id=notice.event_id[:80],
        provider=provider.value,
        kind="refund" if notice.refund is not None else "trade",
        number=about.number[:64],
        headers={name: headers[name] for name in _KEPT_HEADERS if name in headers},
        body=body,
        outcome=outcome,
    )
    NotificationRow.objects.bulk_create([row], ignore_conflicts=True)
    if not NotificationRow.objects.filter(id=row.id).exists():
        raise _Again

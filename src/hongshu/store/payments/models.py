"""Tables of payments.

A payment and its attempts live by the checkout; parts and refunds by the order, beside what the ledger says
of it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.payments.contracts import AttemptState, PaymentState, Provider, RefundState

_PROVIDERS = [provider.value for provider in Provider]
UNDECIDED = [AttemptState.WRITTEN.value, AttemptState.STARTED.value]


class PaymentRow(models.Model):
    """The payment of a checkout. ``provider`` and ``number`` are of the capture, before it of the choice."""

    placement: ClassVar[Placement] = sharded_by("checkout_id")

    id = IdField(primary_key=True)
    checkout_id = models.BigIntegerField()
    payer_user_id = models.BigIntegerField()
    provider = models.CharField(max_length=10, db_collation="C")
    number = models.CharField(max_length=32, db_collation="C")
    state = models.CharField(max_length=10, default=PaymentState.OPEN.value, db_collation="C")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, db_collation="C")
    subject = models.CharField(max_length=120)
    transaction_id = models.CharField(max_length=64, blank=True, db_collation="C")
    opened_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payments_payment"
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(fields=["checkout_id"], name="payments_one_a_checkout"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_payment_amount"),
            models.CheckConstraint(condition=Q(provider__in=_PROVIDERS), name="payments_payment_provider"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PaymentState]), name="payments_payment_state"
            ),
            # Captured is captured: with a moment and a transaction, and nothing else has them.
            models.CheckConstraint(
                condition=(Q(state="captured") & Q(captured_at__isnull=False) & ~Q(transaction_id=""))
                | (~Q(state="captured") & Q(captured_at__isnull=True) & Q(transaction_id="")),
                name="payments_payment_captured",
            ),
        ]
        indexes = [
            models.Index(fields=["payer_user_id", "id"], name="payments_of_member"),
            models.Index(fields=["id"], name="payments_captured_at", condition=Q(state="captured")),
        ]

    def __str__(self) -> str:
        return self.number


class PartRow(models.Model):
    """What an order has of its payment. Refunds on their way count as given back, so two cannot take the
    same.
    """

    placement: ClassVar[Placement] = sharded_by("order_id")

    id = IdField(primary_key=True)
    order_id = models.BigIntegerField()
    payment_id = models.BigIntegerField()
    checkout_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, db_collation="C")
    captured_minor = models.BigIntegerField(default=0)
    given_back_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)

    class Meta:
        db_table = "payments_part"
        verbose_name = _("part of a payment")
        verbose_name_plural = _("parts of payments")
        constraints = [
            models.UniqueConstraint(fields=["order_id"], name="payments_one_part_an_order"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="payments_part_amount"),
            models.CheckConstraint(
                condition=Q(captured_minor=0) | Q(captured_minor=F("amount_minor")),
                name="payments_part_whole_capture",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0)
                & Q(refunded_minor__lte=F("given_back_minor"))
                & Q(given_back_minor__lte=F("captured_minor")),
                name="payments_part_never_above_captured",
            ),
        ]
        indexes = [models.Index(fields=["payment_id"], name="payments_parts_of_payment")]


class AttemptRow(models.Model):
    """A payment with one provider, written before the provider is asked. It is asked after until decided."""

    placement: ClassVar[Placement] = sharded_by("checkout_id")

    id = IdField(primary_key=True)
    checkout_id = models.BigIntegerField()
    payment_id = models.BigIntegerField()
    provider = models.CharField(max_length=10, db_collation="C")
    number = models.CharField(max_length=32, db_collation="C")
    state = models.CharField(max_length=10, default=AttemptState.WRITTEN.value, db_collation="C")
    transaction_id = models.CharField(max_length=64, blank=True, db_collation="C")
    # The money came a second time, by another provider: it is given back as it came.
    is_surplus = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    next_poll_at = models.DateTimeField(db_default=Now())
    written_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payments_attempt"
        verbose_name = _("attempt to pay")
        verbose_name_plural = _("attempts to pay")
        constraints = [
            models.UniqueConstraint(fields=["checkout_id", "number"], name="payments_attempt_number"),
            models.CheckConstraint(condition=Q(provider__in=_PROVIDERS), name="payments_attempt_provider"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AttemptState]), name="payments_attempt_state"
            ),
        ]
        indexes = [
            models.Index(fields=["number"], name="payments_by_number"),
            models.Index(fields=["next_poll_at"], name="payments_to_poll", condition=Q(state__in=UNDECIDED)),
        ]


class TransactionClaim(models.Model):
    """A provider's transaction, once: unique over all nodes only as the key of a table of its own."""

    placement: ClassVar[Placement] = sharded_by("value")

    value = models.CharField(primary_key=True, max_length=80, db_collation="C")
    attempt_id = models.BigIntegerField()

    class Meta:
        db_table = "payments_transaction_claim"


class RefundRow(models.Model):
    """A refund of a part, or of a surplus. It is the intention before it is sent, and keeps its number."""

    placement: ClassVar[Placement] = sharded_by("order_id")

    id = IdField(primary_key=True)
    order_id = models.BigIntegerField()
    payment_id = models.BigIntegerField()
    attempt_id = models.BigIntegerField()
    # None for a surplus: then nothing of the order is given back.
    part = models.ForeignKey(PartRow, on_delete=models.PROTECT, null=True, related_name="refunds")
    provider = models.CharField(max_length=10, db_collation="C")
    number = models.CharField(max_length=32, db_collation="C")
    key = models.CharField(max_length=80, db_collation="C")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, db_collation="C")
    reason = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default=RefundState.REQUESTED.value, db_collation="C")
    text = models.CharField(max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(db_default=Now())
    requested_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "payments_refund"
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.UniqueConstraint(fields=["order_id", "key"], name="payments_refund_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_refund_amount"),
            models.CheckConstraint(condition=Q(provider__in=_PROVIDERS), name="payments_refund_provider"),
            models.CheckConstraint(
                condition=(Q(state="settled") & Q(settled_at__isnull=False))
                | (Q(state__in=["requested", "failed"]) & Q(settled_at__isnull=True)),
                name="payments_refund_state",
            ),
        ]
        indexes = [
            models.Index(fields=["number"], name="payments_refund_by_number"),
            models.Index(
                fields=["next_try_at"], name="payments_refunds_to_send", condition=Q(state="requested")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ExchangeRow(models.Model):
    """The bytes that went to and fro. Append-only (a trigger): customs may ask for them for years."""

    placement: ClassVar[Placement] = sharded_by("checkout_id")

    id = IdField(primary_key=True)
    checkout_id = models.BigIntegerField()
    provider = models.CharField(max_length=10, db_collation="C")
    kind = models.CharField(max_length=20, db_collation="C")
    number = models.CharField(max_length=32, db_collation="C")
    request = models.BinaryField()
    response = models.BinaryField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "payments_exchange"
        verbose_name = _("exchange with a provider")
        verbose_name_plural = _("exchanges with providers")
        indexes = [models.Index(fields=["checkout_id", "id"], name="payments_exchanges_of")]


class NotificationRow(models.Model):
    """The inbox: a verified notification, once by provider and event id, its bytes as they came (append-only
    but for the outcome, which is written in the transaction that takes it).
    """

    placement: ClassVar[Placement] = sharded_by("event_id")

    id = IdField(primary_key=True)
    event_id = models.CharField(max_length=80, db_collation="C")
    provider = models.CharField(max_length=10, db_collation="C")
    kind = models.CharField(max_length=20, db_collation="C")
    number = models.CharField(max_length=64, db_collation="C")
    headers: models.Field[dict[str, str], dict[str, str]] = models.JSONField()
    body = models.BinaryField()
    came_at = models.DateTimeField(db_default=Now())
    # "taken", "again", "pending", "unknown", or "wrong …" with what does not fit.
    outcome = models.CharField(max_length=40, db_collation="C")

    class Meta:
        db_table = "payments_notification"
        verbose_name = _("payment notification")
        verbose_name_plural = _("payment notifications")
        constraints = [
            models.UniqueConstraint(fields=["event_id", "provider"], name="payments_notification_once"),
            models.CheckConstraint(
                condition=Q(provider__in=_PROVIDERS), name="payments_notification_provider"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="payments_not_believed", condition=Q(outcome__startswith="wrong")
            )
        ]

"""The table of transfers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.ledger.contracts import Account


class TransferRow(models.Model):
    """One transfer. A trigger refuses every change (migration 0001)."""

    placement: ClassVar[Placement] = sharded_by("subject_id")

    id = IdField(primary_key=True)
    debit = models.CharField(max_length=30, db_collation="C")
    credit = models.CharField(max_length=30, db_collation="C")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, db_collation="C")
    reason = models.CharField(max_length=40, db_collation="C")
    subject_kind = models.CharField(max_length=20, db_collation="C")
    subject_id = models.BigIntegerField()
    key = models.CharField(max_length=80, db_collation="C")
    posted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_transfer"
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="ledger_transfer_amount_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="ledger_transfer_two_accounts"),
            models.CheckConstraint(
                condition=Q(debit__in=[account.value for account in Account])
                & Q(credit__in=[account.value for account in Account]),
                name="ledger_transfer_known_accounts",
            ),
            models.UniqueConstraint(
                fields=["subject_id", "subject_kind", "key"], name="ledger_transfer_posted_once"
            ),
        ]
        indexes = [
            models.Index(fields=["debit", "posted_at"], name="ledger_transfer_debits"),
            models.Index(fields=["credit", "posted_at"], name="ledger_transfer_credits"),
        ]

    def __str__(self) -> str:
        return f"{self.debit} ← {self.credit} {self.amount_minor} {self.currency}"

"""Tables of declarations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by
from hongshu.store.declarations.contracts import DeclarationState, DocumentKind, DocumentState


class DeclarationRow(models.Model):
    """The declaration of an order. ``body`` is all that its documents say but the buyer's name and number."""

    placement: ClassVar[Placement] = sharded_by("order_id")

    id = IdField(primary_key=True)
    order_id = models.BigIntegerField()
    order_number = models.CharField(max_length=60, db_collation="C")
    user_id = models.BigIntegerField()
    mode = models.CharField(max_length=4, db_collation="C")
    state = models.CharField(max_length=12, default=DeclarationState.DECLARED.value, db_collation="C")
    body: models.Field[dict[str, object], dict[str, object]] = models.JSONField()
    list_number = models.CharField(max_length=18, blank=True, db_collation="C")
    status = models.CharField(max_length=10, blank=True, db_collation="C")
    text = models.CharField(max_length=1000, blank=True)
    declared_at = models.DateTimeField(db_default=Now())
    released_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "declarations_declaration"
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        constraints = [
            models.UniqueConstraint(fields=["order_id"], name="declarations_one_an_order"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeclarationState]),
                name="declarations_declaration_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "returning", "returned"]) | Q(released_at__isnull=False),
                name="declarations_released_at",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="declarations_by_state"),
            models.Index(fields=["user_id"], name="declarations_of_member"),
        ]

    def __str__(self) -> str:
        return self.order_number


class DocumentRow(models.Model):
    """A document. Its XML is written anew for each attempt and kept nowhere; ``digest`` is of what was
    sent.
    """

    placement: ClassVar[Placement] = sharded_by("order_id")

    id = IdField(primary_key=True)
    order_id = models.BigIntegerField()
    declaration = models.ForeignKey(DeclarationRow, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=6, db_collation="C")
    guid = models.CharField(max_length=36, db_collation="C")
    state = models.CharField(max_length=10, default=DocumentState.WRITTEN.value, db_collation="C")
    # What a cancelling or a return says beside the order.
    more: models.Field[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_default=Now())
    digest = models.CharField(max_length=64, blank=True, db_collation="C")
    status = models.CharField(max_length=10, blank=True, db_collation="C")
    text = models.CharField(max_length=1000, blank=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "declarations_document"
        verbose_name = _("customs document")
        verbose_name_plural = _("customs documents")
        constraints = [
            models.UniqueConstraint(fields=["order_id", "guid"], name="declarations_document_guid"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in DocumentKind]), name="declarations_document_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DocumentState]),
                name="declarations_document_state",
            ),
        ]
        indexes = [
            models.Index(fields=["guid"], name="declarations_by_guid"),
            models.Index(
                fields=["next_try_at"],
                name="declarations_to_send",
                condition=Q(state=DocumentState.WRITTEN.value),
            ),
        ]


class MessageRow(models.Model):
    """The inbox: a message of customs, its verified bytes as they came, once (design decision 7)."""

    placement: ClassVar[Placement] = sharded_by("guid")

    guid = models.CharField(primary_key=True, max_length=36, db_collation="C")
    kind = models.CharField(max_length=6, db_collation="C")
    answers_guid = models.CharField(max_length=36, db_collation="C")
    raw = models.BinaryField()
    came_at = models.DateTimeField(db_default=Now())
    # What became of it: "taken", "late" (the declaration had gone on), or "unknown" (of no document of ours).
    outcome = models.CharField(max_length=10, db_collation="C")

    class Meta:
        db_table = "declarations_message"
        verbose_name = _("customs message")
        verbose_name_plural = _("customs messages")
        indexes = [models.Index(fields=["answers_guid"], name="declarations_answers")]

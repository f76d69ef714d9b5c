"""The table of notes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.community.notes.contracts import (
    MAX_MENTIONS,
    MAX_PICTURES,
    MAX_PINNED,
    MAX_PRODUCTS,
    MAX_TOPICS,
    Visibility,
)
from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by

SHOWN_TO_ALL = Q(visibility=Visibility.PUBLIC, deleted_at__isnull=True, is_restricted=False, is_held=False)


class NoteRow(models.Model):
    """A note. Pictures, products and topics stand in arrays: they are read and written with it, as one.

    ``spots`` and ``entries`` are the price tags on its pictures and its shopping list, as JSON
    (community.notes.stored_form).
    """

    placement: ClassVar[Placement] = sharded_by("author_id")

    id = IdField(primary_key=True)
    author_id = models.BigIntegerField()
    source = models.CharField(max_length=20, default="member", db_collation="C")
    source_key = models.CharField(max_length=80, blank=True, db_collation="C")
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=20, blank=True, db_collation="C")
    place = models.CharField(max_length=80, blank=True)
    visibility = models.CharField(max_length=10, choices=[(v.value, v.name) for v in Visibility])
    picture_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    picture_alts: models.Field[list[str], list[str]] = ArrayField(models.TextField(), default=list)
    product_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    topics: models.Field[list[str], list[str]] = ArrayField(models.CharField(max_length=60), default=list)
    spots = models.JSONField(default=list)
    entries = models.JSONField(default=list)
    entry_count = models.PositiveSmallIntegerField(default=0)
    mentioned_ids: models.Field[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    is_original = models.BooleanField(default=False)
    is_ai_made = models.BooleanField(default=False)
    is_commercial = models.BooleanField(default=False)
    # Which place it has above the author's other notes, or none.
    pinned_place = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    # The author's account is private: its followers see the note, others do not.
    is_restricted = models.BooleanField(default=False)
    # Trust holds the note or its author: only the author sees it.
    is_held = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(null=True)
    original_url = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "notes_note"
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.CheckConstraint(condition=~Q(title="", body=""), name="notes_note_says_something"),
            models.CheckConstraint(
                condition=Q(picture_ids__len__lte=MAX_PICTURES) & Q(picture_alts__len=F("picture_ids__len")),
                name="notes_note_pictures_described",
            ),
            models.CheckConstraint(
                condition=Q(product_ids__len__lte=MAX_PRODUCTS, topics__len__lte=MAX_TOPICS),
                name="notes_note_tags_bounded",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=[v.value for v in Visibility]), name="notes_note_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5), name="notes_note_rating"
            ),
            models.CheckConstraint(
                condition=Q(mentioned_ids__len__lte=MAX_MENTIONS), name="notes_note_mentions_bounded"
            ),
            models.CheckConstraint(
                condition=Q(pinned_place__isnull=True)
                | Q(pinned_place__gte=1, pinned_place__lte=MAX_PINNED, deleted_at__isnull=True),
                name="notes_note_pinned_place",
            ),
            models.UniqueConstraint(
                fields=["author_id", "pinned_place"],
                name="notes_note_one_a_place",
                condition=Q(pinned_place__isnull=False),
            ),
            # With the author, because a node of a cluster can only watch over its own rows.
            models.UniqueConstraint(
                fields=["author_id", "source", "source_key"],
                name="notes_note_brought_in_once",
                condition=~Q(source_key=""),
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="notes_note_newest", condition=SHOWN_TO_ALL),
            models.Index(
                fields=["channel", "-published_at", "-id"],
                name="notes_note_newest_of_channel",
                condition=SHOWN_TO_ALL,
            ),
            models.Index(
                fields=["author_id", "-published_at", "-id"],
                name="notes_note_newest_of_author",
                condition=Q(deleted_at__isnull=True),
            ),
            models.Index(
                fields=["author_id", "-deleted_at"],
                name="notes_note_deleted_of_author",
                condition=Q(deleted_at__isnull=False),
            ),
        ]

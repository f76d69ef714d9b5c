"""Where products and topics find their notes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class NoteOfProduct(models.Model):
    """Where a product finds its notes: a row for each product of each note that everybody may see."""

    placement: ClassVar[Placement] = sharded_by("product_id")

    id = IdField(primary_key=True)
    product_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    published_at = models.DateTimeField()
    # With the note's own, so that a product's ratings are counted where the product lies.
    source = models.CharField(max_length=20, db_default="member", db_collation="C")
    rating = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "notes_note_of_product"
        constraints = [
            models.UniqueConstraint(fields=["product_id", "note_id"], name="notes_product_once_a_note"),
        ]
        indexes = [
            models.Index(fields=["product_id", "-published_at", "-note_id"], name="notes_newest_of_product"),
            models.Index(fields=["note_id"], name="notes_products_of_note"),
            models.Index(fields=["product_id", "author_id"], name="notes_product_by_author"),
        ]


class NoteOfTopic(models.Model):
    """Where a topic finds its notes: a row for each topic of each note that everybody may see."""

    placement: ClassVar[Placement] = sharded_by("topic")

    id = IdField(primary_key=True)
    topic = models.CharField(max_length=60, db_collation="C")
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "notes_note_of_topic"
        constraints = [models.UniqueConstraint(fields=["topic", "note_id"], name="notes_topic_once_a_note")]
        indexes = [
            models.Index(fields=["topic", "-published_at", "-note_id"], name="notes_newest_of_topic"),
            models.Index(fields=["note_id"], name="notes_topics_of_note"),
        ]


class ProductNoteCount(models.Model):
    """How many notes everybody may see about a product: counted from the rows, never added to."""

    placement: ClassVar[Placement] = sharded_by("product_id")

    id = IdField(primary_key=True)
    product_id = models.BigIntegerField(unique=True)
    note_count = models.PositiveIntegerField()
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "notes_product_note_count"

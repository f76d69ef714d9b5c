"""Boards: their tables."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class BoardRow(models.Model):
    """A member's board. The default one, made at the first collect, has no title of its own."""

    placement: ClassVar[Placement] = sharded_by("owner_id")

    id = IdField(primary_key=True)
    owner_id = models.BigIntegerField()
    title = models.CharField(max_length=80, blank=True)
    is_private = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    # The note whose picture stands for the board; without one, the first note's does.
    cover_note_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "responses_board"
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "title"], name="responses_board_one_title"),
            models.UniqueConstraint(
                fields=["owner_id"], condition=Q(is_default=True), name="responses_one_default_board"
            ),
            models.CheckConstraint(
                condition=~Q(title="") | Q(is_default=True), name="responses_board_is_named"
            ),
        ]


class BoardNoteRow(models.Model):
    """A note on a board. ``place`` orders the board, the highest first; a new note's is a new id."""

    placement: ClassVar[Placement] = sharded_by("board_id")

    id = IdField(primary_key=True)
    board_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    place = models.BigIntegerField()
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "responses_board_note"
        constraints = [
            models.UniqueConstraint(fields=["board_id", "note_id"], name="responses_once_on_a_board"),
        ]
        indexes = [
            models.Index(fields=["board_id", "-place", "-id"], name="responses_board_order"),
            models.Index(fields=["user_id", "note_id"], name="responses_on_boards_of_member"),
        ]


class BoardEditorRow(models.Model):
    """Somebody whom a board's owner invited to edit it; ``accepted_at`` is empty while they have not said."""

    placement: ClassVar[Placement] = sharded_by("board_id")

    id = IdField(primary_key=True)
    board_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    accepted_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "responses_board_editor"
        constraints = [
            models.UniqueConstraint(fields=["board_id", "user_id"], name="responses_editor_once"),
            models.CheckConstraint(condition=~Q(user_id=F("owner_id")), name="responses_editor_another"),
        ]
        indexes = [models.Index(fields=["user_id"], name="responses_boards_of_editor")]


class CollectRow(models.Model):
    """Whether a member has a note on a board of theirs: ``is_on`` while there is such a row.

    ``is_counted`` says whether the note's count holds it, as with likes.
    """

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    note_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    is_on = models.BooleanField(default=True)
    is_counted = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "responses_collect"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "note_id"], name="responses_one_collect_a_member"),
        ]
        indexes = [
            models.Index(fields=["note_id"], name="responses_collects_of_note"),
            models.Index(
                fields=["id"], condition=~Q(is_on=F("is_counted")), name="responses_collect_uncounted"
            ),
        ]

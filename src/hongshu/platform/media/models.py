"""Tables of media."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class PictureState(models.TextChoices):
    """What the store holds of a picture: some of its files, all of them, or fewer and fewer."""

    STORING = "storing"
    READY = "ready"
    REMOVING = "removing"


class MediaPicture(models.Model):
    """A picture. The row is there before its first file and until after its last."""

    placement: ClassVar[Placement] = sharded_by("owner_id")

    id = IdField(primary_key=True)
    owner_id = models.BigIntegerField()
    # A hash over the id and the renditions: no two rows share files, so removing one never touches another.
    stem = models.CharField(max_length=40, db_collation="C")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths: models.Field[list[int], list[int]] = ArrayField(models.SmallIntegerField())
    thumbhash = models.CharField(max_length=48)
    color = models.CharField(max_length=7)
    state = models.CharField(max_length=10, choices=PictureState.choices, default=PictureState.STORING)
    attached_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "media_picture"
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            # With the owner, because a node of a cluster can only watch over its own rows.
            models.UniqueConstraint(fields=["owner_id", "stem"], name="media_picture_one_row_a_stem"),
            models.CheckConstraint(
                condition=Q(stem__regex="^[0-9a-f]{2}/[0-9a-f]{32}$"), name="media_picture_stem_form"
            ),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1, widths__len__gte=1, widths__len__lte=3),
                name="media_picture_has_size",
            ),
            models.CheckConstraint(
                condition=Q(color__regex="^#[0-9a-f]{6}$"), name="media_picture_color_form"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PictureState.values), name="media_picture_state_known"
            ),
            models.CheckConstraint(
                condition=Q(attached_at__isnull=True) | Q(state=PictureState.READY),
                name="media_picture_attached_is_ready",
            ),
        ]
        indexes = [
            models.Index(fields=["stem"], name="media_picture_stem"),
            models.Index(
                fields=["created_at"],
                name="media_picture_unattached",
                condition=Q(attached_at__isnull=True),
            ),
        ]

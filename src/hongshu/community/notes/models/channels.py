"""The channels, as staff have them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement


class ChannelRow(models.Model):
    """A channel. As long as there is no row at all, the channels that the program brings are in force."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    slug = models.CharField(max_length=20, db_collation="C")
    name_zh = models.CharField(max_length=20)
    name_en = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    is_shown = models.BooleanField(default=True)

    class Meta:
        db_table = "notes_channel"
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="notes_channel_slug"),
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z][a-z0-9-]*$"), name="notes_channel_address"
            ),
            models.CheckConstraint(condition=~Q(name_zh="") & ~Q(name_en=""), name="notes_channel_named"),
        ]

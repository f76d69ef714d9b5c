"""Ratings that were brought in from other places."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import Placement, sharded_by


class ExternalRatingRow(models.Model):
    """Stars that somebody gave a product elsewhere: one row a source, author and product.

    It lies where its product lies, since a product's page counts them beside the notes about it.
    """

    placement: ClassVar[Placement] = sharded_by("product_id")

    id = IdField(primary_key=True)
    product_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    source = models.CharField(max_length=20, db_collation="C")
    stars = models.PositiveSmallIntegerField()
    rated_on = models.DateField()

    class Meta:
        db_table = "notes_external_rating"
        verbose_name = _("external rating")
        verbose_name_plural = _("external ratings")
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5), name="notes_external_rating_stars"
            ),
            models.CheckConstraint(condition=~Q(source="member"), name="notes_external_rating_from_outside"),
            models.UniqueConstraint(
                fields=["product_id", "author_id", "source"], name="notes_one_external_rating"
            ),
        ]

"""Commands of staff on the channels. Each leaves a row in the log, and processes follow within seconds."""

from __future__ import annotations

from django.db import connection, transaction

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import (
    MOST_CHANNELS,
    Channel,
    InvalidChannel,
    TooManyChannels,
    UnknownChannel,
)
from hongshu.community.notes.models import ChannelRow
from hongshu.community.notes.queries.channels import kept_channels, list_channels, read_channels
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust.services import write_down

_LOCK = 0x6368_616E  # "chan": one change of the channels at a time


@transaction.atomic
def save_channel(*, actor_id: Id, channel: Channel) -> None:
    """Change the channel of that slug, or add it as the last one. Idempotent.

    A channel that is shown no more keeps its notes; nobody can choose it any more, and its page says so.
    Raises InvalidChannel, TooManyChannels.
    """
    kept = rules.checked_channel(channel)
    _take()
    row = ChannelRow.objects.filter(slug=kept.slug).first()
    if row is None:
        count = ChannelRow.objects.count()
        if count >= MOST_CHANNELS:
            raise TooManyChannels(max=MOST_CHANNELS)
        row = ChannelRow(id=new_id(), slug=kept.slug, place=count)
    elif (row.name_zh, row.name_en, row.is_shown) == (kept.name_zh, kept.name_en, kept.is_shown):
        return
    row.name_zh, row.name_en, row.is_shown = kept.name_zh, kept.name_en, kept.is_shown
    row.save()
    if not ChannelRow.objects.filter(is_shown=True).exists():
        raise InvalidChannel(field="is_shown")
    write_down(
        "save_channel",
        actor_id=actor_id,
        user_id=0,
        channel=kept.slug,
        name_zh=kept.name_zh,
        name_en=kept.name_en,
        shown=kept.is_shown,
    )
    transaction.on_commit(kept_channels.forget)


@transaction.atomic
def move_channel(*, actor_id: Id, slug: str, step: int) -> None:
    """Put a channel one place forth (-1) or back (1) in the order of the tabs; at an end nothing changes.

    Raises UnknownChannel.
    """
    assert step in (-1, 1), "one place at a time"
    _take()
    rows = list(ChannelRow.objects.order_by("place", "slug"))
    at = next((number for number, row in enumerate(rows) if row.slug == slug), None)
    if at is None:
        raise UnknownChannel(channel=slug[:40])
    if not 0 <= at + step < len(rows):
        return
    rows[at], rows[at + step] = rows[at + step], rows[at]
    for place, row in enumerate(rows):
        row.place = place
    ChannelRow.objects.bulk_update(rows, ["place"])
    write_down("move_channel", actor_id=actor_id, user_id=0, channel=slug, place=at + step)
    transaction.on_commit(kept_channels.forget)


def open_slugs(*, besides: str = "") -> frozenset[str]:
    """What a note may be put into: the channels that are shown, and the one that it has already."""
    return frozenset({*(channel.slug for channel in list_channels()), besides} - {""})


def _take() -> None:
    """Lock the table for this change; the first one finds the channels that the program brings in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if not ChannelRow.objects.exists():
        ChannelRow.objects.bulk_create(
            ChannelRow(
                slug=channel.slug,
                name_zh=channel.name_zh,
                name_en=channel.name_en,
                place=place,
                is_shown=channel.is_shown,
            )
            for place, channel in enumerate(read_channels())
        )

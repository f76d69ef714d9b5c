"""Reads of channels: kept in the process, a few seconds old at most."""

from __future__ import annotations

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import Channel
from hongshu.community.notes.models import ChannelRow
from hongshu.kernel.asking import Asked
from hongshu.kernel.kept import Kept


def list_channels() -> tuple[Channel, ...]:
    """The channels that are shown, in the order of their tabs. Mostly no query."""
    return tuple(channel for channel in kept_channels() if channel.is_shown)


def list_all_channels() -> tuple[Channel, ...]:
    """The channels in their order, those that are closed too. Mostly no query."""
    return kept_channels()


def find_channel(slug: str) -> Channel | None:
    """A channel, also a closed one, or None. Mostly no query."""
    return next((channel for channel in kept_channels() if channel.slug == slug), None)


def read_channels() -> tuple[Channel, ...]:
    """The channels as they are in the database now; while nobody changed any, those the program brings."""
    return _ask().answer


def ask_channels() -> Asked[tuple[Channel, ...]]:
    """``list_all_channels``, to be sent with others."""
    held = kept_channels.held()
    return Asked.known(held) if held is not None else _ask().then(kept_channels.keep)


def _ask() -> Asked[tuple[Channel, ...]]:
    rows = ChannelRow.objects.order_by("place", "slug").values_list("slug", "name_zh", "name_en", "is_shown")
    return Asked.rows(rows, lambda found: tuple(Channel(*row) for row in found) or rules.CHANNELS)


# For the services of this package, which let it forget.
kept_channels = Kept(read_channels, window_s=3)

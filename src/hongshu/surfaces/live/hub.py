"""The open streams, by member, and whose counts have to be read again. No network, no database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

# Eight tabs of a browser; the ninth takes the place of the oldest.
MOST_A_MEMBER = 8
MOST_IN_ALL = 4000


class HubFull(Exception):
    """No more streams are taken."""


class Stream:
    """One open stream: the latest message that was not sent yet, never more than one."""

    __slots__ = ("_is_awake", "is_ended", "is_replaced", "message", "user_id")

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id
        self.message: bytes | None = None
        self.is_ended = False
        self.is_replaced = False
        self._is_awake = asyncio.Event()

    def offer(self, message: bytes) -> None:
        """Put a message in the place of one that waits: only the latest counts matter."""
        self.message = message
        self._is_awake.set()

    def end(self, *, is_replaced: bool = False) -> None:
        """Let whoever serves the stream stop; one that is replaced tells its page to stay away."""
        self.is_ended = True
        self.is_replaced = is_replaced
        self._is_awake.set()

    async def take(self, *, patience_s: float) -> bytes | None:
        """The next message; None when none came in time, or at the end."""
        try:
            async with asyncio.timeout(patience_s):
                await self._is_awake.wait()
        except TimeoutError:
            return None
        self._is_awake.clear()
        message, self.message = self.message, None
        return message


class Hub:
    """All streams of this process."""

    def __init__(self, *, most_a_member: int = MOST_A_MEMBER, most_in_all: int = MOST_IN_ALL) -> None:
        self._most_a_member = most_a_member
        self._most_in_all = most_in_all
        self._streams: dict[int, list[Stream]] = {}
        self._count = 0
        self._stale: set[int] = set()
        self._has_stale = asyncio.Event()

    def __len__(self) -> int:
        return self._count

    def open(self, user_id: int) -> Stream:
        """A new stream; it is due to get the counts as they are. Raises HubFull."""
        own = self._streams.get(user_id, [])
        if len(own) >= self._most_a_member:
            oldest = own[0]
            oldest.end(is_replaced=True)
            self.close(oldest)
            own = self._streams.get(user_id, [])
        if self._count >= self._most_in_all:
            raise HubFull
        stream = Stream(user_id)
        self._streams[user_id] = [*own, stream]
        self._count += 1
        self.mark_stale(user_id)
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream. Idempotent."""
        own = self._streams.get(stream.user_id, [])
        if stream not in own:
            return
        self._count -= 1
        left = [each for each in own if each is not stream]
        if left:
            self._streams[stream.user_id] = left
        else:
            del self._streams[stream.user_id]

    def mark_stale(self, user_id: int) -> None:
        """The member's counts changed. Of no interest unless one of their streams is open here."""
        if user_id in self._streams:
            self._stale.add(user_id)
            self._has_stale.set()

    def mark_all_stale(self) -> None:
        """Nobody knows what was missed: everybody's counts are read again."""
        self._stale.update(self._streams)
        if self._stale:
            self._has_stale.set()

    async def take_stale(self, *, most: int) -> list[int]:
        """Wait until somebody's counts are stale, then take up to *most* of them."""
        await self._has_stale.wait()
        taken = [self._stale.pop() for _ in range(min(most, len(self._stale)))]
        if not self._stale:
            self._has_stale.clear()
        return taken

    def offer(self, user_id: int, message: bytes) -> None:
        """Send a member's streams a message."""
        for stream in self._streams.get(user_id, ()):
            stream.offer(message)

    def end_all(self) -> None:
        """End every stream: the process stops."""
        for stream in [each for own in self._streams.values() for each in own]:
            stream.end()

    def members(self) -> Iterable[int]:
        """Who has a stream open."""
        return tuple(self._streams)

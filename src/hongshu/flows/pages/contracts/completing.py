"""What may be meant by the beginning of a name that somebody types."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.flows.pages.contracts.cards import MemberChip


@dataclass(frozen=True, slots=True)
class MemberCompletion:
    """A member who may be meant; ``follows``: the viewer follows them."""

    member: MemberChip
    follows: bool


@dataclass(frozen=True, slots=True)
class MemberCompletions:
    """Members whose handle or name begins so and whom the viewer may mention, those they follow first."""

    members: tuple[MemberCompletion, ...]


@dataclass(frozen=True, slots=True)
class TopicCompletion:
    """A topic that may be meant. ``note_count`` stops at a thousand: more is as good as that."""

    topic: str
    note_count: int


@dataclass(frozen=True, slots=True)
class TopicCompletions:
    """Topics that begin so, the most used first."""

    topics: tuple[TopicCompletion, ...]

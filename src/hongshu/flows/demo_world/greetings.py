"""What waits for the logins: some members like, ask and follow today, by the commands that everybody uses.

The rest of the demo world is history, brought in without telling anybody; these acts are told.
"""

from __future__ import annotations

from collections.abc import Mapping

from hongshu.community.graph.services import follow_member
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.services import like_note
from hongshu.flows.commenting.services import post_comment
from hongshu.flows.demo_world.applause import likers_of
from hongshu.flows.demo_world.contracts import DemoNote, World, chance_of
from hongshu.flows.demo_world.logins import LOGINS
from hongshu.kernel.ids import Id

_LIKES_TOLD = 5
_FOLLOWERS = 4
_HANDLES = frozenset(login.handle for login in LOGINS)
_WORDS = {
    "zh": ("这个太实用了，先收藏！请问现在还买得到吗？", "同款！用了一个月，感受一模一样。"),
    "en": ("This is so useful, saved! Can I still get it?", "I have the same one and feel just like you."),
}


def answer_aloud(note: DemoNote, note_id: Id, world: World, people: Mapping[str, Id]) -> None:
    """The first likes of a login's note, and two comments on its latest one, each told. Idempotent."""
    if note.author not in _HANDLES:
        return
    likers = likers_of(note, world.members)
    for handle in likers[:_LIKES_TOLD]:
        like_note(user_id=people[handle], note_id=note_id)
    if note is min((own for own in world.notes if own.author == note.author), key=lambda own: own.age_days):
        for handle, words in zip(likers, _WORDS[note.language], strict=False):
            draft = CommentDraft(body=words)
            post_comment(user_id=people[handle], note_id=note_id, draft=draft, key=f"greeting/{note.slug}")


def greet(world: World, people: Mapping[str, Id]) -> None:
    """A few followers for every login. Idempotent."""
    others = [member.handle for member in world.members if member.handle not in _HANDLES]
    for login in LOGINS:
        if login.handle in people:
            chance = chance_of("greetings", login.handle)
            for handle in chance.sample(others, min(_FOLLOWERS, len(others))):
                follow_member(user_id=people[handle], followee_id=people[login.handle])

"""Two members of whom one blocks the other never meet in any read, whatever else there is.

The reads are found by looking: every function of a door of the community, of discovery and of the pages that
says for whom it reads. One that is new is tried with what its parameters are called; one that cannot be tried
so, and is not listed here with the reason, fails.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.support import community
from tests.support.events import deliver_all

import hongshu
from hongshu.community.graph.queries import list_unheard_ids
from hongshu.community.graph.services import block_member, follow_member
from hongshu.community.notes.queries import get_note
from hongshu.community.places.contracts import Place
from hongshu.community.places.queries import get_city, list_cities_near
from hongshu.community.places.services import place_all_notes
from hongshu.community.questions.services import answer_question, ask_question
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.queries import get_comment
from hongshu.community.responses.services import (
    collect_note,
    invite_editor,
    like_comment,
    like_note,
    post_comment,
    save_board,
)
from hongshu.discovery.recommendation.services import refresh_trending
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.contracts.searching import SearchWish
from hongshu.kernel.asking import Asked
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.trust.contracts import Subject
from hongshu.platform.trust.services import without_limits

ROOT = Path(hongshu.__file__).parent
FOR_WHOM = {"viewer_id", "viewer", "user_id", "member_id", "hidden", "without_authors"}
MOST_CALLS = 40

# Doors that are not tried, and why that is right.
NOT_TRIED = {
    **dict.fromkeys(
        (
            "graph.ask_circle", "graph.ask_relations", "graph.get_relation", "graph.get_standing",
            "graph.list_relations", "graph.list_hidden_ids", "graph.list_unheard_ids",
        ),
        "says who is hidden: it is what the others go by",
    ),
    **dict.fromkeys(
        ("graph.list_blocked", "graph.list_circle", "pages.circle_page"),
        "a member's own list of whom they block: it is where a block is lifted",
    ),
    **dict.fromkeys(
        (
            "responses.ask_like_states", "responses.list_like_states", "responses.ask_note_states",
            "responses.list_note_states", "responses.ask_comments_by_id", "responses.list_comments_by_id",
        ),
        "tells of ids that the caller has chosen for this viewer already",
    ),
    **dict.fromkeys(
        (
            "responses.each_like", "responses.each_collect", "responses.each_share",
            "responses.each_comment_like", "responses.list_comments_of_member", "questions.each_answer_of",
            "questions.each_question_of",
        ),
        "what a member did themselves, for the export of their data",
    ),
    **dict.fromkeys(
        ("responses.list_liked", "responses.list_boards"),
        "what a member did themselves, as ids: which notes the viewer sees is the notes' to say",
    ),
    **dict.fromkeys(("pages.written_note", "pages.history_page"), "the member's own words, as written"),
    **dict.fromkeys(
        ("pages.checkout_page", "pages.checkout_view", "pages.order_page", "pages.orders_of_checkout"),
        "what a member buys: nobody else is in it",
    ),
    "responses.list_shown_pictures": "a member's own pictures",
    **dict.fromkeys(("pages.case_page", "pages.kol_case"), "for staff, from whom no block hides"),
    **dict.fromkeys(("pages.decision_view", "pages.decisions_page"), "what staff decided about the viewer"),
}  # fmt: skip
# Who blocks still reaches the other's profile, without its notes: it is where the block is lifted.
NOT_FOR_WHO_BLOCKS = {"pages.profile_page"}
# What stands in these is a place in a list, signed or sealed, and shown to nobody.
SEALED = {"view", "next_cursor", "next_product_cursor", "products_view"}
# What the viewer typed, and typed before: they know it.
OWN_WORDS = {"query", "history"}
OWN_WORDS_OF = {"pages.search_page": {"text"}}
# Whom the program asked about a product: pages show how many.
ONLY_COUNTED = {"asked_ids"}
# A note as its author wrote it, and whom its reader hides: pages take the one out of the other's words.
AS_WRITTEN = {
    "notes.get_note": {"body", "mentioned_ids"},
    "notes.get_note_and_standing": {"body", "mentioned_ids", "hidden_ids"},
}


def find_doors() -> dict[str, Callable[..., Any]]:
    """Every read that says for whom it reads, by package and name."""
    modules = [
        f"hongshu.{floor}.{package.name}.queries"
        for floor in ("community", "discovery")
        for package in sorted((ROOT / floor).iterdir())
        if (package / "queries.py").exists() or (package / "queries").is_dir()
    ]
    found = {}
    for name in [*modules, "hongshu.flows.pages.queries"]:
        home = name.removesuffix(".queries")
        for door, function in vars(importlib.import_module(name)).items():
            is_ours = inspect.isfunction(function) and function.__module__.startswith(home)
            if (
                is_ours
                and not door.startswith("_")
                and FOR_WHOM & set(inspect.signature(function).parameters)
            ):
                found[f"{home.rpartition('.')[2]}.{door}"] = function
    return found


DOORS = find_doors()


@dataclass
class World:
    """Two members who will not see each other, and two others between them."""

    one: Id
    other: Id
    people: dict[str, Id]
    product: Id
    notes: dict[Id, Id] = field(default_factory=dict)
    comments: dict[Id, Id] = field(default_factory=dict)
    questions: dict[Id, Id] = field(default_factory=dict)
    answers: dict[Id, Id] = field(default_factory=dict)
    boards: dict[Id, Id] = field(default_factory=dict)

    def made_by(self, member: Id) -> set[int]:
        """The ids of a member and of all that is theirs."""
        made = (self.notes, self.comments, self.questions, self.answers, self.boards)
        return {int(member), *(int(key) for kind in made for key, who in kind.items() if who == member)}

    def handle(self, member: Id) -> str:
        return next(handle for handle, key in self.people.items() if key == member)


def make_world(chance: Random) -> World:
    """Everybody writes to everybody; then one of two blocks the other."""
    people = {
        handle: community.member(handle.title(), handle=handle)
        for handle in ("anna", "bruno", "cleo", "dina")
    }
    world = World(people["anna"], people["bruno"], people, community.product("lamp"))
    everybody = list(people.values())

    def some(of: Collection[Id], share: float = 0.7) -> list[Id]:
        return [each for each in of if chance.random() < share]

    for who in everybody:
        for other in some(everybody):
            if other != who:
                follow_member(user_id=who, followee_id=other)
        for _ in range(chance.randint(1, 2)):
            named = " ".join(f"@{world.handle(other)}" for other in some(everybody, 0.5))
            key = community.note(
                who,
                title=f"said by {world.handle(who)}",
                body=f"said by {world.handle(who)[::-1]} {named}",
                product_ids=(world.product,),
                topics=("灯",),
                place="东京",
            )
            world.notes[key] = who
    for who in some([*everybody, world.one, world.other], 0.9):
        for note in some(world.notes):
            root = chance.choice([None, *(c for c in world.comments if chance.random() < 0.5)])
            _comment(world, who, note, root)
            (like_note if chance.random() < 0.5 else collect_note)(user_id=who, note_id=note)
    for comment in some(world.comments):
        like_comment(user_id=chance.choice(everybody), comment_id=comment)
    _questions_and_boards(world, chance)
    deliver_all()
    place_all_notes()
    refresh_trending()
    pair = [world.one, world.other]
    chance.shuffle(pair)
    block_member(user_id=pair[0], blocked_id=pair[1])
    deliver_all()
    world.one, world.other = pair[0], pair[1]
    return world


def _comment(world: World, who: Id, note: Id, root: Id | None) -> None:
    body = f"said by {world.handle(who)} @{world.handle(world.one)} @{world.handle(world.other)}"
    try:
        key = post_comment(user_id=who, note_id=note, draft=CommentDraft(body=body, root_id=root))
    except DomainError:
        # The root stands under another note.
        return
    world.comments[key] = who


def _questions_and_boards(world: World, chance: Random) -> None:
    for who in world.people.values():
        key = ask_question(user_id=who, product_id=world.product, body=f"said by {world.handle(who)}")
        world.questions[key] = who
        for other in world.people.values():
            if other != who:
                answer = answer_question(
                    user_id=other, question_id=key, body=f"said by {world.handle(other)}"
                )
                if isinstance(answer, int):
                    world.answers[Id(answer)] = other
        notes = [note for note in world.notes if chance.random() < 0.8]
        board = save_board(owner_id=who, title=f"said by {world.handle(who)}", note_ids=notes)
        world.boards[board] = who
        for other in world.people.values():
            if other != who and chance.random() < 0.6:
                invite_editor(user_id=who, board_id=board, editor_id=other)


def values_of(name: str, door: str, world: World, viewer: Id) -> list[Any] | None:
    """What a parameter of that name is tried with; None for a name that nobody has thought of."""
    people, unheard = list(world.people.values()), list_unheard_ids(viewer)
    notes, comments = list(world.notes), list(world.comments)
    if door.startswith("responses."):
        # Whether the viewer sees the note, or the thread, is the caller's to ask.
        notes = [key for key, who in world.notes.items() if who not in unheard]
        comments = [key for key in world.comments if _is_seen(world, key, viewer, unheard)]
    special = {
        ("pages.nearby_page", "place"): ["japan/tokyo"],
        ("pages.category_page", "slug"): ["lamps"],
        ("pages.member_likes", "handle"): list(world.people),
    }
    tried: Mapping[str, list[Any]] = {
        "viewer": [Viewer(user_id=viewer, language="zh")],
        "viewer_id": [viewer],
        "user_id": [viewer],
        "member_id": [viewer],
        "hidden": [unheard],
        "without_authors": [unheard],
        "author_id": people,
        "handle": list(world.people),
        "note_id": notes,
        "comment_id": comments,
        "root_id": comments,
        "question_id": list(world.questions),
        "answer_id": list(world.answers) or [Id(1)],
        "board_id": list(world.boards),
        "ids": [list(world.notes)],
        "product_id": [world.product],
        "product_ids": [[world.product]],
        "kol_ids": [[]],
        "wish": [SearchWish(text=text) for text in (*world.people, "lamp", "灯")],
        "listing": ["tried"],
        "slug": ["nordlys"],
        "topic": ["灯"],
        "channel": [""],
        "cursor": [""],
        "country": ["japan"],
        "city": ["", "tokyo"],
        "place": [Place("japan", "tokyo"), Place("japan", "")],
        "near": [list_cities_near(get_city("japan", "tokyo"), within_km=500)],
        "text": [*world.people, "lamp", "灯", "b", "a"],
        "sort": ["", "new"],
        "with_private": [True],
        "subject": [
            Subject(kind, key)
            for kind, keys in (("note", world.notes), ("comment", world.comments), ("member", people))
            for key in keys
        ],
    }
    return special.get((door, name), tried.get(name))


def _is_seen(world: World, comment_id: Id, viewer: Id, hidden: Collection[Id]) -> bool:
    try:
        comment = get_comment(comment_id, viewer_id=viewer, hidden=hidden)
        return get_note(comment.note_id, viewer_id=viewer) is not None
    except DomainError:
        return False


def calls_of(door: str, world: World, viewer: Id) -> Iterator[dict[str, Any]]:
    """Some ways to call a door for a viewer."""
    named: dict[str, list[Any]] = {}
    for name, parameter in inspect.signature(DOORS[door]).parameters.items():
        is_needed = parameter.default is inspect.Parameter.empty
        if is_needed or name in FOR_WHOM | {"city"}:
            values = values_of(name, door, world, viewer)
            assert values is not None, f"{door}: nothing to try for {name}"
            named[name] = values
    for values in islice(product(*named.values()), MOST_CALLS):
        call = dict(zip(named, values, strict=True))
        if "viewer" in call:
            # What one request has read is nothing to the next.
            call["viewer"] = Viewer(user_id=viewer, language="zh")
        yield call


def met(value: Any, secrets: set[int], texts: tuple[str, ...], passed_over: Collection[str]) -> str:
    """Where in an answer the other one is, or nothing."""
    if isinstance(value, Asked):
        value = value.answer
    if isinstance(value, str):
        return value if any(text in value for text in texts) else ""
    if isinstance(value, int):
        return str(value) if int(value) in secrets else ""
    if is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in fields(value) if each.name not in passed_over]
        found = ((name, met(getattr(value, name), secrets, texts, passed_over)) for name in names)
        return next((f"{name}: {what}" for name, what in found if what), "")
    if isinstance(value, Mapping):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return next((what for what in (met(each, secrets, texts, passed_over) for each in value) if what), "")
    return ""


def look_through_every_door(world: World, answered: set[str]) -> list[str]:
    """Where one of the two meets the other."""
    found = []
    for viewer, hidden in ((world.one, world.other), (world.other, world.one)):
        secrets = world.made_by(hidden)
        handle = world.handle(hidden)
        texts = (handle, handle.title(), handle[::-1], *map(wire_form, secrets))
        for door, function in DOORS.items():
            if door in NOT_TRIED or (viewer == world.one and door in NOT_FOR_WHO_BLOCKS):
                continue
            for call in calls_of(door, world, viewer):
                try:
                    answer = function(**call)
                    passed_over = SEALED | ONLY_COUNTED | OWN_WORDS | AS_WRITTEN.get(door, set())
                    passed_over |= OWN_WORDS_OF.get(door, set())
                    what = met(answer, secrets, texts, passed_over)
                except DomainError:
                    continue
                answered.add(door)
                if what:
                    found.append(f"{world.handle(viewer)} meets {handle} in {door}: {what[:200]} ({call})")
                    break
    return found


def test_what_is_not_tried_is_a_door_that_there_is() -> None:
    assert set(NOT_TRIED) | NOT_FOR_WHO_BLOCKS <= set(DOORS)
    assert len(DOORS) > 80


class EachWorld(TestCase):
    """Every example has the database to itself."""

    @settings(
        max_examples=3,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(seed=st.integers(min_value=0, max_value=2**32))
    def test_a_blocked_pair_never_sees_each_other_in_any_read(self, seed: int) -> None:
        with without_limits():
            world = make_world(Random(seed))
            answered: set[str] = set()
            found = look_through_every_door(world, answered)
        assert not found, "\n".join(found)
        # A door that always refuses would prove nothing.
        silent = set(DOORS) - set(NOT_TRIED) - answered
        assert not silent, silent

"""What the tests of the demo world share."""

from __future__ import annotations

from dataclasses import replace

from hongshu.community.members.queries import get_profile
from hongshu.community.notes.queries import get_note
from hongshu.community.responses.queries import list_like_states
from hongshu.flows.demo_world.applause import likers_of
from hongshu.flows.demo_world.contracts import World
from hongshu.flows.demo_world.people import find_people
from hongshu.flows.demo_world.reading import the_world
from hongshu.flows.demo_world.shelves import find_products
from hongshu.flows.demo_world.storytelling import find_notes
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.queries import get_product


class Heard:
    """A progress that remembers: the steps in the order of their first word, and the last word of each."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.last: dict[str, tuple[int, int]] = {}

    def __call__(self, *, step: str, done: int, total: int) -> None:
        if step not in self.last:
            self.steps.append(str(step))
        self.last[step] = (done, total)


def small_world(*, notes: int) -> World:
    """A world that is drawn in seconds: of the notes, those with the fewest pictures and products."""
    whole = the_world()
    cheapest = sorted(whole.notes, key=lambda note: (len(note.pictures) + len(note.products), note.slug))
    return replace(whole, notes=tuple(cheapest)).slice(notes=notes, products=1)


def assert_complete(world: World) -> None:
    """Everything of *world* is in the database, once, with all its pictures and likes."""
    people, products = find_people(world), find_products(world)
    assert {member.handle for member in world.members} <= set(people)
    assert set(products) == {draft.source_key for draft in world.products}
    shown = [get_profile(user_id).avatar_id for user_id in people.values()]
    for product_id in products.values():
        picture_ids = get_product(product_id).picture_ids
        assert len(picture_ids) == 2
        shown += picture_ids
    known = find_notes(world.notes, people)
    likes = list_like_states(list(known.values()), viewer_id=None)
    for note in world.notes:
        published = get_note(known[note.slug], viewer_id=None)
        assert [picture.alt for picture in published.pictures] == [each.alt for each in note.pictures]
        assert published.product_ids == tuple(products[slug] for slug in note.products)
        assert published.summary.author_id == people[note.author]
        assert likes[known[note.slug]].count == len(likers_of(note, world.members))
        shown += [picture.picture_id for picture in published.pictures]
    assert None not in shown
    assert len(set(shown)) == len(shown) == len(list_pictures_by_id([key for key in shown if key]))

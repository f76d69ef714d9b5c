"""Filling a house with the demo world: what comes of it, and that twice is the same as once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from tests.support.demo import Heard, assert_complete, small_world

from hongshu.community.members.queries import get_profile
from hongshu.community.members.services import change_profile
from hongshu.community.notes.contracts import NoteNotFound
from hongshu.community.notes.queries import get_note
from hongshu.community.notes.services import delete_note
from hongshu.flows.demo_world import services
from hongshu.flows.demo_world.contracts import World, in_showing_order
from hongshu.flows.demo_world.logins import LOGINS, PASSWORD
from hongshu.flows.demo_world.people import find_people, save_people
from hongshu.flows.demo_world.shelves import find_products
from hongshu.flows.demo_world.storytelling import find_notes
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.queries import find_account, list_facts, list_roles
from hongshu.platform.media.models import MediaPicture
from hongshu.store.catalog.queries import get_product, list_brands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def world() -> World:
    return small_world(notes=3)


def test_a_filled_house_has_everything_of_the_content(world: World) -> None:
    heard = Heard()
    services.fill(progress=heard, world=world, processes=1)
    assert_complete(world)
    assert heard.steps == ["people", "shelves", "marks", "faces", "products", "stock", "notes", "likes"]
    assert all(done == total for done, total in heard.last.values())
    assert all(brand.mark_id for brand in list_brands())

    people = find_people(world)
    note = world.notes[0]
    published = get_note(find_notes([note], people)[note.slug], viewer_id=None)
    wanted_at = clock.now() - timedelta(days=note.age_days)
    assert wanted_at - timedelta(minutes=10) < published.summary.published_at < wanted_at
    assert published.body == note.body
    author = next(member for member in world.members if member.handle == note.author)
    profile = get_profile(people[author.handle])
    assert (profile.name, profile.bio, profile.region) == (author.name, author.bio, author.country)
    assert set(list_facts(profile.user_id, public_only=True)) == set(author.facts)
    assert profile.joined_at < published.summary.published_at
    assert not MediaPicture.objects.filter(attached_at=None).exists()

    before, pictures = known_ids(world), set(MediaPicture.objects.values_list("id", flat=True))
    services.fill(progress=Heard(), world=world)
    assert known_ids(world) == before, "twice is the same as once"
    assert set(MediaPicture.objects.values_list("id", flat=True)) == pictures
    assert_complete(world)


def test_every_login_opens_an_account_with_its_role(world: World) -> None:
    people = save_people(world, now=clock.now(), told=lambda done, total: None)
    present = [login for login in LOGINS if login.handle in people]
    for login in present:
        user_id = find_account(login.login)
        assert user_id == people[login.handle]
        user = get_user_model().objects.get(id=user_id)
        assert user.check_password(PASSWORD)
        assert user.is_staff is bool(login.grant)
        assert list_roles(user_id) == ({login.grant} if login.grant else set())
    assert {login.grant for login in present if login.grant} == set(Role)


def test_a_world_that_grows_bit_by_bit_is_the_same_and_leaves_changes_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "FIRST_NOTES", 1)
    services.fill(progress=Heard(), world=world, processes=1, first_part_only=True)
    people = find_people(world)
    assert list(find_notes(world.notes, people)) == [in_showing_order(world.notes)[0].slug]
    assert all(get_profile(user_id).avatar_id for user_id in people.values())
    assert {len(get_product(key).picture_ids) for key in find_products(world).values()} == {1}

    heard = Heard()
    services.fill(progress=heard, world=world, first_part_only=True)
    assert heard.steps == [], "the first part is there"

    rounds = 1
    while services.grow(world=world, chunk_s=0.0):
        rounds += 1
    assert rounds >= len(world.notes) - 1, "a round that is over after no time makes one note"
    assert_complete(world)

    gone, author = world.notes[0], people[world.notes[0].author]
    note_id = find_notes([gone], people)[gone.slug]
    delete_note(author_id=author, note_id=note_id)
    change_profile(user_id=author, name="Another name", bio="", avatar_id=None)
    assert not services.grow(world=world)
    assert find_notes([gone], people) == {gone.slug: note_id}
    with pytest.raises(NoteNotFound):
        get_note(note_id, viewer_id=author)
    assert get_profile(author).name == "Another name"


def known_ids(world: World) -> tuple[dict[str, Id], ...]:
    people = find_people(world)
    return people, find_products(world), find_notes(world.notes, people)

"""Members and staff: accounts, profiles, facts, roles, faces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hongshu.community.graph.services import save_follows
from hongshu.community.members import queries as members
from hongshu.community.members.contracts import Profile
from hongshu.community.members.services import create_profile
from hongshu.flows.demo_world.circles import followed_by
from hongshu.flows.demo_world.contracts import DemoMember, World, chance_of
from hongshu.flows.demo_world.drawing.contracts import AvatarSpec
from hongshu.flows.demo_world.drawing_pool import Drawing, Drawings
from hongshu.flows.demo_world.logins import LOGINS, PASSWORD, DemoLogin
from hongshu.flows.joining import save_profile
from hongshu.kernel.ids import Id
from hongshu.platform.accounts import services as accounts
from hongshu.platform.media.services import store_rendered

# Longer than the oldest note is old, so that nobody wrote before they joined.
_JOINED_AT_LEAST = timedelta(days=100)
_JOINED_WITHIN_DAYS = 600


@dataclass(frozen=True, slots=True)
class _Person:
    member: DemoMember
    login: DemoLogin | None
    face: Drawing


def find_people(world: World) -> dict[str, Id]:
    """The ids of those who are there already, by handle."""
    found = (
        (person.member.handle, members.find_by_handle(person.member.handle)) for person in _people(world)
    )
    return {handle: profile.user_id for handle, profile in found if profile is not None}


def save_people(world: World, *, now: datetime, told: Callable[[int, int], None]) -> dict[str, Id]:
    """Everybody's id by handle. Who is missing is made, in one transaction each; who is there stays."""
    ids = find_people(world)
    people = _people(world)
    for done, person in enumerate(people, start=1):
        handle = person.member.handle
        if handle not in ids:
            ids[handle] = _make(person, now)
        told(done, len(people))
    return ids


def save_circles(world: World, ids: Mapping[str, Id]) -> None:
    """Let everybody follow some of the others. Idempotent."""
    save_follows(
        [
            (ids[member.handle], ids[handle])
            for member in world.members
            for handle in followed_by(member, world.members)
        ]
    )


def save_faces(
    world: World, ids: Mapping[str, Id], drawings: Drawings, *, told: Callable[[int, int], None]
) -> None:
    """A portrait for everybody who has none."""
    profiles = members.list_profiles_by_id(list(ids.values()))
    faceless: list[tuple[_Person, Profile]] = []
    for person in _people(world):
        profile = profiles[ids[person.member.handle]]
        if profile.avatar_id is None:
            faceless.append((person, profile))
    for done, ((_, profile), (rendered,)) in enumerate(
        drawings.drawn(faceless, lambda pair: (pair[0].face,)), start=1
    ):
        picture = store_rendered(owner_id=profile.user_id, rendered=rendered)
        save_profile(user_id=profile.user_id, name=profile.name, bio=profile.bio, avatar_id=picture.id)
        told(done, len(faceless))


@transaction.atomic
def _make(person: _Person, now: datetime) -> Id:
    member, login = person.member, person.login
    if login is None:
        (user_id,) = accounts.create_silent_accounts(1)
    else:
        user_id = accounts.create_account(login=login.login, password=PASSWORD)
    days = chance_of("joined", member.handle).uniform(0, _JOINED_WITHIN_DAYS)
    create_profile(
        user_id=user_id,
        name=member.name,
        handle=member.handle,
        language=member.language,
        bio=member.bio,
        region=member.country,
        color=member.color,
        joined_at=now - _JOINED_AT_LEAST - timedelta(days=days),
    )
    accounts.save_facts(user_id=user_id, facts=member.facts)
    if login is not None and login.grant is not None:
        accounts.grant_role(user_id=user_id, role=login.grant)
    return user_id


def _people(world: World) -> tuple[_Person, ...]:
    """The members of the content, and whoever else signs in."""
    by_handle = {login.handle: login for login in LOGINS}
    handles = {member.handle for member in world.members}
    written = tuple(
        _Person(member, by_handle.get(member.handle), Drawing(member.avatar)) for member in world.members
    )
    # A slice of the world has not all members and brands: then their logins are not there either.
    others = (login for login in LOGINS if login.handle not in handles and login.profile_name)
    return written + tuple(
        _person_of(login, world) for login in others if not login.brand or login.brand in world.marks
    )


def _person_of(login: DemoLogin, world: World) -> _Person:
    avatar = AvatarSpec(seed=login.handle, name=login.profile_name, color=login.color)
    member = DemoMember(
        handle=login.handle,
        name=login.profile_name,
        language="zh",
        bio="",
        country="CN",
        color=login.color,
        kol_field="",
        facts=(),
        avatar=avatar,
    )
    return _Person(member, login, Drawing(world.marks[login.brand] if login.brand else avatar))

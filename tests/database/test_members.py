"""Profiles, joining, and members of other places."""

from __future__ import annotations

import pytest
from tests.support.community import member, picture

from hongshu.community.members.contracts import (
    NAME_MAX,
    BioTooLong,
    HandleTaken,
    ImportedMember,
    InvalidHandle,
    InvalidName,
)
from hongshu.community.members.queries import find_by_handle, get_profile, list_profiles_by_id
from hongshu.community.members.rules import HANDLE
from hongshu.community.members.services import create_profile, import_members
from hongshu.flows.joining import display_name, join_member, save_profile
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.accounts.models import User
from hongshu.platform.accounts.services import create_account
from hongshu.platform.media.contracts import PictureNotFound

pytestmark = pytest.mark.django_db


def test_who_joins_has_a_name_and_a_handle_of_their_own_and_joins_once() -> None:
    user_id = create_account(login="robin@example.com", password=None)
    join_member(user_id=user_id, name="  小红   书  ")
    join_member(user_id=user_id, name="Somebody else")
    profile = get_profile(user_id)
    assert profile.name == "小红 书"
    assert HANDLE.fullmatch(profile.handle)
    assert find_by_handle(profile.handle.upper()) == profile
    assert display_name(User.objects.get(id=user_id)) == "小红 书"
    assert OutboxEvent.objects.filter(kind="members.member_joined").count() == 1


def test_a_handle_belongs_to_one_member_for_ever() -> None:
    member("Robin", handle="robin")
    other = create_account(login="kim@example.com", password=None)
    with pytest.raises(HandleTaken):
        create_profile(user_id=other, name="Kim", handle="Robin")
    with pytest.raises(InvalidHandle):
        create_profile(user_id=other, name="Kim", handle="1kim")
    create_profile(user_id=other, name="Kim", handle="kim")
    assert get_profile(other).handle == "kim"


@pytest.mark.parametrize("name", ["", "   ", "x" * (NAME_MAX + 1), "a\u202eb", "tab\x00"])
def test_a_name_that_cannot_be_seen_or_is_too_long_is_refused(name: str) -> None:
    user_id = member()
    with pytest.raises(InvalidName):
        save_profile(user_id=user_id, name=name, bio="", avatar_id=None)
    assert get_profile(user_id).name == "Robin"


def test_a_changed_profile_claims_its_avatar_and_a_refused_one_changes_nothing() -> None:
    user_id, other = member(), member("Kim")
    avatar_id = picture(user_id)
    save_profile(user_id=user_id, name="Robin R.", bio="Lamps.", avatar_id=avatar_id)
    assert get_profile(user_id).avatar_id == avatar_id
    with pytest.raises(PictureNotFound):
        save_profile(user_id=user_id, name="No", bio="", avatar_id=picture(other))
    with pytest.raises(BioTooLong):
        save_profile(user_id=user_id, name="No", bio="b" * 161, avatar_id=None)
    assert (get_profile(user_id).name, get_profile(user_id).bio) == ("Robin R.", "Lamps.")


def test_members_of_another_place_are_made_once_and_nobody_can_sign_in_to_them() -> None:
    drafts = [ImportedMember("17", "Jo"), ImportedMember("18", "x" * 200), ImportedMember("19", "\x00")]
    first = import_members(source="elsewhere", drafts=drafts)
    second = import_members(source="elsewhere", drafts=[*drafts, ImportedMember("20", "New")])
    assert {key: second[key] for key in first} == first
    profiles = list_profiles_by_id(set(second.values()))
    assert profiles[first["17"]].origin == "elsewhere"
    assert len(profiles[first["18"]].name) == NAME_MAX
    assert profiles[first["19"]].name == "19"
    assert not User.objects.get(id=first["17"]).has_usable_password()
    assert User.objects.count() == 4

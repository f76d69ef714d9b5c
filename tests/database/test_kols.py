"""The KOL badge: asked for by a member, given and taken by staff alone, each act with its reason."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import member, note

from hongshu.community.members import services
from hongshu.community.members.contracts import (
    KOL_LINKS_MAX,
    KOL_NOTES_MAX,
    InvalidKolField,
    InvalidKolLinks,
    InvalidKolNotes,
    InvalidKolWords,
    IsKolAlready,
    IsNoKol,
    KolApplicationNotFound,
    KolApplicationWaits,
    KolDeed,
    KolEvidence,
    KolState,
)
from hongshu.community.members.models import ProfileRow
from hongshu.community.members.queries import (
    find_kol_application,
    get_profile,
    list_kol_acts,
    list_kol_ids,
    list_waiting_applications,
)
from hongshu.community.notes.contracts import Visibility
from hongshu.flows.kols.services import apply_for_kol
from hongshu.kernel.errors import NotAllowed
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import User
from hongshu.platform.accounts.services import grant_role

pytestmark = pytest.mark.django_db


def moderator(role: Role = Role.MODERATOR) -> Id:
    user_id = member("Mo")
    grant_role(user_id=user_id, role=role)
    return user_id


def evidence(**changes: Any) -> KolEvidence:
    values: dict[str, Any] = {"field": "Skincare", "words": "Six years a formulator."}
    return KolEvidence(**{**values, **changes})


def kinds() -> list[str]:
    return list(
        OutboxEvent.objects.filter(kind__startswith="members.kol")
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_who_applies_waits_until_staff_verify_with_a_reason() -> None:
    robin, mo = member("Robin"), moderator()
    own = note(robin)
    applied = apply_for_kol(
        user_id=robin, evidence=evidence(links=("https://example.com/robin",), note_ids=(own, own))
    )
    assert (applied.state, applied.evidence.note_ids) == (KolState.WAITING, (own,))
    assert [each.user_id for each in list_waiting_applications()] == [robin]
    assert get_profile(robin).kol_since is None
    with pytest.raises(KolApplicationWaits):
        apply_for_kol(user_id=robin, evidence=evidence())
    profile = services.verify_kol(user_id=robin, decider_id=mo, reason="Known in the trade.")
    assert profile.kol_field == "Skincare"
    assert profile.kol_since is not None
    assert list_kol_ids() == {robin}
    answered = find_kol_application(robin)
    assert answered is not None
    assert (answered.state, answered.reason) == (KolState.VERIFIED, "Known in the trade.")
    assert list_waiting_applications() == ()
    assert kinds() == ["members.kol_verified"]
    with pytest.raises(IsKolAlready):
        apply_for_kol(user_id=robin, evidence=evidence())
    with pytest.raises(IsKolAlready):
        services.verify_kol(user_id=robin, decider_id=mo, reason="Again.", field="Bags")


def test_a_refusal_tells_its_reason_and_leaves_the_door_open() -> None:
    robin, mo = member("Robin"), moderator(Role.ADMIN)
    with pytest.raises(KolApplicationNotFound):
        services.refuse_kol(user_id=robin, decider_id=mo, reason="Nothing to see.")
    apply_for_kol(user_id=robin, evidence=evidence())
    refused = services.refuse_kol(user_id=robin, decider_id=mo, reason="Two notes are too few.")
    assert (refused.state, refused.reason) == (KolState.REFUSED, "Two notes are too few.")
    assert get_profile(robin).kol_field == ""
    assert list_kol_ids() == frozenset()
    apply_for_kol(user_id=robin, evidence=evidence(words="Twenty notes by now."))
    assert kinds() == ["members.kol_refused"]


def test_a_badge_is_taken_away_with_a_reason_and_every_act_is_written_down() -> None:
    robin, mo = member("Robin"), moderator()
    apply_for_kol(user_id=robin, evidence=evidence())
    services.verify_kol(user_id=robin, decider_id=mo, reason="Known.", field="Make-up")
    services.end_kol(user_id=robin, decider_id=mo, reason="Sold reviews.")
    assert get_profile(robin).kol_field == ""
    assert get_profile(robin).kol_since is None
    assert [(act.deed, act.actor_id, act.field, act.reason) for act in list_kol_acts(robin)] == [
        (KolDeed.ENDED, mo, "Make-up", "Sold reviews."),
        (KolDeed.VERIFIED, mo, "Make-up", "Known."),
        (KolDeed.APPLIED, robin, "Skincare", ""),
    ]
    assert kinds() == ["members.kol_verified", "members.kol_ended"]
    with pytest.raises(IsNoKol):
        services.end_kol(user_id=robin, decider_id=mo, reason="Twice.")


@pytest.mark.parametrize("role", [None, *(role for role in Role if role not in (Role.MODERATOR, Role.ADMIN))])
def test_only_moderators_and_administrators_decide_and_never_about_themselves(role: Role | None) -> None:
    robin, kim, mo = member("Robin"), member("Kim"), moderator()
    if role is not None:
        grant_role(user_id=kim, role=role)
    for who, whom in ((kim, robin), (robin, robin), (mo, mo)):
        for decide in (services.verify_kol, services.refuse_kol, services.end_kol):
            with pytest.raises(NotAllowed):
                decide(user_id=whom, decider_id=who, reason="Because.")
    assert list_kol_ids() == frozenset()
    assert list_kol_acts(robin) == ()


def test_no_other_door_takes_a_badge_and_none_stands_without_its_time() -> None:
    doors = {
        name: inspect.signature(door).parameters
        for name, door in inspect.getmembers(services, inspect.isfunction)
        if door.__module__ == services.__name__ and not name.startswith("_")
    }
    assert {name for name, taken in doors.items() if "kol_field" in taken or "kol_since" in taken} == set()
    assert {name for name, taken in doors.items() if "decider_id" in taken} == {
        "verify_kol",
        "refuse_kol",
        "end_kol",
    }
    robin = member("Robin")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileRow.objects.filter(user_id=robin).update(kol_field="Skincare")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"field": " "}, InvalidKolField),
        ({"field": "x" * 21}, InvalidKolField),
        ({"words": ""}, InvalidKolWords),
        ({"words": "x" * 1001}, InvalidKolWords),
        ({"links": ("javascript:alert(1)",)}, InvalidKolLinks),
        ({"links": ("example.com",)}, InvalidKolLinks),
        ({"links": tuple(f"https://example.com/{n}" for n in range(KOL_LINKS_MAX + 1))}, InvalidKolLinks),
        ({"note_ids": tuple(Id(n) for n in range(1, KOL_NOTES_MAX + 2))}, InvalidKolNotes),
    ],
)
def test_evidence_that_cannot_be_kept_is_refused(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        apply_for_kol(user_id=member("Robin"), evidence=evidence(**changes))


def test_evidence_is_ones_own_public_notes() -> None:
    robin, kim = member("Robin"), member("Kim")
    for key in (note(kim), note(robin, visibility=Visibility.PRIVATE), Id(7)):
        with pytest.raises(InvalidKolNotes):
            apply_for_kol(user_id=robin, evidence=evidence(note_ids=(key,)))


def test_who_leaves_leaves_no_application_and_no_badge() -> None:
    robin, mo = member("Robin"), moderator()
    apply_for_kol(user_id=robin, evidence=evidence())
    services.verify_kol(user_id=robin, decider_id=mo, reason="Known.")
    services.erase_profile(user_id=robin)
    assert find_kol_application(robin) is None
    assert list_kol_ids() == frozenset()


def signed_in(user_id: Id) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(
        User.objects.get(id=user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_a_moderator_sees_who_waits_and_decides_with_a_reason() -> None:
    robin, mo = member("Robin", handle="robin"), moderator()
    own = note(robin, title="Six serums")
    apply_for_kol(
        user_id=robin,
        evidence=evidence(words="<b>Six</b> years.", links=("https://example.com/robin",), note_ids=(own,)),
    )
    client = signed_in(mo)
    queue = client.get("/console/kols").content.decode()
    assert "/console/kols/robin" in queue
    page = client.get("/console/kols/robin").content.decode()
    assert "&lt;b&gt;Six&lt;/b&gt; years." in page
    assert "Six serums" in page
    assert "https://example.com/robin" in page
    unsaid = client.post("/console/kols/robin", {"act": "verify", "field": "Serums", "reason": " "})
    assert unsaid.status_code == 422
    assert 'value="Serums"' in unsaid.content.decode()
    assert client.post("/console/kols/robin", {"act": "verify", "reason": "Known."}).status_code == 302
    assert get_profile(robin).kol_field == "Skincare"
    assert client.post("/console/kols/robin", {"act": "end", "reason": "Gone."}).status_code == 302
    assert get_profile(robin).kol_field == ""


def test_the_console_of_badges_is_for_moderators_alone() -> None:
    robin, analyst = member("Robin", handle="robin"), moderator(Role.ANALYST)
    for user_id, status in ((robin, 302), (analyst, 403)):
        client = signed_in(user_id)
        for address in ("/console/kols", "/console/kols/robin"):
            assert client.get(address).status_code == status, address
        assert client.post("/console/kols/robin", {"act": "verify", "reason": "Me."}).status_code == status
    assert list_kol_ids() == frozenset()


def test_a_member_applies_by_the_form_and_reads_the_answer() -> None:
    robin, mo = member("Robin", handle="robin"), moderator()
    own = note(robin, title="Six serums")
    client = signed_in(robin)
    assert "Six serums" in client.get("/settings/kol").content.decode()
    wrong = client.post("/settings/kol", {"field": "Serums", "words": "Six years.", "links": "example.com"})
    assert wrong.status_code == 422
    assert 'id="links-error"' in wrong.content.decode()
    sent = client.post(
        "/settings/kol",
        {"field": "Serums", "words": "Six years.", "links": "https://example.com", "notes": wire_form(own)},
    )
    assert sent.status_code == 302
    assert "waits for an answer" in client.get("/settings/kol").content.decode()
    services.refuse_kol(user_id=robin, decider_id=mo, reason="Two notes are too few.")
    with CaptureQueriesContext(connection) as asked:
        html = client.get("/settings/kol").content.decode()
    assert "Two notes are too few." in html
    # Who is signed in, their chip and what waits for them come on top.
    assert len(asked) <= 8 + 4
    services.verify_kol(user_id=robin, decider_id=mo, reason="Now there are twenty.", field="Serums")
    services.end_kol(user_id=robin, decider_id=mo, reason="Sold reviews.")
    assert "Sold reviews." in client.get("/settings/kol").content.decode()

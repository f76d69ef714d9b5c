"""The page of the viewer's real name."""

from __future__ import annotations

from hongshu.flows.pages.contracts.identity import IdentityPage, OpeningView, SamplePerson
from hongshu.kernel import settings
from hongshu.kernel.ids import Id
from hongshu.platform.identity.queries import find_identity, list_openings, list_sample_people

_MOST_OPENINGS = 20


def identity_page(user_id: Id) -> IdentityPage:
    """What is kept of an account's real name, masked, and who opened it; two queries."""
    found = find_identity(user_id)
    people = list_sample_people() if settings.current().demo else ()
    return IdentityPage(
        masked_name=found.masked_name if found else "",
        last_four=found.last_four if found else "",
        proven_at=found.proven_at if found else None,
        openings=tuple(
            OpeningView(purpose=row.purpose.value, opened_at=row.opened_at)
            for row in list_openings(user_id, limit=_MOST_OPENINGS)
        ),
        samples=tuple(SamplePerson(name=person.name, number=person.number) for person in people),
    )

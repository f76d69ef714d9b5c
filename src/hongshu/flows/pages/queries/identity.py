"""The page of the viewer's real name."""

from __future__ import annotations

from hongshu.flows.pages.contracts.identity import IdentityPage, OpeningView, QuotaView, SamplePerson
from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.platform.identity.queries import find_identity, list_openings, list_sample_people
from hongshu.store.customs.queries import quota_left

_MOST_OPENINGS = 20


def identity_page(user_id: Id) -> IdentityPage:
    """What is kept of an account's real name, masked, who opened it, and what is left of the year's
    quota; four queries.
    """
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
        quota=quota_view(found.resident_id) if found else None,
    )


def quota_view(resident_id: Id) -> QuotaView:
    """A person's quota of this year."""
    left = quota_left(resident_id, at=clock.now())
    return QuotaView(
        year=left.year,
        limit=Money(left.limit_fen),
        ordered=Money(left.reserved_fen),
        imported=Money(left.consumed_fen),
        left=Money(left.left_fen),
    )

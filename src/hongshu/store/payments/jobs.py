"""Background entry points of payments. What waits for its time is looked for by a loop in the worker."""

from __future__ import annotations

from datetime import timedelta

from hongshu.kernel import background, clock
from hongshu.store.payments.queries import list_providers
from hongshu.store.payments.services import post_fees


@background.job("payments.post_fees", cron="37 3 * * *")
def post_fees_of_yesterday() -> None:
    """Post what providers kept of the day before, on China's clocks: by now its statement is there."""
    yesterday = clock.business_day() - timedelta(days=1)
    for provider in list_providers():
        post_fees(provider=provider, day=yesterday)

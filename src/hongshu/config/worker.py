"""The background worker's process: jobs, the outbox's relay and the counts.

``python -m hongshu.config.worker``; SIGINT or SIGTERM ends it after its running jobs.
"""

from __future__ import annotations

import os


def main() -> None:
    """Run the worker until it is told to end."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hongshu.config.django_settings")
    django.setup()
    from hongshu.config.jobs import (
        declare_forever,
        expire_forever,
        index_forever,
        order_forever,
        pay_forever,
        relay_forever,
        roll_up_forever,
        stock_forever,
        trend_forever,
    )
    from hongshu.kernel import background

    background.run_worker(
        beside=[
            relay_forever,
            roll_up_forever,
            trend_forever,
            expire_forever,
            stock_forever,
            declare_forever,
            pay_forever,
            order_forever,
            index_forever,
        ]
    )


if __name__ == "__main__":
    main()

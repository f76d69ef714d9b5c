"""The background worker's process: jobs, and the loops beside them.

``python -m hongshu.config.worker``; SIGINT or SIGTERM ends it after its running jobs.
"""

from __future__ import annotations

import os


def main() -> None:
    """Run the worker until it is told to end."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hongshu.config.django_settings")
    django.setup()
    from hongshu.config.loops import loops
    from hongshu.kernel import background

    background.run_worker(beside=list(loops()))


if __name__ == "__main__":
    main()

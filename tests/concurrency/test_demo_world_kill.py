"""A filling of the demo world that is killed, and taken up again."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from tests.concurrency.programs import await_end, running
from tests.support.demo import Heard, assert_complete, small_world

from hongshu.flows.demo_world import services
from hongshu.flows.demo_world.contracts import World
from hongshu.kernel import settings as house

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
FILL = """
    import multiprocessing, os, sys
    sys.path.insert(0, sys.argv[2])
    os.environ["DATABASE_URL"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "hongshu.config.django_settings"
    import django
    django.setup()
    from hongshu.flows.demo_world import services
    from tests.support.demo import small_world

    def progress(*, step, done, total):
        children = (str(child.pid) for child in multiprocessing.active_children())
        print(f"{step} {done}/{total} {' '.join(children)}")

    world = small_world(notes=4)
    services.fill(progress=progress, world=world, processes=2)
    print("filled")
"""


@pytest.fixture(scope="module")
def world() -> World:
    return small_world(notes=4)


def address_of_test_database() -> str:
    parts = urlsplit(house.current().database_url)
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("people 4/", marks=pytest.mark.soak),
        "faces 3/",
        pytest.param("products 1/", marks=pytest.mark.soak),
        "notes 2/",
    ],
)
def test_a_killed_filling_is_taken_up_where_it_was(world: World, moment: str) -> None:
    with running(FILL, address_of_test_database(), ROOT) as program:
        children = [int(pid) for pid in program.line(moment).split()[1:]]
        os.kill(program.pid, signal.SIGKILL)
        program.process.wait()
        await_end(*children)
        assert "filled" not in program.rest()
    assert bool(children) is not moment.startswith("people")
    services.fill(progress=Heard(), world=world, processes=2)
    assert_complete(world)


def test_two_fillings_at_once_make_one_world(world: World) -> None:
    address = address_of_test_database()
    with running(FILL, address, ROOT) as first, running(FILL, address, ROOT) as second:
        first.line("filled")
        second.line("filled")
    assert_complete(world)

"""An import that is killed, and run again."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from tests.concurrency.programs import running
from tests.support.foreign_lists import no_progress, write_sephora

from hongshu.community.notes.models import NoteOfProduct, NoteRow
from hongshu.flows.importing.services import import_sephora
from hongshu.kernel import settings as house
from hongshu.store.catalog.models import ProductRow, SkuRow

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = 2500
IMPORT = """
    import os, sys
    from pathlib import Path
    os.environ["DATABASE_URL"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "hongshu.config.django_settings"
    import django
    django.setup()
    from hongshu.flows.importing.services import import_sephora

    def progress(*, part, done, total):
        print(f"{part} {done}")

    import_sephora(Path(sys.argv[2]), progress=progress)
    print("imported")
"""


def address_of_test_database() -> str:
    parts = urlsplit(house.current().database_url)
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("products 1000", marks=pytest.mark.soak),
        "products 2500",
        pytest.param("notes 1000", marks=pytest.mark.soak),
    ],
)
def test_a_killed_import_is_resumed_by_running_it_again(tmp_path: Path, moment: str) -> None:
    folder = write_sephora(
        tmp_path / "in",
        products=[{"product_id": f"K{number}"} for number in range(COUNT)],
        reviews=[{"product_id": f"K{number}", "author_id": f"{number % 700}"} for number in range(COUNT)],
    )
    with running(IMPORT, address_of_test_database(), str(folder)) as program:
        program.line(moment)
        os.kill(program.pid, signal.SIGKILL)
        program.process.wait()
        assert "imported" not in program.rest()
    kept = ProductRow.objects.count()
    assert kept >= 1000
    report = import_sephora(folder, progress=no_progress)
    products, notes = report.parts
    assert (products.read, products.refused, notes.refused) == (COUNT, 0, 0)
    assert products.created + products.known == COUNT
    assert products.known >= kept
    assert notes.created + notes.known == COUNT
    assert ProductRow.objects.count() == SkuRow.objects.count() == COUNT
    assert NoteRow.objects.count() == NoteOfProduct.objects.count() == COUNT
    assert NoteRow.objects.values("author_id").distinct().count() == 700

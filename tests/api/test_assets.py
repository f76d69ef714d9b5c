"""What a page loads is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/shop", "/account/login/", "/destinations"])
def test_every_sheet_and_script_of_a_page_is_there(client: Client, address: str) -> None:
    text = client.get(address, follow=True).content.decode()
    named = re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"?]+)"', text)
    assert any(name.endswith(".css") for name in named)
    assert any(name.endswith(".js") for name in named)
    folder = Path(settings.STATIC_FOLDER)
    assert not [name for name in named if not (folder / name).exists()]

"""What a browser needs to install the site and to read it on a bad network."""

from __future__ import annotations

import json
import re

import pytest
import pyvips
from django.conf import settings
from django.test import Client
from tests.support.community import member

from hongshu.platform.accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_manifest_names_icons_that_are_there_in_their_sizes() -> None:
    for language, name in (("zh-CN", "红书"), ("en-GB", "Hongshu")):
        answer = Client().get("/manifest.webmanifest", headers={"Accept-Language": language})
        manifest = json.loads(answer.content)
        assert manifest["short_name"] == name
        pngs = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
        assert {icon["purpose"] for icon in pngs} == {"any", "maskable"}
        for icon in pngs:
            data = Client().get(icon["src"]).content
            image = pyvips.Image.new_from_buffer(data, "")
            assert f"{image.width}x{image.height}" == icon["sizes"]
            assert len(data) < 60_000
    assert Client().get("/icons/77-any.png").status_code == 404
    assert Client().get("/icons/192-other.png").status_code == 404


def test_the_service_worker_keeps_files_of_this_version_that_are_there() -> None:
    answer = Client().get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    found = re.match(r"const HOUSE = (\{.*\});\n", answer.content.decode())
    assert found is not None
    house = json.loads(found.group(1))
    assert house["static"] == settings.STATIC_URL
    for address in house["shell"]:
        assert (settings.STATIC_FOLDER / address.removeprefix(settings.STATIC_URL)).is_file(), address
    for language, words in (("zh", "没有网络"), ("en", "No connection")):
        html = Client().get(house["offline"][language]).content.decode()
        assert words in html, language
    assert Client().get("/offline/fr").status_code == 404


def test_pages_tell_one_reader_from_another_without_saying_who() -> None:
    robin, kim = member("Robin"), member("Kim")
    told = [Client().get("/")["X-Reader"]]
    for user_id in (robin, kim, robin):
        client = Client()
        client.force_login(User.objects.get(id=user_id))
        told.append(client.get("/")["X-Reader"])
    assert told[0] == "visitor"
    assert told[1] == told[3] != told[2]
    assert str(robin) not in told[1]

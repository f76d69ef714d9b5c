"""Settings are read once and checked; a wrong one names its variable and says what to do."""

from __future__ import annotations

import stat
from decimal import Decimal
from pathlib import Path

import pytest

from hongshu.kernel.settings import DatabaseAddress, SettingError, Settings, load, parse_database_url

SECRET = "only-for-tests-only-for-tests-only"


def _load(folder: Path, **environ: str) -> Settings:
    return load({"HONGSHU_DATA": str(folder), "HONGSHU_SECRET_KEY": SECRET, **environ})


def test_everything_has_a_default(tmp_path: Path) -> None:
    settings = _load(tmp_path)
    assert settings.port == 8000
    assert settings.public_url == "http://localhost:8000"
    assert settings.has_private_database
    assert settings.media_folder == tmp_path / "media"
    assert Decimal(settings.usd_cny) > 0
    assert not settings.demo


def test_what_is_given_is_taken(tmp_path: Path) -> None:
    settings = _load(
        tmp_path,
        HONGSHU_PORT="9000",
        HONGSHU_PUBLIC_URL="https://hongshu.example/",
        HONGSHU_DEMO="1",
        HONGSHU_USD_CNY="7.25@2026-12-01",
        HONGSHU_EMAIL_URL="smtp://user:word@mail.example:587",
        DATABASE_URL="postgresql://me@db.example/shop",
        MEDIA_STORE="file:///srv/pictures%20here",
    )
    assert settings.port == 9000
    assert settings.public_url == "https://hongshu.example"
    assert settings.demo
    assert (settings.usd_cny, settings.usd_cny_on) == ("7.25", "2026-12-01")
    assert not settings.has_private_database
    assert settings.media_folder == Path("/srv/pictures here")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HONGSHU_PORT", "0"),
        ("HONGSHU_PORT", "65536"),
        ("HONGSHU_PORT", "８０００"),
        ("HONGSHU_PORT", "http"),
        ("HONGSHU_PUBLIC_URL", "hongshu.example"),
        ("HONGSHU_PUBLIC_URL", "ftp://hongshu.example"),
        ("HONGSHU_CUSTOMS_PORT", "0"),
        ("HONGSHU_CUSTOMS_ANSWERS", "late"),
        ("HONGSHU_CUSTOMS_ANSWERS", "refuse=never"),
        ("HONGSHU_PUBLIC_URL", "http://[half"),
        ("HONGSHU_PUBLIC_URL", "http://hongshu.example:99999"),
        ("HONGSHU_SECRET_KEY", "short"),
        ("HONGSHU_WEB_WORKERS", "-1"),
        ("HONGSHU_WEB_THREADS", "many"),
        ("HONGSHU_LOG", "xml"),
        ("HONGSHU_USD_CNY", "7.1"),
        ("HONGSHU_USD_CNY", "7,1@2026-11-20"),
        ("HONGSHU_USD_CNY", "²@2026-11-20"),
        ("HONGSHU_USD_CNY", "0@2026-11-20"),
        ("HONGSHU_USD_CNY", "7.1@yesterday"),
        ("HONGSHU_EMAIL_URL", "mail.example"),
        ("HONGSHU_EMAIL_URL", "smtp://mail.example:port"),
        ("DATABASE_URL", "mysql://db.example/shop"),
        ("DATABASE_URL", "postgresql://db.example"),
        ("DATABASE_URL", "postgresql://db.example:port/shop"),
        ("DATABASE_URL", "postgresql://[half/shop"),
        ("MEDIA_STORE", "relative/folder"),
        ("MEDIA_STORE", "s3://bucket"),
    ],
)
def test_a_wrong_value_names_its_variable(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(SettingError) as wrong:
        _load(tmp_path, **{variable: value})
    assert wrong.value.variable == variable
    assert str(wrong.value).startswith(f"{variable}: ")
    assert "\n" not in str(wrong.value)


def test_a_database_address_is_taken_apart() -> None:
    url = "postgresql://me:p%40ss@db.example:5433/my%20shop?sslmode=require"
    assert parse_database_url(url) == DatabaseAddress(
        name="my shop",
        user="me",
        password="p@ss",
        host="db.example",
        port="5433",
        options={"sslmode": "require"},
    )
    assert parse_database_url("postgresql://me@/shop?host=/run/sockets&port=6000") == DatabaseAddress(
        name="shop", user="me", password="", host="/run/sockets", port="6000", options={}
    )


def test_a_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = load({"HONGSHU_DATA": str(folder)})
    assert len(first.secret_key) >= 32
    assert load({"HONGSHU_DATA": str(folder)}).secret_key == first.secret_key
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_customs_is_the_simulator_beside_us_unless_an_address_is_given(tmp_path: Path) -> None:
    beside = _load(tmp_path)
    assert (beside.customs_port, beside.customs_url) == (10000, "http://127.0.0.1:10000/messages")
    assert beside.has_customs_simulator
    moved = _load(tmp_path, HONGSHU_CUSTOMS_PORT="7001", HONGSHU_CUSTOMS_ANSWERS="late=2.5 times=2 reversed")
    assert moved.customs_url == "http://127.0.0.1:7001/messages"
    assert moved.customs_answers == "late=2.5 times=2 reversed"
    away = _load(tmp_path, HONGSHU_CUSTOMS_URL="https://exchange.example/messages")
    assert not away.has_customs_simulator


def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingError, match="HONGSHU_DATA"):
        load({"HONGSHU_DATA": str(tmp_path / "file")})


@pytest.mark.parametrize(
    ("environ", "port", "url"),
    [
        ({}, 9000, "http://localhost:9000/events"),
        ({"HONGSHU_PORT": "65000"}, 64000, "http://localhost:64000/events"),
        ({"HONGSHU_EVENTS_PORT": "9100"}, 9100, "http://localhost:9100/events"),
        ({"HONGSHU_PUBLIC_URL": "https://hongshu.example"}, 9000, "https://hongshu.example/events"),
    ],
)
def test_live_counts_have_a_port_of_their_own_or_a_place_behind_the_proxy(
    tmp_path: Path, environ: dict[str, str], port: int, url: str
) -> None:
    settings = _load(tmp_path, **environ)
    assert (settings.events_port, settings.events_url) == (port, url)


@pytest.mark.parametrize(
    "given, expected",
    [({}, 11_000), ({"HONGSHU_PORT": "8100"}, 11_100), ({"HONGSHU_SANDBOX_PORT": "9200"}, 9_200)],
)
def test_buyers_pay_in_the_sandbox_unless_there_are_accounts(
    tmp_path: Path, given: dict[str, str], expected: int
) -> None:
    settings = load({"HONGSHU_DATA": str(tmp_path), **given})
    assert settings.has_payment_sandbox
    assert settings.sandbox_port == expected
    assert settings.notify_url == f"http://127.0.0.1:{settings.port}"
    ours = load({"HONGSHU_DATA": str(tmp_path), "HONGSHU_PAYMENTS": str(tmp_path), **given})
    assert (ours.payments_folder, ours.notify_url) == (tmp_path.resolve(), ours.public_url)


def test_accounts_that_are_not_there_stop_the_program(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="HONGSHU_PAYMENTS"):
        load({"HONGSHU_DATA": str(tmp_path), "HONGSHU_PAYMENTS": str(tmp_path / "none")})

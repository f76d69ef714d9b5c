"""Names and resident ids, as they are typed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from hongshu.kernel.settings import SettingError
from hongshu.platform.identity import keys, rules
from hongshu.platform.identity.contracts import InvalidRealName, InvalidResidentNumber, ResidentIsMinor
from hongshu.platform.identity.queries import list_sample_people

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("林小满", "林小满"),
        (" 林 小满 ", "林小满"),
        ("买买提•艾力", "买买提·艾力"),
        ("古丽.阿依", "古丽·阿依"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_a_name_is_kept_as_the_register_has_it(typed: str, kept: str) -> None:
    assert rules.normal_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "林", "Lin", "林1", "林<b>", "·林", "林··满", "林" * 26, "林\u0000满"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(InvalidRealName):
        rules.normal_name(typed)


@pytest.mark.parametrize("person", list_sample_people())
def test_the_sample_people_are_valid_adults_and_of_no_living_age(person: object) -> None:
    number = person.number  # type: ignore[attr-defined]
    assert rules.normal_number(number) == number
    assert rules.birth_date_of(number).year < 1913
    rules.check_adult(number, TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "310101190804120178",
        "31010119080412017",
        "999999190804120170",
        "310101190813120170",
        "3101011908041201７7x",
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidResidentNumber):
        rules.normal_number(typed)


def test_full_width_digits_and_spaces_are_read() -> None:
    assert rules.normal_number("３10101 19080412 0177") == "310101190804120177"


def _number(born: str) -> str:
    from stdnum.cn import ric

    body = f"110101{born}001"
    return body + str(ric.calc_check_digit(body + "0"))


@pytest.mark.parametrize(
    ("born", "is_adult"),
    [("20081125", True), ("20081126", False), ("20080229", True), ("20261124", False)],
)
def test_who_is_eighteen_today_is_an_adult(born: str, is_adult: bool) -> None:
    number = _number(born)
    if is_adult:
        rules.check_adult(number, TODAY)
        assert rules.years_on(rules.birth_date_of(number), TODAY) >= 18
    else:
        with pytest.raises(ResidentIsMinor):
            rules.check_adult(number, TODAY)


def test_who_is_born_tomorrow_has_no_number_yet() -> None:
    with pytest.raises(InvalidResidentNumber):
        rules.check_adult(_number("20261126"), TODAY)


def test_a_mask_shows_the_first_character_only() -> None:
    assert rules.masked("买买提·艾力") == "买＊＊＊＊＊"


_KEY, _OTHER = "A" * 43 + "=", "B" * 42 + "A="


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"index": "AA==", "masters": {"1": "AA=="}}',
        json.dumps({"index": _KEY, "masters": {}}), json.dumps({"index": _KEY, "masters": {"1": _KEY}}),
        json.dumps({"index": _KEY, "masters": {"0": _OTHER}}),
        json.dumps({"index": _KEY, "masters": {"x": _OTHER}}),
    ],
)  # fmt: skip
def test_keys_that_cannot_be_used_are_refused_without_being_shown(text: str) -> None:
    with pytest.raises(SettingError) as refused:
        keys.read(text)
    assert "AA" not in str(refused.value)


def test_the_newest_master_key_seals() -> None:
    ring = keys.read(json.dumps({"index": _KEY, "masters": {"1": _OTHER, "12": "C" * 42 + "A="}}))
    assert ring.newest == 12
    assert "AAAA" not in repr(ring)

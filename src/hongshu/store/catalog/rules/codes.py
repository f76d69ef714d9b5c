"""Numbers that others assign: barcodes, countries, customs codes."""

from __future__ import annotations

import re

from stdnum import ean
from stdnum.exceptions import ValidationError

_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_HS_CODE = re.compile(r"[0-9]{10}")

# ISO 3166-1 alpha-2 (2024).
_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
_COUNTRIES = frozenset(_CODES.split())


def gtin_fault(barcode: str) -> str:
    """What is wrong with a GTIN-8, -12, -13 or -14 in words; empty: nothing, or there is no barcode.

    The last digit checks the others (GS1 General Specifications, release 25, section 7.9).
    """
    if not barcode:
        return ""
    if not _GTIN.fullmatch(barcode):
        return "a barcode has 8, 12, 13 or 14 digits"
    try:
        ean.validate(barcode)
    except ValidationError:
        return f"the check digit of barcode {barcode} is wrong"
    return ""


def padded_gtin(barcode: str) -> str:
    """The barcode as 14 digits: the form in which the four kinds are one number space."""
    return barcode.rjust(14, "0")


def is_hs_code(code: str) -> bool:
    """Whether it is ten digits, as China's tariff has them."""
    return bool(_HS_CODE.fullmatch(code))


def is_country(code: str) -> bool:
    """Whether it is a code of ISO 3166-1 alpha-2."""
    return code in _COUNTRIES

"""A passkey is added in the settings and signs in without a password."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.steps import PASSWORD, sign_up

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_signs_in(site: Any, page_in: Any) -> None:
    page = page_in("en", 1440, 900, "light")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_up(page, site.url, name="Passkey")
    page.goto(f"{site.url}/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("main [name=password]", PASSWORD)
        page.press("main [name=password]", "Enter")
        page.wait_for_url("**/webauthn/add/**")
    page.fill("main [name=name]", "laptop")
    page.locator("[data-passkey-create] button").click()
    page.wait_for_url("**/recovery-codes/**")

    page.context.clear_cookies()
    page.goto(f"{site.url}/account/login/?next=/shop")
    page.locator("[data-passkey-login] button").click()
    page.wait_for_url(f"{site.url}/shop")
    assert page.locator(".header .avatar").is_visible()

"""Who we are at each provider: numbers, addresses and keys, from files.

A folder of an operator holds ``alipay.json`` or ``wechat.json`` or both, with the names of key files beside
them. The sandbox's accounts are made at their first use, by whichever side comes first.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from hongshu.kernel.own_files import made_once

_ALIPAY_GATEWAY = "https://openapi.alipay.com/gateway.do"
_WECHAT_GATEWAY = "https://api.mch.weixin.qq.com"
_BITS = 2048


class AccountError(Exception):
    """An account that cannot be read: the text names the file and what it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlipayAccount:
    """An application at Alipay, with key signatures (RSA2). Keys are PEM."""

    app_id: str
    seller_id: str
    gateway: str
    page_gateway: str
    private_key: str = field(repr=False)
    public_key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WechatAccount:
    """A merchant at WeChat Pay v3, in the mode with WeChat's public key. Keys are PEM."""

    merchant_id: str
    app_id: str
    serial: str
    gateway: str
    secret: str = field(repr=False)
    private_key: str = field(repr=False)
    public_key_id: str
    public_key: str = field(repr=False)


def read_alipay(folder: Path) -> AlipayAccount:
    """The account in ``alipay.json``: app_id, seller_id, private_key_file, alipay_public_key_file, and maybe
    gateway. Raises AccountError.
    """
    told = _told(folder / "alipay.json", "app_id", "seller_id", "private_key_file", "alipay_public_key_file")
    gateway = told.get("gateway", _ALIPAY_GATEWAY)
    return AlipayAccount(
        app_id=told["app_id"],
        seller_id=told["seller_id"],
        gateway=gateway,
        page_gateway=gateway,
        private_key=_text(folder / told["private_key_file"]),
        public_key=_text(folder / told["alipay_public_key_file"]),
    )


def read_wechat(folder: Path) -> WechatAccount:
    """The account in ``wechat.json``: mchid, appid, serial_no, apiv3_key_file, private_key_file,
    public_key_id, wechat_public_key_file, and maybe gateway. Raises AccountError.
    """
    names = ("mchid", "appid", "serial_no", "apiv3_key_file", "private_key_file", "public_key_id")
    told = _told(folder / "wechat.json", *names, "wechat_public_key_file")
    return WechatAccount(
        merchant_id=told["mchid"],
        app_id=told["appid"],
        serial=told["serial_no"],
        gateway=told.get("gateway", _WECHAT_GATEWAY),
        secret=_text(folder / told["apiv3_key_file"]).strip(),
        private_key=_text(folder / told["private_key_file"]),
        public_key_id=told["public_key_id"],
        public_key=_text(folder / told["wechat_public_key_file"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxKeys:
    """Both sides' private keys (PEM), and the secret that WeChat's resources are encrypted with."""

    alipay_shop: str = field(repr=False)
    alipay: str = field(repr=False)
    wechat_shop: str = field(repr=False)
    wechat: str = field(repr=False)
    wechat_secret: str = field(repr=False)


def sandbox_keys(folder: Path) -> SandboxKeys:
    """The keys in a folder, made where they are missing."""
    keys = {
        name: made_once(folder / f"{name}.pem", _fresh_key).decode()
        for name in ("alipay_shop", "alipay", "wechat_shop", "wechat")
    }
    secret = made_once(folder / "wechat_secret", lambda: secrets.token_hex(16).encode()).decode()
    return SandboxKeys(**keys, wechat_secret=secret)


def sandbox_alipay(keys: SandboxKeys, *, port: int, pages_url: str) -> AlipayAccount:
    """Our account at the sandbox's Alipay."""
    return AlipayAccount(
        app_id="2021000000000001",
        seller_id="2088000000000001",
        gateway=f"http://127.0.0.1:{port}/alipay/gateway.do",
        page_gateway=f"{pages_url}/sandbox/alipay/gateway.do",
        private_key=keys.alipay_shop,
        public_key=public_pem(keys.alipay),
    )


def sandbox_wechat(keys: SandboxKeys, *, port: int) -> WechatAccount:
    """Our account at the sandbox's WeChat Pay."""
    return WechatAccount(
        merchant_id="1900000001",
        app_id="wx0000000000000001",
        serial="5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
        gateway=f"http://127.0.0.1:{port}/wechat",
        secret=keys.wechat_secret,
        private_key=keys.wechat_shop,
        public_key_id="PUB_KEY_ID_0119000000012026112500000000000001",
        public_key=public_pem(keys.wechat),
    )


def public_pem(private: str) -> str:
    """The public half of a private key, both in PEM."""
    key = serialization.load_pem_private_key(private.encode(), password=None)
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def _fresh_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _told(path: Path, *names: str) -> dict[str, str]:
    try:
        told = json.loads(_text(path))
    except ValueError:
        raise AccountError(f"{path}: is no JSON") from None
    missing = [name for name in names if not isinstance(told, dict) or not isinstance(told.get(name), str)]
    if missing:
        raise AccountError(f"{path}: lacks {', '.join(missing)}")
    return {str(name): str(value) for name, value in told.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise AccountError(f"{path}: cannot be read ({type(problem).__name__})") from None

"""Implementations of the port of payments, and which of them this installation uses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hongshu.kernel import settings
from hongshu.store.payments.contracts import Provider
from hongshu.store.payments.ports import PaymentProvider


def sandbox_folder() -> Path:
    """Where the sandbox keeps its keys and its memory."""
    return settings.current().data_folder / "payment_sandbox"


@cache
def describe_accounts() -> dict[str, str]:
    """See ``queries.describe_accounts``; the files are looked at once."""
    folder = settings.current().payments_folder
    if folder is None:
        return {provider.value: "" for provider in Provider}
    from hongshu.store.payments.adapters import accounts

    readers = {Provider.ALIPAY: accounts.read_alipay, Provider.WECHAT: accounts.read_wechat}
    found = {}
    for provider, read in readers.items():
        if (folder / f"{provider.value}.json").exists():
            try:
                read(folder)
                found[provider.value] = ""
            except accounts.AccountError as problem:
                found[provider.value] = str(problem)
    return found


@cache
def current_provider(provider: Provider) -> PaymentProvider:
    """The provider as this installation reaches it: the sandbox, or the operator's own account.

    Raises ``adapters.accounts.AccountError``.
    """
    # The libraries are slow to load, and most processes never ask a provider.
    from hongshu.store.payments.adapters import accounts
    from hongshu.store.payments.adapters.alipay import Alipay
    from hongshu.store.payments.adapters.wechat import Wechat

    chosen = settings.current()
    if chosen.payments_folder is not None:
        if provider is Provider.ALIPAY:
            return Alipay(accounts.read_alipay(chosen.payments_folder))
        return Wechat(accounts.read_wechat(chosen.payments_folder))
    keys = accounts.sandbox_keys(sandbox_folder())
    if provider is Provider.ALIPAY:
        pages = chosen.sandbox_pages_url
        return Alipay(accounts.sandbox_alipay(keys, port=chosen.sandbox_port, pages_url=pages))
    return Wechat(accounts.sandbox_wechat(keys, port=chosen.sandbox_port))

"""allauth's hooks: who is signed up, and where phone numbers live."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids import Id, new_id, wire_form
from hongshu.platform.accounts import queries, rules, services
from hongshu.platform.accounts.contracts import InvalidPhone, LoginTaken
from hongshu.platform.accounts.models import User

log = logging.getLogger(__name__)


class PhoneField(forms.CharField):
    """A phone number, brought into E.164 form."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if not text:
            return ""
        try:
            return rules.normal_phone(text)
        except InvalidPhone:
            raise ValidationError(
                _("Enter a phone number: 11 digits, or + and the country code."), code="invalid_phone"
            ) from None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc, unused-ignore]
    """Accounts as allauth makes them, with the claims that keep logins unique."""

    def new_user(self, request: HttpRequest) -> User:
        user = User(id=new_id())
        user.login = wire_form(user.id)
        return user

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the user with the claims of the e-mail address and the phone number, or nothing."""
        with transaction.atomic():
            saved: User = super().save_user(request, user, form, commit=commit)
            if saved.email and commit:
                self._claim(saved, rules.normal_email(saved.email), "email")
            if commit:
                # A higher floor gives the account its profile; which one is settled in the composition root.
                joined = import_string(settings.ACCOUNT_JOINED)
                joined(user_id=Id(saved.pk), name=str(form.cleaned_data.get("name", "")))
        return saved

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom a throttle counts: behind a proxy of our own network the caller, not the proxy."""
        return str(getattr(request, "address", "") or request.META.get("REMOTE_ADDR", ""))

    def clean_email(self, email: str) -> str:
        email = rules.normal_email(email)
        if email and queries.find_account(email) is not None:
            raise ValidationError(
                _("This e-mail address has an account already: sign in instead."), code="login_taken"
            )
        return email

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**kwargs)

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        try:
            services.set_phone(user_id=user.pk, phone=phone, is_verified=verified)
        except LoginTaken:
            raise ValidationError(_("This phone number has an account already: sign in instead.")) from None
        user.phone = phone

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return queries.phone_claim(user.pk)

    def set_phone_verified(self, user: Any, phone: str) -> None:
        services.set_phone(user_id=user.pk, phone=phone, is_verified=True)

    def get_user_by_phone(self, phone: str) -> User | None:
        key = queries.find_account(phone)
        return None if key is None else User.objects.filter(id=key).first()

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        # No SMS provider is configured in this version: numbers are taken unproven (docs/operations.md).
        log.warning("no SMS provider: a verification code was not sent")

    def _claim(self, user: User, value: str, field: str) -> None:
        try:
            services.claim_login(user_id=user.pk, value=value, is_verified=False)
        except LoginTaken:
            raise ValidationError({field: _("This has an account already: sign in instead.")}) from None

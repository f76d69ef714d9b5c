"""What our sign-up form asks beside e-mail, phone and password."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hongshu.community.members.contracts import NAME_MAX


class SignUpDetails(forms.Form):
    """The name that others see; allauth mixes this into its form and calls ``signup``."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_MAX,
        strip=True,
        help_text=gettext_lazy("What others call you; it can be changed later."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ("name", "email", "phone", "password1")

    def clean_name(self) -> str:
        """A name that can be seen."""
        name = str(self.cleaned_data["name"])
        if not name.isprintable():
            raise ValidationError(
                _("A name has 1 to %(max)s characters that can be seen.") % {"max": NAME_MAX}
            )
        return name

    def clean(self) -> dict[str, object]:
        """One of the two logins is needed."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        is_told = any(self.data.get(name, "").strip() for name in ("email", "phone"))
        if not is_told:
            self.add_error("email", _("Enter an e-mail address or a phone number: you sign in with it."))
        return cleaned

    def signup(self, request: HttpRequest, user: object) -> None:
        """Called by allauth when the account is made."""

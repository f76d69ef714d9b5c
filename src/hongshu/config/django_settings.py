"""Django's settings, derived from ours. Nothing here is read from the environment directly."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from hongshu.config.static_version import static_version
from hongshu.kernel import settings as house
from hongshu.kernel.logs import logging_configuration

HOUSE = house.current()
PACKAGE = Path(__file__).resolve().parent.parent
WEB = PACKAGE / "surfaces" / "web"

SECRET_KEY = HOUSE.secret_key
DEBUG = False
ALLOWED_HOSTS = [urlsplit(HOUSE.public_url).hostname or "localhost", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [HOUSE.public_url]
ROOT_URLCONF = "hongshu.config.urls"
WSGI_APPLICATION = "hongshu.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
# W001 wants one login that everybody gives; ours is an e-mail address or a phone number (the sign-up form
# asks). A login name is unique because it is the id in another form; what people type is in the claims.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "account.W001"]

INSTALLED_APPS = [
    # Its plain configuration: the other one puts a site of its own in the place of ours.
    "unfold.apps.BasicAppConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "hongshu.surfaces.console.apps.HongshuAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "csp",
    "procrastinate.contrib.django",
    "hongshu.kernel",
    "hongshu.platform.accounts",
    "hongshu.platform.media",
    "hongshu.platform.identity",
    "hongshu.platform.notifications",
    "hongshu.platform.behaviour",
    "hongshu.platform.trust",
    "hongshu.store.catalog",
    "hongshu.store.ledger",
    "hongshu.store.payments",
    "hongshu.store.inventory",
    "hongshu.store.customs",
    "hongshu.store.declarations",
    "hongshu.store.provenance",
    "hongshu.store.fulfilment",
    "hongshu.store.promotions",
    "hongshu.store.carts",
    "hongshu.store.trade",
    "hongshu.community.members",
    "hongshu.community.graph",
    "hongshu.community.notes",
    "hongshu.community.responses",
    "hongshu.community.questions",
    "hongshu.community.places",
    "hongshu.discovery.recommendation",
    "hongshu.discovery.search",
    "hongshu.flows",
    "hongshu.surfaces.web",
]

MIDDLEWARE = [
    "hongshu.config.middleware.RequestIdentity",
    "hongshu.config.middleware.VisitorPseudonym",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hongshu.config.middleware.ChosenLanguage",
    "hongshu.surfaces.api.problems.ProblemsOfTheApi",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hongshu.platform.accounts.sessions.SignedInMember",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hongshu.config.middleware.RefusalsAsPages",
    "hongshu.surfaces.web.leaving.LeavingMembers",
    "hongshu.surfaces.web.carrying.GuestCarts",
]


def _database() -> dict[str, object]:
    address = house.parse_database_url(HOUSE.database_url or "postgresql://hongshu@/hongshu")
    options: dict[str, object] = dict(address.options)
    # The pool is per process: web workers × threads, with one to spare for the id lease.
    options["pool"] = {"min_size": 1, "max_size": HOUSE.web_threads + 2, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_{address.name}"},
    }


DATABASES = {"default": _database()}

# Throttles must hold over all processes, so their cache is a table; what is only faster cached is per
# process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_shared_cache",
        # With Django's 300, a flood of addresses would push the counts of a throttle out.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "hongshu"},
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "hongshu.surfaces.web.jinja.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates_django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_FOLDER = WEB / "static"
# The version stands in the path, so that files may be kept for ever and modules import each other relatively.
STATIC_URL = f"/static/{static_version(STATIC_FOLDER)}/"
MEDIA_URL = "/media/"

UNFOLD = {
    "SITE_TITLE": "红书 Hongshu",
    "SITE_HEADER": "红书 Hongshu",
    "SITE_SUBHEADER": _("Console"),
    "SITE_URL": "/",
    "SHOW_VIEW_ON_SITE": False,
    "SITE_ICON": lambda _request: f"{STATIC_URL}img/logo.svg",
    "SHOW_HISTORY": False,
    "STYLES": [lambda _request: f"{STATIC_URL}css/console.css"],
    "BORDER_RADIUS": "10px",
    # The plum of the pages (tokens.css), lightened and darkened in even steps.
    "COLORS": {
        "primary": {
            "50": "#faf1f6",
            "100": "#f4dfea",
            "200": "#e8bfd4",
            "300": "#d896b8",
            "400": "#c06896",
            "500": "#a5437a",
            "600": "#842660",
            "700": "#6d1d4f",
            "800": "#56163e",
            "900": "#40102e",
            "950": "#260a1c",
        }
    },
}

FORMS_URLFIELD_ASSUME_HTTPS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 18
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

SESSION_ENGINE = "hongshu.platform.accounts.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 24 * 3600
CSRF_FAILURE_VIEW = "hongshu.surfaces.web.refusals.csrf_failed"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_SAMESITE = "Lax"
_SECURE = HOUSE.public_url.startswith("https://")
SESSION_COOKIE_SECURE = _SECURE
CSRF_COOKIE_SECURE = _SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Placing an order is a form that ends on the provider's page, and browsers look at the whole way.
_pay_pages = (
    [HOUSE.sandbox_pages_url]
    if HOUSE.has_payment_sandbox
    else ["https://*.alipay.com", "https://wx.tenpay.com"]
)

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/console/", "/media/", "/api/v1/docs"),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        # The live counts have a port of their own, unless a proxy hands them on under the site's address.
        "connect-src": [SELF] if HOUSE.has_own_address else [SELF, HOUSE.events_url.removesuffix("/events")],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *_pay_pages],
        "frame-ancestors": [NONE],
    },
}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_SIGNUP_REDIRECT_URL = "/welcome"

ACCOUNT_ADAPTER = "hongshu.platform.accounts.adapters.allauth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email", "phone", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "hongshu.surfaces.web.forms.accounts.SignUpDetails"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_JOINED = "hongshu.flows.joining.join_member"
ACCOUNT_USER_DISPLAY = "hongshu.flows.joining.display_name"
ACCOUNT_EMAIL_VERIFICATION = "optional" if HOUSE.email_url else "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_PREVENT_ENUMERATION = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Hongshu] "
# Warehouse's figures: ten attempts in five minutes, for an account and for an address.
ACCOUNT_RATE_LIMITS = {
    "login": "30/5m/ip",
    "login_failed": "10/5m/key,10/5m/ip",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE
MFA_TOTP_ISSUER = "Hongshu"
HEADLESS_ADAPTER = "allauth.headless.adapter.DefaultHeadlessAdapter"
HEADLESS_CLIENTS = ("app",)

if HOUSE.email_url:
    _mail = urlsplit(HOUSE.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and EMAIL_PORT == 587
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(HOUSE.data_folder / "mail")
DEFAULT_FROM_EMAIL = f"Hongshu <no-reply@{urlsplit(HOUSE.public_url).hostname}>"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["hongshu.config.jobs"]

LOGGING = logging_configuration(HOUSE.log_format)

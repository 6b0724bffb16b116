"""The site's settings. What differs between installations comes from the environment; see docs/how-to/the-workbench.md.

TURNSTONE_WORKSPACE   the workspace folder that this site shows
TURNSTONE_DATABASE    postgres://user:password@host:port/name; without it SQLite in WORKSPACE/workbench/
TURNSTONE_HOSTS       names by which the site is reached, with commas; without it this machine alone
TURNSTONE_SECRET      the secret that signs sessions; without it one is made and kept in WORKSPACE/workbench/
TURNSTONE_HTTPS       1 behind TLS: secure cookies, HSTS; 0 on loopback
TURNSTONE_MFA         required (default, except for the local user on loopback) or optional
"""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from turnstone import __version__
from turnstone_web.database import database_of
from turnstone_web.secret import secret_of

HERE = Path(__file__).parent
WORKSPACE = Path(os.environ.get("TURNSTONE_WORKSPACE", ".")).absolute()
STATE = Path(os.environ.get("TURNSTONE_STATE", WORKSPACE / "workbench"))
"""What the workbench itself keeps: the embedded database, its secret, files of notes. Copied with the workspace."""
LOCAL = os.environ.get("TURNSTONE_LOCAL", "0") == "1"
"""Whether this is one person's own machine: loopback alone, and a link that signs them in."""
HTTPS = os.environ.get("TURNSTONE_HTTPS", "0" if LOCAL else "1") == "1"
MFA_REQUIRED = not LOCAL and os.environ.get("TURNSTONE_MFA", "required") == "required"

SECRET_KEY = secret_of(STATE)
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("TURNSTONE_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]
DATABASES = {"default": database_of(STATE, os.environ.get("TURNSTONE_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "turnstone_web.accounts",
    "turnstone_web.audit",
    "turnstone_web.desk",
    "turnstone_web.referral",
    "turnstone_web.notes",
    "turnstone_web.networks",
    "turnstone_web.evidence",
    "turnstone_web.wordings",
    "turnstone_web.review",
    "turnstone_web.sources",
    "turnstone_web.jobs",
    "turnstone_web.market",
    "turnstone_web.search",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "turnstone_web.headers.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "turnstone_web.accounts.language.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "turnstone_web.accounts.second_factor.second_factor",
    "turnstone_web.no_nul.no_nul",
    "turnstone_web.errors.told",
]
ROOT_URLCONF = "turnstone_web.urls"
WSGI_APPLICATION = "turnstone_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "turnstone_web.page.page",
            ],
            "builtins": ["turnstone_web.shown"],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {"login": "turnstone_web.accounts.sign_in.SignInForm"}
ACCOUNT_ADAPTER = "turnstone_web.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/10m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_TOTP_ISSUER = "Turnstone"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cached"}}
"""In the database, so that limits of rates hold over all processes."""
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "turnstone_web.home.no_token"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False  # the server before this one does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
"""Not `no-referrer`: browsers then send forms from \"null\", which the check of their origin refuses."""
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("de", _("German")),
    ("ar-xb", _("Right to left (test)")),
]
EXTRA_LANG_INFO = {"ar-xb": {"bidi": True, "code": "ar-xb", "name": "Right to left", "name_local": "tfel ot thgiR"}}
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TURNSTONE_TIME_ZONE", "UTC")
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["turnstone_web.formats"]

STATIC_URL = f"/static/{__version__}/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = None  # files are served from where they are: nothing is collected
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["security.W008"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

"""Settings shared by all environments; everything an operator changes comes from the environment.

The table of all variables with their meaning is ``docs/reference/settings.md``, generated from
``config/settings/environment.py``.
"""

from __future__ import annotations

from pathlib import Path

from drehscheibe.config.settings.environment import read_environment

PACKAGE = Path(__file__).resolve().parents[2]
ENVIRONMENT = read_environment(PACKAGE)

HOME = ENVIRONMENT.home
SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = ENVIRONMENT.hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.trusted_origins
BASE_URL = ENVIRONMENT.base_url

#: Order of the tiers in pyproject.toml, highest first.
CAPABILITIES = ["exchange", "experience", "founding", "advisory", "library", "directory"]

CORE_APPS = [
    "jobs",
    "submissions",
    "privacy",
    "accounts",
    "organisations",
    "places",
    "audit",
    "outbox",
    "trace",
    "notify",
    "moderation",
    "search",
    "text",
    "files",
    "documents",
]

INSTALLED_APPS = [
    "drehscheibe.portal.apps.PortalConfig",
    *[f"drehscheibe.capabilities.{name}" for name in CAPABILITIES],
    "drehscheibe.ui.apps.UiConfig",
    *[f"drehscheibe.core.{name}" for name in CORE_APPS],
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "drehscheibe.core.accounts.editors_app.EditorsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "drehscheibe.config.middleware.AnonymousPageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "drehscheibe.config.middleware.PageTagMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "drehscheibe.config.middleware.PageLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "drehscheibe.core.organisations.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "drehscheibe.core.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "drehscheibe.config.middleware.SentDraftMiddleware",
]

ROOT_URLCONF = "drehscheibe.config.urls"
WSGI_APPLICATION = "drehscheibe.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Templates: our own pages are Jinja2 (components as macros, a third of the rendering time);
# libraries that bring Django templates keep them (ADR 0005).
OUR_APPS_WITH_TEMPLATES = [
    "portal",
    *[f"capabilities/{name}" for name in CAPABILITIES],
    "ui",
    *[f"core/{name}" for name in CORE_APPS],
]
TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / app / "templates" for app in OUR_APPS_WITH_TEMPLATES],
        "OPTIONS": {
            "environment": "drehscheibe.ui.jinja2.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "drehscheibe.ui.context.page",
                "drehscheibe.portal.context.house",
            ],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            PACKAGE / "portal" / "templates_wagtail",
            PACKAGE / "core" / "accounts" / "templates_wagtail",
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database: SQLite in WAL mode by default, PostgreSQL through DATABASE_URL.
DATABASES = {"default": ENVIRONMENT.database}
CACHES = ENVIRONMENT.caches
REDIS_URL = ENVIRONMENT.redis_url
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Language and time. German first; the locale is part of every page's address.
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True

# People and log-in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
REQUIRE_SECOND_FACTOR = ENVIRONMENT.require_second_factor
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"
LOGOUT_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0
ACCOUNT_ADAPTER = "drehscheibe.core.accounts.adapter.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_FORMS = {
    name: f"drehscheibe.core.accounts.forms.{form}"
    for name, form in {
        "login": "LogInForm",
        "signup": "SignUpForm",
        "add_email": "ChangeEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "NewPasswordForm",
        "reauthenticate": "ReauthenticateForm",
        "request_login_code": "RequestLogInMailForm",
        "confirm_login_code": "LogInCodeForm",
    }.items()
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "moderation_report": "10/h/ip",
    "exchange_question": "10/h/ip",
    # Nobody fills the mailbox of somebody else with requests to confirm.
    "exchange_question_address": "3/d/key",
    "advisory_request": "10/h/ip",
    "experience_situation": "60/h/ip",
    "advisory_request_address": "3/d/key",
    "webinar_registration": "20/h/ip",
    "webinar_registration_address": "5/d/key",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "drehscheibe.core.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    name: f"drehscheibe.core.accounts.forms.{form}"
    for name, form in {
        "authenticate": "SecondFactorForm",
        "reauthenticate": "ReauthenticateByCodeForm",
        "activate_totp": "ActivateAppForm",
        "add_webauthn": "AddPasskeyForm",
        "authenticate_webauthn": "SecondFactorPasskeyForm",
        "login_webauthn": "LogInPasskeyForm",
        "reauthenticate_webauthn": "ReauthenticatePasskeyForm",
        "edit_webauthn": "RenamePasskeyForm",
    }.items()
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Drehscheibe"
MFA_TOTP_TOLERANCE = 1  # clocks of phones are not always right to the second
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.base_url.startswith("http://")
SOCIALACCOUNT_ADAPTER = "drehscheibe.core.accounts.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_FORMS = {"signup": "drehscheibe.core.accounts.forms.SingleSignOnForm"}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = ENVIRONMENT.openid_connect

# Mail: files by default, so that the hub runs without a mail server.
EMAIL_BACKEND = ENVIRONMENT.email_backend
EMAIL_FILE_PATH = str(HOME / "mail")
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
SERVER_EMAIL = ENVIRONMENT.email_from
vars().update(ENVIRONMENT.email_options)

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Apart from the media of editors, which a web server may hand out to everybody.
    "files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": HOME / "files",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "drehscheibe.config.storage.ModuleAwareManifestStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILES_MAX_BYTES = ENVIRONMENT.max_upload_mb * 1024 * 1024
FILES_MAX_PER_REQUEST = 20
# Recordings of webinars. What is received lies beside what is kept, so that a large file is moved and
# not copied, and does not fill a temporary folder that lives in memory.
RECORDINGS_MAX_BYTES = ENVIRONMENT.recording_max_mb * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = HOME / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# Security. No inline script or style anywhere outside the Wagtail back office (ADR 0008).
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.base_url.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'", *ENVIRONMENT.openid_connect_origins],
        "frame-ancestors": ["'none'"],
    }
}

# Personal data: terms that differ from the defaults of core/privacy/retention.py, in days.
RETENTION_DAYS = ENVIRONMENT.retention_days

# Wagtail hands its few jobs to this interface; they are short and run at once. Ours are in core.jobs.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Editorial system.
WAGTAIL_SITE_NAME = "Drehscheibe"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "docx", "odt", "xlsx", "ods", "pptx", "odp", "txt", "zip"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

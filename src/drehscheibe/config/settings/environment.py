"""What an operator may set, read once and checked at the start."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable, for the generated reference."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        "DREHSCHEIBE_HOME", "./var", "Folder for the database, uploads, mail and static files."
    ),
    Variable(
        "DREHSCHEIBE_CACHE",
        "cache in DREHSCHEIBE_HOME",
        "Folder for what is learned once per machine: parts of German compounds.",
    ),
    Variable(
        "SECRET_KEY", "made at first start", "Signs sessions and links; at least 50 characters."
    ),
    Variable("BASE_URL", "http://127.0.0.1:8000", "Public address; used in e-mails and feeds."),
    Variable(
        "ALLOWED_HOSTS",
        "host of BASE_URL, localhost",
        "Host names that are answered, comma separated.",
    ),
    Variable("BEHIND_PROXY", "false", "Trust X-Forwarded-Proto of the proxy in front."),
    Variable(
        "DATABASE_URL", "sqlite in DREHSCHEIBE_HOME", "postgres://user:password@host:5432/name"
    ),
    Variable(
        "REDIS_URL", "none: memory of the process", "redis://host:6379/0 for several web processes."
    ),
    Variable("EMAIL_URL", "files in DREHSCHEIBE_HOME/mail", "smtp+tls://user:password@host:587"),
    Variable("EMAIL_FROM", "Drehscheibe <noreply@localhost>", "Sender of all e-mails."),
    Variable("MAX_UPLOAD_MB", "10", "Largest file that people may attach, in megabytes; 1 to 200."),
    Variable(
        "DREHSCHEIBE_RECORDING_MAX_MB",
        "500",
        "Largest recording of a webinar, in megabytes; 1 to 2000.",
    ),
    Variable("OIDC_ISSUER", "none", "Address of an OpenID Connect provider; offers its log-in."),
    Variable("OIDC_CLIENT_ID", "none", "Client at that provider."),
    Variable("OIDC_CLIENT_SECRET", "none", "Secret of that client."),
    Variable("OIDC_NAME", "Single Sign-on", "Label of the log-in button."),
    Variable(
        "REQUIRE_SECOND_FACTOR",
        "false",
        "Office, desks and editors must set up a passkey or an authenticator app before they go on;"
        " otherwise they are asked to.",
    ),
    Variable(
        "RETENTION_DAYS",
        "none: the terms of the register",
        "Other terms for keeping personal data, for example audit=730,mail=14.",
    ),
)


@dataclass(frozen=True, slots=True)
class Environment:
    """Checked values of :data:`VARIABLES`."""

    home: Path
    secret_key: str
    base_url: str
    hosts: list[str]
    trusted_origins: list[str]
    behind_proxy: bool
    database: dict[str, Any]
    caches: dict[str, Any]
    redis_url: str
    email_backend: str
    email_from: str
    email_options: dict[str, Any] = field(default_factory=dict)
    openid_connect: dict[str, Any] = field(default_factory=dict)
    openid_connect_origins: list[str] = field(default_factory=list)
    require_second_factor: bool = False
    retention_days: dict[str, int] = field(default_factory=dict)
    max_upload_mb: int = 10
    recording_max_mb: int = 500


def read_environment(package: Path) -> Environment:
    """Read and check all variables.

    Raises
    ------
    ImproperlyConfigured
        With the name of the variable and what to write instead.
    """
    env = environ.Env()
    home = _home(env, package)
    base_url = env.str(
        "BASE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}"
    ).rstrip("/")
    host = urlsplit(base_url).hostname
    if not host:
        raise ImproperlyConfigured(f"BASE_URL must look like https://hub.example, got {base_url!r}")
    redis_url = env.str("REDIS_URL", default="")
    email_backend, email_options = _email(env)
    issuer = env.str("OIDC_ISSUER", default="")
    return Environment(
        home=home,
        secret_key=_secret_key(env, home),
        base_url=base_url,
        hosts=env.list("ALLOWED_HOSTS", default=[host, "localhost", "127.0.0.1", "[::1]"]),
        trusted_origins=[base_url],
        behind_proxy=env.bool("BEHIND_PROXY", default=False),
        database=_database(env, home),
        caches=_caches(redis_url),
        redis_url=redis_url,
        email_backend=email_backend,
        email_from=env.str("EMAIL_FROM", default="Drehscheibe <noreply@localhost>"),
        email_options=email_options,
        openid_connect=_openid_connect(env, issuer),
        openid_connect_origins=[_origin(issuer)] if issuer else [],
        require_second_factor=env.bool("REQUIRE_SECOND_FACTOR", default=False),
        retention_days=_retention_days(env),
        max_upload_mb=_max_upload_mb(env),
        recording_max_mb=_recording_max_mb(env),
    )


def _retention_days(env: environ.Env) -> dict[str, int]:
    given: dict[str, str] = env.dict("RETENTION_DAYS", default={})
    try:
        return {name.strip(): int(days) for name, days in given.items()}
    except ValueError as fault:
        raise ImproperlyConfigured("RETENTION_DAYS must look like audit=730,mail=14") from fault


def _home(env: environ.Env, package: Path) -> Path:
    checkout = package.parents[1]
    beside = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return Path(env.str("DREHSCHEIBE_HOME", default=str(beside / "var"))).resolve()


def _secret_key(env: environ.Env, home: Path) -> str:
    """Return the key from the environment, else one that is made once and kept in the home folder."""
    given: str = env.str("SECRET_KEY", default="")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
        return given
    file = home / "secret_key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(60))
    return file.read_text().strip()


def _max_upload_mb(env: environ.Env) -> int:
    number: int = env.int("MAX_UPLOAD_MB", default=10)
    if not 1 <= number <= 200:
        raise ImproperlyConfigured(f"MAX_UPLOAD_MB must lie between 1 and 200, got {number}.")
    return number


def _recording_max_mb(env: environ.Env) -> int:
    number: int = env.int("DREHSCHEIBE_RECORDING_MAX_MB", default=500)
    if not 1 <= number <= 2000:
        raise ImproperlyConfigured(
            f"DREHSCHEIBE_RECORDING_MAX_MB must lie between 1 and 2000, got {number}."
        )
    return number


def _database(env: environ.Env, home: Path) -> dict[str, Any]:
    url = env.str("DATABASE_URL", default="")
    if url.startswith(("postgres://", "postgresql://")):
        config: dict[str, Any] = environ.Env.db_url_config(url)
        # A pool per process keeps connections warm without holding one per idle thread.
        config["CONN_MAX_AGE"] = 0
        config.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 12, "timeout": 20}
        return config
    name = url.removeprefix("sqlite:///") or str(home / "drehscheibe.sqlite3")
    home.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Writers wait for each other instead of failing when a read turns into a write.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000;"
            ),
        },
    }


def _caches(redis_url: str) -> dict[str, Any]:
    """Return the cache of everything, and one for whole pages of strangers."""
    if redis_url:
        redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
        return {
            "default": {**redis, "KEY_PREFIX": "ds"},
            "pages": {**redis, "KEY_PREFIX": "ds-pages"},
        }
    memory = "django.core.cache.backends.locmem.LocMemCache"
    return {
        "default": {"BACKEND": memory, "LOCATION": "default", "OPTIONS": {"MAX_ENTRIES": 2000}},
        # A page takes about 50 kB of the process, so there are fewer of them.
        "pages": {"BACKEND": memory, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 300}},
    }


def _email(env: environ.Env) -> tuple[str, dict[str, Any]]:
    url = env.str("EMAIL_URL", default="")
    if not url:
        return "django.core.mail.backends.filebased.EmailBackend", {}
    options: dict[str, Any] = environ.Env.email_url_config(url)
    return options.pop("EMAIL_BACKEND"), options


def _openid_connect(env: environ.Env, issuer: str) -> dict[str, Any]:
    if not issuer:
        return {}
    app = {
        "provider_id": "sso",
        "name": env.str("OIDC_NAME", default="Single Sign-on"),
        "client_id": env.str("OIDC_CLIENT_ID"),
        "secret": env.str("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

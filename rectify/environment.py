"""Reads settings from the environment and refuses bad values by naming the variable."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

_environment = environ.Env()

HOST = re.compile(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.]+\]")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.*-]+(:[0-9]+)?")
REDIS = re.compile(
    r"rediss?://([^@/\s]*@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[0-9]{1,3})?"
)
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Return the variable's text as it stands, without surrounding spaces.

    Not read through the library, which takes a value that begins with $ for the name of
    another variable: a secret key may well begin so.
    """
    return os.environ.get(name, default).strip()


def boolean(name: str, *, default: bool) -> bool:
    """Return a switch; anything but the usual words for yes and no is refused."""
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"环境变量 {name} 只能是 1 或 0，现在是“{value}”。")


def words(name: str, default: list[str]) -> list[str]:
    """Return a list written with commas between its items."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else default


def hosts(name: str, default: list[str]) -> list[str]:
    """Return host names: no scheme, port or path, which Django would never match."""
    found = words(name, default)
    for host in found:
        if host != "*" and not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"环境变量 {name} 只写域名或地址，如 zhenggai.example.cn，现在有“{host}”。"
            )
    return found


def origins(name: str) -> list[str]:
    """Return origins: a scheme and a host, with a port if need be."""
    found = words(name, [])
    for origin in found:
        if not ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(
                f"环境变量 {name} 要写成 https://zhenggai.example.cn 的形式，现在有“{origin}”。"
            )
    return found


def one_of(name: str, default: str, allowed: list[str]) -> str:
    """Return one of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(
            f"环境变量 {name} 应为 {'、'.join(allowed)} 之一，现在是“{value}”。"
        )
    return value


def integer(name: str, default: int, least: int, most: int) -> int:
    """Return a whole number within bounds."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(
            f"环境变量 {name} 应为 {least} 到 {most} 之间的整数，现在是“{value}”。"
        )
    return int(value)


def directory(name: str, default: Path) -> Path:
    """Return an absolute directory, which must not be a file; it need not exist yet."""
    path = Path(text(name) or default)
    if not path.is_absolute():
        raise ImproperlyConfigured(f"环境变量 {name} 应为绝对路径，现在是“{path}”。")
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"环境变量 {name} 指向的“{path}”不是目录。")
    return path


def file(name: str) -> str:
    """Return the absolute path of a file that is there, "" when none is given."""
    value = text(name)
    if value and not (Path(value).is_absolute() and Path(value).is_file()):
        raise ImproperlyConfigured(f"环境变量 {name} 应为一个文件的绝对路径，现在是“{value}”。")
    return value


def storage(name: str) -> dict[str, object]:
    """Return Django's settings for a file storage: MEDIA_ROOT, unless the variable names another.

    The variable is JSON in the form of Django's STORAGES, such as {"BACKEND":
    "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": "zhenggai"}}.
    """
    value = text(name)
    if not value:
        backend = "django.core.files.storage.FileSystemStorage"
        return {"BACKEND": backend, "OPTIONS": {"file_permissions_mode": 0o600}}
    try:
        settings = json.loads(value)
    except ValueError:
        settings = None
    if not isinstance(settings, dict) or not isinstance(settings.get("BACKEND"), str):
        raise ImproperlyConfigured(
            f"环境变量 {name} 应为 JSON，写明 BACKEND 和 OPTIONS，现在的写法读不懂。"
        )
    return settings


def shared_cache(name: str) -> dict[str, object] | None:
    """Return Django's settings for the pages that several machines share, None without any.

    A page is not worth waiting for it: what does not answer at once is done without.
    """
    url = text(name)
    if not url:
        return None
    if not REDIS.fullmatch(url):
        raise ImproperlyConfigured(
            f"环境变量 {name} 应为 redis://:密码@主机:端口/库号 的形式（加密的写 rediss://），现在的写法读不懂。"
        )
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "OPTIONS": {
            "serializer": "rectify.serving.shared.Bytes",
            "socket_timeout": 0.25,
            "socket_connect_timeout": 0.25,
        },
    }


def database(name: str, default: str) -> dict[str, object]:
    """Return Django's settings for one database, from a URL for SQLite or PostgreSQL."""
    url = text(name) or default
    refusal = ImproperlyConfigured(
        f"环境变量 {name} 应为 sqlite:////绝对路径/文件 或 "
        "postgres://用户:密码@主机:端口/库名 的形式，现在的写法读不懂。"
    )
    tune = TUNING.get(url.partition("://")[0])
    if tune is None:
        raise refusal
    try:
        settings = _environment.db_url_config(url)
    except (ValueError, ImproperlyConfigured):
        raise refusal from None
    if not settings.get("NAME"):
        raise refusal
    if tune is _tune_sqlite and not Path(settings["NAME"]).is_absolute():
        raise refusal
    tune(settings)
    return settings


def _tune_sqlite(settings: dict) -> None:
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so
    # that two writers queue for the busy timeout instead of failing half-way with
    # "database is locked".
    settings.setdefault("OPTIONS", {}).update(
        timeout=20,
        transaction_mode="IMMEDIATE",
        init_command=(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
        ),
    )


def _tune_postgresql(settings: dict) -> None:
    # A connection may be kept for a minute; the health check replaces one that the server
    # has closed meanwhile, instead of failing the first request after a restart. A host that
    # does not answer is away: nobody is to wait for it as long as the system would.
    settings.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    settings.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)


TUNING: dict[str, Callable[[dict], None]] = {
    "sqlite": _tune_sqlite,
    "postgres": _tune_postgresql,
    "postgresql": _tune_postgresql,
}

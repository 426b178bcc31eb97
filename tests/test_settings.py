"""Settings: safe defaults, and bad values refused in a sentence that names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
KEY = "0123456789" * 6 + "abcdefghij"
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "zhenggai.example.cn",
}


def manage(*arguments, **environment):
    """Run manage.py in a process of its own with this environment and little else."""
    inherited = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env={**inherited, "PYTHONWARNINGS": "error", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DEBUG": "maybe"}, "环境变量 DEBUG 只能是 1 或 0，现在是“maybe”。"),
        ({"PRODUCTION": "2"}, "环境变量 PRODUCTION 只能是 1 或 0，现在是“2”。"),
        ({"DATA_DIRECTORY": "var"}, "环境变量 DATA_DIRECTORY 应为绝对路径，现在是“var”。"),
        ({"AUDIT_DAYS": "179"}, "环境变量 AUDIT_DAYS 应为 180 到 36500 之间的整数，现在是“179”。"),
        (
            {"LOGIN_FAILURES": "many"},
            "环境变量 LOGIN_FAILURES 应为 1 到 20 之间的整数，现在是“many”。",
        ),
        (
            {"PAGE_CACHE_MEGABYTES": "1025"},
            "环境变量 PAGE_CACHE_MEGABYTES 应为 0 到 1024 之间的整数，现在是“1025”。",
        ),
        *[
            (
                {"CACHE_URL": url},
                "环境变量 CACHE_URL 应为 redis://:密码@主机:端口/库号 的形式（加密的写 rediss://），现在的写法读不懂。",
            )
            for url in (
                "127.0.0.1:6379",
                "redis://",
                "redis:///0",
                "memcached://127.0.0.1",
                "redis://127.0.0.1:port/0",
                "redis://127.0.0.1:6379/x",
                "redis://127.0.0.1:6379/0?socket_timeout=60",
                "redis://a b:6379/0",
            )
        ],
        ({"PROXIES": "-1"}, "环境变量 PROXIES 应为 0 到 10 之间的整数，现在是“-1”。"),
        *[
            (
                {"EVIDENCE_STORAGE": value},
                "环境变量 EVIDENCE_STORAGE 应为 JSON，写明 BACKEND 和 OPTIONS，现在的写法读不懂。",
            )
            for value in ("s3", "[]", '{"OPTIONS": {}}', '{"BACKEND": 1}')
        ],
        (
            {"LOG_LEVEL": "LOUD"},
            "环境变量 LOG_LEVEL 应为 DEBUG、INFO、WARNING、ERROR 之一，现在是“LOUD”。",
        ),
        *[
            (
                {"DATABASE_URL": url},
                "环境变量 DATABASE_URL 应为 sqlite:////绝对路径/文件 或 "
                "postgres://用户:密码@主机:端口/库名 的形式，现在的写法读不懂。",
            )
            for url in (
                "nonsense",
                "mysql://a:b@c/d",
                "postgres://",
                "postgres://a:b@c:port/d",
                "sqlite:///",
                "sqlite:///relative/db",
                "sqlite://:memory:",
                "$OTHER",
            )
        ],
        (
            PRODUCTION | {"SECRET_KEY": ""},
            "正式运行（PRODUCTION=1）时必须用环境变量 SECRET_KEY 给出本单位自己的密钥，不少于 50 个字符。",
        ),
        (
            PRODUCTION | {"SECRET_KEY": "short"},
            "正式运行（PRODUCTION=1）时必须用环境变量 SECRET_KEY 给出本单位自己的密钥，不少于 50 个字符。",
        ),
        (
            PRODUCTION | {"SECRET_KEY": settings.DEFAULT_SECRET_KEY},
            "正式运行（PRODUCTION=1）时必须用环境变量 SECRET_KEY 给出本单位自己的密钥，不少于 50 个字符。",
        ),
        *[
            (
                PRODUCTION | {"ALLOWED_HOSTS": hosts},
                "正式运行（PRODUCTION=1）时必须用环境变量 ALLOWED_HOSTS 写明域名，不能用“*”。",
            )
            for hosts in ("", "*", "a.example.cn,*")
        ],
        *[
            (
                PRODUCTION | {"ALLOWED_HOSTS": host},
                f"环境变量 ALLOWED_HOSTS 只写域名或地址，如 zhenggai.example.cn，现在有“{host}”。",
            )
            for host in ("https://a.example.cn/", "a.example.cn:8000", "a b")
        ],
        (
            {"CSRF_TRUSTED_ORIGINS": "a.example.cn"},
            "环境变量 CSRF_TRUSTED_ORIGINS 要写成 https://zhenggai.example.cn 的形式，现在有“a.example.cn”。",
        ),
        (
            {"DATA_DIRECTORY": "~nobody-of-that-name/x"},
            "环境变量 DATA_DIRECTORY 应为绝对路径，现在是“~nobody-of-that-name/x”。",
        ),
        (PRODUCTION | {"DEBUG": "1"}, "正式运行（PRODUCTION=1）时不能打开 DEBUG。"),
        (
            PRODUCTION | {"SECRET_KEY_FALLBACKS": f"{KEY} {settings.DEFAULT_SECRET_KEY}"},
            "正式运行（PRODUCTION=1）时，环境变量 SECRET_KEY_FALLBACKS 里不能有试用的密钥。",
        ),
    ],
)
def test_bad_value_is_refused_by_name(environment, sentence):
    ran = manage("check", **environment)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"设置有误：{sentence}\n")


def test_data_directory_that_is_a_file(tmp_path):
    file = tmp_path / "file"
    file.touch()
    ran = manage("check", DATA_DIRECTORY=str(file))
    assert ran.stderr == f"设置有误：环境变量 DATA_DIRECTORY 指向的“{file}”不是目录。\n"


def test_production_passes_the_deployment_check_in_silence(tmp_path):
    (tmp_path / "static").mkdir()
    ran = manage(
        "check", "--deploy", "--fail-level", "WARNING", DATA_DIRECTORY=str(tmp_path), **PRODUCTION
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "System check identified no issues (0 silenced).\n"


def test_database_that_cannot_be_opened_is_told_in_a_sentence(tmp_path):
    ran = manage("migrate", DATABASE_URL=f"sqlite:///{tmp_path}/missing/db.sqlite3")
    assert (ran.returncode, ran.stderr) == (
        1,
        "数据库用不了，请检查 DATABASE_URL 和数据目录；还没有建表的，先运行 migrate：unable to open database file\n",
    )


def test_server_that_does_not_answer_is_told_in_a_sentence():
    ran = manage("migrate", DATABASE_URL="postgres://a:secret@127.0.0.1:1/b")
    assert ran.returncode == 1
    assert ran.stderr.startswith(
        "数据库用不了，请检查 DATABASE_URL 和数据目录；还没有建表的，先运行 migrate："
    )
    assert [word for word in ("Traceback", "secret") if word in ran.stderr] == []


def test_language_and_time_zone():
    assert (settings.LANGUAGE_CODE, settings.TIME_ZONE, settings.USE_TZ) == (
        "zh-hans",
        "Asia/Shanghai",
        True,
    )


@pytest.mark.django_db
def test_sqlite_is_tuned_for_a_small_office(tmp_path):
    if connection.vendor != "sqlite":
        assert (settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]) is True
        assert settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] == 5
        return
    code = (
        "from django.db import connection as c\n"
        "cursor = c.cursor()\n"
        "ask = lambda name: cursor.execute(f'PRAGMA {name}').fetchone()[0]\n"
        "print(ask('journal_mode'), ask('busy_timeout'), ask('foreign_keys'), c.transaction_mode)\n"
    )
    ran = manage("shell", "--no-imports", "-c", code, DATABASE_URL=f"sqlite:///{tmp_path}/db")
    assert (ran.stdout, ran.stderr) == ("wal 20000 1 IMMEDIATE\n", "")


def test_secret_key_that_begins_with_a_dollar_is_taken_as_it_stands():
    key = "$" + KEY
    ran = manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.conf import settings; print(settings.SECRET_KEY)",
        **PRODUCTION | {"SECRET_KEY": key},
    )
    assert (ran.stdout, ran.stderr) == (f"{key}\n", "")


def test_damaged_database_is_told_in_a_sentence(tmp_path):
    (tmp_path / "db").write_text("不是数据库" * 100, encoding="utf-8")
    ran = manage("migrate", DATABASE_URL=f"sqlite:///{tmp_path}/db")
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    assert ran.stderr.endswith("：file is not a database\n")


def test_production_speaks_https_alone_but_for_the_health_check(tmp_path):
    code = (
        "from django.test import Client; c = Client(headers={'host': 'zhenggai.example.cn'});"
        "print(c.get('/').url, c.get('/healthz').status_code);"
        "r = c.get('/login/', headers={'x-forwarded-proto': 'https'});"
        "print(r.status_code, r.cookies['csrftoken']['secure'], 'Strict-Transport-Security' in r.headers)"
    )
    database = f"sqlite:///{tmp_path}/db"
    (tmp_path / "static").mkdir()
    knobs = PRODUCTION | {"DATABASE_URL": database, "DATA_DIRECTORY": str(tmp_path)}
    assert manage("migrate", "-v0", **knobs).stderr == ""
    assert manage("collectstatic", "--noinput", "-v0", **knobs).stderr == ""
    ran = manage("shell", "--no-imports", "-c", code, **knobs)
    assert (ran.stdout, ran.stderr) == (
        "https://zhenggai.example.cn/ 200\n200 True True\n",
        "",
    )


@pytest.mark.parametrize(
    ("value", "storage"),
    [
        ("", "FileSystemStorage"),
        ('{"BACKEND": "django.core.files.storage.InMemoryStorage"}', "InMemoryStorage"),
    ],
)
def test_evidence_is_kept_where_the_setting_says(value, storage, tmp_path):
    code = (
        "from rectify.models import Evidence\n"
        "for name in ('file', 'thumbnail'):\n"
        "    print(type(Evidence._meta.get_field(name).storage).__name__)"
    )
    done = manage("shell", "-v0", "-c", code, EVIDENCE_STORAGE=value, DATA_DIRECTORY=str(tmp_path))
    assert (done.stdout.split(), done.stderr) == ([storage] * 2, "")


PAGES = """
import sys
from django.conf import settings
from rectify.wsgi import application
pages = settings.CACHES.get("pages", {})
print(type(application).__name__, pages.get("LOCATION"), "redis" in sys.modules)
"""


@pytest.mark.parametrize(
    ("environment", "printed"),
    [
        ({}, "PageCache None False\n"),
        ({"PAGE_CACHE_MEGABYTES": "0"}, "WSGIHandler None False\n"),
        (
            {"CACHE_URL": "redis://:a-word@127.0.0.1:6379/1"},
            "PageCache redis://:a-word@127.0.0.1:6379/1 True\n",
        ),
        ({"CACHE_URL": "rediss://[::1]"}, "PageCache rediss://[::1] True\n"),
    ],
)
def test_public_pages_are_kept_as_the_settings_say(environment, printed, tmp_path):
    (tmp_path / "static").mkdir()
    ran = manage("shell", "--no-imports", "-c", PAGES, DATA_DIRECTORY=str(tmp_path), **environment)
    assert (ran.stdout, ran.stderr) == (printed, "")

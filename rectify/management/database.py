"""What a command says when the database does not do what it is asked."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError

BUSY_IN_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Lock not available, deadlock, statement cancelled for taking too long.
BUSY_IN_POSTGRESQL = {"55P03", "40P01", "57014"}


@contextmanager
def database_at_hand(*, returncode: int) -> Iterator[None]:
    """Do something with the database. Raises CommandError, with a sentence, when it fails."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        if _is_busy(error):
            sentence = "数据库正忙，一直有别的程序在写，没有等到。台账没有改动，请过一会儿再试。"
        else:
            sentence = (
                "数据库用不了，请检查 DATABASE_URL 和数据目录；还没有建表的，先运行 migrate："
                f"{error}"
            )
        raise CommandError(sentence, returncode=returncode) from None


def _is_busy(error: Exception) -> bool:
    cause = error.__cause__
    # The lowest byte says what it is, the others say more about it.
    in_sqlite = getattr(cause, "sqlite_errorcode", None) or 0
    in_postgresql = getattr(cause, "pgcode", None)
    return in_sqlite & 0xFF in BUSY_IN_SQLITE or in_postgresql in BUSY_IN_POSTGRESQL

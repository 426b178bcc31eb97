#!/usr/bin/env python3
"""Django's command line for 巡察整改台账, with start-up failures told in one sentence."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import DatabaseError, InterfaceError
    except ImportError:
        print("还没有安装依赖：请先运行 scripts/install，再用 .venv/bin/python。", file=sys.stderr)
        return 1
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        print(f"设置有误：{error}", file=sys.stderr)
        return 1
    except (DatabaseError, InterfaceError) as error:
        # Named here because every command meets it alike: the clerk needs to know which
        # knob to look at, not where in the framework the connection was opened.
        advice = "请检查 DATABASE_URL 和数据目录；还没有建表的，先运行 migrate"
        print(f"数据库用不了，{advice}：{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

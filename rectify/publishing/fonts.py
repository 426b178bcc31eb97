"""The Chinese font of this machine, for pictures that are drawn here."""

from contextlib import suppress
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

PLACES = [
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
]
# In lower case, the better looking ones first.
NAMES = [
    "notosanscjk-regular.ttc",
    "notosanscjk*.otf",
    "notosanssc*",
    "sourcehansans*regular*",
    "sourcehansans*",
    "msyh.ttc",
    "pingfang.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "simhei.ttf",
    "droidsansfallback*.ttf",
    "notoserifcjk-regular.ttc",
    "simsun.ttc",
]
SUFFIXES = {".ttf", ".ttc", ".otf"}
# A character of ours, and one that no font has: where both look alike, it is the empty box.
WANTED, UNKNOWN = "整", "\U0010fffe"
# A collection holds one face for each country; ours is named so.
SIMPLIFIED = (" SC", " CN")
MOST_FACES = 10


@cache
def chinese_font() -> tuple[str, int] | None:
    """Return the file of a font with Chinese characters and the face in it, None without one.

    SHARE_FONT if it is given and such a font, else what lies where fonts usually lie. Looked
    for once.
    """
    candidates = [settings.SHARE_FONT] if settings.SHARE_FONT else []
    for path in [*candidates, *_installed()]:
        found = _face_of(path)
        if found is not None:
            return path, found
    return None


def _installed() -> list[str]:
    """Return the files of fonts by the names that Chinese ones have, the best first."""
    places = [Path(place) for place in PLACES]
    with suppress(RuntimeError):
        places += [Path.home() / ".fonts", Path.home() / ".local/share/fonts"]
    files = sorted(
        file for place in places for file in place.rglob("*") if file.suffix.lower() in SUFFIXES
    )
    return [str(file) for name in NAMES for file in files if fnmatch(file.name.lower(), name)]


def _face_of(path: str) -> int | None:
    """Return which face of a file has our characters, None when none has."""
    able = []
    with suppress(OSError):
        for index in range(MOST_FACES):
            font = ImageFont.truetype(path, 40, index=index)
            if bytes(font.getmask(WANTED)) != bytes(font.getmask(UNKNOWN)):
                able.append((not (font.getname()[0] or "").endswith(SIMPLIFIED), index))
    return min(able)[1] if able else None

"""Photographs: judged by decoding them, and written anew so that nothing hides in them."""

import io
import threading

from PIL import Image

from rectify.evidence import containers
from rectify.evidence.kinds import EvidenceKind
from rectify.evidence.names import Unacceptable

# Phones take up to 50 million; a picture of more is a scan for printers, or a bomb.
MOST_PIXELS = 50_000_000
# Enough to read a document by, and a tenth of what a phone would otherwise send over again.
LONGEST_SIDE = 2560
# What WebP can write; a moving one may claim more, and is then minutes in being read.
LONGEST_WEBP_SIDE = 16383
THUMBNAIL_SIDE = 320

KINDS = {"JPEG": EvidenceKind.JPEG, "PNG": EvidenceKind.PNG, "WEBP": EvidenceKind.WEBP}
TOO_MANY_PIXELS = (
    f"图片尺寸太大（超过 {MOST_PIXELS // 10_000} 万像素），请缩小或用手机拍照后再上传。"
)
DAMAGED = "图片已损坏，打不开；请重新拍照或重新保存后再上传。"

# How a picture is put upright, by the orientation that its notes tell.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# A picture of the largest size takes half a gigabyte while it is worked on; the threads of a
# worker would take it all at once, and on the same processors be no faster.
_one_at_a_time = threading.Lock()


def rewrite(file) -> tuple[EvidenceKind, bytes, bytes]:
    """Return an image's kind, the image written anew, and a small JPEG of it.

    The first picture of several is kept, upright, at most 2560 pixels long; where it was
    taken, by which device, and every other note in the file is gone. So is the colour
    profile, unread: colours a shade duller prove as much, and one less thing of a stranger's
    is interpreted. Raises Unacceptable.
    """
    content = file.read()
    kind = containers.kind_of(content[:16])
    with _one_at_a_time:
        try:
            content, orientation = containers.without_notes(kind, content)
            image = Image.open(io.BytesIO(content), formats=[kind])
            if image.width * image.height > MOST_PIXELS:
                raise Unacceptable(TOO_MANY_PIXELS)
            if kind == "WEBP" and max(image.size) > LONGEST_WEBP_SIDE:
                raise Unacceptable(DAMAGED)
            picture = _picture(image, orientation)
            written = _encode(picture, KINDS[kind])
            return KINDS[kind], written, _encode(_small(picture), EvidenceKind.JPEG)
        except Unacceptable:
            raise
        # Pillow's own limit is above ours, and warns from half of it on.
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Unacceptable(TOO_MANY_PIXELS) from None
        except Exception:  # decoders raise whatever they stumble over in a damaged file
            raise Unacceptable(DAMAGED) from None


def _picture(image: Image.Image, orientation: int) -> Image.Image:
    """Return the pixels alone, upright, in a mode that every kind can be written in."""
    if image.mode.startswith("I"):
        # Pillow cuts off what is above 255, which leaves a white sheet.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in ("1", "P"):
        # These shrink by leaving pixels out, and the small writing of a scan is gone.
        image = _in_full_colour(image)
    # Asked before it is decoded, so that a JPEG is decoded in less than its full size.
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    image = _in_full_colour(image)
    if orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[orientation])
    bare = image.copy()
    bare.info.clear()
    return bare


def _in_full_colour(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _small(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return small


def _encode(picture: Image.Image, kind: EvidenceKind) -> bytes:
    if kind == EvidenceKind.JPEG and picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture)
        picture = paper
    written = io.BytesIO()
    # PNG has no quality and ignores it.
    picture.save(written, format=kind.value.upper(), quality=85)
    return written.getvalue()

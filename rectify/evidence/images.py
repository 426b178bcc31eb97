"""Photographs: judged by decoding them, and written anew so that nothing hides in them."""

import io

from PIL import Image, ImageOps

from rectify.evidence.kinds import EvidenceKind
from rectify.evidence.names import Unacceptable

# Phones take up to 50 million; a picture of more is a scan for printers, or a bomb.
MOST_PIXELS = 50_000_000
# Enough to read a document by, and a tenth of what a phone would otherwise send over again.
LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 320

# MPO is what phones call a JPEG with a second picture behind the first.
KINDS = {
    "JPEG": EvidenceKind.JPEG,
    "MPO": EvidenceKind.JPEG,
    "PNG": EvidenceKind.PNG,
    "WEBP": EvidenceKind.WEBP,
}
TOO_MANY_PIXELS = (
    f"图片尺寸太大（超过 {MOST_PIXELS // 10_000} 万像素），请缩小或用手机拍照后再上传。"
)
DAMAGED = "图片已损坏，打不开；请重新拍照或重新保存后再上传。"


def rewrite(file) -> tuple[EvidenceKind, bytes, bytes]:
    """Return an image's kind, the image written anew, and a small JPEG of it.

    The first picture of several is kept, upright, at most 2560 pixels long; where it was
    taken, by which device, and every other note in the file is gone. Raises Unacceptable.
    """
    try:
        image = Image.open(file, formats=["JPEG", "PNG", "WEBP"])
        kind = KINDS[image.format]
        if image.width * image.height > MOST_PIXELS:
            raise Unacceptable(TOO_MANY_PIXELS)
        # Decodes the whole file, which a truncated one does not survive.
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        picture = _bare(ImageOps.exif_transpose(image))
    except Unacceptable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unacceptable(TOO_MANY_PIXELS) from None
    except Exception:  # decoders raise whatever they stumble over in a damaged file
        raise Unacceptable(DAMAGED) from None
    return kind, _encode(picture, kind), _encode(_small(picture), EvidenceKind.JPEG)


def _bare(image: Image.Image) -> Image.Image:
    """Return the pixels alone, in a mode that every kind can be written in."""
    transparent = image.has_transparency_data
    bare = image.convert("RGBA" if transparent else "L" if image.mode in ("1", "L") else "RGB")
    bare = bare.copy() if bare is image else bare
    bare.info.clear()
    return bare


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

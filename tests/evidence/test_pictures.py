"""What is left of a picture: what it shows, upright, as it was seen."""

import io
import struct

import pytest
from PIL import Image

from rectify.evidence import containers
from rectify.evidence.examination import examine
from tests.evidence import files
from tests.evidence.files import upload

RED, BLUE = (255, 0, 0), (0, 0, 255)


def kept(content: bytes) -> Image.Image:
    return Image.open(examine(upload("照片", content)).content)


def written(image: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def is_near(pixel, colour) -> bool:
    return all(abs(one - other) < 60 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [
        (1, (64, 32), (2, 2)),
        (2, (64, 32), (61, 2)),
        (3, (64, 32), (61, 29)),
        (4, (64, 32), (2, 29)),
        (5, (32, 64), (2, 2)),
        (6, (32, 64), (29, 2)),
        (7, (32, 64), (29, 61)),
        (8, (32, 64), (2, 61)),
    ],
)
def test_picture_stands_upright(kind, orientation, size, corner):
    picture = Image.new("RGB", (64, 32), BLUE)
    # Red is where the picture begins.
    picture.paste(RED, (0, 0, 16, 8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = kept(written(picture, kind, exif=exif)).convert("RGB")
    assert image.size == size
    assert is_near(image.getpixel(corner), RED)
    assert is_near(image.getpixel((size[0] // 2, size[1] // 2)), BLUE)


@pytest.mark.parametrize(
    ("exif", "orientation"),
    [
        (b"", 1),
        (b"no such notes", 1),
        (b"II*\0\x08\0\0\0\1\0", 1),
        (b"II*\0\xff\xff\xff\xff", 1),
        (b"II*\0\x08\0\0\0" + struct.pack("<HHHIHH", 1, 0x0112, 3, 1, 6, 0), 6),
        (b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHH", 1, 0x0112, 3, 1, 8, 0), 8),
        (b"II*\0\x08\0\0\0" + struct.pack("<HHHIHH", 1, 0x0112, 3, 1, 9, 0), 1),
        (b"II*\0\x08\0\0\0" + struct.pack("<HHHIHH", 1, 0x010F, 3, 1, 6, 0), 1),
    ],
)
def test_orientation_of_notes(exif, orientation):
    assert containers.orientation_in(exif) == orientation


def test_photograph_with_unreadable_notes_is_taken():
    content = files.image("JPEG")
    notes = b"Exif\0\0broken"
    content = content[:2] + struct.pack(">HH", 0xFFE1, len(notes) + 2) + notes + content[2:]
    assert kept(content).format == "JPEG"


def test_what_stands_behind_a_photograph_is_left_behind():
    content = files.image("JPEG")
    film = content + b"\0\0\0\x18ftypmp42" + b"film" * 1000
    assert examine(upload("动态.jpg", film)).sha256 == examine(upload("照片.jpg", content)).sha256


def test_two_pictures_in_one_photograph():
    pictures = [Image.new("RGB", (32, 32), colour) for colour in (RED, BLUE)]
    content = written(pictures[0], "MPO", save_all=True, append_images=pictures[1:])
    assert is_near(kept(content).getpixel((9, 9)), RED)


def test_moving_png_is_its_first_picture():
    pictures = [Image.new("RGB", (32, 32), colour) for colour in (RED, BLUE)]
    content = written(pictures[0], "PNG", save_all=True, append_images=pictures[1:])
    image = kept(content)
    assert (image.n_frames, image.getpixel((9, 9))) == (1, RED)


def test_sixteen_bits_are_not_burnt_out():
    grey = Image.frombytes("I;16", (8, 8), struct.pack("<H", 0x8000) * 64)
    assert kept(written(grey, "PNG")).getpixel((4, 4)) == 128


def test_small_writing_of_a_scan_becomes_grey_when_it_is_shrunk():
    scan = Image.new("1", (5120, 64), 1)
    for x in range(0, 5120, 4):
        scan.paste(0, (x, 0, x + 1, 64))
    levels = kept(written(scan, "PNG")).convert("L").histogram()
    # One pixel of four was black; where pixels are left out, all are black or white.
    assert sum(levels[64:192]) > sum(levels[:64])


def test_transparency_of_a_palette_is_kept():
    picture = Image.new("P", (8, 8), 0)
    image = kept(written(picture, "PNG", transparency=0))
    assert (image.mode, image.getpixel((4, 4))[3]) == ("RGBA", 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_byte_counts(kind):
    content = files.image(kind)
    for cut in range(1, 30):
        with pytest.raises(containers.BrokenError):
            containers.without_notes(kind, content[:-cut])


def test_flipped_bit_of_a_png_is_found():
    content = bytearray(files.image("PNG"))
    content[len(content) // 2] ^= 1
    with pytest.raises(containers.BrokenError):
        containers.without_notes("PNG", bytes(content))

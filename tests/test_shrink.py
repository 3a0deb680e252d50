"""A picture is made small, and nothing of what the camera wrote into it stays."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.core.pictures import LARGEST, LONGEST_SIDE
from bot.shrink import shrink

ORIENTATION, MAKE, PLACE = 0x0112, 0x010F, 0x8825


def photo(width: int, height: int, kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 120, 40)).save(out, kind, **more)
    return out.getvalue()


def noise(width: int, height: int) -> bytes:
    """As hard to make small as can be."""
    out = io.BytesIO()
    points = random.Random(1).randbytes(width * height * 3)
    Image.frombytes("RGB", (width, height), points).save(out, "JPEG", quality=95)
    return out.getvalue()


def read(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"])


def test_where_when_and_with_what_it_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[MAKE] = "Telephone of Lan"
    exif.get_ifd(PLACE)[2] = (13.9, 108.1, 0.0)
    raw = photo(800, 600, exif=exif, comment=b"taken at home")
    assert b"Telephone" in raw
    small = shrink(raw)
    assert not read(small).getexif()
    assert set(read(small).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Telephone" not in small
    assert b"home" not in small


def test_it_is_turned_upright_before_that_is_forgotten() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert read(shrink(photo(800, 600, exif=exif))).size == (600, 800)


@pytest.mark.parametrize(("size", "wanted"), [((4000, 3000), (1280, 960)), ((300, 200), (300, 200))])
def test_its_longest_side_is_cut_and_a_small_one_stays(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert read(shrink(photo(*size))).size == wanted


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_become_jpeg(kind: str) -> None:
    assert read(shrink(photo(64, 64, kind))).format == "JPEG"


def test_the_hardest_picture_gets_small_enough_too() -> None:
    small = shrink(noise(1600, 1200))
    assert len(small) <= LARGEST
    assert max(read(small).size) <= LONGEST_SIDE


def test_a_small_file_with_too_many_points_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(ValueError, match=r"too many pixels|Bomb"):
        shrink(out.getvalue())


@given(raw=st.binary(max_size=300))
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="no picture"):
        shrink(raw)


@given(at=st.integers(0, 600))
def test_a_picture_that_is_cut_off_or_spoilt_raises_nothing_else(at: int) -> None:
    raw = photo(64, 64)
    for spoilt in (raw[:at], raw[:at] + b"\xff\x00\xff" + raw[at + 3 :]):
        try:
            assert read(shrink(spoilt)).format == "JPEG"
        except ValueError:
            continue

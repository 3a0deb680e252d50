"""A picture made small, and without what the camera wrote into it: where, when, with which telephone."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.core.pictures import LARGEST, LONGEST_SIDE

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000  # a small file can hold a picture that fills the memory
NOT_READABLE = (
    UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
QUALITIES = (80, 65, 50, 35, 20)


def shrink(raw: bytes) -> bytes:
    """As JPEG, at most ``LARGEST`` bytes. Raises ValueError for what is no picture."""
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _small(_bare(opened))
    except NOT_READABLE as error:
        raise ValueError(f"no picture: {type(error).__name__}") from error


def _bare(opened: Image.Image) -> Image.Image:
    """Only the points, upright: whatever else stood in the file stays behind."""
    upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    return bare


def _small(picture: Image.Image) -> bytes:
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= LARGEST:
            return out.getvalue()
    raise ValueError("it does not get small enough")

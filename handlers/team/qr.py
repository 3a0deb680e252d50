"""A link as a QR code that a telephone shows at once."""

import base64
import io

import segno

from bot.core.messages import PNG, Document


def picture(name: str, link: str) -> Document:
    """For a poster, or the screen of a telephone."""
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="png", scale=10, border=4)
    return Document(f"{name}.png", PNG, base64.b64encode(drawn.getvalue()).decode())

"""How the platforms let us write to somebody who has not just written to us. ``reference/channels.md`` §2.4, §3."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

FREE, BILLED = timedelta(hours=48), timedelta(days=7)
"""Zalo OA: since the person last wrote; later than that they cannot be written to at all."""
WINDOWED = ("zalo_oa",)
ON_RETURN = ("webchat", "console")
"""Nothing reaches these until the person opens the page again."""
PER_SECOND: Mapping[str, float] = {"telegram": 25.0, "zalo_bot": 10.0, "zalo_oa": 100 / 60}
"""Messages a second, as we send them; on the others nothing limits us. For estimates: Zalo publishes no rate for bots,
and 100 a minute for the smaller package of an OA. ``reference/channels.md`` §2.4."""

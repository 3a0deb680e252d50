"""The benchmark of audiences, on one small enough for a test: that it is made ready whole, not how fast."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench.audience import PEAK_MB, Prepared, missed, prepared
from bench.broadcasting.people import make
from bot.storage.audience import ANNOUNCEMENTS
from tests.real_app import real_content

FOUND = Prepared(
    5, counted=5, frozen=5, estimate_s=1.0, narrow_s=9.0, preview_s=2.0, freeze_s=3.0, cpu_s=14.0, peak_mb=100.0
)  # fmt: skip


async def test_everybody_is_counted_and_frozen(tmp_path: Path) -> None:
    content, file = real_content(), tmp_path / "people.sqlite3"
    stamp = content.consents.purposes[ANNOUNCEMENTS].stamp
    await make(file, list(content.places.units), stamp, 300)
    found = await prepared(file, 300)
    assert (found.counted, found.frozen) == (300, 300)


def test_the_time_is_of_counting_previewing_and_freezing() -> None:
    assert FOUND.seconds == pytest.approx(6.0)


def test_what_misses_its_aim_is_named() -> None:
    assert missed(FOUND) == []
    assert missed(replace(FOUND, frozen=4, freeze_s=60.0, peak_mb=PEAK_MB + 1)) == ["frozen", "seconds", "peak_mb"]

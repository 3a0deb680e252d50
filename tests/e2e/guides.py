"""A content folder of the tests' own: two guides with known steps, beside the words and places everybody has."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.config import ROOT

RIDE, FISH = "cuoi-ngua", "nuoi-ca"
ASK_TO_RIDE, ASK_FOR_FISH = "học cưỡi ngựa bạch mã", "nuôi cá chép trong ao"
RIDE_TITLE, FISH_TITLE = "Cưỡi ngựa", "Nuôi cá"
RIDE_TITLE_IN_ENGLISH = "Horse riding"
STEPS = 12
TROUBLE = "Con ngựa nằm ngủ"
FIX = "Đợi nó dậy."
ENDING = "Vậy là cưỡi được rồi."


def ride(step: int) -> str:
    """What is to be done at this step of the riding guide, as a resident reads it."""
    return f"Động tác thứ {step}."


def ride_in_english(step: int) -> str:
    return f"Movement number {step}."


def fish(step: int) -> str:
    return f"Cho cá ăn lần {step}."


def write_content(folder: Path) -> Path:
    """A folder fit for ``TOSO_CONTENT_DIR``."""
    shutil.copytree(ROOT / "content", folder, ignore=shutil.ignore_patterns("guides"))
    services = {"cuoi": _words("Cưỡi", "Riding"), "nuoi": _words("Nuôi", "Keeping")}
    _write(folder / "services.yaml", {code: {"title": title, "outcomes": {}} for code, title in services.items()})
    _write(folder / "menu.yaml", {code: {"title": title, "services": [code]} for code, title in services.items()})
    _write(
        folder / "contacts.yaml",
        {"cuu_hoa": {"name": _words("Cứu hỏa", "Fire brigade"), "value": "114", "emergency": True}},
    )
    (folder / "guides").mkdir()
    for file in ("asks.csv", "indicators.yaml"):
        (folder / file).unlink()
    _without_what_is_not_here(folder)
    for guide in (riding(), feeding()):
        _write(folder / "guides" / f"{guide['id']}.yaml", guide)
    return folder


def _without_what_is_not_here(folder: Path) -> None:
    """Emergencies, scams and session notes name guides, contacts and services of the province's own content."""
    emergencies = yaml.safe_load((folder / "emergencies.yaml").read_text("utf-8"))
    for emergency in emergencies.values():
        emergency.update(guide="", contacts=["cuu_hoa"])
    _write(folder / "emergencies.yaml", emergencies)
    session_words = yaml.safe_load((folder / "session_words.yaml").read_text("utf-8"))
    _write(folder / "session_words.yaml", session_words | {"services": {}})
    scam = yaml.safe_load((folder / "scam.yaml").read_text("utf-8"))
    for owner in scam["official"].values():
        owner.pop("contact", None)
    _write(folder / "scam.yaml", scam)


def riding() -> dict[str, Any]:
    steps: list[dict[str, Any]] = [
        {"id": f"s{n}", "do": _words(ride(n), ride_in_english(n))} for n in range(1, STEPS + 1)
    ]
    steps[1]["troubles"] = [
        {"id": "ngu", "sign": _words(TROUBLE, "The horse is asleep"), "fix": _words(FIX, "Wait for it.")}
    ]
    return _guide(RIDE, "cuoi", RIDE_TITLE, RIDE_TITLE_IN_ENGLISH, [ASK_TO_RIDE, "muốn biết cưỡi ngựa"], steps)


def feeding() -> dict[str, Any]:
    steps = [{"id": f"s{n}", "do": _words(fish(n), f"Feed the fish, time {n}.")} for n in (1, 2, 3)]
    return _guide(FISH, "nuoi", FISH_TITLE, "Keeping fish", [ASK_FOR_FISH, "muốn biết nuôi cá"], steps)


def _guide(
    id_: str, service: str, title: str, english: str, asks: list[str], steps: list[dict[str, Any]]
) -> dict[str, Any]:  # fmt: skip
    today = datetime.now(UTC).date()
    return {
        "id": id_, "service": service, "status": "published", "title": _words(title, english),
        "checked_on": today, "sources": [{"name": "Sách tập luyện", "checked_on": today}],
        "asks": {"vi": asks, "en": [english]}, "steps": steps, "outcomes": [],
        "ending": _words(ENDING, "Now you can ride."), "fee": _words("Không mất tiền.", "Free."),
        "in_person": _words("Ra sân tập.", "Go to the field."),
    }  # fmt: skip


def _words(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")

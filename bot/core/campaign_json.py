"""What somebody writes of an announcement, as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.core.campaigns import Attached, Audience, Body, Does, Draft, Group, Offer, Repeat, Timing, Urgency


def dump_draft(draft: Draft) -> dict[str, Any]:
    body, audience, timing = draft.body, draft.audience, draft.timing
    return {
        "texts": dict(body.texts),
        "offers": [[offer.does.value, offer.target, dict(offer.labels)] for offer in body.offers],
        "attached": [body.attached.id, body.attached.name, body.attached.mime] if body.attached else None,
        "audience": dump_audience(audience),
        "at": timing.at.isoformat() if timing.at else None,
        "repeat": timing.repeat.value,
        "until": timing.until.isoformat() if timing.until else None,
        "lasts_hours": timing.lasts_hours,
        "urgency": draft.urgency.value,
    }


def load_draft(value: Mapping[str, Any]) -> Draft:
    offers = tuple(Offer(Does(does), target, labels) for does, target, labels in value["offers"])
    attached = Attached(*value["attached"]) if value["attached"] else None
    at = datetime.fromisoformat(value["at"]) if value["at"] else None
    until = date.fromisoformat(value["until"]) if value["until"] else None
    return Draft(
        Body(value["texts"], offers, attached), load_audience(value["audience"]),
        Timing(at, Repeat(value["repeat"]), until, value["lasts_hours"]), Urgency(value["urgency"]),
    )  # fmt: skip


def dump_audience(audience: Audience) -> dict[str, Any]:
    return {
        "chosen": _dump_group(audience.chosen),
        "without": _dump_group(audience.without) if audience.without else None,
    }


def load_audience(value: Mapping[str, Any]) -> Audience:
    return Audience(_load_group(value["chosen"]), _load_group(value["without"]) if value["without"] else None)


_LISTS = ("places", "roles", "langs", "channels", "guides", "answered")


def _dump_group(group: Group) -> dict[str, Any]:
    """What is not named is left out."""
    named = {name: list(getattr(group, name)) for name in _LISTS if getattr(group, name)}
    return named | ({"seen_days": group.seen_days} if group.seen_days else {})


def _load_group(value: Mapping[str, Any]) -> Group:
    return Group(**{name: tuple(value.get(name, ())) for name in _LISTS}, seen_days=value.get("seen_days", 0))

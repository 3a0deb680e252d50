"""What somebody wrote into the form of an announcement, read; what cannot be read is told at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from bot.content.load import Content
from bot.core.campaign_rules import fits
from bot.core.campaigns import LONGEST_LABEL, LONGEST_TEXT, Audience, Body, Does, Draft, Offer, Repeat, Timing, Urgency
from bot.core.clock import VIETNAM
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.understanding.guard import guard
from bot.web.admin.announcement_fields import CHOSEN, OFFERS, WITHOUT, Form
from bot.web.admin.announcement_group import Groups

LONGEST_ADDRESS = 500
LONGEST_PLAN = timedelta(days=366)
MOST_HOURS = 24 * 31


def read(form: Form, old: Draft, commune: str, groups: Groups, now: datetime) -> Draft:
    """As far as it can be read; ``form.faults`` has the rest. The file stays that of ``old``."""
    body = Body(_texts(form, old.body.texts), _offers(form, groups.content), old.body.attached)
    urgency = Urgency(form.value("urgency")) if form.value("urgency") in set(Urgency) else Urgency.ORDINARY
    return Draft(body, read_audience(form, commune, groups), _timing(form, old.timing, now), urgency)


# ---- what it says ----


def _texts(form: Form, old: Mapping[str, str]) -> dict[str, str]:
    known = dict.fromkeys([*SPOKEN, *old])
    texts = {lang: text for lang in known if (text := _text(form, f"text_{lang}"))}
    if SPOKEN[0] not in texts:
        form.wrong(f"text_{SPOKEN[0]}", _("Please write the announcement in Vietnamese."))
    return texts


def _text(form: Form, name: str) -> str:
    text = "\n".join(line.rstrip() for line in form.value(name).strip().splitlines())
    if len(text) >= LONGEST_TEXT:
        words = _("This is too long: at most {most} characters. Please make it shorter.", most=str(LONGEST_TEXT))
        form.wrong(name, words)
    elif guard(text).kinds:
        form.wrong(name, _("A secret number or password seems to stand in it. Please take it out: all would get it."))
    return text


def _offers(form: Form, content: Content) -> tuple[Offer, ...]:
    offers = [offer for at in OFFERS if (offer := _offer(form, at, content))]
    return tuple(offer for at, offer in enumerate(offers) if offer not in offers[:at])


def _offer(form: Form, at: int, content: Content) -> Offer | None:
    match form.value(f"does{at}"):
        case Does.COME:
            return Offer(Does.COME)
        case Does.GUIDE:
            return _guide(form, at, content)
        case Does.LINK:
            return _link(form, at)
    return None


def _guide(form: Form, at: int, content: Content) -> Offer | None:
    target = form.value(f"guide{at}")
    if target in {guide.id for guide in content.published}:
        return Offer(Does.GUIDE, target)
    form.wrong(f"guide{at}", _("Please choose the guide that this button opens."))
    return None


def _link(form: Form, at: int) -> Offer | None:
    address = form.value(f"link{at}").strip()
    labels = {lang: label for lang in SPOKEN if (label := form.line(f"label{at}_{lang}"))}
    for lang, label in labels.items():
        if len(label) > LONGEST_LABEL:
            form.wrong(f"label{at}_{lang}", _("At most {most} letters, please.", most=str(LONGEST_LABEL)))
    if labels and SPOKEN[0] not in labels:
        form.wrong(f"label{at}_{SPOKEN[0]}", _("Please write in Vietnamese what stands on the button."))
    if not is_address(address):
        form.wrong(f"link{at}", _("Please type an address that begins with https://"))
        return None
    return Offer(Does.LINK, address, labels)


def is_address(written: str) -> bool:
    """One that every channel opens."""
    try:
        parts = urlsplit(written)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = written.isascii() and not any(letter.isspace() for letter in written)
    return plain and parts.scheme == "https" and "." in host and len(written) <= LONGEST_ADDRESS


# ---- to whom ----


def read_audience(form: Form, commune: str, groups: Groups) -> Audience:
    chosen, without = groups.read(form, CHOSEN), groups.read(form, WITHOUT)
    if commune and not chosen.places:
        chosen = replace(chosen, places=(commune,))
    audience = Audience(chosen, None if without.is_everybody else without)
    if not fits(audience, commune):
        form.wrong(f"{CHOSEN}_places", _("These people are outside of your commune. Please choose again."))
    return audience


# ---- when ----


def _timing(form: Form, old: Timing, now: datetime) -> Timing:
    at = _moment(form, old, now) if form.value("when") == "at" else None
    repeat = Repeat(form.value("repeat")) if form.value("repeat") in set(Repeat) else Repeat.NEVER
    lasts = _hours(form)
    if repeat is Repeat.NEVER:
        return Timing(at, lasts_hours=lasts)
    if not at and form.value("when") != "at":
        form.wrong("repeat", _("Please choose first when it goes for the first time."))
    return Timing(at, repeat, _until(form, at), lasts)


def _moment(form: Form, old: Timing, now: datetime) -> datetime | None:
    """A time that has passed since it was written stays, for it may be changed for another reason."""
    try:
        day, hour = date.fromisoformat(form.line("day")), time.fromisoformat(form.line("hour"))
    except ValueError:
        form.wrong("day", _("Please choose the day and the hour."))
        return None
    moment = datetime.combine(day, hour.replace(tzinfo=None), VIETNAM).astimezone(now.tzinfo)
    if moment != old.at and not now - timedelta(minutes=1) < moment <= now + LONGEST_PLAN:
        form.wrong("day", _("That time is over, or more than a year away."))
    return moment


def _until(form: Form, at: datetime | None) -> date | None:
    try:
        until = date.fromisoformat(form.line("until"))
    except ValueError:
        form.wrong("until", _("Please choose the day on which it comes for the last time."))
        return None
    if at and until < at.astimezone(VIETNAM).date():
        form.wrong("until", _("That day is before its first time."))
    return until


def _hours(form: Form) -> int:
    written = form.line("lasts")
    hours = int(written) if written.isascii() and written.isdecimal() and len(written) < 5 else 0
    return hours if hours <= MOST_HOURS else 0

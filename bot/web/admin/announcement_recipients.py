"""Who got an announcement and who did not, row by row. Nobody can be told from it: no name, no account, no answer."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Sequence
from urllib.parse import quote

from aiohttp import web

from bot.core.campaign_figures import Recipient
from bot.core.campaigns import Campaign, Got, Recall
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.csv_files import ENCODING, safe
from bot.web.admin import announcement_words as words
from bot.web.admin.announcement_desk import address, found, render, title
from bot.web.admin.ask import Ask

PAGE, PORTION = 100, 1000
STATE, CHANNEL, AFTER, FIRST = "tinh-trang", "kenh", "sau", "so"
"""In addresses. ``FIRST``: the number of the first row of a page that begins ``AFTER`` some recipient."""
HEADS: tuple[Phrase, ...] = (
    _("No."), _("Commune"), _("Channel"), _("What became of it"), _("Why"), _("When"), _("Perhaps twice"),
)  # fmt: skip


async def show(ask: Ask) -> web.Response:
    got, after, first = _state(ask), _number(ask, AFTER), max(1, _number(ask, FIRST))
    async with ask.office.reading() as ports:
        campaign = await found(ask, ports)
        channels = sorted({one for one, _got in (await ports.campaigns.progress(campaign.id)).by})
        channel = ask.query.get(CHANNEL, "") if ask.query.get(CHANNEL, "") in channels else ""
        rows = await ports.campaigns.recipients(campaign.id, got, channel, PAGE + 1, after)
        shown = [row(ask, number, one) for number, one in enumerate(rows[:PAGE], first)]
        following = {AFTER: str(rows[PAGE - 1].id), FIRST: str(first + PAGE)} if len(rows) > PAGE else {}
        return await render(
            ask, ports, "admin/announcement_recipients.html", campaign=campaign, title=title(ask, campaign),
            path=address(campaign), rows=shown, heads=[ask.say(head) for head in HEADS],
            states=words.GOT, state=next(iter(got), None), channel=channel, after=after,
            channels=[(one, words.channel(one)) for one in channels if one], following=following,
        )  # fmt: skip


def _state(ask: Ask) -> tuple[Got, ...]:
    asked = ask.query.get(STATE, "")
    return (Got(asked),) if asked in set(Got) else ()


def _number(ask: Ask, name: str) -> int:
    asked = ask.query.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 12 else 0


def row(ask: Ask, number: int, one: Recipient) -> list[str]:
    content = ask.office.world().content
    commune = words.place(content, one.commune) if one.commune else "—"
    became = words.RECALLS[one.recall] if one.recall is not Recall.NONE else words.GOT[one.got]
    at = words.clock(one.sent_at) if one.sent_at else "—"
    doubtful = _("perhaps twice") if one.doubtful else "—"
    cells: tuple[Phrase, ...] = (
        str(number), commune, words.channel(one.channel), became, words.why(one.reason) or "—", at, doubtful,
    )  # fmt: skip
    return [ask.say(cell) for cell in cells]


# ---- as a file ----


async def as_csv(ask: Ask) -> web.StreamResponse:
    """A portion at a time: it may be of a million people."""
    async with ask.office.reading() as ports:
        campaign = await found(ask, ports)
    response = web.StreamResponse(headers=_headers(campaign))
    await response.prepare(ask.request)
    await response.write(_lines([[ask.say(head) for head in HEADS]]).encode(ENCODING))
    async for rows in _portions(ask, campaign):
        await response.write(_lines(rows).encode())
    await response.write_eof()
    return response


async def _portions(ask: Ask, campaign: Campaign) -> AsyncIterator[list[list[str]]]:
    """Each in a reading of its own, so that nothing waits for whoever fetches slowly."""
    got, channel, after, number = _state(ask), ask.query.get(CHANNEL, ""), 0, 1
    while True:
        async with ask.office.reading() as ports:
            found = await ports.campaigns.recipients(campaign.id, got, channel, PORTION, after)
        if not found:
            return
        yield [row(ask, at, one) for at, one in enumerate(found, number)]
        after, number = found[-1].id, number + len(found)


def _lines(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _headers(campaign: Campaign) -> dict[str, str]:
    name = f"thong-bao-{campaign.id}-nguoi-nhan.csv"
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }

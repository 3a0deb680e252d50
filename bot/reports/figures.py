"""Making a report: each figure is computed here and nowhere else, from rows that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import TypeVar

from bot.core.facts import Active, Asked, Counts, Ended, Happened, Resulted, Rows, Stopped, ended, is_new, summed
from bot.reports.period import Period, Span
from bot.reports.report import (
    Activity,
    Bot,
    DayLine,
    Figure,
    GuideLine,
    Guides,
    MemberLine,
    OutcomeLine,
    Place,
    PlaceLine,
    Report,
    Requests,
    ServiceLine,
    Share,
    StepLine,
    TeamLine,
    Work,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a report is made with besides the rows. ``communes``: every code of the province with its name, in its
    order. ``members``: whether who asks may see what each member did."""

    communes: Mapping[str, str]
    now: datetime
    members: bool = False


def make(period: Period, place: Place, rows: Rows, known: Known) -> Report:
    return Report(
        period, place, known.now,
        communes=_communes(place, rows, known), teams=_teams(rows), villages=_villages(rows),
        activity=Activity(work(rows.total), _if_any(rows, rows.residents), _if_any(rows, rows.active_members),
                          _if_any(rows, len(rows.by_team))),
        services=services(rows), by_place=_by_place(place, rows, known), by_team=_by_team(place, rows),
        by_member=_by_member(rows) if known.members else None,
        by_day=tuple(DayLine(day, work(counts)) for day, counts in sorted(rows.days.items())),
        by_month=_by_month(rows.days) if period.span in LONG else (),
        requests=requests(rows.asked), guides=guides(rows), bot=bot(rows.active), begun=rows.begun,
        latest=rows.latest,
    )  # fmt: skip


def _if_any(rows: Rows, figure: int | None) -> int | None:
    return figure if rows.total.sessions else None


def work(counts: Counts | None) -> Work:
    if not counts or not counts.sessions:
        return Work()
    return Work(
        counts.sessions, counts.people, counts.elders if counts.elders_counted else None,
        counts.women if counts.women_counted else None, counts.phoneless, counts.confirmable, counts.confirmed,
        counts.thanks, counts.done, counts.newly, counts.told, counts.guided, counts.not_done,
    )  # fmt: skip


# ---- who reported ----


def _communes(place: Place, rows: Rows, known: Known) -> Share:
    if place.code:
        return Share(int(bool(rows.total.sessions)), 1)
    return Share(len(rows.communes), len({*known.communes, *rows.communes}))


def _teams(rows: Rows) -> Share:
    return Share(len(rows.by_team), len({*(team.id for team in rows.teams), *rows.by_team}))


def _villages(rows: Rows) -> Share:
    """Of those that teams say they cover, and those that sessions name besides."""
    listed = set(rows.listed())
    return Share(len(rows.reached), len(listed | rows.reached) if listed else None)


# ---- what was done ----


def services(rows: Rows) -> tuple[ServiceLine, ...]:
    """The service with most first, so its outcomes."""
    by_service: dict[str, list[Resulted]] = {}
    for one in rows.resulted:
        by_service.setdefault(one.service, []).append(one)
    lines = (
        ServiceLine(one.service, one.sessions, one.people, *_ends(found), _outcomes(found))
        for one in rows.served
        for found in [by_service.get(one.service, [])]
    )
    return tuple(sorted(lines, key=lambda line: (-_plain(line.visits), line.service)))


def _outcomes(found: Sequence[Resulted]) -> tuple[OutcomeLine, ...]:
    by_outcome: dict[str, list[Resulted]] = {}
    for one in found:
        by_outcome.setdefault(one.outcome, []).append(one)
    lines = (
        OutcomeLine(outcome, sum(one.people for one in these), *_ends(these)) for outcome, these in by_outcome.items()
    )
    return tuple(sorted(lines, key=lambda line: (-_plain(line.visits), line.outcome)))


def _ends(found: Sequence[Resulted]) -> tuple[int, int, int, int, int]:
    """Done, new, told, guided, not done."""
    by_end = {end: sum(o.people for o in found if ended(o.outcome, o.evidence) is end) for end in Ended}
    new = sum(one.people for one in found if is_new(one.outcome, one.evidence, one.had_before))
    return by_end[Ended.DONE], new, by_end[Ended.TOLD], by_end[Ended.GUIDED], by_end[Ended.NOT_DONE]


def _plain(figure: Figure) -> int:
    return figure if isinstance(figure, int) else 0


def _by_place(place: Place, rows: Rows, known: Known) -> tuple[PlaceLine, ...]:
    if place.code:
        return tuple(PlaceLine(one.key, one.name, work(one.counts)) for one in rows.villages)
    codes = [*known.communes, *sorted(rows.communes.keys() - known.communes.keys())]
    all_teams: dict[str, set[int]] = {}
    for team in rows.teams:
        all_teams.setdefault(team.commune, set()).add(team.id)
    lines = []
    for code in codes:
        reporting = rows.reporting.get(code, frozenset())
        share = Share(len(reporting), len(reporting | all_teams.get(code, set())))
        lines.append(PlaceLine(code, known.communes.get(code, code), work(rows.communes.get(code)), share))
    return tuple(lines)


def _by_team(place: Place, rows: Rows) -> tuple[TeamLine, ...]:
    """Those of a commune; of the whole province they would be a list that nobody reads."""
    if not place.code:
        return ()
    names = {team.id: team.name for team in rows.teams}
    order = [*names, *sorted(rows.by_team.keys() - names.keys())]
    return tuple(TeamLine(id_, names.get(id_, ""), work(rows.by_team.get(id_))) for id_ in order)


def _by_member(rows: Rows) -> tuple[MemberLine, ...]:
    ordered = sorted(rows.helpers, key=lambda one: (one.name, one.person))
    return tuple(MemberLine(one.person, one.name, one.sessions, one.people) for one in ordered)


LONG = frozenset({Span.QUARTER, Span.YEAR})
"""Of these the months are told as well."""


def _by_month(days: Mapping[date, Counts]) -> tuple[DayLine, ...]:
    months: dict[date, list[Counts]] = {}
    for day, counts in sorted(days.items()):
        months.setdefault(day.replace(day=1), []).append(counts)
    return tuple(DayLine(month, work(summed(parts))) for month, parts in months.items())


# ---- requests, guides, the bot ----


def requests(asked: Asked) -> Requests:
    if not asked.asked:
        return Requests()
    return Requests(
        asked.asked, asked.taken, asked.closed, asked.cancelled, asked.waiting, asked.escalated, asked.satisfied,
        asked.unhappy, _median(asked.taking), _median(asked.closing),
    )  # fmt: skip


def _median(spread: Mapping[int, int]) -> int | None:
    """Of so many of each."""
    values = Counter(spread)
    return round(median(sorted(values.elements()))) if values.total() else None


def guides(rows: Rows) -> Guides:
    if not rows.happened:
        return Guides()
    found = rows.happened
    names = dict.fromkeys(one.guide for one in found if one.type in _OF_GUIDES)
    by_guide, stopped = _grouped(found), _grouped(rows.stopped or ())
    lines = [_guide(name, by_guide[name], stopped.get(name, [])) for name in names]
    lines.sort(key=lambda line: (-_plain(line.opened), line.guide))
    return Guides(
        _count(found, "GuideOpened"), _count(found, "GuideFinished"), _count(found, "GuideRated", "yes"),
        _count(found, "GuideRated", "no"), _count(found, "QuestionNotUnderstood"), tuple(lines),
    )  # fmt: skip


_OF_GUIDES = frozenset({"GuideOpened", "GuideFinished", "GuideRated", "StepDone", "StuckReported", "TroubleNamed"})


OfGuide = TypeVar("OfGuide", Happened, Stopped)


def _grouped(found: Iterable[OfGuide]) -> Mapping[str, list[OfGuide]]:
    groups: dict[str, list[OfGuide]] = {}
    for one in found:
        groups.setdefault(one.guide, []).append(one)
    return groups


def _guide(name: str, found: Sequence[Happened], stopped: Sequence[Stopped]) -> GuideLine:
    steps = dict.fromkeys([*(one.step for one in stopped), *(one.step for one in found if one.step)])
    return GuideLine(
        name, _count(found, "GuideOpened"), _count(found, "GuideFinished"), _count(found, "GuideRated", "yes"),
        _count(found, "GuideRated", "no"),
        tuple(_step(step, found, stopped) for step in steps),
    )  # fmt: skip


def _step(step: str, found: Sequence[Happened], stopped: Sequence[Stopped]) -> StepLine:
    here = [one for one in found if one.step == step]
    troubles = {one.detail: one.count for one in here if one.type == "TroubleNamed"}
    why: Counter[str] = Counter()
    for one in stopped:
        if one.step == step:
            why[one.why] += one.people
    return StepLine(step, _count(here, "StepDone"), _count(here, "StuckReported"), why.total(), troubles, dict(why))


def _count(found: Iterable[Happened], type_: str, detail: str | None = None) -> int:
    return sum(one.count for one in found if one.type == type_ and detail in (None, one.detail))


def bot(active: Active | None) -> Bot:
    return Bot(active.people, dict(active.by_channel), dict(active.by_lang)) if active else Bot()

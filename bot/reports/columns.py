"""The columns that the communes report by: what was seen done for some services, and what is told besides.

Defined once for the report of a period and for the log session by session; people of two outcomes in one column may
be the same people, so a column counts results, not people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from bot.core.facts import Ended, ended
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sessions import NOT_DONE, Work
from bot.reports.contribution import added
from bot.reports.report import Figure, OutcomeLine, Report

Which = tuple[str, str]
"""Service and outcome."""


@dataclass(frozen=True, slots=True)
class Column:
    """``seen``: only what a member saw counts, else whatever is said of it. No ``which``: see ``_belongs``."""

    name: str
    heading: Phrase
    which: frozenset[Which] = frozenset()
    seen: bool = True


def _column(name: str, heading: Phrase, *which: Which) -> Column:
    return Column(name, heading, frozenset(which))


REFERRED, UNFINISHED, TALKS = "referred", "not_done", "prevention"

COLUMNS = (
    _column("activated", _("VNeID activated"), ("vneid", "activated_l2")),
    _column("documents", _("Documents added to VNeID"), ("vneid", "doc_integrated")),
    _column("files", _("Files handed in online, with a code"), ("dvcqg", "submitted"), ("can_cuoc", "submitted_online"),
            ("cu_tru", "submitted_online"), ("khai_sinh", "submitted"), ("khai_tu", "submitted"),
            ("lltp", "submitted")),
    _column("accounts", _("Bank accounts opened"), ("ttkdtm", "account_opened")),
    _column("faces", _("Faces verified with the bank"), ("ttkdtm", "biometric_done")),
    _column("qr", _("Test payments received by QR"), ("ttkdtm", "qr_received_test")),
    _column("shops", _("Shops opened"), ("tmdt", "shop_opened")),
    _column("signatures", _("Digital signatures issued"), ("chu_ky_so", "cert_issued")),
    _column("benefits", _("Benefit accounts linked"), ("an_sinh", "linked_ok")),
    _column("cards", _("Insurance card shows"), ("bhyt", "card_visible")),
    _column("records", _("Health record opens"), ("so_suc_khoe", "opened_ok")),
    _column("skills", _("Digital skills confirmed on VNeID"), ("bdhvs", "confirmed_on_vneid")),
    _column("sims", _("SIM cards verified"), ("sim", "verified_ok")),
    Column(TALKS, _("Told how to avoid scams (visits)"), frozenset({("lua_dao", "prevention_talk")}), seen=False),
    Column(REFERRED, _("Referred to another office"), seen=False),
    Column(UNFINISHED, _("Not done yet"), seen=False),
)  # fmt: skip


def _belongs(column: Column, service: str, outcome: str) -> bool:
    match column.name:
        case "referred":
            return "referred" in outcome
        case "not_done":
            return outcome == NOT_DONE
    return (service, outcome) in column.which


def of_report(report: Report) -> Mapping[str, Figure]:
    """By the column's name."""
    lines = [(one.service, line) for one in report.services for line in one.outcomes]
    counted = {column.name: None if report.is_empty else _figure(column, lines) for column in COLUMNS}
    return counted | {UNFINISHED: report.activity.work.not_done}


def _figure(column: Column, lines: Iterable[tuple[str, OutcomeLine]]) -> Figure:
    these = [line for service, line in lines if _belongs(column, service, line.outcome)]
    return added([line.done if column.seen else line.visits for line in these]) if these else 0


def of_works(works: Iterable[Work]) -> dict[str, int]:
    """Of one session; columns in which nothing is are not there."""
    found: dict[str, int] = {}
    for work in works:
        for column in _columns_of(work.service, work.outcome):
            if not column.seen or ended(work.outcome, work.evidence) is Ended.DONE:
                found[column.name] = found.get(column.name, 0) + work.people
    return found


@cache
def _columns_of(service: str, outcome: str) -> tuple[Column, ...]:
    return tuple(one for one in COLUMNS if _belongs(one, service, outcome))

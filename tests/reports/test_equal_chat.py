"""The chat says what JSON says, whatever was counted; inside of the team and outside."""

from functools import partial

from hypothesis import given, settings

from bot.reports.names import UNKNOWN, written
from bot.reports.plain import to_json
from bot.reports.report import FOOTNOTE, Report
from handlers.admin.report_words import in_words
from tests.reports.filed import NAMES, SPEAK
from tests.reports.test_equal import reports, shown
from tests.reports.test_figures import NOW


@settings(max_examples=60, deadline=None)
@given(reports())
def test_the_chat_says_what_json_says(report: Report) -> None:
    say = partial(SPEAK, lang="en")
    body, told = to_json(report, NAMES, say), say(in_words(report, NAMES.content, NOW.date()))
    figures = [line.rpartition(": ")[2] for line in told.splitlines() if line.startswith("• ")]
    work = body["activity"]
    assert figures[:3] == [shown(work[name]) for name in ("visits", "done", "new")]
    assert figures[3] == f"{shown(work['confirmed'])}/{shown(work['confirmable'])}"
    shares = (report.teams, report.villages)
    assert figures[4:6] == [f"{one.reported}/{UNKNOWN if one.all is None else written(one.all)}" for one in shares]
    assert say(FOOTNOTE) in told

"""What a file of a report is made of, whichever its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.official import KeptFigure
from bot.core.phrases import text as _
from bot.reports.names import Names
from bot.reports.plain import Say
from bot.reports.report import Report

DEMO = _("DEMONSTRATION: all figures are invented")
"""What every file says at its top, where it is so."""


@dataclass(frozen=True, slots=True)
class Filed:
    """``demo``: all of it is invented."""

    report: Report
    names: Names
    say: Say
    official: Sequence[KeptFigure] = ()
    demo: bool = False

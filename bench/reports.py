"""Reports from very many sessions: ``python -m bench.reports [--sessions 1000000] [--events 5000000] [--json]``.

No peer has this. Beside the full report stands what plain SQL takes for three sums by commune over the log, in the same
run; and everything is measured at a tenth of the size as well, to tell how it grows.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bench.reporting.files import Written, measure
from bench.reporting.measures import Bench, Times, timed
from bench.reporting.pages import site
from bench.reporting.province import Size, ready

SMALLER = 10


@dataclass(frozen=True)
class Asked:
    """``aim``: at most so many milliseconds at p95; 0 for none. ``page``: it is asked of the whole server."""

    label: str
    aim: int
    doing: Callable[[Any], Callable[[int], Awaitable[object]]]
    page: bool = False


QUESTIONS: Mapping[str, Asked] = {
    "month": Asked("Month report as JSON, province", 200, lambda b: b.month),
    "month_of_commune": Asked("... a commune", 200, lambda b: b.month_of_commune),
    "month_of_team": Asked("... a team, with its members", 200, lambda b: b.month_of_team),
    "quarter": Asked("Quarter, province", 0, lambda b: b.quarter),
    "year": Asked("Year, province", 0, lambda b: b.year),
    "year_of_commune": Asked("Year, a commune", 0, lambda b: b.year_of_commune),
    "plain_month": Asked("Plain SQL over the log, month, 3 sums by commune", 0, lambda b: b.plain_month),
    "plain_year": Asked("... year", 0, lambda b: b.plain_year),
    "overview": Asked("Overview page of the admin site, month, province", 300, lambda s: s.overview, page=True),
    "overview_of_commune": Asked("... a commune", 300, lambda s: s.overview_of_commune, page=True),
    "overview_of_year": Asked("... year, province", 0, lambda s: s.overview_of_year, page=True),
    "drill_down": Asked("Any page that a figure leads to", 500, lambda s: s.drill, page=True),
}
FILE_S, FILE_MB = 20, 300
"""The aims of the Excel file."""


@dataclass(frozen=True)
class Result:
    times: Mapping[str, Times]
    rates: Mapping[str, float]
    file: Written


RATES = {
    "saved_per_s": "Sessions saved a second, each in its own transaction",
    "saved_per_s_without": "... if nothing were added up",
    "saved_50_per_s": "... 50 in one transaction, as the bot does",
    "saved_50_per_s_without": "... if nothing were added up",
    "save_cpu_ms": "... of the processor for one of them, in ms",
    "rebuild_s": "All that is rolled up made again, in seconds",
}


def main() -> int:
    asked = arguments()
    big = Size(asked.sessions, asked.events)
    small = Size(asked.sessions // SMALLER, asked.events // SMALLER)
    found = {size: asyncio.run(measured(size, asked.quick)) for size in (small, big)}
    print(json.dumps(figures(big, found[big], found[small]), indent=2) if asked.json
          else table(big, found[big], found[small]))  # fmt: skip
    return int(bool(missed(found[big])))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description=__doc__)
    parser.add_argument("--sessions", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=5_000_000)
    parser.add_argument("--quick", action="store_true", help="without making the roll-up again, which takes minutes")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


async def measured(size: Size, quick: bool) -> Result:
    await asyncio.to_thread(ready, size)
    bench = Bench(size)
    try:
        times = {name: await timed(one.doing(bench)) for name, one in QUESTIONS.items() if not one.page}
        async with site(size) as there:
            times |= {name: await timed(one.doing(there)) for name, one in QUESTIONS.items() if one.page}
        return Result(times, await rates(bench, quick), await asyncio.to_thread(measure, size))
    finally:
        await bench.remove_saved()
        await bench.database.close()


async def rates(bench: Bench, quick: bool) -> dict[str, float]:
    found = {
        "saved_per_s": await bench.saved_per_second(),
        "saved_per_s_without": await bench.saved_without(),
        "saved_50_per_s": await bench.saved_per_second(50),
        "saved_50_per_s_without": await bench.saved_without(50),
        "save_cpu_ms": await bench.cpu_of_saving(),
    }
    return found if quick else found | {"rebuild_s": await bench.rebuilt_in()}


def figures(size: Size, big: Result, small: Result) -> dict[str, object]:
    return {
        "sessions": size.sessions,
        "events": size.events,
        "p95_ms": {name: round(times.p95, 1) for name, times in big.times.items()},
        "p50_ms": {name: round(times.p50, 1) for name, times in big.times.items()},
        "cpu_ms": {name: round(times.cpu, 1) for name, times in big.times.items()},
        "tenfold": {name: round(times.cpu / small.times[name].cpu, 2) for name, times in big.times.items()},
        "month_to_plain_sql": round(big.times["month"].cpu / big.times["plain_month"].cpu, 2),
        "year_to_plain_sql": round(big.times["year"].cpu / big.times["plain_year"].cpu, 2),
        **{name: round(rate, 1) for name, rate in big.rates.items()},
        "xlsx": asdict(big.file),
        "missed": missed(big),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}",
    }


def missed(big: Result) -> list[str]:
    late = [name for name, one in QUESTIONS.items() if one.aim and big.times[name].p95 > one.aim]
    return [*late, *(["xlsx"] if big.file.seconds > FILE_S or big.file.peak_mb > FILE_MB else [])]


def table(size: Size, big: Result, small: Result) -> str:
    on = f"{size.sessions:,} sessions, {size.events:,} events"
    head = f"{on:<54}{'p50 ms':>9}{'p95 ms':>9}{'aim':>7}{'CPU ms':>9}{'10× is':>9}"
    lines = [
        f"{one.label:<54}{big.times[name].p50:>9.1f}{big.times[name].p95:>9.1f}{one.aim or '':>7}"
        f"{big.times[name].cpu:>9.1f}{big.times[name].cpu / small.times[name].cpu:>8.1f}×"
        for name, one in QUESTIONS.items()
    ]
    rated = [f"{label:<54}{big.rates[name]:>9.1f}{'':>25}{big.rates[name] / small.rates[name]:>8.1f}×"
             for name, label in RATES.items() if name in big.rates]  # fmt: skip
    file = big.file
    aims = f"aims: {FILE_S} s, {FILE_MB} MB"
    written = f"Excel file of {file.rows:,} sessions: {file.seconds:.1f} s, {file.peak_mb:.0f} MB at most ({aims})"
    return "\n".join([head, *lines, "", *rated, "", written, f"Missed: {', '.join(missed(big)) or 'nothing'}"])


if __name__ == "__main__":
    sys.exit(main())

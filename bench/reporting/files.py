"""The Excel file of very many sessions, in a process of its own, so that its memory is known:
``python -m bench.reporting.files --sessions 1000000 --events 5000000``."""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.reporting.measures import Bench
from bench.reporting.province import DAYS, Size
from bot.config import ROOT
from bot.core.exports import Form
from bot.i18n import Translator
from bot.reports.filing import Filing, Wanted
from bot.reports.period import read_period
from bot.reports.report import Place

ROWS = 100_000


@dataclass(frozen=True)
class Written:
    rows: int
    seconds: float
    peak_mb: float
    file_mb: float


def measure(size: Size) -> Written:
    command = [sys.executable, "-m", "bench.reporting.files", "--sessions", str(size.sessions), "--events",
               str(size.events)]  # fmt: skip
    return Written(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


async def written(size: Size) -> Written:
    bench = Bench(size)
    say = Translator.read(ROOT / "locales").speak
    filing = Filing(bench.database, lambda: bench.reports, lambda: bench.content, say)
    year = read_period("2025", bench.today)
    days = min(ROWS * DAYS // size.sessions, 365)
    wanted = Wanted(Form.XLSX, replace(year, last=year.first + timedelta(days=days - 1)), Place(), sessions=True)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        begun = perf_counter()
        await filing.make(wanted, path)
        seconds, bytes_ = perf_counter() - begun, path.stat().st_size
    rows = await filing.sessions(wanted)
    await bench.database.close()
    return Written(rows, seconds, peak_mb(), bytes_ / 2**20)


def peak_mb() -> float:
    """Of this program alone: what ``getrusage`` says counts what the process was before it became this one."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, required=True)
    parser.add_argument("--events", type=int, required=True)
    asked = parser.parse_args()
    print(json.dumps(asdict(asyncio.run(written(Size(asked.sessions, asked.events))))))


if __name__ == "__main__":
    main()

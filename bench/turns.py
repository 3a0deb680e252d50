"""Durable turns a second beside the peers, in one run: ``python -m bench.turns [--people 10000] [--json]``.

The same talk for all (see ``bench.peers.script``): start, a guide, six steps, done; everybody's talk open at once. Ours
writes every turn to disk before the platform is told; the peers keep it in memory, or in a pickle now and then.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import subprocess
import sys
from dataclasses import asdict

from bench.peers import PEERS, measure
from bench.peers.stub import Result

OURS = "ours"
LABELS = {OURS: "Tổ Số, SQLite, every turn durable", **PEERS}
NAMES = {"ptb": "ptb_memory", "aiogram": "aiogram_memory", "ptb-pickle": "ptb_pickle",
         "ptb-pickle-on-flush": "ptb_pickle_on_flush"}  # fmt: skip


def main() -> int:
    asked = arguments()
    if asked.inside:
        from bench import ours

        print(asyncio.run(ours.run(asked.people)).to_json())
        return 0
    results = {name: run(name, people_for(name, asked)) for name in LABELS}
    print(json.dumps(figures(results, asked), indent=2) if asked.json else table(results, asked))
    return int(any(result.finished != people_for(name, asked) for name, result in results.items()))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.turns", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--pickle-people", type=int, default=500, help="its default persistence takes n² time")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", action="store_true", help="run ours in this process, print its result as JSON")
    return parser.parse_args()


def people_for(name: str, asked: argparse.Namespace) -> int:
    people: int = min(asked.people, asked.pickle_people) if name == "ptb-pickle" else asked.people
    return people


def run(name: str, people: int) -> Result:
    """Each in a process of its own, so that none inherits another's memory."""
    if name != OURS:
        return measure(name, people)
    command = [sys.executable, "-W", "error", "-m", "bench.turns", "--inside", "--people", str(people)]
    return Result.from_json(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def figures(results: dict[str, Result], asked: argparse.Namespace) -> dict[str, object]:
    ours = results[OURS]
    per_second = {f"{NAMES[name]}_per_s": round(r.turns_per_s, 1) for name, r in results.items() if name != OURS}
    return {
        "ours_durable_per_s": round(ours.turns_per_s, 1),
        "ours_p50_ms": round(ours.p50_ms, 2),
        "ours_p99_ms": round(ours.p99_ms, 2),
        **per_second,
        "ours_to_ptb_memory": round(ours.turns_per_s / results["ptb"].turns_per_s, 3),
        "ours_to_aiogram_memory": round(ours.turns_per_s / results["aiogram"].turns_per_s, 3),
        "people": {name: people_for(name, asked) for name in results},
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}",
        "all": {name: asdict(result) for name, result in results.items()},
    }


def table(results: dict[str, Result], asked: argparse.Namespace) -> str:
    ours = results[OURS].turns_per_s
    head = f"{'':<50}{'people':>8}{'turns/s':>9}{'ours is':>9}{'p50 ms':>9}{'p99 ms':>9}{'flush s':>9}{'finished':>10}"
    rows = [
        f"{LABELS[name]:<50}{people_for(name, asked):>8}{r.turns_per_s:>9.0f}{ours / r.turns_per_s:>8.2f}×"
        f"{r.p50_ms:>9.2f}{r.p99_ms:>9.2f}{r.flush_s:>9.2f}{r.finished:>10}"
        for name, r in results.items()
    ]
    note = "Ours answers up to 512 people at once, so its times include the waiting; the peers take one after another."
    return "\n".join([head, *rows, "", note])


if __name__ == "__main__":
    sys.exit(main())

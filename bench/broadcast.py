"""One announcement to many, killed half-way, beside the peers: ``python -m bench.broadcast [--recipients N] [--json]``.

The same job for all, against the same emulated Telegram, a process of its own that takes 30 messages a second and one a
second in a chat, and is so far away that a call takes ``--latency`` seconds and up to half as much more. A text with a
button goes to each of N people; meanwhile two residents a second write to the bot and are answered; half-way the
program is killed with SIGKILL and started again. What each peer keeps over that, and why, stands in
``bench/broadcasting/ptb_loop.py`` and ``aiogram_loop.py``.

All figures are the platform's: a reply's time runs from the resident's message being there until the answer arrives,
the rate is what it took while the announcement was being sent, replies with it, without the time of the restart.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict

from bench.broadcasting.figures import Figures
from bench.broadcasting.ours import Ours
from bench.broadcasting.stage import Contender, Peer, play

LABELS: Mapping[str, str] = {
    "ours": "Tổ Số, SQLite",
    "ptb": "python-telegram-bot, AIORateLimiter",
    "ptb_at_once": "... all at once, left to the limiter",
    "aiogram": "aiogram, the loop of its documentation",
}
REPLY_S, RATE = 1.0, 0.95
"""The aims: replies below, of the limit at least."""


def main() -> int:
    asked = arguments()
    found = {name: measured(name, asked.recipients, asked.latency) for name in asked.only or LABELS}
    print(json.dumps(as_json(found, asked), indent=2) if asked.json else table(found, asked))
    return int("ours" in found and bool(missed(found["ours"])))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.broadcast", description=__doc__)
    parser.add_argument("--recipients", type=int, default=1_500, help="10000 take more than an hour")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds there and back")
    parser.add_argument("--only", action="append", choices=LABELS, help="this one (may be repeated)")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def measured(name: str, recipients: int, latency: float) -> Figures:
    print(f"{LABELS[name]} ...", file=sys.stderr, flush=True)
    return play(contender(name), recipients, latency)


def contender(name: str) -> Contender:
    if name == "ours":
        return Ours()
    library = name.partition("_")[0]
    return Peer(f"bench.broadcasting.{library}_loop", at_once=name != library)


def as_json(found: Mapping[str, Figures], asked: argparse.Namespace) -> dict[str, object]:
    return {
        **{name: rounded(figures) for name, figures in found.items()},
        "missed": missed(found["ours"]) if "ours" in found else [],
        "recipients": asked.recipients,
        "latency_s": asked.latency,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}",
    }


def rounded(figures: Figures) -> dict[str, float]:
    return {name: round(value, 3) for name, value in asdict(figures).items()}


def missed(ours: Figures) -> list[str]:
    good = {
        "lost": ours.lost == 0,
        "doubled": ours.doubled <= ours.in_flight,
        "reply_p99_s": ours.reply_p99_s < REPLY_S,
        "rate_of_limit": ours.rate_of_limit >= RATE,
    }
    return [name for name, it_is in good.items() if not it_is]


def table(found: Mapping[str, Figures], asked: argparse.Namespace) -> str:
    head = (
        f"{f'{asked.recipients:,} people, killed half-way':<40}{'lost':>6}{'doubled':>9}{'in flight':>11}"
        f"{'reply p99':>11}{'p50':>8}{'no answer':>11}{'of 30/s':>9}{'alone':>8}{'refused':>9}{'restart':>9}"
    )
    note = "of 30/s: all that was taken while sending; alone: the announcement; refused: answered with 429"
    wrong = [f"Missed: {', '.join(missed(found['ours'])) or 'nothing'}"] if "ours" in found else []
    return "\n".join([head, *(row(LABELS[name], figures) for name, figures in found.items()), "", note, *wrong])


def row(label: str, it: Figures) -> str:
    return (
        f"{label:<40}{it.lost:>6}{it.doubled:>9}{it.in_flight:>11}{it.reply_p99_s:>9.2f} s{it.reply_p50_s:>6.2f} s"
        f"{it.unanswered:>11}{it.rate_of_limit:>9.0%}{it.broadcast_of_limit:>8.0%}{it.refused:>9}{it.restart_s:>7.1f} s"
    )


if __name__ == "__main__":
    sys.exit(main())

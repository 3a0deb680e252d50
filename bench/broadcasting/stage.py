"""The run of one contender: begun, killed half-way, begun again, watched to its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any, Protocol

from bench.broadcasting.figures import Facts, Figures, Kill, figures
from bench.broadcasting.job import BEGIN, chosen
from bot.config import ROOT

START_S = 60.0
SLOWEST_PER_S = 4
"""Whoever sends fewer a second has no end."""
ARRIVED_S = 1.0
"""After this time nothing of a killed program is on its way any more."""
SAID, LAST_WORDS = "said.log", 3_000


class Platform:
    """The other end of ``bench.broadcasting.platform``. Its clock is this machine's, so moments can be compared."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url: str = self._answer()

    def __call__(self, what: str, given: Any = None) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps([what, given]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def must(self, what: str, given: Any = None) -> None:
        if not self(what, given):
            raise TimeoutError(f"{what} {given}: this did not come about")

    def _answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


@contextmanager
def platform(recipients: int, latency: float) -> Iterator[Platform]:
    asked = ["--recipients", str(recipients), "--latency", str(latency)]
    command = [sys.executable, "-m", "bench.broadcasting.platform", *asked]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield Platform(process)
        finally:
            process.kill()


class Contender(Protocol):
    """``command`` starts it. ``begun``: what an administrator does after each start. ``in_flight`` is asked when it has
    just been killed. ``ended``: waits until it has been through with all."""

    def prepare(self, there: Platform, folder: Path, recipients: int) -> None: ...

    def command(self, there: Platform, folder: Path, recipients: int) -> Sequence[str]: ...

    def settings(self, there: Platform, folder: Path) -> Mapping[str, str]: ...

    def begun(self, there: Platform) -> None: ...

    def in_flight(self, there: Platform, folder: Path, recipients: int) -> int: ...

    def ended(self, there: Platform, folder: Path, seconds: float) -> None: ...


class Peer:
    """Begun by what the administrator writes, who is told of the end. ``at_once``: it begins all and waits for all,
    else there is one message after another."""

    def __init__(self, module: str, *, at_once: bool = False) -> None:
        self._module, self._at_once = module, at_once

    def prepare(self, there: Platform, folder: Path, recipients: int) -> None:
        """It has nothing beforehand."""

    def command(self, there: Platform, folder: Path, recipients: int) -> Sequence[str]:
        asked = ["--api", there.url, "--folder", str(folder), "--recipients", str(recipients)]
        return [sys.executable, "-m", self._module, *asked, *(["--at-once"] if self._at_once else [])]

    def settings(self, there: Platform, folder: Path) -> Mapping[str, str]:
        return {}

    def begun(self, there: Platform) -> None:
        there("say", BEGIN)

    def in_flight(self, there: Platform, folder: Path, recipients: int) -> int:
        return recipients - there("count") if self._at_once else 1

    def ended(self, there: Platform, folder: Path, seconds: float) -> None:
        there.must("told", seconds)


@contextmanager
def running(contender: Contender, there: Platform, folder: Path, recipients: int) -> Iterator[None]:
    """It learns nothing of its end. What it says is kept beside its data."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    environment = {**kept, "PYTHONPATH": str(ROOT), **contender.settings(there, folder)}
    command = contender.command(there, folder, recipients)
    with (folder / SAID).open("ab") as said, subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder, env=environment
    ) as process:  # fmt: skip
        try:
            contender.begun(there)
            yield
        except TimeoutError:
            print((folder / SAID).read_text(errors="replace")[-LAST_WORDS:], file=sys.stderr)
            raise
        finally:
            process.kill()


def play(contender: Contender, recipients: int, latency: float) -> Figures:
    patience = START_S + 2 * recipients / SLOWEST_PER_S
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, platform(recipients, latency) as there:
        folder = Path(name)
        contender.prepare(there, folder, recipients)
        with running(contender, there, folder, recipients):
            there.must("polled", START_S)
            there("talk")
            there.must("sent", [recipients // 2, patience])
            killed = monotonic()
        in_flight = contender.in_flight(there, folder, recipients)
        sleep(ARRIVED_S)
        kill = Kill(killed, monotonic(), in_flight)
        with running(contender, there, folder, recipients):
            contender.ended(there, folder, patience)
            facts = Facts(**there("facts"))
        return figures(facts, chosen(recipients), kill)

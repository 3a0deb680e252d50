"""The peers: the same talk on python-telegram-bot and on aiogram, written as an expert in each would write it."""

import subprocess
import sys
from collections.abc import Mapping
from types import MappingProxyType

from bench.peers.stub import Result

PEERS: Mapping[str, str] = MappingProxyType(
    {
        "ptb": "python-telegram-bot, in memory",
        "aiogram": "aiogram FSM, in memory",
        "ptb-pickle": "python-telegram-bot, PicklePersistence",
        "ptb-pickle-on-flush": "python-telegram-bot, PicklePersistence(on_flush)",
    }
)


def measure(peer: str, people: int) -> Result:
    """Run one peer in a process of its own, so that none inherits another's heap; a warning there is an error."""
    command = [sys.executable, "-W", "error", "-m", "bench.peers", "--inside", peer, "--people", str(people)]
    return Result.from_json(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

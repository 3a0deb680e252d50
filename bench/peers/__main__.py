"""`python -m bench.peers`: the peers alone, as a table."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict

from bench.peers import PEERS, measure
from bench.peers.stub import Result

HEAD = f"{'peer':<50}{'people':>8}{'turns/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'flush s':>9}{'finished':>10}"


async def inside(peer: str, people: int) -> Result:
    """Run a peer in this very process; only its own library is imported, and that is not timed."""
    if peer == "aiogram":
        from bench.peers import aiogram_fsm

        return await aiogram_fsm.run(people)
    from bench.peers import ptb

    return await ptb.run(people, ptb.Keep(peer.removeprefix("ptb").lstrip("-") or "memory"))


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--pickle-people", type=int, help="fewer, for the persistence that rewrites its file")
    parser.add_argument("--only", action="append", choices=PEERS, help="this peer (may be repeated)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", choices=PEERS, help="run it in this process and print its result as JSON")
    return parser.parse_args()


def people_for(peer: str, asked: argparse.Namespace) -> int:
    """The default persistence takes time with the square of the people, so it may be given fewer."""
    everybody: int = asked.people
    few: int = asked.pickle_people or min(everybody, 500)
    return few if peer == "ptb-pickle" else everybody


def row(peer: str, people: int, result: Result) -> str:
    """One line of the table."""
    numbers = f"{result.turns_per_s:>10.0f}{result.p50_ms:>9.3f}{result.p99_ms:>9.3f}{result.flush_s:>9.2f}"
    return f"{PEERS[peer]:<50}{people:>8}{numbers}{result.finished:>10}"


def table(asked: argparse.Namespace) -> int:
    """Measure each peer and print it as soon as it is known; 1 if anybody's talk did not come to its end."""
    print(HEAD, flush=True)
    unfinished = 0
    for peer in asked.only or PEERS:
        people = people_for(peer, asked)
        result = measure(peer, people)
        unfinished += result.finished != people
        print(row(peer, people, result), flush=True)
    return int(unfinished > 0)


def as_json(asked: argparse.Namespace) -> int:
    """The same as one JSON object."""
    found = {peer: people_for(peer, asked) for peer in asked.only or PEERS}
    results = {peer: {"people": people} | asdict(measure(peer, people)) for peer, people in found.items()}
    print(json.dumps(results, indent=2))
    return int(any(result["finished"] != result["people"] for result in results.values()))


def main() -> int:
    """Do what was asked."""
    asked = arguments()
    if asked.inside:
        print(asyncio.run(inside(asked.inside, asked.people)).to_json())
        return 0
    return as_json(asked) if asked.json else table(asked)


if __name__ == "__main__":
    sys.exit(main())

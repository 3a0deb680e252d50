"""Whatever is pressed or typed, in whatever order and however often: no turn fails, and each form counts once."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.app import App
from bot.core.events import Event, SessionLogged, SessionWithdrawn, TurnFailed
from bot.core.messages import Kind
from bot.storage.inbox import Waiting
from tests.fakes import Clock, actions, happen, inbound, say
from tests.log_stage import LEADER, MEMBER, OTHER, log, two_teams

OURS = ("log.", "note.", "session.", "book", "team.book")
TYPED = ("3", "thôn 2", "20/11", "9h30", "khó quá", "ghi sổ", "sổ của tôi", "cài vneid vào máy", "064012345678")
STEPS = 120


@pytest.mark.parametrize("seed", range(4))
async def test_no_order_of_buttons_breaks_the_log(tmp_path: Path, seed: int) -> None:
    chance, clock = random.Random(seed), Clock()
    seen: list[Event] = []

    def note(_waiting: Waiting, events: Sequence[Event]) -> None:
        seen.extend(events)

    async with two_teams(tmp_path, clock) as app:
        app.turns.on_turn = note
        await walk(app, chance, clock)
        kept = await log(app)
    assert not [event for event in seen if isinstance(event, TurnFailed)]
    assert len(kept) == len([event for event in seen if isinstance(event, SessionLogged)]) > 0
    withdrawn = [event for event in seen if isinstance(event, SessionWithdrawn)]
    assert len([one for one in kept if one.withdrawn]) == len(withdrawn)


async def walk(app: App, chance: random.Random, clock: Clock) -> None:
    """Old buttons as gladly as new ones, and now and then the same event twice."""
    offered = {who: ["log.new"] for who in (MEMBER, OTHER, LEADER)}
    for step in range(STEPS):
        who = chance.choice(list(offered))
        if chance.random() < 0.15:
            shown = await say(app, who, chance.choice(TYPED))
        else:
            recent = offered[who][-8:] if chance.random() < 0.8 else offered[who]
            wanted = next((action for action in reversed(recent) if action.startswith("log.save")), "")
            action = wanted if wanted and chance.random() < 0.4 else chance.choice(recent)
            pressed = inbound(who, Kind.PRESS, action=action, event_id=f"press-{step}")
            shown = await happen(app, *[pressed] * chance.choice((1, 1, 2)))
        offered[who] += [action for action in actions(shown) if action.startswith(OURS)]
        clock.forward(seconds=chance.choice((1, 600, 7200)))

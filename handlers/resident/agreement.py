"""What somebody agreed to: looked up, and written down."""

from bot.content.consents import Purpose
from bot.core.events import ConsentAnswered
from bot.core.ports import Consent
from bot.engine.turn import Turn

NEWS, URGENT = "announcements", "urgent"
"""``URGENT`` is never asked for: urgent warnings go to everybody who did not say that they want not even those."""


async def agreed(turn: Turn, id_: str) -> bool:
    """Whether the person agreed to this purpose, in the words it has now."""
    answers = await turn.ports.consents.of(turn.person.id)
    return holds(answers.get(id_), turn.content.consents.purposes[id_])


def holds(answer: Consent | None, purpose: Purpose) -> bool:
    return answer is not None and answer.given and answer.version == purpose.stamp


async def declined(turn: Turn, id_: str) -> bool:
    answer = (await turn.ports.consents.of(turn.person.id)).get(id_)
    return answer is not None and not answer.given


async def write_down(turn: Turn, id_: str, purpose: Purpose, *, given: bool) -> None:
    """A second press says nothing new, and what was said first keeps its date. ``purpose``: in whose words."""
    before = (await turn.ports.consents.of(turn.person.id)).get(id_)
    if before and (before.given, before.version) == (given, purpose.stamp):
        return
    await turn.ports.consents.record(turn.person.id, id_, given=given, version=purpose.stamp)
    turn.emit(ConsentAnswered(id_, given))

"""Nobody gets stuck: every button leads somewhere, every step can be reached and left."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.check.fault import Found
from bot.content.load import Content
from bot.content.model import Guide, Step

LONGEST_ACTION = 64  # bytes, Telegram's limit

_MOVES = frozenset({"end", "person"})


def ids(guide: Guide) -> Found:
    """Ids are unique, and fit into a button together."""
    for kind, all_ids in _ids(guide).items():
        for id_ in sorted({i for i in all_ids if all_ids.count(i) > 1}):
            yield kind, f"“{id_}” stands twice: give each its own id", True
    for step in guide.steps:
        for id_ in _inner(step):
            if len(f"guide.trouble:{guide.id}.{step.id}.{id_}".encode()) > LONGEST_ACTION:
                yield f"steps.{step.id}.{id_}", "guide, step and this id together are too long: shorten one", True


def _ids(guide: Guide) -> dict[str, list[str]]:
    return {"steps": [s.id for s in guide.steps], **{f"steps.{s.id}": _inner(s) for s in guide.steps}}


def _inner(step: Step) -> list[str]:
    return [*(trouble.id for trouble in step.troubles), *(option.id for option in step.options)]


def leads(guide: Guide, content: Content) -> Found:
    """Whatever is pressed leads somewhere that exists."""
    for step in guide.steps:
        for field, go, moves in _targets(step):
            linked = content.guide(go.removeprefix("guide:")) if go.startswith("guide:") else None
            if not (go in moves or guide.step(go) or linked):
                yield field, f"“{go}” leads nowhere: no such step, or no such published guide", True


def _targets(step: Step) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(field, where it goes, the words that are allowed there besides steps and guides)."""
    here = f"steps.{step.id}"
    if step.go:
        yield f"{here}.go", step.go, frozenset({"end"})
    for option in step.options:
        yield f"{here}.options.{option.id}", option.go, _MOVES
    for trouble in step.troubles:
        if trouble.then:
            yield f"{here}.troubles.{trouble.id}.then", trouble.then.removeprefix("step:"), frozenset({"person"})


def ways(guide: Guide) -> Found:
    """Every step can be reached from the first, and from every step the guide can be finished."""
    reached = _reachable(guide)
    for step in guide.steps:
        if step.id not in reached:
            yield f"steps.{step.id}", "no way leads here from the first step: link it, or take it out", True
        elif not _ends(guide, step):
            yield f"steps.{step.id}", "from here the guide never ends: let one way lead to “end” or out of it", True


def _reachable(guide: Guide) -> set[str]:
    reached, waiting = set(), [guide.first]
    while waiting:
        step = waiting.pop()
        if step.id not in reached:
            reached.add(step.id)
            waiting += guide.leads_to(step)
    return reached


def _ends(guide: Guide, start: Step) -> bool:
    """Following only what is meant to lead on, not the ways out of trouble."""
    seen, waiting = set(), [start]
    while waiting:
        step = waiting.pop()
        targets = [option.go for option in step.options]
        if any(go in _MOVES or go.startswith("guide:") for go in targets) or (not targets and not guide.after(step)):
            return True
        seen.add(step.id)
        following = [guide.step(go) for go in targets] if targets else [guide.after(step)]
        waiting += [s for s in following if s and s.id not in seen]
    return False

"""Is what editors wrote fit to be shown? Every fault names the file, the field and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from typing_extensions import override

from bot.content.consents import Consents
from bot.content.load import ADDRESS_NAMES, PLACEHOLDER, Content
from bot.content.model import Guide, Step
from bot.core.phrases import Words
from bot.core.talk import SPOKEN

STALE_AFTER = timedelta(days=182)
LONGEST_TEXT = 240  # characters
LONGEST_SENTENCE = 28  # words
MOST_SENTENCES = 2
LONGEST_LABEL = 40  # characters, a button at 320 px
LONGEST_ACTION = 64  # bytes, Telegram's limit
LONGEST_NOTICE = 120  # words

_SENTENCE = re.compile(r"(?<=[.!?…])[\s”\"]+(?=[A-ZÀ-Ỹ{“])")
_MOVES = frozenset({"end", "person"})


@dataclass(frozen=True, slots=True)
class Fault:
    file: str
    field: str
    reason: str
    serious: bool = True

    @override
    def __str__(self) -> str:
        return f"{'' if self.serious else 'warning: '}{self.file}: {self.field}: {self.reason}"


def check_content(content: Content, today: date) -> list[Fault]:
    """All faults of all guides and contacts, in the order of the files."""
    faults = list(check_consents(content.consents))
    for guide in content.guides.values():
        if guide.status != "withdrawn":
            faults += check_guide(guide, content, today)
    return faults


def check_consents(consents: Consents) -> Iterator[Fault]:
    """Everybody can read what they agree to, and knows who answers for their data."""
    texts = {f"{id_}.{part}": text for id_, purpose in consents.purposes.items()
             for part, text in (("title", purpose.title), ("text", purpose.text))}  # fmt: skip
    for field, text in {"notice": consents.notice, **texts}.items():
        for reason in _unfit(text, field):
            yield Fault("consents.yaml", field, reason)
    if not consents.controller:
        reason = "names nobody: write who answers for the data, as agreed in writing; until then it is “the operator”"
        yield Fault("consents.yaml", "controller", reason, serious=False)


def _unfit(text: Words, field: str) -> Iterator[str]:
    yield from (f"the text in “{lang}” is missing" for lang in SPOKEN if lang not in text.by_lang)
    for written in text.by_lang.values():
        known = ADDRESS_NAMES | ({"controller"} if field == "notice" else frozenset())
        yield from (f"knows no {{{name}}}" for name in PLACEHOLDER.findall(written) if name not in known)
        if field != "notice":
            yield from _too_much(written, label=field.endswith("title"))
        elif len(written.split()) > LONGEST_NOTICE:
            yield f"{len(written.split())} words: a notice takes at most {LONGEST_NOTICE}"


def check_guide(guide: Guide, content: Content, today: date) -> Iterator[Fault]:
    file = f"guides/{guide.id}.yaml"
    checks = (ids(guide), leads(guide, content), ways(guide), placeholders(guide, content), known(guide, content),
              languages(guide), words(guide), source(guide, today), unshown(guide, content))  # fmt: skip
    for found in checks:
        for field, reason, serious in found:
            yield Fault(file, field, reason, serious)


Found = Iterator[tuple[str, str, bool]]


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


def placeholders(guide: Guide, content: Content) -> Found:
    """Each fact is used and each ``{name}`` is known."""
    written = content.raw[guide.id]
    facts = set(written.get("facts") or {})
    used = {name for field, text in _strings(written) for name in PLACEHOLDER.findall(text) if field}
    for fact in sorted(facts - used):
        yield f"facts.{fact}", "is stated but never used: use {" + fact + "} in a text, or take it out", True
    for field, text in _strings(written):
        known_here = ADDRESS_NAMES if field.startswith("facts.") else facts | ADDRESS_NAMES | set(content.contacts)
        for name in PLACEHOLDER.findall(text):
            if name not in known_here:
                yield field, "{" + name + "} is not a fact of this guide: write it under “facts”", True


def _strings(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(inner, f"{field}.{key}" if field else str(key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            name = inner.get("id", position) if isinstance(inner, Mapping) else position
            yield from _strings(inner, f"{field}.{name}")


def known(guide: Guide, content: Content) -> Found:
    """The service, its outcomes and the contacts exist."""
    service = content.services.get(guide.service)
    if not service:
        yield "service", f"“{guide.service}” is not in services.yaml", True
    for code in guide.outcomes:
        if service and code not in service.outcomes:
            yield "outcomes", f"“{code}” is not an outcome of “{guide.service}” in services.yaml", True
    named = [(f"steps.{s.id}.contacts", id_) for s in guide.steps for id_ in s.contacts]
    named += [("intro", notice.when.contact) for notice in guide.intro if notice.when]
    for field, id_ in named:
        if id_ not in content.contacts:
            yield field, f"“{id_}” is not in contacts.yaml", True


def languages(guide: Guide) -> Found:
    """What is written in one language is written in all that the guide has a title in."""
    wanted = [lang for lang in SPOKEN if lang in guide.title.by_lang]
    facts = ((f"facts.{name}", text) for name, text in guide.facts.items())
    for field, text in (*_texts(guide), *facts):
        for lang in wanted:
            if lang not in text.by_lang:
                yield field, f"the text in “{lang}” is missing", True
    if not guide.asks.get("vi"):
        yield "asks.vi", "nobody can find this guide: write the ways people ask for it", True


def words(guide: Guide) -> Found:
    """Short enough to read on a small screen and to hear once."""
    for field, text in _texts(guide):
        for lang, written in text.by_lang.items():
            for reason in _too_much(written, label=field.endswith(("sign", "label", "title"))):
                yield f"{field}.{lang}", reason, True


def _too_much(written: str, *, label: bool) -> Iterator[str]:
    if label:
        if len(written) > LONGEST_LABEL:
            yield f"{len(written)} characters: a button takes at most {LONGEST_LABEL}"
        return
    sentences = _SENTENCE.split(written)
    longest = max(len(sentence.split()) for sentence in sentences)
    if len(sentences) > MOST_SENTENCES:
        yield f"{len(sentences)} sentences: say it in at most {MOST_SENTENCES}, or make two steps of it"
    if longest > LONGEST_SENTENCE:
        yield f"a sentence of {longest} words: at most {LONGEST_SENTENCE}"
    if len(written) > LONGEST_TEXT:
        yield f"{len(written)} characters: at most {LONGEST_TEXT}"


def source(guide: Guide, today: date) -> Found:
    """Published only with a source, and looked at again after half a year."""
    if guide.status == "published" and not guide.sources:
        yield "sources", "a published guide needs at least one source with its checked_on date", True
    if guide.checked_on > today:
        yield "checked_on", f"{guide.checked_on} is in the future", True
    elif today - guide.checked_on > STALE_AFTER:
        yield "checked_on", f"last checked on {guide.checked_on}: check it against its sources again", False


def unshown(guide: Guide, content: Content) -> Found:
    """A contact nobody has verified is not stated as a fact, by name or by number."""
    only_if_open = {f"intro.{n}.": notice.when.contact for n, notice in enumerate(guide.intro)
                    if notice.when and notice.when.open}  # fmt: skip
    for field, text in _strings(content.raw[guide.id]):
        for id_, contact in content.contacts.items():
            stated = "{" + id_ + "}" in text or bool(contact.value and len(contact.value) > 3 and contact.value in text)
            safe = contact.usable or any(field.startswith(where) and id_ == of for where, of in only_if_open.items())
            if stated and not safe:
                yield field, f"states the contact “{id_}”, which nobody has verified: use “contacts:” instead", True


def _texts(guide: Guide) -> Iterator[tuple[str, Words]]:
    yield "title", guide.title
    yield from ((f"intro.{n}", notice.text) for n, notice in enumerate(guide.intro))
    for step in guide.steps:
        yield f"steps.{step.id}.do", step.do
        yield from ((f"steps.{step.id}.warn", words) for words in [step.warn] if words)
        yield from ((f"steps.{step.id}.options.{o.id}.label", o.label) for o in step.options)
        for trouble in step.troubles:
            yield f"steps.{step.id}.troubles.{trouble.id}.sign", trouble.sign
            yield f"steps.{step.id}.troubles.{trouble.id}.fix", trouble.fix
    yield from (("ending", guide.ending), ("fee", guide.fee), ("in_person", guide.in_person))
    for field in ("where", "papers", "takes", "who", "warning"):
        if words := getattr(guide, field):
            yield field, words

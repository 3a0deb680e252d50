"""The indicators: nothing is stated that nobody stands for, and no outcome contributes to what it cannot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from bot.content.check.fault import Fault, Found
from bot.content.check.marks import odd_marks
from bot.content.check.truth import STALE_AFTER
from bot.content.indicators import DONE, NEW, Contribution, Indicator
from bot.content.load import INDICATORS, Content
from bot.core.phrases import Words
from bot.core.talk import SPOKEN

WHOLE = 100  # per cent


def check_indicators(content: Content, today: date) -> Iterator[Fault]:
    for field, reason, serious in chain(_programmes(content), _ids(content)):
        yield Fault(INDICATORS, field, reason, serious)
    for one in content.indicators.indicators:
        checks = (_document(one, today), _code(one), _figures(one, today), _contributions(one, content), _words(one))
        for field, reason, serious in chain(*checks):
            yield Fault(INDICATORS, f"indicators.{one.id}.{field}", reason, serious)


def _programmes(content: Content) -> Found:
    known, used = content.indicators.programmes, {one.programme for one in content.indicators.indicators}
    for one in content.indicators.indicators:
        if one.programme not in known:
            yield f"indicators.{one.id}.programme", f"“{one.programme}” is not among the programmes", True
    for id_, programme in known.items():
        if id_ not in used:
            yield f"programmes.{id_}", "no indicator belongs to it", False
        for reason in _unfit(programme.title):
            yield f"programmes.{id_}.title", reason, True


def _ids(content: Content) -> Found:
    for id_, count in Counter(one.id for one in content.indicators.indicators).items():
        if count > 1:
            yield f"indicators.{id_}.id", f"stands {count} times: each has an id of its own", True


def _document(one: Indicator, today: date) -> Found:
    if one.status == "published" and not one.source:
        yield "source", "is missing: a published indicator names the document that sets it", True
    age = today - one.checked_on
    if age < timedelta():
        yield "checked_on", f"{one.checked_on} is in the future", True
    elif age > STALE_AFTER:
        yield "checked_on", f"last checked on {one.checked_on}: check it against its sources again", False


def _code(one: Indicator) -> Found:
    if one.code and not one.code_source:
        yield "code", f"“{one.code}” without code_source: name the annex it was read in, and when", True
    elif one.code_source and not one.code:
        yield "code_source", "there is no code it is the source of", True


def _figures(one: Indicator, today: date) -> Found:
    stated = [(f"targets.{n}", target.value) for n, target in enumerate(one.targets)]
    stated += [(f"readings.{reading.as_of}", reading.value) for reading in one.readings]
    for field, value in stated:
        if one.is_share and value is not None and value > WHOLE:
            yield field, f"{value:g} is more than the whole: it is a share, in per cent", True
    for year, count in Counter(target.year for target in one.targets).items():
        if count > 1:
            yield "targets", f"{count} targets for {year}: make two indicators of it", True
    for reading in one.readings:
        if reading.as_of > today.isoformat():
            yield f"readings.{reading.as_of}", f"{reading.as_of} is in the future", True
    if one.later and not one.baseline:
        yield "later", "there is no baseline that it is later than", True


# ---- what contributes ----------------------------------------------------------------------------------------------


def _contributions(one: Indicator, content: Content) -> Found:
    if one.contributes and not one.may_not_say:
        yield "may_not_say", "is missing: something contributes, so say what must not be made of it", True
    named = Counter((by.service, by.outcome, by.counts) for by in one.contributes)
    for (service, outcome, counts), count in named.items():
        if count > 1:
            yield f"contributes.{service}.{outcome}", f"counts {counts} {count} times: leave it once", True
    for column, kinds in _added_up(one).items():
        if len(kinds) > 1:
            yield (
                "contributes",
                f"“{column}” would add up what is counted differently: give each a column of its own",
                True,
            )
    for by in one.contributes:
        for reason in (*_unknown(by, content), *_overcounts(by)):
            yield f"contributes.{by.service or by.counts}", reason, True


def _added_up(one: Indicator) -> dict[str, set[tuple[str, ...]]]:
    """The columns, each with the ways of counting that stand in it. People of two services may be the same people."""
    kinds: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for by in one.contributes:
        alone = by.service if by.counts in NEW else ""
        kinds[by.column.by_lang["vi"]].add((by.counts, by.evidence, by.had_before, by.bears, alone))
    return kinds


def _unknown(by: Contribution, content: Content) -> Iterator[str]:
    if by.counts == "members":
        if by.service or by.outcome:
            yield "members are counted by themselves: take out service and outcome"
        return
    service = content.services.get(by.service)
    if service is None:
        yield f"“{by.service}” is not a code of services.yaml"
    elif by.outcome not in service.outcomes:
        yield f"“{by.outcome}” is no outcome of “{by.service}” in services.yaml"


def _overcounts(by: Contribution) -> Iterator[str]:
    if by.counts in DONE and by.evidence != "E2":
        yield f"{by.counts} count only when seen on the screen: write “evidence: E2”, or count visits"
    if by.counts in NEW and by.had_before != "no":
        yield f"{by.counts} count only when they did not have it before: write “had_before: no”, or count visits"


# ---- words ---------------------------------------------------------------------------------------------------------


def _words(one: Indicator) -> Found:
    for field, text in _texts(one):
        for reason in _unfit(text):
            yield field, reason, True


def _texts(one: Indicator) -> Iterator[tuple[str, Words]]:
    """(field, text), of all that a report may show."""
    yield from (("name", one.name), ("unit", one.unit))
    optional = [("official_source", one.official_source), ("may_not_say", one.may_not_say)]
    optional += [(f"targets.{target.year}", target.says) for target in one.targets]
    for reading in one.readings:
        where = f"readings.{reading.as_of}"
        yield f"{where}.definition", reading.definition
        optional += [(f"{where}.says", reading.says), (f"{where}.warning", reading.warning)]
    yield from ((field, text) for field, text in optional if text)
    yield from ((f"contributes.{by.service or by.counts}.column", by.column) for by in one.contributes)


def _unfit(text: Words) -> Iterator[str]:
    yield from (f"the text in “{lang}” is missing" for lang in SPOKEN if lang not in text.by_lang)
    for written in text.by_lang.values():
        yield from odd_marks(written)

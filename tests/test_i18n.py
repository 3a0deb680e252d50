"""A phrase becomes one string, in the person's language and with the address they chose."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.config import ROOT
from bot.content.check import Fault
from bot.core.errors import ContentError
from bot.core.phrases import Joined, Phrase, Words, lines
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.i18n import Translator
from bot.i18n_check import NATIVE, check_catalogues

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
ADDRESSES = """
vi:
  neutral: [bà con, cháu]
  bac: [bác, cháu]
en:
  neutral: [you, I]
"""


def catalogue(*entries: tuple[str, str], comment: str = "") -> str:
    return HEADER + "".join(f'{comment}msgid "{msgid}"\nmsgstr "{said}"\n\n' for msgid, said in entries)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Catalogues of three messages, complete."""
    done, step, ask = ("Done", "Xong"), ("Step {n}", "Bước {n}"), ("What do {you} need?", "{You} cần gì?")
    said = {
        "messages.pot": catalogue(("Done", ""), ("Step {n}", ""), ("What do {you} need?", "")),
        "vi/LC_MESSAGES/messages.po": catalogue(done, step, ask),
        "en/LC_MESSAGES/messages.po": catalogue(*((msgid, msgid) for msgid, _said in (done, step, ask))),
        **{f"{lang}/LC_MESSAGES/messages.po": catalogue(("Done", ""), ("Step {n}", "")) for lang in NATIVE},
        "addresses.yaml": ADDRESSES,
    }
    for name, body in said.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(body, "utf-8")
    return tmp_path


@pytest.fixture
def translator(folder: Path) -> Translator:
    return Translator.read(folder)


# ---- speaking ------------------------------------------------------------------------------------------------------

TITLE = Words({"vi": "Kích hoạt", "en": "Activate"})


@pytest.mark.parametrize(
    ("phrase", "lang", "called", "said"),
    [
        ("Xã Ia Ko", "en", "", "Xã Ia Ko"),
        ("{you} stays: a name is no pattern", "vi", "", "{you} stays: a name is no pattern"),
        (_("Done"), "vi", "", "Xong"),
        (_("Done"), "en", "", "Done"),
        (_("Done"), "fr", "", "Done"),
        (_("Not in any catalogue"), "vi", "", "Not in any catalogue"),
        (_("Step {n}", n="2"), "vi", "", "Bước 2"),
        (_("Step {n}", n=_("Done")), "vi", "", "Bước Xong"),
        (_("Step {n}", n=TITLE), "en", "", "Step Activate"),
        (_("What do {you} need?"), "vi", "", "Bà con cần gì?"),
        (_("What do {you} need?"), "vi", "bac", "Bác cần gì?"),
        (_("What do {you} need?"), "vi", "nobody-knows", "Bà con cần gì?"),
        (_("What do {you} need?"), "en", "bac", "What do you need?"),
        (TITLE, "vi", "", "Kích hoạt"),
        (TITLE, "en", "", "Activate"),
        (Words({"vi": "Chỉ có tiếng Việt"}), "en", "", "Chỉ có tiếng Việt"),
        (Words({"vi": "{Me} chào {you}"}), "vi", "bac", "Cháu chào bác"),
        (Words({"vi": "{code} của {you}"}, {"code": "A1"}), "vi", "", "A1 của bà con"),
        (Words({"vi": "{unknown}"}), "vi", "", "{unknown}"),
        (lines(_("Done"), TITLE, "!"), "vi", "", "Xong\nKích hoạt\n!"),
        (Joined((), "\n"), "vi", "", ""),
    ],
)
def test_a_phrase_and_how_it_is_said(translator: Translator, phrase: Phrase, lang: str, called: str, said: str) -> None:
    assert translator.speak(phrase, lang, called) == said


def test_what_is_filled_in_is_not_looked_through_for_names_again(translator: Translator) -> None:
    """A commune, or one day a person's words, may hold braces."""
    assert translator.speak(_("Step {n}", n="{you} {n}"), "vi") == "Bước {you} {n}"


def test_an_argument_that_is_empty_leaves_nothing_and_not_its_name(translator: Translator) -> None:
    assert translator.speak(_("Step {n}", n=""), "vi") == "Bước "


def test_an_argument_that_is_called_like_an_address_wins(translator: Translator) -> None:
    assert translator.speak(_("What do {you} need?", You="Chị"), "vi") == "Chị cần gì?"


def test_a_translation_marked_as_unsure_is_not_used(folder: Path) -> None:
    path = folder / "vi" / "LC_MESSAGES" / "messages.po"
    path.write_text(path.read_text("utf-8").replace('msgid "Done"', '#, fuzzy\nmsgid "Done"'), "utf-8")
    assert Translator.read(folder).speak(_("Done"), "vi") == "Done"


# ---- reading -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", SPOKEN)
def test_a_missing_catalogue_is_named(folder: Path, lang: str) -> None:
    path = folder / lang / "LC_MESSAGES" / "messages.po"
    path.unlink()
    with pytest.raises(ContentError) as caught:
        Translator.read(folder)
    assert caught.value.file == path
    assert "No such file" in caught.value.reason


@pytest.mark.parametrize("broken", [None, "vi: [", "vi:\n  bac: [bác]\n", "- vi\n", ""])
def test_ways_to_address_that_cannot_be_read_are_named(folder: Path, broken: str | None) -> None:
    path = folder / "addresses.yaml"
    path.unlink() if broken is None else path.write_text(broken, "utf-8")
    with pytest.raises(ContentError) as caught:
        Translator.read(folder)
    assert caught.value.file == path


# ---- are the catalogues complete -----------------------------------------------------------------------------------


def check(folder: Path, lang: str, old: str, new: str) -> list[Fault]:
    path = folder / lang / "LC_MESSAGES" / "messages.po"
    written = path.read_text("utf-8")
    assert old in written
    path.write_text(written.replace(old, new), "utf-8")
    return list(check_catalogues(folder))


def test_complete_catalogues_have_no_fault(folder: Path) -> None:
    assert list(check_catalogues(folder)) == []


FAULTS = {
    "no translation": ("vi", 'msgstr "Xong"', 'msgstr ""', "“Done”", "is not translated"),
    "no entry": ("en", 'msgid "Done"\nmsgstr "Done"', "", "“Done”", "is not translated"),
    "an unsure one": ("vi", 'msgid "Done"', '#, fuzzy\nmsgid "Done"', "“Done”", "is not translated"),
    "a lost name": ("vi", "Bước {n}", "Bước", "“Step {n}”", "must hold the same {names}"),
    "a translated name": ("vi", "Bước {n}", "Bước {số}", "“Step {n}”", "must hold the same {names}"),
    "a name too many": ("vi", "Bước {n}", "Bước {n}/{total}", "“Step {n}”", "must hold the same {names}"),
}


@pytest.mark.parametrize(("lang", "old", "new", "field", "reason"), FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_told_with_its_catalogue_its_message_and_its_reason(
    folder: Path, lang: str, old: str, new: str, field: str, reason: str
) -> None:
    (fault,) = check(folder, lang, old, new)
    assert (fault.file, fault.field) == (f"locales/{lang}/LC_MESSAGES/messages.po", field)
    assert reason in fault.reason
    assert fault.serious


def test_a_language_may_leave_the_address_out_or_put_it_in(folder: Path) -> None:
    assert check(folder, "en", 'msgstr "What do {you} need?"', 'msgstr "What now?"') == []
    assert check(folder, "vi", 'msgstr "Xong"', 'msgstr "{You} xong"') == []


# ---- Jrai and Bahnar: written by native speakers, or not at all ----


@pytest.mark.parametrize("lang", NATIVE)
def test_words_in_a_native_language_without_a_reviewer_are_refused(folder: Path, lang: str) -> None:
    (fault,) = check(folder, lang, 'msgid "Done"\nmsgstr ""', 'msgid "Done"\nmsgstr "…"')
    assert "Reviewed-by" in fault.reason


@pytest.mark.parametrize("lang", NATIVE)
def test_with_a_named_reviewer_they_are_welcome(folder: Path, lang: str) -> None:
    by = "# Reviewed-by: a native speaker, Pleiku, 25/11/2026\n"
    assert check(folder, lang, 'msgid ""\nmsgstr ""\n"Content', f'{by}msgid ""\nmsgstr ""\n"Content') == []
    assert check(folder, lang, 'msgid "Done"\nmsgstr ""', 'msgid "Done"\nmsgstr "…"') == []


@pytest.mark.parametrize("lang", NATIVE)
def test_a_native_catalogue_that_is_missing_is_told(folder: Path, lang: str) -> None:
    (folder / lang / "LC_MESSAGES" / "messages.po").unlink()
    (fault,) = check_catalogues(folder)
    assert "make messages" in fault.reason


@pytest.mark.parametrize("lang", NATIVE)
def test_our_own_native_catalogues_hold_no_word_that_a_machine_wrote(lang: str) -> None:
    """Until somebody who speaks it has filled it. Then this test goes, and the language may be chosen."""
    with (ROOT / "locales" / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        assert not [message.id for message in read_po(file) if message.id and message.string]


def test_our_own_catalogues_are_complete() -> None:
    assert [str(fault) for fault in check_catalogues(ROOT / "locales")] == []

"""Keep the catalogues together: new words into those of native languages, and translations from files into all.

``python tools/catalogues.py [FILE.json …]``, each file ``{"msgid": {"vi": "…", "en": "…"}}``. The catalogues of Jrai
and Bahnar get the msgids with nothing behind them: only a native reviewer fills them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LOCALES = Path(__file__).resolve().parent.parent / "locales"
SPOKEN, NATIVE = ("vi", "en"), ("jra", "bdq")
HEADER = """\
# {name} translations for Tổ Số. Nothing here is machine-written.
# A native speaker fills it, another reads it; then write here: “Reviewed-by: NAME, DIALECT, DATE”.
#"""
NAMES = {"jra": "Jrai", "bdq": "Bahnar"}


def main(files: list[str]) -> None:
    words = {msgid: said for file in files for msgid, said in json.loads(Path(file).read_text("utf-8")).items()}
    for lang in SPOKEN:
        fill(lang, words)
    for lang in NATIVE:
        renew(lang)


def fill(lang: str, words: dict[str, dict[str, str]]) -> None:
    catalogue = read(path_of(lang))
    for message in catalogue:
        if lang in words.get(str(message.id), {}):
            message.string = words[str(message.id)][lang]
            message.flags.discard("fuzzy")
    write(catalogue, lang)


def renew(lang: str) -> None:
    path = path_of(lang)
    old = read(path) if path.exists() else Catalog()
    new = Catalog(
        project="Tổ Số",
        charset="utf-8",
        header_comment=old.header_comment if path.exists() else HEADER.format(name=NAMES[lang]),
    )
    for message in read(LOCALES / "messages.pot"):
        if message.id:
            kept = old.get(message.id)
            new.add(message.id, kept.string if kept else "", flags=message.flags - {"fuzzy"})
    path.parent.mkdir(parents=True, exist_ok=True)
    write(new, lang)


def path_of(lang: str) -> Path:
    return LOCALES / lang / "LC_MESSAGES" / "messages.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def write(catalogue: Catalog, lang: str) -> None:
    with path_of(lang).open("wb") as out:
        write_po(out, catalogue, width=0, sort_output=True)


if __name__ == "__main__":
    main(sys.argv[1:])

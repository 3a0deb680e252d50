"""Fill translations from fragments ``{"msgid": {"vi": "...", "en": "..."}}`` into the catalogues: ``FILE.json …``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from babel.messages.pofile import read_po, write_po

LOCALES = Path(__file__).resolve().parent.parent / "locales"


def main(files: list[str]) -> None:
    words = {msgid: said for file in files for msgid, said in json.loads(Path(file).read_text("utf-8")).items()}
    for lang in ("vi", "en"):
        path = LOCALES / lang / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            if message.id in words and lang in words[str(message.id)]:
                message.string = words[str(message.id)][lang]
                message.flags.discard("fuzzy")
        with path.open("wb") as out:
            write_po(out, catalogue, width=0, sort_output=True, omit_header=False)


if __name__ == "__main__":
    main(sys.argv[1:])

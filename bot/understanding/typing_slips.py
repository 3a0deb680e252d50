"""Marks that were typed but not put together: "dduwowcj" (Telex), "d9uo7c5" (VNI). Only what is no syllable is mended.

The marks themselves do not matter here, for sentences are compared without them; so mending means leaving out the
letters and digits that stood for marks.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?"
_RIME = (
    "(?:uyen|uyet|uynh|uych|uyt|uya|uyn|uyu|uye|ieng|iec|iem|ien|iep|iet|ieu|yem|yen|yet|yeu|yeng|uong|uoc|uom|uon|uop|uot"
    "|uoi|uou|oai|oay|oao|oang|oac|oam|oan|oap|oat|oanh|oach|oeo|oen|oet|uay|uai|uan|uang|uat|uac|uanh|uach|uenh|uech"
    "|[aeiouy](?:ng|nh|ch|[cmnpt])?|ai|ao|au|ay|eo|eu|ia|iu|oi|oa|oe|ui|ua|uo|uu|ue|uy|ie|ye)"
)
_SYLLABLE = re.compile(f"{_ONSET}{_RIME}")
_TELEX = re.compile(r"[a-z]{3,12}")
_VNI = re.compile(r"(?=[a-z0-9]{3,12}$)[a-z]+[1-9][a-z1-9]*")
_DOUBLED = re.compile(r"(aa|ee|oo|dd)")
_LEVELS = frozenset({"muc", "cap", "lop", "m", "do", "loai", "hang", "so", "quy", "khu", "thon", "to", "k", "f", "v"})
"""Words after which a digit is a digit: "muc2"."""


def mended(folded: str) -> str:
    """Where a word is no syllable as it stands, but is one without the letters that stand for marks: without them."""
    return " ".join(map(_word, folded.split()))


@lru_cache(maxsize=8192)
def _word(word: str) -> str:
    if _SYLLABLE.fullmatch(word):
        return word
    if _VNI.fullmatch(word):
        return _vni(word)
    return _telex(word) if _TELEX.fullmatch(word) else word


def _vni(word: str) -> str:
    bare = "".join(letter for letter in word if not letter.isdigit())
    return bare if bare not in _LEVELS and _SYLLABLE.fullmatch(bare) else word


def _telex(word: str) -> str:
    """``"dduwowcj"`` → ``"duoc"``: the tone letter goes, ``w`` goes, a doubled letter is one."""
    for toned in (word, _without_tone(word)):
        bare = _DOUBLED.sub(lambda found: found[0][0], toned.replace("w", "u" if toned.startswith("w") else ""))
        if bare != word and _SYLLABLE.fullmatch(bare):
            return bare
    return word


def _without_tone(word: str) -> str:
    """The last of the letters s, f, r, x, j after the first vowel stands for the tone."""
    first = next((at for at, letter in enumerate(word) if letter in "aeiouy"), len(word))
    at = max((word.rfind(letter) for letter in "sfrxj"), default=-1)
    return word[:at] + word[at + 1 :] if at > first else word

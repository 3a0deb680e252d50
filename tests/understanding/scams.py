"""The scam check as it is shipped, for the tests."""

from functools import cache

import yaml

from bot.config import ROOT
from bot.content.scam import Scam
from bot.understanding.scam import ScamCheck


@cache
def scam() -> Scam:
    return Scam.model_validate(yaml.load((ROOT / "content" / "scam.yaml").read_text("utf-8"), yaml.CSafeLoader))


@cache
def shipped() -> ScamCheck:
    return ScamCheck(scam())

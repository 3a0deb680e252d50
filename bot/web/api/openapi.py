"""The description of the API (OpenAPI 3.1). Its answers are described by the dataclasses that they are made of."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot.core.talk import SPOKEN
from bot.i18n import FALLBACK
from bot.reports.report import Report
from bot.web.api.asked import PERIOD, PLACE
from bot.web.api.refusals import KIND
from bot.web.api.schema import Schema, schemas
from bot.web.api.shapes import Indicators, Places, Problem

FIGURES = (
    "A figure is a number; null where it is not known (never 0); “<5” if fewer than five residents are withheld; “…” "
    "where it is withheld so that the one beside it cannot be worked out. The footnote goes with every use. Figures "
    "are not to be divided by a population, nor targets, official figures and contributions by one another."
)
REFUSALS = {401: "No valid token", 403: "The token opens another place", 404: "There is no such place",
            422: "A parameter is not understood, or the time has not begun", 429: "Too many requests"}  # fmt: skip
TIME = {"name": "period", "in": "query", "required": True, "schema": {"type": "string", "pattern": PERIOD},
        "description": "A day, ISO week, month, quarter or year in Vietnam that has begun."}  # fmt: skip
WHERE = {"name": "place", "in": "query", "schema": {"type": "string", "pattern": PLACE},
         "description": "Code of a commune; without it, all that the token opens."}  # fmt: skip
LANG = {"name": "lang", "in": "query", "schema": {"enum": list(SPOKEN), "default": FALLBACK},
        "description": "Language of names and words."}  # fmt: skip


@cache
def description() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tổ Số: reports", "version": "1", "description": FIGURES, "license": {"name": "Apache-2.0"}},
        "security": [{"token": []}],
        "paths": {
            "/api/v1/report": {"get": _reading("report", Report, TIME, WHERE, LANG)},
            "/api/v1/indicators": {"get": _reading("indicators", Indicators, TIME, WHERE, LANG)},
            "/api/v1/places": {"get": _reading("places", Places, LANG)},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas(Report, Indicators, Places, Problem),
        },
    }


def _reading(name: str, kind: type, *parameters: Schema) -> Schema:
    refused = {str(status): _answer(KIND, Problem, words) for status, words in REFUSALS.items()}
    not_changed = {"304": {"description": "As the tag in If-None-Match says"}}
    told = {"200": _answer("application/json", kind, "The figures" if kind is not Places else "What the token opens")}
    return {"operationId": name, "parameters": list(parameters), "responses": told | not_changed | refused}


def _answer(content: str, kind: type, words: str) -> dict[str, Any]:
    ref = {"$ref": f"#/components/schemas/{kind.__name__}"}
    return {"description": words, "content": {content: {"schema": ref}}}

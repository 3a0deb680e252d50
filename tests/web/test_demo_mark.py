"""Where all data are invented every page says so: the chat and the notebook here, the admin site in its own tests."""

from typing import cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.config import ROOT
from bot.i18n import Translator
from bot.web.assets import Assets
from bot.web.notebook.desk import Desk
from bot.web.notebook.pages import PAGE, NotebookPages
from bot.web.pages import Pages

MARK = "Demo data: everything here is invented. None of it happened."
NO_DESK = cast("Desk", None)
"""Nobody signs in here."""


async def shown(path: str, *, demo: bool) -> str:
    say, assets, app = Translator.read(ROOT / "locales").speak, Assets(), web.Application()
    app.add_routes(Pages(assets, say, "*", lambda: demo).routes())
    app.add_routes(NotebookPages(assets, say, NO_DESK, "", lambda: demo).routes())
    async with TestClient(TestServer(app)) as client:
        return await (await client.get(path)).text()


@pytest.mark.parametrize("path", ["/?lang=en", f"{PAGE}?lang=en"])
async def test_a_page_says_that_all_is_invented_where_it_is_so(path: str) -> None:
    assert MARK in await shown(path, demo=True)
    assert MARK not in await shown(path, demo=False)

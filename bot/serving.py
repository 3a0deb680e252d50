"""The server of a running bot: channels, pages and API. Beside ``app`` the one place that names concrete classes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiohttp import web

from bot.app import App, reports, shrink
from bot.channels.telegram.commands import COMMANDS
from bot.channels.webchat.receive import WebChat
from bot.core.leases import polling
from bot.core.talk import SPOKEN
from bot.previewing import screens
from bot.storage.sent_pictures import SentPictures
from bot.understanding.guard import guard
from bot.web.admin.announcing import Announcing
from bot.web.admin.frame import AdminSite
from bot.web.admin.office import Office
from bot.web.admin.section import Section
from bot.web.admin.sections import SECTIONS
from bot.web.api.gate import PER_MINUTE, Gate, Rate
from bot.web.api.routes import Api
from bot.web.assets import Assets
from bot.web.notebook.api import NotebookApi
from bot.web.notebook.desk import Desk
from bot.web.notebook.guides import Books
from bot.web.notebook.pages import NotebookPages
from bot.web.pages import Pages
from bot.web.server import Server
from handlers.admin import announcement_check, announcement_message

if TYPE_CHECKING:
    from bot.channels.telegram.receive import Telegram


def with_server(app: App) -> Server:
    """The channels of a running bot, and the server in front of them."""
    settings = app.settings
    pictures = SentPictures(app.database, WebChat.name, shrink, app.clock)
    webchat = WebChat(
        app.take, app.arrived, app.say, lambda text: guard(text).text, app.clock, picture=pictures.keep,
        voice=pictures.keep_voice,
    )  # fmt: skip
    app.channels[webchat.name], app.sources[webchat.name] = webchat, pictures.fetch
    assets = Assets()
    routes = [*webchat.routes(), *assets.routes(), *chat_page(app, assets).routes()]
    routes += [*notebook_routes(app, assets), *admin_routes(app, assets), *api_routes(app)]
    if settings.telegram_token.get_secret_value():
        telegram = make_telegram(app)
        app.channels[telegram.name] = telegram
        routes += telegram.routes()
    return Server(routes, app.health, webchat.stop, settings.host, settings.port)


def chat_page(app: App, assets: Assets) -> Pages:
    return Pages(assets, app.say, app.settings.embed_origins, lambda: app.is_demo)


def notebook_routes(app: App, assets: Assets) -> list[web.RouteDef]:
    desk = Desk(app.database, lambda: app.world, lambda: app.turns.site, app.clock)
    books = Books(lambda: app.world.content, app.say)
    url = app.settings.public_url
    return [
        *NotebookPages(assets, app.say, desk, url, lambda: app.is_demo).routes(),
        *NotebookApi(app.say, desk, books, url).routes(),
    ]


def admin_routes(app: App, assets: Assets, sections: Sequence[Section] = SECTIONS) -> list[web.RouteDef]:
    office = Office(
        app.database, lambda: app.world, lambda: app.turns.site, app.clock, app.exports, app.attaching, announcing(app)
    )  # fmt: skip
    return AdminSite(assets, app.say, office, app.settings.public_url, sections).routes()


def announcing(app: App) -> Announcing:
    """In the words that the chat and the sending use."""
    return Announcing(
        terms=lambda: announcement_message.terms(app.world.content, sorted(app.channels)),
        compose=lambda campaign, file: announcement_message.compose(app.world, campaign, file),
        sample=announcement_check.sample,
        title=announcement_message.title,
        caution=announcement_check.caution,
        screens=lambda reply, lang: screens(reply, lang, app.channels, app.say),
        shrink=shrink,
    )


def api_routes(app: App, per_minute: int = PER_MINUTE) -> list[web.RouteDef]:
    gate = Gate(app.database, lambda: app.turns.site.key, app.clock, Rate(per_minute, time.monotonic))
    return Api(gate, app.database, lambda: reports(app), lambda: app.world.content, app.say, app.clock).routes()


def make_telegram(app: App) -> Telegram:
    """Its library is loaded here, so that a bot without Telegram does without those 13 MB."""
    from telegram import Bot
    from telegram.request import HTTPXRequest

    from bot.channels.telegram.receive import Telegram

    settings = app.settings
    bot = Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api}/bot",
        base_file_url=f"{settings.telegram_api}/file/bot",
        request=HTTPXRequest(connection_pool_size=64, pool_timeout=30),
    )
    webhook = f"{settings.public_url}/telegram/webhook" if settings.public_url else ""
    telegram = Telegram(bot, HTTPXRequest(), app.take, app.clock, commands=telegram_commands(app),
                        webhook_url=webhook, secret=settings.telegram_secret.get_secret_value(),
                        polls=lambda: app.leases.holds(polling(Telegram.name)))  # fmt: skip
    telegram.per_second = settings.telegram_per_second
    app.sources[telegram.name] = telegram.fetch
    return telegram


def telegram_commands(app: App) -> dict[str, list[tuple[str, str]]]:
    """The command menu in each language; the one without a language is for all others."""
    described = {lang: [(name, app.say(words, lang)) for name, words in COMMANDS.items()] for lang in SPOKEN}
    return {"": described[SPOKEN[0]], **described}

"""Pictures and voice notes beside the socket of the web chat: who may send one, who is shown one."""

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.webchat.beside import (
    MOST,
    NO_PICTURE,
    NO_VOICE,
    NOT_UNDERSTOOD,
    PERIOD,
    TOO_LARGE,
    TOO_MANY,
    VOICE_TOO_LARGE,
)
from bot.channels.webchat.parse import event_id, fingerprint
from bot.channels.webchat.receive import WebChat
from bot.core.channel import Taken
from bot.core.errors import OperatorError
from bot.core.files import BINARY, LARGEST_VOICE, OGG, recorded
from bot.core.messages import PNG, Document, Inbound, Kind, Spoken, encoded
from bot.core.phrases import Phrase
from bot.core.pictures import LARGEST_SENT
from tests.fakes import Clock
from tests.sounds import MP3, VIDEO_MP4, VIDEO_WEBM, VOICE_MP4, VOICE_OGG, VOICE_WEBM

ID = "picture-1"
PICTURE = b"a picture"
CERTIFICATE = Spoken(7, "đây", document=Document("giay.png", PNG, "aGluaA=="))


class Inbox:
    """What was taken and kept, in this order; ``trouble`` comes first."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.kept: list[tuple[str, str, bytes]] = []
        self.trouble: list[Exception] = []

    async def take(self, taken: Sequence[Taken]) -> None:
        self.taken += taken

    async def arrived(self, channel: str, address: str) -> None:
        """Nothing waits here."""

    async def keep(self, address: str, name: str, raw: bytes) -> None:
        if self.trouble:
            raise self.trouble.pop()
        if raw != PICTURE:
            raise ValueError("no picture")
        assert not self.taken, "it is there before whoever needs it"
        self.kept.append((address, name, raw))

    async def keep_voice(self, address: str, name: str, raw: bytes) -> None:
        self.kept.append((address, name, recorded(raw)))


class Site:
    """The web chat, and a page that is open in it."""

    def __init__(self, client: "TestClient[Any, Any]", chat: WebChat, inbox: Inbox, clock: Clock) -> None:
        self.client, self.chat, self.inbox, self.clock = client, chat, inbox, clock
        self.token = ""

    async def enter(self) -> ClientWebSocketResponse:
        socket = await self.client.ws_connect("/chat/socket")
        await socket.send_json({"type": "hello"})
        self.token = (await socket.receive_json())["token"]
        return socket

    async def send(
        self, body: bytes = PICTURE, *, id_: str = ID, token: str | None = None, site: str = "same-origin",
        what: str = "picture",
    ) -> ClientResponse:  # fmt: skip
        who = {"Authorization": f"Bearer {self.token if token is None else token}", "Content-Type": "image/jpeg"}
        path = f"/chat/{what}?id={id_}"
        return await self.client.post(path, data=io.BytesIO(body), headers=who | {"Sec-Fetch-Site": site})

    async def get(self, n: int, token: str) -> ClientResponse:
        return await self.client.get(f"/chat/beside/{n}", headers={"Authorization": f"Bearer {token}"})


def say(phrase: Phrase, lang: str) -> str:
    return str(phrase)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    inbox, clock = Inbox(), Clock()
    chat = WebChat(inbox.take, inbox.arrived, say, lambda text: text, clock, picture=inbox.keep, voice=inbox.keep_voice)
    app = web.Application()
    app.add_routes(chat.routes())
    async with TestClient(TestServer(app)) as client:
        made = Site(client, chat, inbox, clock)
        await made.enter()
        yield made


async def words(answer: ClientResponse) -> str:
    return str((await answer.json())["text"])


async def test_a_picture_becomes_a_message_of_whom_the_page_belongs_to(site: Site) -> None:
    answer = await site.send()
    assert (answer.status, await answer.json()) == (200, {"taken": ID})
    address = fingerprint(site.token)
    name = event_id(address, ID)
    assert site.inbox.kept == [(address, name, PICTURE)]
    (came,) = site.inbox.taken
    assert isinstance(came, Inbound)
    assert (came.kind, came.address, came.event_id, came.file) == (Kind.PHOTO, address, name, name)


@pytest.mark.parametrize("token", ["", "short", "a" * 200, "<script>" * 4])
async def test_without_a_token_nothing_is_taken(site: Site, token: str) -> None:
    answer = await site.send(token=token)
    assert (answer.status, await words(answer)) == (403, str(NOT_UNDERSTOOD))
    assert not site.inbox.kept


async def test_a_page_of_another_site_is_refused(site: Site) -> None:
    for elsewhere in ("cross-site", "same-site", "none"):
        assert (await site.send(site=elsewhere)).status == 403
    assert not site.inbox.kept


async def test_a_page_that_is_not_open_comes_again_later(site: Site) -> None:
    assert (await site.send(token="b" * 32)).status == 409
    assert not site.inbox.kept


async def test_what_is_too_large_is_refused_in_words(site: Site) -> None:
    answer = await site.send(b"x" * (LARGEST_SENT + 1))
    assert (answer.status, await words(answer)) == (413, str(TOO_LARGE))


async def test_what_does_not_say_how_large_it_is_is_cut_off_too(site: Site) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _part in range(LARGEST_SENT // 1_000_000 + 1):
            yield b"x" * 1_000_000

    who = {"Authorization": f"Bearer {site.token}"}
    answer = await site.client.post(f"/chat/picture?id={ID}", data=parts(), headers=who)
    assert answer.status == 413
    assert not site.inbox.kept


async def test_what_is_no_picture_is_refused_in_words_whatever_it_calls_itself(site: Site) -> None:
    answer = await site.send(b"%PDF-1.7")
    assert (answer.status, await words(answer)) == (415, str(NO_PICTURE))
    assert not site.inbox.taken


@pytest.mark.parametrize("id_", ["", "x", "a" * 65, "%00%00%00%00%00%00%00%00"])
async def test_one_without_a_proper_number_is_refused(site: Site, id_: str) -> None:
    assert (await site.send(id_=id_)).status == 400


async def test_what_cannot_be_stored_now_is_to_be_repeated(site: Site) -> None:
    site.inbox.trouble = [OperatorError("the disk is full")]
    assert (await site.send()).status == 503
    assert not site.inbox.taken
    assert (await site.send()).status == 200


async def test_nobody_sends_very_many(site: Site) -> None:
    for number in range(MOST):
        site.inbox.taken.clear()
        assert (await site.send(id_=f"picture-{number}")).status == 200
    answer = await site.send(id_="picture-more")
    assert (answer.status, await words(answer)) == (429, str(TOO_MANY))
    site.clock.forward(seconds=PERIOD.total_seconds())
    site.inbox.taken.clear()
    assert (await site.send(id_="picture-more")).status == 200


async def test_a_picture_for_a_page_is_shown_to_it_alone_and_only_until_it_has_it(site: Site) -> None:
    other = site.token
    page = await site.enter()
    sending = asyncio.create_task(site.chat.send(fingerprint(site.token), CERTIFICATE))
    frame = await page.receive_json()
    assert frame["picture"] == {"name": "giay.png", "mime": "image/png"}
    assert "document" not in frame
    assert (await site.get(7, other)).status == (await site.get(8, site.token)).status == 404
    assert (await site.get(7, "")).status == 404
    shown = await site.get(7, site.token)
    assert (await shown.read(), shown.content_type) == (b"hinh", "image/png")
    assert shown.headers["Cache-Control"] == "no-store"
    await page.send_json({"type": "got", "n": 7})
    await sending
    assert (await site.get(7, site.token)).status == 404


# ---- voice notes and files ----


@pytest.mark.parametrize("sound", [VOICE_OGG, VOICE_WEBM, VOICE_MP4])
async def test_a_voice_note_becomes_a_message_and_is_kept_as_it_came(site: Site, sound: bytes) -> None:
    assert (await site.send(sound, what="voice")).status == 200
    name = event_id(fingerprint(site.token), ID)
    assert site.inbox.kept == [(fingerprint(site.token), name, sound)]
    (came,) = site.inbox.taken
    assert isinstance(came, Inbound)
    assert (came.kind, came.file) == (Kind.VOICE, name)


@pytest.mark.parametrize("other", [PICTURE, MP3, VIDEO_WEBM, VIDEO_MP4, b"", b"OggS and no more", b"PK\x03\x04"])
async def test_what_no_browser_records_is_no_voice_note(site: Site, other: bytes) -> None:
    answer = await site.send(other, what="voice")
    assert (answer.status, await words(answer)) == (415, str(NO_VOICE))
    assert not site.inbox.taken


async def test_a_voice_note_is_not_as_large_as_a_picture_may_be(site: Site) -> None:
    answer = await site.send(VOICE_OGG + b"x" * LARGEST_VOICE, what="voice")
    assert (answer.status, await words(answer)) == (413, str(VOICE_TOO_LARGE))


async def test_voice_notes_and_pictures_are_counted_together(site: Site) -> None:
    for number in range(MOST):
        site.inbox.taken.clear()
        what, body = ("voice", VOICE_OGG) if number % 2 else ("picture", PICTURE)
        assert (await site.send(body, id_=f"sent-no-{number}", what=what)).status == 200
    assert (await site.send(VOICE_OGG, id_="one-more-note", what="voice")).status == 429


async def test_without_a_token_no_voice_note_is_taken(site: Site) -> None:
    assert (await site.send(VOICE_OGG, token="short", what="voice")).status == 403
    assert (await site.send(VOICE_OGG, token="b" * 32, what="voice")).status == 409


@pytest.mark.parametrize(
    "document", [encoded("ghi-am.ogg", OGG, VOICE_OGG), encoded("giay.pdf", BINARY, b"%PDF-1.7")], ids=["voice", "file"]
)
async def test_a_file_is_told_of_and_handed_over_once_to_be_saved(site: Site, document: Document) -> None:
    page = await site.enter()
    sending = asyncio.create_task(site.chat.send(fingerprint(site.token), Spoken(9, "đây", document=document)))
    frame = await page.receive_json()
    assert {name: frame["attached"][name] for name in ("name", "mime")} == {
        "name": document.name,
        "mime": document.mime,
    }
    assert abs(frame["attached"]["size"] - len(document.content)) <= 2
    assert "document" not in frame
    shown = await site.get(9, site.token)
    assert (await shown.read(), shown.content_type) == (document.content, document.mime)
    headers = shown.headers
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert headers["Content-Disposition"] == "attachment"
    await page.send_json({"type": "got", "n": 9})
    await sending
    assert (await site.get(9, site.token)).status == 404

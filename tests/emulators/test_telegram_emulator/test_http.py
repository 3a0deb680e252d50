"""How a call gets in."""

import aiohttp
import pytest
from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken

from tests.emulators.telegram import TelegramEmulator
from tests.emulators.test_telegram_emulator.helpers import AN, TOKEN, client


async def test_the_bot_is_told_who_it_is(emulator: TelegramEmulator, bot: Bot) -> None:
    assert (bot.id, bot.username) == (1, "to_so_bot")


async def test_a_wrong_token_is_unauthorized(emulator: TelegramEmulator) -> None:
    with pytest.raises(InvalidToken, match="rejected by the server"):
        await client(emulator, "1:other").__aenter__()  # leaves by itself when it cannot come in
    assert emulator.calls[-1].description == "Unauthorized"


async def test_an_unknown_method_is_not_found(emulator: TelegramEmulator, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendFlowers")
    assert (emulator.calls[-1].status, emulator.calls[-1].description) == (404, "Not Found: method not found")


async def test_every_way_to_pass_parameters_is_read_alike(emulator: TelegramEmulator) -> None:
    emulator.say(AN, "chào")
    markup = '{"inline_keyboard": [[{"text": "Có", "callback_data": "y"}]]}'
    fields = {"chat_id": str(AN), "text": "hỏi", "reply_markup": markup}
    body = {"chat_id": AN, "text": "hỏi", "reply_markup": {"inline_keyboard": [[{"text": "Có", "callback_data": "y"}]]}}
    parts = aiohttp.MultipartWriter("form-data")
    for name, value in fields.items():
        parts.append(value).set_content_disposition("form-data", name=name)
    url = emulator.base_url + TOKEN + "/sendMessage"
    async with aiohttp.ClientSession() as session:
        await session.get(url, params=fields)
        await session.post(url, data=fields)
        await session.post(url, json=body)
        await session.post(url, data=parts)
    assert [call.status for call in emulator.calls] == [200] * 4
    assert all(call.params == body for call in emulator.calls)
    assert all(sent.buttons == [[("Có", "y")]] for sent in emulator.chat(AN)[1:])


async def test_method_names_are_taken_in_any_case(emulator: TelegramEmulator) -> None:
    async with aiohttp.ClientSession() as session, session.get(emulator.base_url + "1%3Aemulator/GETME") as response:
        assert (await response.json())["result"]["id"] == 1
    assert emulator.calls[-1].method == "getMe"


async def test_json_that_cannot_be_read_is_a_bad_request(emulator: TelegramEmulator) -> None:
    url, headers = emulator.base_url + TOKEN + "/sendMessage", {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(url, data="{", headers=headers) as response:
        assert response.status == 400


async def test_half_a_letter_is_a_bad_request(emulator: TelegramEmulator) -> None:
    emulator.say(AN, "chào")
    url, body = emulator.base_url + TOKEN + "/sendMessage", {"chat_id": AN, "text": "\ud83d"}
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        assert (await response.json())["description"] == "Bad Request: strings must be encoded in UTF-8"

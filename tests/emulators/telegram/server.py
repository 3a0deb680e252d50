"""HTTP: finds the method, lets faults have their way, and records every call."""

import asyncio
from http import HTTPStatus
from inspect import isawaitable

from aiohttp import web

from .faults import Fault
from .methods import METHODS, canonical
from .reading import Params, read_params
from .refusal import Answer, Refusal
from .watch import Call
from .world import World

MAX_UPLOAD = 52 * 1024 * 1024
LOST = 0


class Server:
    def __init__(self, world: World, port: int) -> None:
        self.port = port
        self._world = world
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=MAX_UPLOAD)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self._world.token:
            return _response(Refusal(HTTPStatus.UNAUTHORIZED, "Unauthorized").answer())
        stored = self._world.files.at(request.match_info["path"])
        if stored is None:
            return _response(Refusal(HTTPStatus.NOT_FOUND, "Not Found").answer())
        return web.Response(body=stored.content)

    async def _call(self, request: web.Request) -> web.Response:
        at, name = self._world.clock(), request.match_info["method"]
        try:
            name = self._method(request)
            params = await read_params(request)
        except Refusal as refusal:
            self._record(name, Params(), at, refusal.answer())
            return _response(refusal.answer())
        chat_id = self._chat_id(params)
        fault = self._world.faults.take(name, chat_id) or self._world.chance.take(name, chat_id)
        await self._way(name)
        answer = await self._work(name, params, fault)
        if fault and fault.drop:
            answer = _hang_up(request, answer)
        self._record(name, params, at, answer)
        await self._way(name, fault.after if fault else 0.0)
        return _response(answer)

    async def _way(self, name: str, more: float = 0.0) -> None:
        """There, or back. Asking for updates takes its time anyway."""
        if name != "getUpdates" and (seconds := self._world.latency.half() + more):
            await asyncio.sleep(seconds)

    def _method(self, request: web.Request) -> str:
        if request.match_info["token"] != self._world.token:
            raise Refusal(HTTPStatus.UNAUTHORIZED, "Unauthorized")
        name = canonical(request.match_info["method"])
        if name is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "Not Found: method not found")
        return name

    async def _work(self, name: str, params: Params, fault: Fault | None) -> Answer:
        if fault and fault.wait:
            await asyncio.sleep(fault.wait)
        if fault and fault.answer:
            return fault.answer
        try:
            result = METHODS[name](self._world, params)
            if isawaitable(result):
                result = await result
        except Refusal as refusal:
            return refusal.answer()
        return Answer(HTTPStatus.OK, {"ok": True, "result": result})

    def _chat_id(self, params: Params) -> int | None:
        chat_id = params.values.get("chat_id")
        if isinstance(chat_id, int):
            return chat_id
        return self._world.callbacks.chat_of(params.text("callback_query_id"))

    def _record(self, name: str, params: Params, at: float, answer: Answer) -> None:
        body = answer.body if isinstance(answer.body, dict) else {}
        description = str(body.get("description", ""))
        call = Call(name, params.values, self._chat_id(params), at, answer.status, description)
        self._world.watch.record(call)


def _hang_up(request: web.Request, answer: Answer) -> Answer:
    """The work is done and stays done; the client never learns of it."""
    if request.transport:
        request.transport.abort()
    return Answer(LOST, answer.body)


def _response(answer: Answer) -> web.Response:
    status = answer.status or HTTPStatus.OK  # for an answer that is lost anyway
    if isinstance(answer.body, str):
        return web.Response(status=status, text=answer.body, content_type="text/html")
    return web.json_response(answer.body, status=status)

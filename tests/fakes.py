"""What the tests share: a clock that is set, a channel that records, a small valid content, a whole bot."""

from __future__ import annotations

import asyncio
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from bot.app import App
from bot.config import ROOT, Settings
from bot.core.channel import Channel
from bot.core.messages import Inbound, Kind, Spoken
from bot.engine.router import Router
from bot.storage.database import Database
from bot.turning import TurnLoop
from handlers import all_handlers
from tests.databases import USUAL, migrated_database

CHANNEL = "recording"
BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Clock:
    """The time, which passes only when a test says so."""

    def __init__(self, now: datetime = BEGIN) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, *, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class RecordingChannel:
    """Keeps what it was given to send; the ref of a message is its place in ``sent``. ``fail`` lists, by address, what
    it raises before it sends again, or takes back.

    ``hold(address)`` stops sending to one address until ``release(address)``, so that a test can act in between.
    ``yields``: how often each sending lets others run first, as a network would.
    """

    def __init__(self, name: str = CHANNEL, per_second: float | None = None) -> None:
        self.name, self.per_second = name, per_second
        self.sent: list[tuple[str, Spoken]] = []
        self.tried: list[str] = []
        self.taken_back: list[tuple[str, str]] = []
        self.yields = 0
        self._changed = asyncio.Condition()
        self._failures: defaultdict[str, list[Exception]] = defaultdict(list)
        self._gates: dict[str, asyncio.Event] = {}
        self._reached: dict[str, asyncio.Event] = {}

    def fail(self, address: str, *errors: Exception) -> None:
        self._failures[address] += errors

    def hold(self, address: str) -> None:
        self._gates[address], self._reached[address] = asyncio.Event(), asyncio.Event()

    def release(self, address: str) -> None:
        self._gates.pop(address).set()

    async def until_reached(self, address: str) -> None:
        """Returns once a message to the held address is being sent."""
        await self._reached[address].wait()

    async def until_sent(self, address: str, count: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.to(address)) >= count)

    async def until_tried(self, address: str, count: int = 1) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.tried.count(address) >= count)

    def to(self, address: str) -> list[Spoken]:
        return [message for who, message in self.sent if who == address]

    def texts(self, address: str) -> list[str]:
        return [message.text for message in self.to(address)]

    async def start(self) -> None:
        """Nothing to begin."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def send(self, address: str, message: Spoken) -> str:
        for _ in range(self.yields):
            await asyncio.sleep(0)
        if gate := self._gates.get(address):
            self._reached[address].set()
            await gate.wait()
        self.tried.append(address)
        failure = self._next_failure(address)
        if not failure:
            self.sent.append((address, message))
        ref = str(len(self.sent) - 1)
        async with self._changed:
            self._changed.notify_all()
        if failure:
            raise failure
        return ref

    async def take_back(self, address: str, ref: str) -> None:
        if failure := self._next_failure(address):
            raise failure
        self.taken_back.append((address, ref))

    def _next_failure(self, address: str) -> Exception | None:
        return self._failures[address].pop(0) if self._failures[address] else None


# ---- content -------------------------------------------------------------------------------------------------------

SERVICES = {
    "vneid": {"title": {"vi": "VNeID", "en": "VNeID"}, "outcomes": {"activated": {"vi": "Đã kích hoạt"}}},
    "pakn": {"title": {"vi": "Phản ánh", "en": "Report"}, "outcomes": {"sent": {"vi": "Đã gửi"}}},
}

CONTACTS = {
    "cong_an": {"name": {"vi": "Công an", "en": "Police"}, "value": "113", "emergency": True},
    "cong_dvc": {
        "name": {"vi": "Cổng Dịch vụ công", "en": "The portal"},
        "value": "https://dichvucong.gov.vn",
        "source": {"name": "Công văn 623", "checked_on": "2026-11-01"},
    },
    "tong_dai": {"name": {"vi": "Tổng đài", "en": "The line"}, "value": "0269 1022", "state": "stopped"},
    "duong_day": {"name": {"vi": "Đường dây", "en": "The hot line"}, "value": "0269 3824 999"},
}


def _trouble(id_: str, sign: str, then: str = "") -> dict[str, Any]:
    fix = {"vi": "{You} làm lại từ đầu.", "en": "Do it again."}
    return {"id": id_, "sign": {"vi": sign, "en": f"({sign})"}, "fix": fix, **({"then": then} if then else {})}


def _step(id_: str, vi: str, en: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "do": {"vi": vi, "en": en}, **more}


ACTIVATE: dict[str, Any] = {
    "id": "kich-hoat",
    "service": "vneid",
    "status": "published",
    "title": {"vi": "Kích hoạt VNeID", "en": "Activate VNeID"},
    "checked_on": "2026-11-20",
    "sources": [{"name": "Sổ tay VNeID", "checked_on": "2026-11-20"}],
    "facts": {"code_length": {"vi": "6 chữ số", "en": "6 digits"}},
    "asks": {"vi": ["kích hoạt vneid", "cài vneid vào máy"], "en": ["activate vneid"]},
    "intro": [
        {"text": {"vi": "{You} cần thẻ căn cước.", "en": "{You} need the ID card."}},
        {
            "text": {"vi": "Xem thêm ở {cong_dvc}.", "en": "More is at {cong_dvc}."},
            "when": {"contact": "cong_dvc", "open": True},
        },
        {
            "text": {"vi": "Tổng đài nay đã ngừng.", "en": "The line has stopped."},
            "when": {"contact": "tong_dai", "open": False},
        },
    ],
    "steps": [
        _step(
            "may",
            "{You} dùng máy nào?",
            "Which phone do {you} use?",
            options=[
                {"id": "android", "label": {"vi": "Máy Android", "en": "Android"}, "go": "ch-play"},
                {"id": "iphone", "label": {"vi": "Máy iPhone", "en": "iPhone"}, "go": "app-store"},
            ],
        ),
        _step("ch-play", "{You} mở CH Play, tìm VNeID rồi cài.", "Install VNeID from CH Play.", go="nhap-ma"),
        _step("app-store", "{You} mở App Store, tìm VNeID rồi cài.", "Install VNeID from the App Store."),
        _step(
            "nhap-ma",
            "{You} gõ mã {code_length} vào VNeID.",
            "Type the {code_length} into VNeID.",
            warn={"vi": "Không đọc mã cho ai.", "en": "Tell nobody the code."},
            contacts=["cong_an", "duong_day"],
            was=["otp"],
            troubles=[
                _trouble("het-han", "Mã hết hạn"),
                _trouble("sai-may", "Nhầm máy rồi", "step:may"),
                _trouble("goi-la", "Có người lạ gọi", "guide:phan-anh"),
                _trouble("mat-the", "Mất thẻ căn cước", "person"),
            ],
        ),
    ],
    "ending": {"vi": "{You} đã kích hoạt xong.", "en": "Done."},
    "warning": {"vi": "Ai gửi link là lừa đảo.", "en": "Whoever sends a link is a swindler."},
    "fee": {"vi": "Không mất tiền.", "en": "Free."},
    "in_person": {"vi": "{You} mang thẻ ra xã.", "en": "Take the card to the commune."},
    "outcomes": ["activated"],
}

REPORT: dict[str, Any] = {
    "id": "phan-anh",
    "service": "pakn",
    "status": "published",
    "title": {"vi": "Phản ánh đường hỏng", "en": "Report a broken road"},
    "checked_on": "2026-11-20",
    "sources": [{"name": "Cổng Dịch vụ công quốc gia", "checked_on": "2026-11-20"}],
    "asks": {"vi": ["gửi phản ánh đường hỏng"], "en": ["report a broken road"]},
    "steps": [_step("gui", "{You} chụp chỗ hỏng rồi bấm gửi.", "Take a picture and send it.")],
    "ending": {"vi": "Phản ánh đã gửi.", "en": "Sent."},
    "fee": {"vi": "Không mất tiền.", "en": "Free."},
    "in_person": {"vi": "{You} ra bộ phận một cửa.", "en": "Go to the one-stop counter."},
    "outcomes": ["sent"],
}


MENU: dict[str, Any] = {
    "giay-to": {"title": {"vi": "VNeID", "en": "VNeID"}, "services": ["vneid"]},
    "phan-anh": {"title": {"vi": "Phản ánh", "en": "Reports"}, "services": ["pakn"]},
}

SENTENCES: dict[str, Any] = {
    "human": {"vi": ["cho tôi gặp cán bộ thật", "tôi muốn nói chuyện với người thật"]},
    "greeting": {"vi": ["xin chào buổi sáng", "chào bot nhé"]},
    "thanks": {"vi": ["cảm ơn nhiều lắm", "cám ơn đã giúp"]},
    "stop": {"vi": ["thôi đừng nhắn nữa", "dừng lại đi"]},
    "menu": {"vi": ["có những việc gì", "cho xem danh sách"]},
    "out_of_scope": {
        "vi": ["hôm nay trời có mưa không", "giá cà phê bao nhiêu", "bóng đá tối nay mấy giờ", "la la la"]
    },
}

EMERGENCIES: dict[str, Any] = {
    "chay": {
        "opening": {"vi": "{You} ra ngoài ngay.", "en": "Get out now."},
        "does": [
            {"vi": "Gọi *114*, nói rõ cháy ở đâu.", "en": "Call *114* and say where."},
            {"vi": "Gọi mọi người ra khỏi nhà.", "en": "Get everybody out."},
        ],
        "contacts": ["cong_an"],
        "sentences": {"vi": ["cháy nhà rồi", "nhà đang cháy cứu với", "chay nha roi"]},
    }
}

INQUIRIES: dict[str, Any] = {
    "fee": {
        "signs": {"vi": ["bao nhiêu tiền", "mất tiền"]},
        "sentences": {"vi": ["vậy bao nhiêu tiền", "có mất tiền không"]},
    },
    "where": {"signs": {"vi": ["ở đâu"]}, "sentences": {"vi": ["vậy làm ở đâu", "ở đâu"]}},
    "papers": {"signs": {"vi": ["giấy tờ gì"]}, "sentences": {"vi": ["cần giấy tờ gì", "mang giấy tờ gì"]}},
    "takes": {"signs": {"vi": ["bao lâu"]}, "sentences": {"vi": ["bao lâu thì có", "mất bao lâu"]}},
    "who": {"signs": {"vi": ["mấy tuổi"]}, "sentences": {"vi": ["mấy tuổi thì được", "con tôi mấy tuổi thì được"]}},
}


def content_folder(tmp_path: Path) -> Path:
    """A small content without fault: the real places, lexicon and commands, and two guides of our own."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content" / "places", folder / "places")
    for name in ("lexicon.csv", "commands.yaml", "consents.yaml"):
        shutil.copy(ROOT / "content" / name, folder / name)
    change(folder / "consents.yaml", lambda consents: consents.update(controller="UBND xã Chư Sê"))
    scam = (ROOT / "content" / "scam.yaml").read_text("utf-8").replace("trang_buu_dien", "duong_day")
    (folder / "scam.yaml").write_text(scam, "utf-8")
    (folder / "guides").mkdir()
    write(folder / "services.yaml", SERVICES)
    write(folder / "contacts.yaml", CONTACTS)
    for name, value in {
        "menu": MENU,
        "sentences": SENTENCES,
        "emergencies": EMERGENCIES,
        "inquiries": INQUIRIES,
    }.items():
        write(folder / f"{name}.yaml", value)
    write(folder / "guides" / "kich-hoat.yaml", ACTIVATE)
    write(folder / "guides" / "phan-anh.yaml", REPORT)
    return folder


def write(path: Path, value: Any) -> None:
    path.write_text(yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")


def change(path: Path, by: Callable[[Any], object]) -> None:
    """Read a YAML file, let ``by`` change the value in place, write it again."""
    value = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    by(value)
    write(path, value)


# ---- a database ----------------------------------------------------------------------------------------------------


@asynccontextmanager
async def open_database(file: Path, kind: str = USUAL) -> AsyncIterator[Database]:
    with migrated_database(file, kind) as url:
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()


# ---- a whole bot ---------------------------------------------------------------------------------------------------

_event_ids = count(1)


def settings_for(folder: Path, content: Path) -> Settings:
    """Settings that neither the environment nor a ``.env`` file of this machine changes."""
    return Settings(
        _env_file=None, data_dir=folder / "data", database_url="", content_dir=content,
        locales_dir=ROOT / "locales", cache_dir=folder / "cache",
    )  # fmt: skip


@asynccontextmanager
async def make_app(tmp_path: Path, *, clock: Clock | None = None, more: Router | None = None) -> AsyncIterator[App]:
    """A bot on a new database, opened, with one ``RecordingChannel``. ``more``: handlers beside the real ones."""
    settings = settings_for(tmp_path, content_folder(tmp_path))
    with migrated_database(settings.data_dir / "toso.db") as url:
        app = App(settings.model_copy(update={"database_url": url}), clock=clock or Clock())
        if more:
            router = Router().include(all_handlers(), more)
            app.turns = TurnLoop(app.database, router, lambda: app.world, app.clock)
        channel: Channel = RecordingChannel()
        app.channels[channel.name] = channel
        await app.open()
        try:
            yield app
        finally:
            await app.close()


def recording(app: App) -> RecordingChannel:
    channel = app.channels[CHANNEL]
    assert isinstance(channel, RecordingChannel)
    return channel


def inbound(address: str, kind: Kind = Kind.SAY, *, at: datetime = BEGIN, event_id: str = "", **more: Any) -> Inbound:
    """What somebody did on the recording channel, under an event id of its own."""
    return Inbound(CHANNEL, event_id or f"event-{next(_event_ids)}", address, kind, at, **more)


async def happen(app: App, *items: Inbound) -> list[Spoken]:
    """Let it all come in at once. Gives back what was sent because of it, in order."""
    channel = recording(app)
    before = len(channel.sent)
    await app.take(list(items))
    await app.settle()
    return [message for _address, message in channel.sent[before:]]


async def say(app: App, address: str, text: str) -> list[Spoken]:
    return await happen(app, inbound(address, Kind.SAY, text=text))


async def press(app: App, address: str, action: str, label: str = "") -> list[Spoken]:
    return await happen(app, inbound(address, Kind.PRESS, text=label, action=action))


async def start(app: App, address: str, payload: str = "") -> list[Spoken]:
    return await happen(app, inbound(address, Kind.START, text=payload))


def actions(messages: Sequence[Spoken]) -> list[str]:
    return [choice.action for message in messages for choice in message.choices]

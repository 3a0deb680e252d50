"""Whom an announcement is for, chosen in the chat; and the picture that comes with it."""

import pytest

from bot.app import App
from bot.core.campaigns import Group
from bot.core.errors import DeliveryError
from bot.core.messages import Kind, Spoken
from bot.core.phrases import text as _
from bot.fetching import Fetching
from bot.storage.campaign_files import ATTEMPTS, LATER
from bot.storage.team_tables import teams as table
from tests.announcing.stage import (
    AN,
    HERE,
    HOA,
    TINH,
    choice,
    find,
    newest,
    pass_on,
    submit,
    told,
    words,
    write,
)
from tests.fakes import CHANNEL, Clock, actions, happen, inbound, press, recording, say

NOT_THERE = _("The picture or file is not there yet. Please look again in a minute, or send it once more.")


async def chosen(app: App) -> Group:
    return (await newest(app)).draft.audience.chosen


def labels(messages: list[Spoken]) -> list[str]:
    return [one.label for message in messages for one in message.choices]


# ---- places ----


async def test_villages_are_typed_as_the_teams_write_them(app: App) -> None:
    id_ = (await write(app)).id
    await press(app, HOA, f"announcement.places:{id_}.c")
    shown = await say(app, HOA, "thôn 2, Làng Krái")
    assert (await chosen(app)).places == (f"{HERE}/thôn 2", f"{HERE}/Làng Krái")
    await press(app, HOA, find(shown, f"announcement.place:{id_}.c."))
    assert (await chosen(app)).places == (f"{HERE}/Làng Krái",)
    await press(app, HOA, f"announcement.place:{id_}.c.all")
    assert (await chosen(app)).places == (HERE,)


async def test_whoever_writes_for_a_commune_never_leaves_it(app: App) -> None:
    id_ = (await write(app)).id
    await press(app, HOA, f"announcement.commune:{id_}.c.23602")
    await press(app, HOA, f"announcement.places:{id_}.c")
    await say(app, HOA, "Pleiku")
    assert all(place.startswith(HERE) for place in (await chosen(app)).places)


async def test_the_province_chooses_communes_by_their_names(app: App) -> None:
    id_ = (await write(app, TINH)).id
    assert await chosen(app) == Group()
    await press(app, TINH, f"announcement.places:{id_}.c")
    await say(app, TINH, "Bờ Ngoong")
    shown = await say(app, TINH, "Chư Sê, Xyz")
    await press(app, TINH, find(shown, f"announcement.commune:{id_}.c.{HERE}"))
    assert (await chosen(app)).places == ("23947", HERE)


async def test_the_province_chooses_villages_of_a_commune_that_it_chose(app: App) -> None:
    async with app.database.write() as connection:
        await connection.execute(table.update().values(villages=["thôn 2", "thôn 3"]))
    id_ = (await write(app, TINH)).id
    shown = await press(app, TINH, f"announcement.commune:{id_}.c.{HERE}")
    village = next(one for one in shown[0].choices if one.label == "thôn 3 (Xã Chư Sê)")
    await press(app, TINH, village.action)
    assert (await chosen(app)).places == (f"{HERE}/thôn 3",)
    await press(app, TINH, f"announcement.commune:{id_}.c.{HERE}")
    assert (await chosen(app)).places == (HERE,)


# ---- people ----


@pytest.mark.parametrize(
    ("pressed", "meant"),
    [
        ("r.resident", Group((HERE,), roles=("resident",))),
        ("l.en", Group((HERE,), langs=("en",))),
        (f"h.{CHANNEL}", Group((HERE,), channels=(CHANNEL,))),
        ("g.vneid", Group((HERE,), guides=("kich-hoat",))),
        ("s.30", Group((HERE,), seen_days=30)),
        ("r.king", Group((HERE,))),
        ("z.1", Group((HERE,))),
    ],
)
async def test_a_trait_is_chosen_by_a_press_and_left_by_another(app: App, pressed: str, meant: Group) -> None:
    id_ = (await write(app)).id
    await press(app, HOA, f"announcement.pick:{id_}.c.{pressed}")
    assert await chosen(app) == meant
    await press(app, HOA, f"announcement.pick:{id_}.c.{pressed}")
    assert await chosen(app) == Group((HERE,))


async def test_what_is_chosen_bears_a_mark(app: App) -> None:
    id_ = (await write(app)).id
    shown = await press(app, HOA, f"announcement.pick:{id_}.c.l.en")
    assert [label for label in labels(shown) if label.startswith("✓")] == [
        words(app, _("✓ {name}", name=_("those who speak English")))
    ]


async def test_whoever_answered_an_earlier_one_can_be_chosen(app: App) -> None:
    await write(app)
    await submit(app)
    await pass_on(app)
    earlier, id_ = (await newest(app)).id, (await write(app)).id
    await press(app, HOA, f"announcement.pick:{id_}.c.a.{earlier}")
    assert (await chosen(app)).answered == (earlier,)


async def test_somebody_is_left_out_and_taken_in_again(app: App) -> None:
    id_ = (await write(app)).id
    await press(app, HOA, f"announcement.pick:{id_}.w.r.member")
    assert (await newest(app)).draft.audience.without == Group(roles=("member",))
    await press(app, HOA, f"announcement.pick:{id_}.w.r.member")
    assert (await newest(app)).draft.audience.without is None


async def test_a_choice_is_saved_under_a_name_used_again_and_forgotten(app: App) -> None:
    id_ = (await write(app)).id
    await press(app, HOA, f"announcement.pick:{id_}.c.r.leader")
    await press(app, HOA, f"announcement.keep:{id_}")
    await say(app, HOA, "Tổ trưởng")
    id_ = (await write(app)).id
    shown = await press(app, HOA, f"announcement.saved:{id_}")
    await press(app, HOA, find(shown, "announcement.use"))
    assert (await chosen(app)).roles == ("leader",)
    await press(app, HOA, find(shown, "announcement.forget"))
    assert not choice(await press(app, HOA, f"announcement.saved:{id_}"), "announcement.use")


# ---- a picture ----


class Files:
    """What people sent, by its name at the platform; some of it in trouble."""

    def __init__(self) -> None:
        self.there = {"photo-1": b"raw", "file-1": b"%PDF-1.7 of the meeting", "harm": b"MZ"}
        self.trouble: list[DeliveryError] = []

    async def fetch(self, ref: str) -> bytes:
        if self.trouble:
            raise self.trouble.pop(0)
        return self.there[ref]


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def fetching(app: App, clock: Clock, files: Files) -> Fetching:
    return Fetching(app.database, clock, {CHANNEL: files.fetch}, lambda _raw: b"made small")


async def send(app: App, kind: Kind, ref: str, name: str = "", *, harmful: bool = False) -> list[Spoken]:
    id_ = (await newest(app)).id
    await press(app, HOA, f"announcement.file:{id_}")
    return await happen(app, inbound(HOA, kind, file=ref, file_name=name, harmful=harmful))


async def test_a_picture_is_fetched_after_the_turn_and_comes_with_it(app: App, fetching: Fetching) -> None:
    id_ = (await write(app)).id
    await send(app, Kind.PHOTO, "photo-1")
    early = await press(app, HOA, f"announcement.check:{id_}")
    assert words(app, NOT_THERE) in early[-1].text
    assert not choice(early, "announcement.send")
    assert await fetching.look() == 1
    await submit(app)
    before = len(recording(app).sent)
    await pass_on(app)
    (message,) = told(app, AN, before)
    assert message.document is not None
    assert message.document.content == b"made small"


async def test_a_file_keeps_its_name(app: App, fetching: Fetching) -> None:
    id_ = (await write(app)).id
    await send(app, Kind.FILE, "file-1", "Giấy mời.pdf")
    await fetching.look()
    shown = await press(app, HOA, f"announcement.check:{id_}")
    assert shown[0].document is not None
    assert shown[0].document.name == "Giấy mời.pdf"


async def test_what_could_install_something_never_comes_with_it(app: App, fetching: Fetching) -> None:
    await write(app)
    await send(app, Kind.FILE, "harm", "vneid.apk", harmful=True)
    assert (await newest(app)).draft.body.attached is None
    await send(app, Kind.FILE, "harm", "vneid.pdf")
    assert await fetching.look() == 0
    assert not choice(await press(app, HOA, f"announcement.check:{(await newest(app)).id}"), "announcement.send")


async def test_trouble_is_tried_again_and_then_given_up(
    app: App, clock: Clock, fetching: Fetching, files: Files
) -> None:
    await write(app)
    await send(app, Kind.PHOTO, "photo-1")
    files.trouble = [DeliveryError("busy")] * ATTEMPTS
    for _attempt in range(ATTEMPTS + 1):
        assert await fetching.look() == 0
        clock.forward(seconds=LATER.total_seconds())
    shown = await press(app, HOA, f"announcement.file:{(await newest(app)).id}")
    await press(app, HOA, find(shown, "announcement.unfile"))
    assert choice(await press(app, HOA, f"announcement.check:{(await newest(app)).id}"), "announcement.send")


async def test_what_is_typed_in_place_of_a_picture_means_what_it_means(app: App) -> None:
    id_ = (await write(app)).id
    await press(app, HOA, f"announcement.file:{id_}")
    assert "announcement" in actions(await say(app, HOA, "menu"))

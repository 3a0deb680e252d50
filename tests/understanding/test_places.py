"""Which commune is meant: today's names, the names before 1/7/2025, and the traps between them."""

from functools import cache
from pathlib import Path

import pytest

from bot.app import App
from bot.config import ROOT
from bot.content.places import Gazetteer, OldUnit, read_places
from bot.understanding.places import Places
from tests.fakes import actions, make_app, press, say, start

CHU_SE = ["Xã Chư Sê", "Xã Bờ Ngoong", "Xã Al Bá", "Xã Ia Hrú", "Xã Ia Ko"]
PLEIKU = ["Phường Pleiku", "Phường Diên Hồng", "Phường Thống Nhất", "Phường Hội Phú", "Phường An Phú", "Xã Biển Hồ",
          "Xã Gào"]  # fmt: skip
AN_NHON = ["Phường An Nhơn", "Phường Bình Định", "Phường An Nhơn Bắc", "Phường An Nhơn Đông", "Phường An Nhơn Nam",
           "Xã An Nhơn Tây"]  # fmt: skip
QUY_NHON = ["Phường Quy Nhơn", "Phường Quy Nhơn Bắc", "Phường Quy Nhơn Tây", "Phường Quy Nhơn Nam",
            "Phường Quy Nhơn Đông", "Xã Nhơn Châu"]  # fmt: skip
VINH_THANH = ["Xã Vĩnh Thạnh", "Xã Vĩnh Sơn", "Xã Vĩnh Thịnh", "Xã Vĩnh Quang"]
KBANG = ["Xã Kbang", "Xã Đak Rong", "Xã Sơn Lang", "Xã Krong", "Xã Tơ Tung", "Xã Kông Bơ La"]
DAK_DOA = ["Xã Đak Đoa", "Xã Biển Hồ", "Xã Đak Sơmei", "Xã Kon Gang", "Xã Ia Băng", "Xã KDang", "Xã Mang Yang"]


@cache
def gazetteer() -> Gazetteer:
    return read_places(ROOT / "content" / "places")


@cache
def places() -> Places:
    return Places(gazetteer())


def found(text: str) -> list[str]:
    return [unit.name for unit in places().find(text).units]


# ---- one commune is meant ------------------------------------------------------------------------------------------

ONE = [
    # today's names, as they are typed
    ("Xã Ia Ko", "Xã Ia Ko"),
    ("ia ko", "Xã Ia Ko"),
    ("IAKO", "Xã Ia Ko"),
    ("phuong dien hong", "Phường Diên Hồng"),
    ("p. Diên Hồng", "Phường Diên Hồng"),
    ("P Diên Hồng", "Phường Diên Hồng"),
    ("nhà tôi ở xã Ia Hrú", "Xã Ia Hrú"),
    ("tôi ở thôn 3 xã Bờ Ngoong huyện Chư Sê", "Xã Bờ Ngoong"),
    ("Gào", "Xã Gào"),
    ("dạ nhà ở thôn 3 An Toàn ạ", "Xã An Toàn"),
    ("toi o thong nhat", "Phường Thống Nhất"),
    ("Thống Nhất, Pleiku", "Phường Thống Nhất"),
    ("an dung", "Xã An Vinh"),
    ("quy nhon bac", "Phường Quy Nhơn Bắc"),
    # the type decides between a commune and the district of its name
    ("xã Chư Sê", "Xã Chư Sê"),
    ("phường Pleiku", "Phường Pleiku"),
    ("phường An Nhơn", "Phường An Nhơn"),
    ("phường Bình Định", "Phường Bình Định"),
    ("xã Vĩnh Thạnh", "Xã Vĩnh Thạnh"),
    ("xã Ngô Mây", "Xã Ngô Mây"),
    ("thị trấn Ngô Mây", "Xã Phù Cát"),
    ("xã Tây Sơn", "Xã Tây Sơn"),
    ("thị trấn Chư Sê", "Xã Chư Sê"),
    # communes and towns before 1/7/2025
    ("Cheo Reo", "Phường Ayun Pa"),
    ("Trà Bá", "Phường Hội Phú"),
    ("thị trấn Phú Hòa", "Xã Chư Păh"),
    ("Kon Dơng", "Xã Mang Yang"),
    ("xã Đông", "Xã Kông Bơ La"),
    ("Hà Tam", "Xã Đak Pơ"),
    # names that stood in several districts
    ("Ngô Mây Quy Nhơn", "Phường Quy Nhơn Nam"),
    ("phường Ngô Mây, thị xã An Khê", "Phường An Khê"),
    ("Tây Sơn Pleiku", "Phường Pleiku"),
    ("phường Tây Sơn An Khê", "Phường An Khê"),
    ("An Phú An Khê", "Phường An Khê"),
    ("An Phú Pleiku", "Phường An Phú"),
    ("Ia Sao Ayun Pa", "Xã Ia Sao"),
    ("Ia Sao, huyện Ia Grai", "Xã Ia Hrung"),
    ("Ia Băng Chư Prông", "Xã Ia Tôr"),
    ("Ia Băng Đak Đoa", "Xã Ia Băng"),
    ("An Trung Kông Chro", "Xã Chư Krey"),
    ("thị trấn Nhơn Hòa", "Xã Chư Pưh"),
    ("phường Nhơn Hòa An Nhơn", "Phường An Nhơn Nam"),
    # ways of spelling
    ("Ya Ko", "Xã Ia Ko"),
    ("Iă Ko", "Xã Ia Ko"),
    ("Albá", "Xã Al Bá"),
    ("Sró", "Xã SRó"),
    ("K'Dang", "Xã KDang"),
    ("K’Dang", "Xã KDang"),
    ("đắk rong", "Xã Đak Rong"),
    ("Đăk Rong", "Xã Đak Rong"),
    ("phường Qui Nhơn", "Phường Quy Nhơn"),
    # slips of the finger
    ("bờ ngong", "Xã Bờ Ngoong"),
    ("bồng sown", "Phường Bồng Sơn"),
    ("tam qan", "Phường Tam Quan"),
    ("sơn lan", "Xã Sơn Lang"),
    ("bien hi", "Xã Biển Hồ"),
]


@pytest.mark.parametrize(("typed", "meant"), ONE, ids=[typed for typed, _ in ONE])
def test_one_commune_is_meant(typed: str, meant: str) -> None:
    assert found(typed) == [meant]


# ---- several may be meant, so the person is asked ------------------------------------------------------------------

SEVERAL = [
    # a district that is no more: all that lies on its ground
    ("huyện Chư Sê", CHU_SE),
    ("Chư Sê", CHU_SE),
    ("TP Pleiku", PLEIKU),
    ("thành phố Pleiku", PLEIKU),
    ("Pleiku", PLEIKU),
    ("Plei Ku", PLEIKU),
    ("Playcu", PLEIKU),
    ("An Nhơn", AN_NHON),
    ("tx An Nhơn", AN_NHON),
    ("Qui Nhơn", QUY_NHON),
    ("Vĩnh Thạnh", VINH_THANH),
    ("huyện Vĩnh Thạnh", VINH_THANH),
    ("K'Bang", KBANG),
    ("KBang", KBANG),
    ("huyện K’Bang", KBANG),
    ("Đắk Đoa", DAK_DOA),
    ("Đăk Đoa", DAK_DOA),
    ("Đắc Đoa", DAK_DOA),
    ("Krông Pa", ["Xã Phú Túc", "Xã Ia Dreh", "Xã Uar", "Xã Ia Rsai"]),
    ("h. Phú Thiện", ["Xã Phú Thiện", "Xã Chư A Thai", "Xã Ia Hiao"]),
    ("chu pah", ["Xã Chư Păh", "Xã Biển Hồ", "Xã Ia Khươl", "Xã Ia Ly", "Xã Ia Phí"]),
    # a name that stood in several places
    ("Ngô Mây", ["Xã Ngô Mây", "Phường Quy Nhơn Nam", "Xã Phù Cát", "Phường An Khê"]),
    ("phường Ngô Mây", ["Phường Quy Nhơn Nam", "Phường An Khê"]),
    ("Đống Đa", ["Phường Quy Nhơn", "Phường Thống Nhất"]),
    ("An Tân", ["Xã An Lão", "Phường An Khê"]),
    ("An Trung", ["Xã An Vinh", "Xã Chư Krey"]),
    ("Nhơn Hòa", ["Phường An Nhơn Nam", "Xã Chư Pưh"]),
    ("An Phú", ["Phường An Phú", "Phường An Khê"]),
    ("Ia Sao", ["Xã Ia Sao", "Xã Ia Hrung"]),
    ("Ia Băng", ["Xã Ia Băng", "Xã Ia Tôr"]),
    ("Ia O", ["Xã Ia O", "Xã Ia Boòng"]),
    # communes that were split
    ("Canh Hiệp", ["Xã Canh Vinh", "Xã Vân Canh"]),
    ("Canh Liên", ["Xã Canh Liên", "Xã Canh Vinh"]),
    ("An Nghĩa An Lão", ["Xã An Hòa", "Xã An Toàn"]),
]


@pytest.mark.parametrize(("typed", "meant"), SEVERAL, ids=[typed for typed, _ in SEVERAL])
def test_several_communes_may_be_meant(typed: str, meant: list[str]) -> None:
    assert set(found(typed)) == set(meant)
    assert places().find(typed).only is None


@pytest.mark.parametrize("typed", ["Pleiku", "Chư Sê", "Vĩnh Thạnh", "Tây Sơn", "Quy Nhơn", "Ia Sao", "An Phú"])
def test_the_commune_of_that_very_name_is_offered_first(typed: str) -> None:
    assert found(typed)[0].split(" ", 1)[1] == typed


@pytest.mark.parametrize("typed", ["Bình Định", "tỉnh Bình Định", "ở Bình Định"])
def test_binh_dinh_may_be_the_province_that_was_so_nobody_is_put_into_the_ward_of_that_name(typed: str) -> None:
    assert places().find(typed).only is None


# ---- no commune is meant -------------------------------------------------------------------------------------------

NONE = ["", "   ", "?", "Hà Nội", "Sài Gòn", "abc", "xin chào", "vneid", "gia lai", "tôi muốn cài vneid", "ia", "xã",
        "huyện", "12345", "😀", "đường phản ánh", "đèn đường Quang Trung hỏng", "tôi tên Hoài Thanh"]  # fmt: skip


@pytest.mark.parametrize("typed", NONE)
def test_what_names_no_place_finds_none(typed: str) -> None:
    assert found(typed) == []


EVERYDAY = [
    "hôm nay đông quá",
    "cháu tên Trang",
    "chị Trang chỉ giùm",
    "gào lên không ai nghe",
    "mưa dầm dề, đông khách",
    "cái này có an toàn không",
    "chúc cháu bình an",
    "hai bên thống nhất rồi",
]


async def noted_places(app: App) -> list[str]:
    async with app.database.read() as connection:
        return list((await connection.exec_driver_sql("SELECT place FROM people")).scalars().all())


@pytest.mark.parametrize("typed", EVERYDAY)
async def test_a_common_word_in_a_sentence_does_not_put_the_person_into_a_commune(tmp_path: Path, typed: str) -> None:
    """“Xã Đông”, “xã Trang” and “xã An Toàn” are meant only with their type, or alone."""
    async with make_app(tmp_path) as app:
        await start(app, "an")
        await press(app, "an", "place.later")
        await say(app, "an", typed)
        assert await noted_places(app) == [""]


async def test_who_asks_something_else_instead_of_naming_their_commune_is_not_put_into_one(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        await start(app, "an")
        shown = await say(app, "an", "cài vneid vào máy có an toàn không")
        assert await noted_places(app) == [""]
        assert "guide.pick:kich-hoat.may.android" in actions(shown)


async def test_a_clear_question_is_answered_and_the_commune_said_beside_it_is_noted(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        await start(app, "an")
        shown = await say(app, "an", "tôi ở xã Ia Ko, cài vneid vào máy như thế nào")
        assert "guide.pick:kich-hoat.may.android" in actions(shown)
        assert [gazetteer().units[code].name for code in await noted_places(app)] == ["Xã Ia Ko"]


# ---- all of them ---------------------------------------------------------------------------------------------------


def test_every_commune_of_today_written_with_its_type_is_found_first() -> None:
    units = gazetteer().units.values()
    assert len(units) == 135
    assert [unit.name for unit in units if found(unit.name)[:1] != [unit.name]] == []


def _now(old: OldUnit) -> list[str]:
    return [gazetteer().units[code].name for code in old.now]


def test_every_commune_of_before_written_with_its_district_finds_where_its_ground_is_now() -> None:
    olds = gazetteer().old_units
    assert len(olds) == 373
    wrong = {f"{o.name}, {o.district}": found(f"{o.name}, {o.district}") for o in olds}
    assert {text: units for old, (text, units) in zip(olds, wrong.items(), strict=True) if units != _now(old)} == {}


def test_every_commune_of_before_is_found_without_marks_and_without_its_district() -> None:
    """Then others of its name may be found beside it; its own ground is among them."""
    assert [old.name for old in gazetteer().old_units if not set(_now(old)) <= set(found(old.name.lower()))] == []


def test_every_district_of_before_finds_all_that_lies_on_its_ground() -> None:
    districts = gazetteer().old_districts
    assert len(districts) == 28
    names = {d.name: sorted(gazetteer().units[code].name for code in d.now) for d in districts}
    assert {name: sorted(found(name)) for name in names} == names


# ---- by position ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lat", "lon", "nearest"),
    [
        (13.9513, 107.975, "Phường Diên Hồng"),
        (13.7843, 109.233, "Phường Quy Nhơn"),
        (13.4094, 108.435, "Phường Ayun Pa"),
        (13.70, 108.07, "Xã Chư Sê"),
    ],
)
def test_the_nearest_communes_come_with_their_distance(lat: float, lon: float, nearest: str) -> None:
    near = places().nearest(lat, lon)
    assert near[0][0].name == nearest
    assert [km for _, km in near] == sorted(km for _, km in near)
    assert len(near) == 3
    assert near[0][1] < 1


def test_every_commune_is_the_nearest_to_its_own_centre() -> None:
    for unit in gazetteer().units.values():
        ((nearest, km),) = places().nearest(unit.lat, unit.lon, 1)
        assert nearest == unit
        assert km < 1e-6


def test_distance_is_in_kilometres_and_grows_with_distance() -> None:
    quy_nhon = {unit.name: km for unit, km in places().nearest(13.7843, 109.233, 135)}
    assert quy_nhon["Phường Diên Hồng"] == pytest.approx(137, abs=2)  # by air, from a map
    assert places().nearest(21.03, 105.85, 1)[0][1] > 700  # Hanoi

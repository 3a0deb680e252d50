"""Writing an announcement on the admin site: what can be said to whom and when, and that nothing typed is lost."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from PIL import Image

from bot.core.campaigns import Audience, Does, Group, Offer, Repeat, State, Urgency
from bot.core.messages import JPEG
from bot.web.admin.announcement_form import CHANGED
from tests.web.admin_desk import ELSEWHERE, HERE, AdminDesk
from tests.web.announcement_desk import (
    PATH,
    WORDS,
    after,
    asked,
    cover,
    form,
    make,
    press,
    readable,
    send,
    states,
    stored,
)

NEW = f"{PATH}/moi"


def picture(width: int = 2400) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 1200), "green").save(out, "PNG")
    return out.getvalue()


def word_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w/>")
    return out.getvalue()


async def test_what_is_written_is_kept_as_a_draft_and_shown_before_anybody_gets_it(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        page = await after(browser, await send(browser, NEW, form(text_en="A class on Saturday")))
    kept = await stored(admin_desk)
    assert kept.state is State.DRAFT
    assert kept.commune == HERE
    assert kept.draft.body.texts == {"vi": WORDS, "en": "A class on Saturday"}
    assert kept.draft.audience == Audience(Group(places=(HERE,)))
    assert "Lớp học ở nhà rông, 8 giờ thứ bảy" in page


async def test_all_that_can_be_chosen_is_read_and_stands_in_the_form_again(admin_desk: AdminDesk) -> None:
    await cover(admin_desk, "thôn 2")
    fields = [
        *form(urgency="important", when="at", day="2026-11-30", hour="08:30", repeat="weekly", until="2026-12-31",
              lasts="24").items(),
        ("does0", "guide"), ("guide0", "kich-hoat"), ("does1", "link"), ("link1", "https://gialai.gov.vn/ban-do"),
        ("label1_vi", "Xem bản đồ"), ("label1_en", "See the map"), ("does2", "come"),
        ("c_villages", f"{HERE}/thôn 2"), ("c_typed", "Làng Krái, THÔN 2"), ("c_roles", "resident"), ("c_langs", "vi"),
        ("c_services", "vneid"), ("c_seen", "30"), ("w_roles", "member"),
    ]  # fmt: skip
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert (await send(browser, NEW, fields)).status == 303
        kept = await stored(admin_desk)
        page = await browser.page(f"{PATH}/{kept.id}/sua")
    draft = kept.draft
    assert draft.urgency is Urgency.IMPORTANT
    assert draft.body.offers == (
        Offer(Does.GUIDE, "kich-hoat"),
        Offer(Does.LINK, "https://gialai.gov.vn/ban-do", {"vi": "Xem bản đồ", "en": "See the map"}),
        Offer(Does.COME),
    )
    places = (f"{HERE}/thôn 2", f"{HERE}/Làng Krái")
    assert draft.audience.chosen == Group(places, ("resident",), ("vi",), guides=("kich-hoat",), seen_days=30)
    assert draft.audience.without == Group(roles=("member",))
    assert draft.timing.at == datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
    assert (draft.timing.repeat, draft.timing.until, draft.timing.lasts_hours) == (
        Repeat.WEEKLY, date(2026, 12, 31), 24,
    )  # fmt: skip
    for there in ("2026-11-30", "08:30", "2026-12-31", "https://gialai.gov.vn/ban-do", "See the map", "Làng Krái"):
        assert there in page


@pytest.mark.parametrize(
    ("field", "value", "more"),
    [
        ("text_vi", "", {}),
        ("text_vi", "chữ " * 600, {}),
        ("text_vi", "Gửi về số căn cước 052090001234 nhé", {}),
        ("link0", "http://gialai.gov.vn", {"does0": "link"}),
        ("link0", "https://gialai.gov.vn/một hai", {"does0": "link"}),
        ("guide0", "", {"does0": "guide"}),
        (
            "label0_vi",
            "Chữ trên nút dài quá bốn mươi chữ cái thì không được",
            {"does0": "link", "link0": "https://a.vn"},
        ),
        ("day", "2026-11-01", {"when": "at", "hour": "08:00"}),
        ("day", "ngày mai", {"when": "at", "hour": "08:00"}),
        ("until", "2026-11-25", {"when": "at", "day": "2026-11-30", "hour": "08:00", "repeat": "daily"}),
        ("until", "", {"when": "at", "day": "2026-11-30", "hour": "08:00", "repeat": "daily"}),
        ("c_typed", "thôn " + "rất dài " * 20, {}),
    ],
)
async def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_typed_is_lost(
    admin_desk: AdminDesk, field: str, value: str, more: dict[str, str]
) -> None:
    fields = form(**{"text_en": "Còn nguyên", "c_roles": "member", **more, field: value})
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        answer = await send(browser, NEW, fields)
        page = await answer.text()
    assert answer.status == 422
    assert f'id="wrong-{field}"' in page
    assert f'aria-describedby="wrong-{field}"' in page
    assert "Còn nguyên" in page
    assert value.strip()[:30] in page
    assert not await states(admin_desk)


async def test_a_repetition_needs_a_first_time(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        answer = await send(browser, NEW, form(repeat="daily", until="2026-12-31"))
        assert 'id="wrong-repeat"' in await answer.text()


# ---- files ----


async def test_a_picture_is_made_small_and_shown_in_the_message(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        answer = await send(browser, NEW, form(), file=("../Ảnh nhà rông.PNG", picture()))
        assert answer.status == 303, readable(await answer.text())
        kept = await stored(admin_desk)
        file = await browser.get(f"{PATH}/{kept.id}/tep")
        shown = await browser.page(f"{PATH}/{kept.id}")
        body = await file.read()
    attached = kept.draft.body.attached
    assert attached
    assert (attached.name, attached.mime) == ("Ảnh nhà rông.jpg", JPEG)
    with Image.open(io.BytesIO(body)) as small:
        assert small.format == "JPEG"
        assert max(small.size) < 2400
    assert f"/thong-bao/{kept.id}/tep" in shown


async def test_a_word_file_goes_along_under_a_clean_name(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert (await send(browser, NEW, form(), file=("giấy mời.exe", word_file()))).status == 303
        kept = await stored(admin_desk)
        file = await browser.get(f"{PATH}/{kept.id}/tep")
    assert kept.draft.body.attached
    assert kept.draft.body.attached.name == "giấy mời.docx"
    assert file.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"MZ\x90\0 not a pdf"), ("a.docx", b"PK\x03\x04 nothing"), ("a.pdf", b"%PDF-1.7" + b"0" * 2_000_001),
     ("a.png", b"\x89PNG\r\n\x1a\n broken"), ("a.html", b"<!doctype html>")],
)  # fmt: skip
async def test_what_is_no_picture_and_no_paper_stays_out_with_a_word_why(
    admin_desk: AdminDesk, name: str, content: bytes
) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        answer = await send(browser, NEW, form(), file=(name, content))
        assert answer.status == 422
        assert 'id="wrong-file"' in await answer.text()


async def test_a_good_file_is_kept_though_the_rest_cannot_be(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        answer = await send(browser, NEW, form(text_vi=""), file=("a.png", picture(300)))
        page = await answer.text()
        kept = await stored(admin_desk)
        assert answer.status == 422
        assert f'action="/quan-tri/thong-bao/{kept.id}/sua"' in page
        again = await send(browser, f"{PATH}/{kept.id}/sua", form(version=kept.version))
        assert again.status == 303
    fresh = await stored(admin_desk)
    assert fresh.draft.body.attached == kept.draft.body.attached is not None
    assert fresh.draft.body.texts == {"vi": WORDS}


async def test_a_file_is_left_out_again(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        await send(browser, NEW, form(), file=("a.png", picture(300)))
        kept = await stored(admin_desk)
        await send(browser, f"{PATH}/{kept.id}/sua", form(version=kept.version, drop_file="1"))
        assert (await browser.get(f"{PATH}/{kept.id}/tep")).status == 404
    assert not (await stored(admin_desk)).draft.body.attached


# ---- whose, and by how many ----


async def test_whoever_writes_for_a_commune_cannot_choose_outside_of_it(admin_desk: AdminDesk) -> None:
    fields = form(c_places=ELSEWHERE, c_villages=f"{ELSEWHERE}/thôn 9")
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert (await send(browser, NEW, fields)).status == 303
        assert (await send(browser, f"{NEW}?xa={ELSEWHERE}", form())).status == 403
    assert (await stored(admin_desk)).draft.audience.chosen.places == (HERE,)


async def test_the_province_chooses_communes_and_villages_by_their_names(admin_desk: AdminDesk) -> None:
    fields = form(c_places=HERE, c_typed="Xã Chư Prông: thôn 1, làng Bò\n")
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        answer = await send(browser, f"{NEW}?xa=", fields)
        assert answer.status == 303, readable(await answer.text())
        kept = await stored(admin_desk)
        page = await browser.page(f"{PATH}/{kept.id}/sua")
        wrong = await send(browser, f"{NEW}?xa=", form(c_typed="Xã Không Có: thôn 1"))
        assert 'id="wrong-c_typed"' in await wrong.text()
    [commune, *villages] = kept.draft.audience.chosen.places
    assert commune == HERE
    assert [one.partition("/")[2] for one in villages] == ["thôn 1", "làng Bò"]
    assert "thôn 1, làng Bò" in page


async def test_the_later_of_two_who_change_one_draft_is_told_and_loses_nothing(admin_desk: AdminDesk) -> None:
    person = await admin_desk.commune_admin()
    first = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        path = f"{PATH}/{first.id}/sua"
        assert (await send(browser, path, form(version=first.version, text_vi="Bản của tôi"))).status == 303
        late = await send(browser, path, form(version=first.version, text_vi="Bản đến sau"))
        page = await late.text()
        assert late.status == 422
        assert admin_desk.app.say(CHANGED, "vi") in readable(page)
        assert "Bản đến sau" in page
        assert (await stored(admin_desk)).draft.body.texts["vi"] == "Bản của tôi"
        now = (await stored(admin_desk)).version
        assert f'name="version" value="{now}"' in page
        assert (await send(browser, path, form(version=now, text_vi="Bản đến sau"))).status == 303
    assert (await stored(admin_desk)).draft.body.texts["vi"] == "Bản đến sau"


async def test_a_change_of_what_was_asked_for_makes_it_a_draft_again(admin_desk: AdminDesk) -> None:
    person = await admin_desk.commune_admin()
    waits = await asked(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        await send(browser, f"{PATH}/{waits.id}/sua", form(version=waits.version, text_vi="Khác"))
    assert (await stored(admin_desk)).state is State.DRAFT


async def test_a_draft_is_thrown_away_only_as_it_was_seen(admin_desk: AdminDesk) -> None:
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        assert (await send(browser, f"{PATH}/{draft.id}/bo", {"version": "7"})).status == 400
        assert (await press(browser, draft, "bo")).status == 303
        assert (await browser.get(f"{PATH}/{draft.id}")).status == 404


# ---- saved audiences ----


async def test_an_audience_is_saved_used_and_removed_and_the_rest_of_the_form_stays(admin_desk: AdminDesk) -> None:
    chosen = form(c_roles="member", c_typed="thôn 7", audience_name="Tổ viên thôn 7", text_vi="Còn đang viết")
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        page = await (await send(browser, NEW, {**chosen, "act": "keep"})).text()
        assert "Tổ viên thôn 7" in page
        assert "Còn đang viết" in page
        used = await (await send(browser, NEW, form(saved="1", act="use", text_vi="Bài khác", c_typed="x"))).text()
        assert "thôn 7</textarea>" in used
        assert "Bài khác" in used
        gone = await (await send(browser, NEW, form(saved="1", act="forget"))).text()
        assert "Tổ viên thôn 7" not in gone
    assert not await states(admin_desk)


async def test_an_audience_needs_a_name(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        answer = await send(browser, NEW, form(act="keep"))
        assert 'id="wrong-audience_name"' in await answer.text()

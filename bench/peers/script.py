"""The talk every contender holds: its words, and the updates Telegram would send for it.

Eight turns a person: /start, a press on the guide, and six presses on "Xong". They are written turn by turn over all
people, so that everybody's talk is open at the same time, as on the evening of a campaign.
"""

import json
from collections.abc import Callable, Iterator, Sequence

from bench.peers.stub import BOT_JSON, EPOCH, first_message_id

GUIDE = "vneid-kich-hoat"
TURNS = 8
FIRST_CHAT = 5_000_000_000
MENU_TEXT = (
    "Chào bà con! Tôi là trợ lý của tổ công nghệ số cộng đồng. Bà con cần làm việc gì thì chọn một mục dưới đây, "
    "tôi sẽ chỉ từng bước một."
)
MENU = (
    (GUIDE, "Kích hoạt tài khoản VNeID"),
    ("dich-vu-cong-nop", "Nộp hồ sơ Dịch vụ công"),
    ("ngan-hang-sinh-trac", "Xác thực sinh trắc học ngân hàng"),
)
STEPS = (
    (
        "Mở kho ứng dụng trên điện thoại (App Store hoặc CH Play), gõ “VNeID” vào ô tìm kiếm, chọn ứng dụng của "
        "Bộ Công an rồi bấm Cài đặt và chờ tải xong."
    ),
    (
        "Mở ứng dụng VNeID, bấm “Kích hoạt tài khoản định danh điện tử”. Để sẵn thẻ căn cước gắn chip bên cạnh, vì "
        "bước sau cần đọc số và quét thẻ."
    ),
    (
        "Nhập đủ 12 số căn cước và số điện thoại đã khai với công an khi làm thẻ, kiểm tra lại từng số rồi bấm "
        "“Gửi yêu cầu”. Số điện thoại phải là số đang dùng."
    ),
    (
        "Chờ tin nhắn mã OTP gửi về điện thoại (thường dưới 1 phút), nhập 6 số vào ô. Tuyệt đối không đọc mã này "
        "cho ai, kể cả người tự xưng là công an."
    ),
    (
        "Đặt mật khẩu có chữ hoa, chữ thường, số và ký tự đặc biệt, nhập lại lần nữa cho khớp. Nên ghi ra giấy và "
        "cất ở nhà, không gửi qua Zalo cho người khác."
    ),
    (
        "Chọn hai câu hỏi bảo mật dễ nhớ với mình, nhập câu trả lời rồi bấm “Hoàn tất”. Ứng dụng báo “Kích hoạt "
        "thành công” là được, bà con đăng nhập thử một lần."
    ),
)
DONE, BACK, STUCK, HUMAN = "done", "back", "stuck", "human"
WALK = ((DONE, "Xong"), (BACK, "Quay lại"), (STUCK, "Tôi bị vướng"), (HUMAN, "Gặp người hỗ trợ"))
FINAL = (
    "Chúc mừng bà con đã kích hoạt xong tài khoản VNeID! Từ nay có thể dùng thay thẻ căn cước ở nhiều nơi. Cần "
    "thêm gì, bà con gõ /start để chọn mục khác."
)
STUCK_TEXT = "Bà con vướng ở đâu? Cứ chụp màn hình gửi vào đây, hoặc bấm “Gặp người hỗ trợ”."
HUMAN_TEXT = "Tôi đã báo cho tổ công nghệ số của thôn, sẽ có người gọi lại cho bà con trong hôm nay."


def step_text(step: int) -> str:
    """What is shown at a step (counted from 1)."""
    return f"Bước {step}/{len(STEPS)}\n\n{STEPS[step - 1]}"


def peer_action(press: int) -> str:
    """The peers' callback data: press 0 chooses the guide, press n says that step n is done."""
    return f"{DONE}:{press}" if press else f"guide:{GUIDE}"


def updates(people: int, action: Callable[[int], str] = peer_action) -> Iterator[str]:
    """Every update of the run, as the JSON text Telegram would send; `action` gives the data behind press 0..6."""
    for turn in range(TURNS):
        for person in range(people):
            yield _update(turn, person, turn * people + person, action)


def _update(turn: int, person: int, number: int, action: Callable[[int], str]) -> str:
    chat = FIRST_CHAT + person
    body = _start(chat) if turn == 0 else _press(chat, turn - 1, number, action)
    return json.dumps({"update_id": 700_000_000 + number, **body}, separators=(",", ":"))


def _person(chat: int) -> dict[str, object]:
    return {"id": chat, "first_name": "Lan", "last_name": "Nguyễn", "username": f"lan{chat}"}


def _from(chat: int) -> dict[str, object]:
    return _person(chat) | {"is_bot": False, "language_code": "vi"}


def _start(chat: int) -> dict[str, object]:
    message = {"message_id": first_message_id(chat) - 1, "from": _from(chat), "chat": _private(chat), "date": EPOCH}
    command = {"text": "/start", "entities": [{"offset": 0, "length": 6, "type": "bot_command"}]}
    return {"message": message | command}


def _private(chat: int) -> dict[str, object]:
    return _person(chat) | {"type": "private"}


def _press(chat: int, press: int, number: int, action: Callable[[int], str]) -> dict[str, object]:
    query = {"id": str(chat * 1_000_000_000 + number), "from": _from(chat), "chat_instance": str(chat * 7919)}
    return {"callback_query": query | {"message": _shown(chat, press, action), "data": action(press)}}


def _shown(chat: int, press: int, action: Callable[[int], str]) -> dict[str, object]:
    """The bot's own message under which the button was pressed, as it looked at that moment."""
    text = step_text(press) if press else MENU_TEXT
    head = {"message_id": first_message_id(chat), "from": json.loads(BOT_JSON), "chat": _private(chat), "date": EPOCH}
    edited = {"edit_date": EPOCH + 60} if press else {}
    return head | edited | {"text": text, "reply_markup": {"inline_keyboard": _keyboard(press, action)}}


def _keyboard(press: int, action: Callable[[int], str]) -> list[list[dict[str, str]]]:
    labels = WALK if press else MENU
    return [[_button(labels[0][1], action(press))], *_others(labels[1:], press)]


def _others(labels: Sequence[tuple[str, str]], press: int) -> list[list[dict[str, str]]]:
    return [[_button(label, f"{name}:{press}")] for name, label in labels]


def _button(text: str, data: str) -> dict[str, str]:
    return {"text": text, "callback_data": data}

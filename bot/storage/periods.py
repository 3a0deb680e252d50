"""How long things are kept, in days. They are the periods that the domain dossier proposes (§6.3, "Tối thiểu – lưu trữ
có hạn", for Law 91/2025/QH15 on personal data), or, where it names none, the nearest of them."""

from __future__ import annotations

from bot.storage.admin import LONGEST as ADMIN_LONGEST

TALK_DAYS = 1  # "hội thoại 0–24 h (chỉ trạng thái bước)"
TECHNICAL_DAYS = 30  # "nhật ký kỹ thuật 30 ngày"
SETTLED_QUESTION_DAYS = 7  # "đến khi xong +7 ngày"
OPEN_QUESTION_DAYS = 90  # none named: a question that no editor took up in a season is not taken up any more
EVENT_LINK_DAYS = 365  # none named: long enough to see who came back within a year
PRESENCE_DAYS = 0  # until the last day is over: then everybody is counted
EVENT_DAYS = 730  # "sổ ẩn danh 24 tháng"
PERSON_DAYS = 730  # as the log: who was not here for that long has left
RECEIPT_DAYS = 730  # as the log
POST_DAYS = 730  # after its end, as the log
INVITE_DAYS = 30  # after its end; a technical thing
AUDIT_DAYS = 730  # as the log
ENTERED_DAYS = 730  # who entered an official figure, as the audit log; the figure and its source stay
LINK_DAYS = 1  # after its end, minutes after it was made: to the notebook, and to the admin site
TOKEN_DAYS = 730  # after its end, as the audit log; nobody is in it, but in the log it is named by its number
ADMIN_SESSION_DAYS = ADMIN_LONGEST.days  # after it was begun: then it opens nothing any more
RECIPIENT_DAYS = 90  # none named: after its end, as long as somebody may ask why they did not get an announcement
CAMPAIGN_DAYS = 730  # after its end, as the log
REQUEST_DAYS = 730  # as the log
REQUEST_WORDS_DAYS = 7  # "đến khi xong +7 ngày"
REQUEST_WAITING_DAYS = 90  # none named: whom nobody helped in a season does not wait any more
SESSION_DAYS = 730  # "sổ ẩn danh 24 tháng"; its works, members and changes go with it
DRAFT_DAYS = 30  # a technical thing: a note that nobody saved
SESSION_CODE_DAYS = 1  # after its end
CONFIRMATION_DAYS = 62  # as long as a session may be logged and confirmed; then only the count is needed

SENT_PICTURE_DAYS = 1  # none named: whoever it is for was not there for a day; usually it goes within seconds
PICTURE_DAYS = 62  # none named: as long as a session may be looked into; nobody can blur the faces in it

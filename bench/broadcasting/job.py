"""What all contenders have in common: whom it is for, what it says, and how the peers are told to begin."""

from __future__ import annotations

from bench.peers.stub import TOKEN

__all__ = ["ADMIN", "BEGIN", "FIRST", "LABEL", "MARK", "OVER", "REPLY", "RESIDENTS", "TEXT", "TOKEN", "URL", "chosen"]

FIRST = 5_000_000_000
RESIDENTS = range(6_000_000_000, 6_000_000_500)
"""Who writes to the bot meanwhile; none of them is chosen."""
ADMIN = 7_000_000_000
BEGIN = "/broadcast"
OVER = "Đã gửi xong."
MARK = "#lop-hoc"
"""By this the announcement is known among what the bot says."""
TEXT = (
    "Xã mình mở lớp học dùng VNeID ở nhà văn hóa, 8 giờ sáng thứ Bảy. Bà con mang theo điện thoại và thẻ căn cước, "
    f"tổ công nghệ số chỉ từng bước một. {MARK}"
)
LABEL, URL = "Xem lịch học", "https://example.org/lich-hoc"
REPLY = "Chào bà con! Bà con cần làm việc gì ạ?"


def chosen(recipients: int) -> range:
    return range(FIRST, FIRST + recipients)

"""Files a resident or the bot has sent: known by an id, read at a path."""

from dataclasses import dataclass
from itertools import count
from mimetypes import guess_type

from .refusal import JsonObject, bad_request

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOCUMENT = 50 * 1024 * 1024
VOICE: JsonObject = {"duration": 4, "mime_type": "audio/ogg"}
PLAYED = (b"OggS", b"ID3", b"\xff\xfb")
"""How what Telegram plays as a voice note begins; M4A says so four bytes later."""


@dataclass(frozen=True)
class StoredFile:
    file_id: str
    unique_id: str
    path: str
    content: bytes

    def reference(self) -> JsonObject:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = count(1)

    def keep(self, content: bytes, folder: str, suffix: str) -> StoredFile:
        number = next(self._numbers)
        stored = StoredFile(f"{folder}-{number}", f"u{number}", f"{folder}/file_{number}.{suffix}", content)
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def download(self, file_id: str) -> JsonObject:
        """The answer of getFile: where the content can be read, unless it is too big for a bot."""
        stored = self.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(stored.content) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return stored.reference() | {"file_path": stored.path}

    def keep_document(self, name: str, content: bytes) -> JsonObject:
        stored = self.keep(content, "documents", name.rpartition(".")[2])
        mime_type = guess_type(name)[0] or "application/octet-stream"
        return stored.reference() | {"file_name": name, "mime_type": mime_type}

    def keep_voice(self, content: bytes) -> JsonObject:
        return VOICE | self.keep(content, "voice", "oga").reference()

    def keep_photo(self, content: bytes) -> list[JsonObject]:
        """Telegram makes smaller copies of a photo; the last size is the one that was sent."""
        small, large = self.keep(content, "photos", "jpg"), self.keep(content, "photos", "jpg")
        return [
            small.reference() | {"width": 90, "height": 67},
            large.reference() | {"width": 1280, "height": 960},
        ]

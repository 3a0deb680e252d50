"""Files by their first bytes: as browsers and telephones write them, with noise behind."""

import io
import zipfile

NOISE = bytes(range(256)) * 40

VOICE_OGG = b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + NOISE
VOICE_WEBM = b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + bytes(40) + b"\xae\x86\x86A_OPUS" + NOISE
VOICE_MP4 = b"\0\0\0\x1cftypiso5" + bytes(16) + b"hdlr" + bytes(8) + b"soun" + NOISE
MP3 = b"ID3\x04" + bytes(6) + NOISE
VIDEO_WEBM = b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + bytes(40) + b"\x86\x85V_VP8 A_OPUS" + NOISE
VIDEO_MP4 = b"\0\0\0\x1cftypisom" + b"hdlr" + bytes(8) + b"vide" + b"hdlr" + bytes(8) + b"soun" + NOISE

PDF = b"%PDF-1.7\n" + NOISE


def packed(*names: str) -> bytes:
    """What is packed with files of these names in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packing:
        for name in names:
            packing.writestr(name, "x")
    return out.getvalue()


APP = packed("AndroidManifest.xml", "classes.dex")
WORD = packed("[Content_Types].xml", "word/document.xml")
WORD_THAT_RUNS = packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
OPEN_DOCUMENT = packed("mimetype", "content.xml")

"""Small files of every kind that is taken, and of many that are not."""

from __future__ import annotations

import struct
import zlib

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(range(256)) * 8 + b"\xff\xd9"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def png(extra: bytes = b"") -> bytes:
    """A PNG of one grey point, with a text chunk of the given content."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"tEXt", b"k\x00" + extra) + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def archive(comment: bytes = b"") -> bytes:
    """An empty ZIP archive."""
    return b"PK\x05\x06" + bytes(16) + struct.pack("<H", len(comment)) + comment

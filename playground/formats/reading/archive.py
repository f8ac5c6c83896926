"""Zip archives, of which nothing is ever unpacked to the disk."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from playground.errors import UserError
from playground.formats.damage import ZIP_DAMAGE
from playground.formats.reading.damage import shown, unsound
from playground.formats.reading.limits import MOST_MEMBERS, MOST_NAME, unpacked_bytes

_LOCAL, _CENTRAL, _EMPTY = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_SIZE = 30
_ENCRYPTED = 0x1 | 0x40
_PIECE_IN, _PIECE_OUT = 1 << 16, 1 << 20


class SafeZip:
    """The members of an archive, each checked before any is read.

    Refused: too many members; names that are too long, said twice, absolute, or lead out of a
    folder; links and devices; passwords; ways of packing other than deflate; members that overlap;
    more bytes unpacked than `limits` allow for the archive's size.

    Attributes:
        names: of its members, folders left out.

    Args:
        contents: the archive.
        where: what it is called in messages.
        kind: what it should be: "npz file".

    Raises:
        UserError: it can't be trusted, or is none.
    """

    def __init__(self, contents: bytes | bytearray, where: str, kind: str) -> None:
        self._contents = memoryview(contents)
        self._where, self._kind = where, kind
        if contents[:4] not in (_LOCAL, _EMPTY):
            raise self._unsound("it does not begin as a zip archive does")
        # A member takes a kilobyte when the list is read, and 46 bytes in the archive.
        if contents.count(_CENTRAL) > MOST_MEMBERS:
            raise self._unsound(f"it has more than {MOST_MEMBERS:,} members")
        try:
            with ZipFile(BytesIO(contents)) as file:
                listed = file.infolist()
        except ZIP_DAMAGE as error:
            raise self._unsound(str(error) or type(error).__name__) from None
        self._members: dict[str, ZipInfo] = {}
        for member in listed:
            self._admit(member)
        self._check_total(len(contents))
        self._check_places()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in self._members if not name.endswith("/"))

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """How many bytes a member has, unpacked."""
        return self._members[name].file_size

    def beginning(self, name: str, count: int) -> bytes:
        """The first bytes of a member, not checked against its sum.

        Raises:
            UserError: it is damaged.
        """
        return bytes(self._unpacked(self._members[name], min(count, self.size(name))))

    def read(self, name: str) -> bytearray:
        """A whole member.

        Raises:
            UserError: it is damaged, or larger than it says.
        """
        member = self._members[name]
        found = self._unpacked(member, member.file_size)
        if zlib.crc32(found) != member.CRC:
            raise self._damaged(name, "its sum is not that of its bytes")
        return found

    def _admit(self, member: ZipInfo) -> None:
        name = member.filename
        if name in self._members:
            raise self._unsound(f"two members are called {shown(name)}")
        if len(name) > MOST_NAME or not name.isprintable() or name != member.orig_filename:
            raise self._unsound(f"a member's name can't be one: {shown(member.orig_filename)}")
        parts = name.removesuffix("/").split("/")
        if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
            raise self._unsound(f"the member {shown(name)} would lie outside of it")
        mode = stat.S_IFMT(member.external_attr >> 16)
        if mode not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise self._unsound(f"the member {shown(name)} is a link or a device")
        if member.flag_bits & _ENCRYPTED:
            raise self._unsound(f"the member {shown(name)} has a password")
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self._unsound(f"the member {shown(name)} is packed in another way than deflate")
        if member.compress_type == ZIP_STORED and member.compress_size != member.file_size:
            raise self._damaged(name, "it has two sizes")
        if name.endswith("/") and member.file_size:
            raise self._damaged(name, "a folder has no bytes of its own")
        self._members[name] = member

    def _check_total(self, packed: int) -> None:
        total, most = sum(m.file_size for m in self._members.values()), unpacked_bytes(packed)
        if total > most:
            raise self._unsound(
                f"it would unpack to {total:,} bytes, where {most:,} are the most for its size"
            )

    def _check_places(self) -> None:
        """Every member lies where the list says, and apart from the others."""
        places = sorted(self._place(member) for member in self._members.values())
        for (_, end), (start, _) in pairwise([*places, (len(self._contents), 0)]):
            if end > start:
                raise self._unsound("its members overlap")

    def _place(self, member: ZipInfo) -> tuple[int, int]:
        """From where to where a member lies, its header included."""
        start = member.header_offset
        return start, self._data_start(member) + member.compress_size

    def _data_start(self, member: ZipInfo) -> int:
        start = member.header_offset
        header = self._contents[start : start + _LOCAL_SIZE] if start >= 0 else b""
        if len(header) < _LOCAL_SIZE or header[:4] != _LOCAL:
            raise self._damaged(member.filename, "it does not lie where the list says")
        method = int.from_bytes(header[8:10], "little")
        name_size = int.from_bytes(header[26:28], "little")
        extra_size = int.from_bytes(header[28:30], "little")
        name = bytes(self._contents[start + _LOCAL_SIZE : start + _LOCAL_SIZE + name_size])
        encoding = "utf-8" if member.flag_bits & 0x800 else "cp437"
        if method != member.compress_type or name != member.orig_filename.encode(encoding):
            raise self._damaged(member.filename, "it is another one than the list says")
        return start + _LOCAL_SIZE + name_size + extra_size

    def _unpacked(self, member: ZipInfo, count: int) -> bytearray:
        """The first `count` bytes of a member; all of them, if it has no more than that."""
        start = self._data_start(member)
        packed = self._contents[start : start + member.compress_size]
        if member.compress_type == ZIP_STORED:
            return bytearray(packed[:count])
        found, filled = bytearray(count), 0
        try:
            for piece in _inflated(packed):
                left = count - filled
                if len(piece) > left and count == member.file_size:
                    raise self._damaged(member.filename, "it is larger than it says")
                found[filled : filled + len(piece)] = piece[:left]
                filled += min(len(piece), left)
                if len(piece) > left:
                    break
        except zlib.error as error:
            raise self._damaged(member.filename, str(error)) from None
        if filled < count:
            raise self._damaged(member.filename, "it is shorter than it says")
        return found

    def _damaged(self, name: str, why: str) -> UserError:
        return self._unsound(f"the member {shown(name)} is damaged: {why}")

    def _unsound(self, why: str) -> UserError:
        return unsound(self._where, self._kind, why)


def _inflated(packed: memoryview) -> Iterator[bytes]:
    """What a deflated stream unpacks to, piece by piece.

    Raises:
        zlib.error: it is none, or does not end.
    """
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _PIECE_IN):
        rest = bytes(packed[at : at + _PIECE_IN])
        while rest and not stream.eof:
            yield stream.decompress(rest, _PIECE_OUT)
            rest = stream.unconsumed_tail
    while not stream.eof:
        piece = stream.decompress(b"", _PIECE_OUT)
        if not piece:
            raise zlib.error("it does not end")
        yield piece

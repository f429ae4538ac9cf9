"""A scan becomes a searchable PDF/A-2b that is kept: the page as it was scanned, and invisibly over it the text read off the cleaned page.

Promise: a scan of the same bytes is made once; a signed PDF is kept as it is, never written anew; a scan that cannot be opened raises
UnreadableError with the digitiser's word for it (broken, encrypted, empty, huge), and nothing of what it holds is said. The work is done
in a process of its own (digitise.archive_worker), so that no file can take the caller's time or memory. `Archived.checks` are checks of
ocrmypdf and pikepdf and no proof of conformance (digitise.archive_checks). Archives hold personal data: folders 0700, files 0600.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from digitise import engine
from digitise.engine import PageWords
from digitise.opening import UnreadableError
from relay.errors import FatalError

#: Seconds a page may take, the start of the process and the writing of the file too; longer is "huge".
MOST_SECONDS = 120
MAKING = ".making-"
STALE = 24 * 3600
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Archived:
    """An archive. `outcome`: made (PDF/A), plain (searchable, but PDF/A could not be made of it) or "kept: signed".

    `sha256`: of the archive; `scan`: of the scan it was made from; `checks`: see digitise.archive_checks, no proof of conformance.
    """

    path: Path
    sha256: str
    scan: str
    pages: int
    outcome: str
    checks: dict[str, bool]


def place(folder: Path, scan: str) -> Path:
    """Where the archive of a scan lies: by the scan's checksum, in 256 folders."""
    if not _SHA256.fullmatch(scan):
        raise ValueError("a SHA-256 in small hexadecimal digits is wanted")
    return folder / scan[:2] / f"{scan}.pdf"


def known(folder: Path, sha256: str) -> Archived | None:
    """The archive that was already made of a scan with this checksum; None when there is none, or it is no longer what was written."""
    path = place(folder, sha256)
    try:
        told = json.loads(path.with_suffix(".json").read_bytes())
        found = Archived(path, **told)
        return found if found.scan == sha256 and _digest(path) == found.sha256 else None
    except (OSError, ValueError, TypeError):
        return None


def make(scan: bytes | Path, to: Path) -> Archived:
    """One scan; for many, keep a Maker. Raises UnreadableError, and FatalError where the Vietnamese model is missing."""
    with Maker(to) as maker:
        return maker.make(scan)


def store_code(unit: str, form: str, scan: str) -> str:
    """The code of a digitised result in the citizen's store: LT.<unit>.<form>.<16 digits of the scan's checksum>.

    The form is ours: no source gives the structure of a stored result's code. MaGiayToKetQua (KQ.G07.000122) is the code of a kind of
    result, not of one. The same scan of the same unit has the same code, so a result is recognised when it comes again.
    """
    if not _SHA256.fullmatch(scan):
        raise ValueError("a SHA-256 in small hexadecimal digits is wanted")
    return f"LT.{unit}.{form}.{scan[:16]}"


class Maker:
    """Makes archives in a folder, in one process that is started for the first new scan. One thread at a time.

    `within`: folder for what is only there while it works; the archives' own when left out.
    """

    def __init__(self, folder: Path, within: Path | None = None) -> None:
        self._folder, self._within = folder, within or folder
        self._work: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in self._folder.glob(f"{MAKING}*"):
            if time.time() - left.stat().st_mtime > STALE:
                shutil.rmtree(left, ignore_errors=True)
        self._work = Path(tempfile.mkdtemp(prefix=MAKING, dir=self._within))
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        if self._work is not None:
            shutil.rmtree(self._work, ignore_errors=True)

    def make(self, scan: bytes | Path, words: Sequence[PageWords | None] = ()) -> Archived:
        """The archive of a scan; the one there is when it was made before. `words`: of its pages, where they were read already."""
        try:
            content = scan if isinstance(scan, bytes) else scan.read_bytes()
        except OSError:
            raise UnreadableError("broken") from None
        if not content:
            raise UnreadableError("empty")
        sha256 = hashlib.sha256(content).hexdigest()
        return known(self._folder, sha256) or self._made(content, sha256, words)

    def _made(self, content: bytes, sha256: str, words: Sequence[PageWords | None]) -> Archived:
        if engine.model_folder() is None:
            raise FatalError(
                "No scan can be archived: the Debian package tesseract-ocr-vie is missing; install it and run again.",
                "Chưa lưu trữ được bản quét: thiếu gói Debian tesseract-ocr-vie; cài đặt rồi chạy lại.",
            )
        assert self._work is not None, "used outside its with statement"
        scan, fresh, read = self._work / "scan", self._work / "archive.pdf", self._work / "words.json"
        for file in (scan, read):
            file.touch(0o600)
        scan.write_bytes(content)
        read.write_text(json.dumps([page and page.as_json() for page in words]), encoding="utf-8")
        try:
            told = self._asked(scan, fresh, read)
        finally:
            scan.unlink()
            read.unlink()
        if "unreadable" in told:
            raise UnreadableError(told["unreadable"])
        path = place(self._folder, sha256)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        made = Archived(path, _digest(fresh), sha256, told["pages"], told["outcome"], told["checks"])
        _kept(made, fresh)
        return made

    def _asked(self, scan: Path, fresh: Path, words: Path) -> dict[str, Any]:
        if self._process is not None and self._process.poll() is not None:
            self._end()  # it was ended from outside, while nothing was asked of it
        process = self._process = self._process or self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps({"scan": str(scan), "to": str(fresh), "words": str(words)}).encode() + b"\n")
            process.stdin.flush()
            while "page" in (told := self._answer(process)):
                pass
            return told
        except (TimeoutError, EOFError, BrokenPipeError) as error:
            self._end()
            crashed = isinstance(error, EOFError | BrokenPipeError) and process.returncode not in (-9, -24)
            return {"unreadable": "broken" if crashed else "huge"}

    def _answer(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        """The next line. Raises TimeoutError after MOST_SECONDS of silence, EOFError when the process died."""
        assert process.stdout is not None
        until = time.monotonic() + MOST_SECONDS
        while b"\n" not in self._rest:
            if not select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError
            if not (more := os.read(process.stdout.fileno(), 1 << 16)):
                raise EOFError
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        return told

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, without the installation's secrets, with its temporary files in the work folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIENTHONG_", "AIRFLOW_"))}
        root = str(Path(__file__).resolve().parent.parent)
        kept |= {"TMPDIR": str(self._work), "OMP_THREAD_LIMIT": "1", "MALLOC_ARENA_MAX": "1", "PYTHONPATH": root}
        command = [sys.executable, "-m", "digitise.archive_worker"]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=kept, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)

    def _end(self) -> None:
        process, self._process, self._rest = self._process, None, b""
        if process is None:
            return
        process.kill()
        process.communicate()


def _kept(made: Archived, fresh: Path) -> None:
    """The file goes to its place, then the note that makes it known: a night that ends in between makes it again."""
    note = {name: value for name, value in asdict(made).items() if name != "path"}
    aside = fresh.with_suffix(".json")
    aside.write_text(json.dumps(note), encoding="utf-8")
    for file, place_ in ((fresh, made.path), (aside, made.path.with_suffix(".json"))):
        file.chmod(0o600)
        file.replace(place_)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""A record's life as a line of steps in time, each in Vietnamese and English, told from its passport."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.wording import code_sentence

#: In Vietnamese and English.
Words = tuple[str, str]

VERDICTS: Mapping[str, Words] = {
    "accepted": ("được tiếp nhận", "accepted"),
    "refused": ("bị từ chối", "refused"),
    "promised": ("hẹn trả kết quả", "promised"),
    "parent_unknown": ("chờ bản ghi gốc", "waits for its parent"),
    "has_children": ("còn bản ghi phụ thuộc", "others lean on it"),
    "unknown": ("chưa rõ", "no clear answer"),
    "absent": ("chưa nhận được", "never arrived"),
}

#: What is decided on the correction desk, and where a decision stands.
DECISIONS: Mapping[str, Words] = {
    "correct": ("sửa", "correct"),
    "release": ("bỏ qua", "release"),
    "discard": ("hủy", "discard"),
}
STATES: Mapping[str, Words] = {
    "open": ("chờ duyệt", "waits for approval"),
    "approved": ("đã duyệt", "approved"),
    "rejected": ("từ chối", "rejected"),
    "withdrawn": ("rút lại", "withdrawn"),
}


@dataclass(frozen=True)
class Step:
    """`at` None: the step belongs to the one before it."""

    at: datetime | None
    step: Words
    outcome: Words


def steps(version: Mapping[str, Any]) -> Iterator[Step]:
    """The life of one version of a passport, in order."""
    number = version["number"]
    kind = ("xóa", "deletion") if version["deleted"] else (f"bản {number}", f"version {number}")
    batch = version["batch_id"]
    came = (f"{kind[0]}, lô {batch}", f"{kind[1]}, batch {batch}")
    yield Step(_at(version["pulled_at"]), ("nhận", "pulled"), came)
    for scan in version["digitised"]:
        yield from _scanned(scan)
    for one in version["changes"]:
        yield Step(None, ("chuẩn hóa", "normalised"), _same(f"{one['field']}: {one['change']}"))
    for one in version["checks"]:
        yield Step(None, ("kiểm tra", "check"), _same(f"{one['field']}: {one['rule']} ({one['severity']})"))
    for one in version["decisions"]:
        kind, state = DECISIONS[one["kind"]], STATES[one["state"]]
        about = ", ".join([*one["fields"], *one["rules"]])
        asked = tuple(f"{word} {about} – {one['made_by']}".replace("  ", " ") for word in kind)
        yield Step(_at(one["made_at"]), ("đề nghị", "proposed"), (asked[0], asked[1]))
        if one["decided_by"]:
            answer = tuple(f"{word} – {one['decided_by']}" for word in state)
            yield Step(_at(one["decided_at"]), ("người thứ hai", "second person"), (answer[0], answer[1]))
    for one in version["attempts"]:
        said, code = VERDICTS.get(one["verdict"], _same(one["verdict"])), one["code"] or ""
        answer = (f"{said[0]} {code}".strip(), f"{said[1]} {code}".strip())
        yield Step(_at(one["sent_at"]), (f"gửi → {one['endpoint']}", f"sent → {one['endpoint']}"), answer)
        if code and one["verdict"] not in ("accepted", "absent"):
            told = code_sentence(one["endpoint"], code, 0), code_sentence(one["endpoint"], code, 1)
            yield Step(None, ("nghĩa là", "which means"), told)
    if kept := version["receipt"]:
        yield Step(_at(kept["received_at"]), ("biên nhận", "receipt"), _same(kept["receipt"]))
        yield Step(_at(kept["written_back_at"]), ("trả về nguồn", "written back"), _done(kept["written_back_at"]))
        yield Step(_at(kept["linked_at"]), ("hiện trên VNeID", "visible on VNeID"), _done(kept["linked_at"]))
    yield Step(None, ("trạng thái", "status"), _same(" ".join(filter(None, (version["status"], version["hold"])))))


#: What is known of a scan's digital signature (flows.scanned.work.signature_word).
SIGNATURES: Mapping[str, Words] = {
    "none": ("không có", "none"),
    "valid:yes": ("hợp lệ, chứng thư tin cậy", "valid, by a trusted certificate"),
    "valid:no": ("hợp lệ, chứng thư không tin cậy", "valid, by a certificate that is not trusted"),
    "valid:unknown": ("hợp lệ, chưa rõ chứng thư", "valid, the certificate's trust is not known"),
    "invalid": ("không hợp lệ", "not valid"),
    "unclear": ("chưa xác định được", "could not be told"),
}

#: How a reading compares with the record (relay.scans.Verdict).
COMPARED: Mapping[str, Words] = {
    "agrees": ("khớp hồ sơ", "agrees with the record"),
    "fills": ("điền vào chỗ trống", "fills a gap"),
    "conflicts": ("khác hồ sơ", "conflicts with the record"),
    "nearly": ("gần giống hồ sơ", "nearly as the record"),
    "gap": ("hồ sơ trống, đọc chưa chắc", "a gap, not read for sure"),
    "unsure": ("đọc chưa chắc, khác hồ sơ", "not sure, differs"),
}


def _scanned(scan: Mapping[str, Any]) -> Iterator[Step]:
    """One page, and where on it each field was read, how sure, and what it was compared to."""
    page = f"{scan['page']} #{scan['number'] + 1}: {scan['form'] or '–'}, {scan['outcome']} ({scan['engine']})"
    reused = (" – dùng lại bản đã số hóa", " – read before, reused") if scan["reused"] else ("", "")
    yield Step(None, ("số hóa", "digitised"), (page + reused[0], page + reused[1]))
    if scan["archive_sha256"]:
        checks = scan["checks"].get("outcome", "")
        yield Step(
            None, ("lưu trữ PDF/A", "archived as PDF/A"), _same(f"sha256 {scan['archive_sha256'][:16]}… {checks}")
        )
    if scan["store_code"]:
        yield Step(None, ("mã kho kết quả", "code in the citizen's store"), _same(scan["store_code"]))
    if scan["signature"]:
        yield Step(
            None, ("chữ ký số", "digital signature"), SIGNATURES.get(scan["signature"], _same(scan["signature"]))
        )
    for one in scan["readings"]:
        place = f"{one['field']} [{', '.join(map(str, one['box']))}] {one['confidence']:.0%}"
        said = COMPARED.get(one["verdict"], ("không so", "not compared"))
        sure = ("tự nhận", "accepted") if one["accepted"] else ("chờ người xem", "for people to see")
        yield Step(None, ("đọc", "read"), (f"{place} {sure[0]}, {said[0]}", f"{place} {sure[1]}, {said[1]}"))


def _at(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None


def _same(text: str) -> Words:
    return (text, text)


def _done(moment: str | None) -> Words:
    return ("xong", "done") if moment else ("chưa", "not yet")

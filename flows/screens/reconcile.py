"""Tables of `lienthong reconcile`, `approve` and `plans`, Vietnamese first."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from rich.table import Table

from flows.days import LOCAL_TIME
from flows.screens import console, fine, number

KINDS = {
    "missing": "thiếu · missing there",
    "extra": "thừa · extra there",
    "differs": "khác · differs there",
}
REMEDIES = {
    "send_again": "gửi lại · send again",
    "delete_again": "xóa lại · delete again",
    "leave": "để nguyên, còn bản đang xử lý\nleave, another version is open",
    "ask_registry": "hỏi cơ quan quản lý\nask the registry, it is not ours",
}
SHOWN = 5


def compared(found: dict[str, Any]) -> None:
    """What a comparison found, what was healed before it, and what to do next."""
    if done := found["healed"]:
        console.print(
            f"Kế hoạch {done['plan']} đã thực hiện, phiên bản mới · plan {done['plan']} carried out, new versions: "
            f"{number(done['versions'])}",
            highlight=False,
        )
    console.print(
        f"Đối soát · Reconcile {found['flow']}: {number(found['ours'])} biên nhận · receipts; "
        f"{number(found['requests'])} lần hỏi · requests, {number(found['records'])} dòng đã đọc · lines read",
        highlight=False,
    )
    if found["moving"]:
        console.print(f"Đang chuyển, chưa kết luận · under way, not judged: {number(found['moving'])}")
    if found["plan"]:
        _entries(found["plan"])
        _next_step(found["plan"])
    elif not any(found[kind] for kind in KINDS):
        fine("Hai bên khớp nhau. Both sides agree.")


def said_yes(plan: dict[str, Any]) -> None:
    """A plan was approved."""
    _entries(plan)
    _next_step(plan)


def listed(found: list[dict[str, Any]]) -> None:
    """All plans, oldest first."""
    if not found:
        fine("Không có kế hoạch nào. There is no plan.")
        return
    table = Table(title="Kế hoạch khắc phục · Plans to heal", title_justify="left")
    headings = ("số\nno.", "luồng\nflow", "thiếu\nmissing", "thừa\nextra", "khác\ndiffers")
    for heading in (*headings, "người lập\nmade by", "người duyệt\napproved by", "thực hiện\ncarried out"):
        table.add_column(heading)
    for plan in found:
        counts = (number(plan[kind]) for kind in KINDS)
        made, yes = _by(plan["made_by"], plan["made_at"]), _by(plan["approved_by"], plan["approved_at"])
        times = (text.replace(" ", "\n") for text in (made, yes, _time(plan["carried_out_at"])))
        table.add_row(str(plan["plan"]), plan["flow"], *counts, *times)
    console.print(table)


def _entries(plan: dict[str, Any]) -> None:
    """Differences by kind and remedy, and the first of their keys."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in plan["entries"]:
        groups[one["kind"], one["remedy"]].append(one["key"])
    table = Table(title=f"Kế hoạch · Plan {plan['plan']}", title_justify="left")
    for heading in ("khác biệt · difference", "xử lý · remedy", "số · count"):
        table.add_column(heading, no_wrap=True)
    for (kind, remedy), keys in groups.items():
        table.add_row(KINDS[kind], REMEDIES[remedy], number(len(keys)))
    console.print(table)
    for (kind, _), keys in groups.items():
        more = f" … (+{number(len(keys) - SHOWN)})" if len(keys) > SHOWN else ""
        console.print(f"{KINDS[kind]}: {', '.join(keys[:SHOWN])}{more}", highlight=False, markup=False)
    console.print(f"Người lập · made by: {_by(plan['made_by'], plan['made_at'])}", highlight=False)


def _next_step(plan: dict[str, Any]) -> None:
    if plan["carried_out_at"]:
        console.print(f"Đã thực hiện · carried out: {_time(plan['carried_out_at'])}", highlight=False)
    elif plan["approved_by"]:
        yes = _by(plan["approved_by"], plan["approved_at"])
        console.print(f"Người duyệt · approved by: {yes}", highlight=False)
        console.print(f"Thực hiện · carry it out: lienthong reconcile {plan['flow']} --heal", highlight=False)
    elif not any(one["remedy"] in ("send_again", "delete_again") for one in plan["entries"]):
        console.print("Không có gì để gửi, cần người xử lý · nothing to send here, a person must act", highlight=False)
    else:
        who = ", ".join(plan["may_approve"]) or "—"
        console.print(f"Người có thể duyệt · may approve it: {who}", highlight=False)
        console.print(f"Duyệt · approve: lienthong approve {plan['plan']}", highlight=False)


def _by(user: str | None, at: datetime | None) -> str:
    return f"{user}, {_time(at)}" if user else "—"


def _time(at: datetime | None) -> str:
    return at.astimezone(LOCAL_TIME).strftime("%d/%m/%Y %H:%M") if at else "—"

"""Proactive leads: who is due a service by records the nation has accepted, with the rule that says why.

A lead is a record's id, a unit and a day; whoever may see the record finds the person in the local system by its passport.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from flows.catalogue import FLOWS
from flows.figures import lead_rules
from tracking.campaigns import local_today
from tracking.leads import reading
from tracking.leads.rules import Rule
from ui.access import Visitor, opens
from ui.choice import ROWS, Chosen, Leaf
from ui.installation import unit_names, wiring
from ui.page import download, language, render
from ui.table import Column, Table

W: Mapping[str, tuple[str, str]] = {
    "intro": (
        "Người dân đến hạn được phục vụ, theo bản ghi quốc gia đã tiếp nhận. Không có tên hay số định danh ở đây: "
        "mã bản ghi dẫn tới lý lịch của nó, người xử lý tra cứu tại hệ thống nguồn.",
        "People due a service, by records the nation has accepted. No name and no number stands here: "
        "a record's id leads to its passport, and whoever handles it looks it up in the source.",
    ),
    "rules": ("Quy tắc và số lượng", "Rules and counts"),
    "leads": ("Từng trường hợp, đến hạn sớm nhất trước", "One by one, the earliest due first"),
    "rule": ("Quy tắc", "Rule"),
    "open": ("Đang mở", "Open"),
    "overdue": ("Quá hạn", "Overdue"),
    "why": ("Vì sao", "Why"),
    "law": ("Căn cứ", "Based on"),
    "record": ("Bản ghi", "Record"),
    "unit": ("Đơn vị", "Unit"),
    "code": ("Mã", "Code"),
    "due": ("Đến hạn", "Due"),
    "found": ("Thấy từ", "Found on"),
}

router = APIRouter(prefix="/leads")
MAY = Depends(opens("leads"))
EVERYTHING = 1_000_000

RULES = (
    Column("title", W["rule"], link="href"),
    Column("open", W["open"], "number"),
    Column("overdue", W["overdue"], "number"),
    Column("why", W["why"]),
    Column("law", W["law"]),
)
LEADS = (
    Column("record", W["record"], link="href"),
    Column("rule", W["rule"]),
    Column("unit", W["code"]),
    Column("name", W["unit"]),
    Column("due_on", W["due"], "day"),
    Column("found_on", W["found"], "day"),
)


@router.get("")
def leads(
    request: Request,
    chosen: Chosen,
    rule: Annotated[str, Query(max_length=60)] = "",
    which: str = "leads",
    who: Visitor = MAY,
) -> Response:
    """Rules with their counts, then the leads one by one; those of the visitor's own units."""
    lang = language(request)
    english, store = lang == "en", wiring().store
    rules = {one.id: one for one in lead_rules(wiring()).leads}
    counted = reading.counts(store, local_today(), who.only_units)
    page, size = (0, EVERYTHING) if chosen.format else (chosen.page - 1, ROWS)
    rows = [
        _lead(one, rules, english, who)
        for one in reading.leads(store, rule or None, who.only_units, page=page, per_page=size)
    ]
    total = sum(number for name, (number, _) in counted.items() if rule in ("", name))
    tables = {
        "rules": Table(
            "lead-rules", W["rules"][english], RULES, [_rule(one, counted, english) for one in rules.values()]
        ),
        "leads": Table("leads", W["leads"][english], LEADS, rows),
    }
    if chosen.format:
        return download(tables["rules" if which == "rules" else "leads"], chosen.format, lang)
    leaf = Leaf(rows, total, chosen.page, max(-(-total // ROWS), 1))
    return render(
        request,
        who,
        "leads.html",
        page="leads",
        lw=lambda name: W[name][english],
        rule=rules.get(rule),
        tables=tables,
        leaf=leaf,
    )


def _rule(one: Rule, counted: Mapping[str, tuple[int, int]], english: bool) -> dict[str, Any]:
    known, late = counted.get(one.id, (0, 0))
    return {
        "title": one.title_en if english else one.title_vi,
        "href": f"/leads?rule={one.id}",
        "open": known,
        "overdue": late,
        "why": one.why_en if english else one.why_vi,
        "law": one.law,
    }


def _lead(one: reading.Lead, rules: Mapping[str, Rule], english: bool, who: Visitor) -> dict[str, Any]:
    rule = rules.get(one.rule)
    return {
        "record": str(one.record_id),
        "href": f"/passport?key={one.record_id}" if who.may_open("passport") else None,
        "rule": (rule.title_en if english else rule.title_vi) if rule else one.rule,
        "unit": one.unit,
        "name": _unit(rule, one.unit),
        "due_on": one.due_on,
        "found_on": one.found_on,
    }


def _unit(rule: Rule | None, unit: str | None) -> str | None:
    """A unit is a commune, a school or a facility: the first of the rule's domains that has a name for it tells."""
    if unit is None or rule is None:
        return unit
    domains = dict.fromkeys(FLOWS[people.record].domain for people in rule.of)
    return next((name for domain in domains if (name := unit_names()(domain, unit)) != unit), unit)

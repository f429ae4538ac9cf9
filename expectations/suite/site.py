"""Data Docs without a value: Great Expectations' own pages of one night, made from counts alone.

Promise: nothing but rules, their words and counts goes in, so no value of a record can come out; the pages ask no other host for
anything and run no script. The results are built from what the store counted: a record is not read for them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from pathlib import Path
from typing import Any

from expectations.suite.catalogue import suite_of
from expectations.suite.judge import _great_expectations
from expectations.suite.rule import Rule

SITE, PAGE = "quality", "night"

#: Scripts, styles and pictures: the pages are read where there is no way out, and in our own plain style.
OUTSIDE = re.compile(r"<(script|style|footer)\b.*?</\1>|<(?:link|img|meta)\b[^>]*>", re.DOTALL)
STYLE = (
    "body{font-family:sans-serif;max-width:70rem;margin:1rem auto;padding:0 1rem}ul{padding-left:1rem}"
    "table{border-collapse:collapse}td,th{border:1px solid #888;padding:.3rem .6rem;text-align:left}"
)
HEAD = f'<meta charset="utf-8"><style>{STYLE}</style>'
INDEX = """<!doctype html>
<html lang="vi"><head>{head}<title>Chất lượng dữ liệu · Data quality {day}</title></head>
<body><h1>Chất lượng dữ liệu · Data quality {day}</h1>
<table><thead><tr><th>Hồ sơ · Contract</th><th>Đã xét · Judged</th><th>Kết quả · Results</th><th>Bộ kỳ vọng · Suite</th></tr></thead>
<tbody>{rows}</tbody></table></body></html>
"""
ROW = '<tr><td>{name}</td><td>{judged}</td><td><a href="{results}">{failing}</a></td><td><a href="{suite}">{rules}</a></td></tr>'


@dataclass(frozen=True)
class Counted:
    """What the rules of one contract came to: versions judged, and rule → versions it caught."""

    judged: int
    failed: Mapping[str, int]


def write_site(folder: Path, day: date, counts: Mapping[str, Counted]) -> Path:
    """Write the Data Docs of a day into `folder`, whole or not at all. Returns its first page; writing again replaces them."""
    aside = folder.with_name(f".{folder.name}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700, parents=True)
    with _context(aside) as context:
        for contract, counted in sorted(counts.items()):
            _put(context, contract, counted, day)
        context.build_data_docs()
    shutil.rmtree(aside / "static", ignore_errors=True)
    for page in aside.rglob("*.html"):
        page.write_text(_alone(page.read_text(encoding="utf-8")), encoding="utf-8")
    (aside / "index.html").write_text(_index(aside, day, counts), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    return folder / "index.html"


@contextmanager
def _context(folder: Path) -> Iterator[Any]:
    """A context with the site in it. Great Expectations takes the newest one for everybody's: suites of later batches would be saved
    into it rule by rule, so the judge's own is put back.
    """
    gx, _, _ = _great_expectations()
    from great_expectations.data_context.data_context.context_factory import project_manager, set_context
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    files = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)}
    index = {"class_name": "DefaultSiteIndexBuilder"}
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": files,
        "site_index_builder": index,
    }
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
        data_docs_sites={SITE: site},
    )
    before = project_manager.get_current_project()
    try:
        yield gx.get_context(mode="ephemeral", project_config=config)
    finally:
        set_context(before)


def _put(context: Any, contract: str, counted: Counted, day: date) -> None:
    from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    suite = context.suites.add(_suite(contract))
    run = RunIdentifier(run_name=day.isoformat(), run_time=datetime.combine(day, time(), UTC))
    results = [_result(one, counted) for one in suite.expectations]
    kept = sum(one.success for one in results)
    found = ExpectationSuiteValidationResult(
        success=kept == len(results),
        results=results,
        suite_name=contract,
        suite_parameters={},
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": kept,
            "unsuccessful_expectations": len(results) - kept,
            "success_percent": 100 * kept / len(results) if results else None,
        },
        meta={"run_id": run},
    )
    name = ExpectationSuiteIdentifier(name=contract)
    key = ValidationResultIdentifier(expectation_suite_identifier=name, run_id=run, batch_identifier=PAGE)
    context.validation_results_store.set(key, found)


def _suite(contract: str) -> Any:
    """The suite in the words a clerk reads: what is wrong, what to do, and the law it rests on."""
    gx, custom, _ = _great_expectations()
    made = gx.ExpectationSuite(name=contract)
    for rule in suite_of(contract).rules:
        kind = getattr(custom, rule.check.expectation, None) or getattr(gx.expectations, rule.check.expectation)
        meta = {"rule": rule.id, "notes": {"format": "string", "content": [_note(rule)]}}
        made.add_expectation(
            kind(
                **rule.check.arguments,
                severity=rule.severity,
                description=f"{rule.vi} {rule.fix_vi} ({rule.id})",
                meta=meta,
            )
        )
    return made


def _note(rule: Rule) -> str:
    return f"{rule.vi} {rule.fix_vi} | {rule.en} {rule.fix_en} | {rule.source}"


def _result(expectation: Any, counted: Counted) -> Any:
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult

    caught = counted.failed.get(expectation.meta["rule"], 0)
    return ExpectationValidationResult(
        success=not caught,
        expectation_config=expectation.configuration,
        result={
            "element_count": counted.judged,
            "unexpected_count": caught,
            "unexpected_percent": 100 * caught / counted.judged if counted.judged else 0.0,
        },
        exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
    )


def _alone(page: str) -> str:
    return OUTSIDE.sub("", page).replace("<head>", f"<head>{HEAD}", 1)


def _index(folder: Path, day: date, counts: Mapping[str, Counted]) -> str:
    rows = []
    for contract, counted in sorted(counts.items()):
        [results] = (folder / "validations" / contract).rglob(f"{PAGE}.html")
        row = {"name": escape(contract), "judged": counted.judged, "suite": f"expectations/{contract}.html"}
        rules = [rule.id for rule in suite_of(contract).rules]
        failing = sum(bool(counted.failed.get(rule)) for rule in rules)
        rows.append(
            ROW.format(
                **row,
                results=results.relative_to(folder).as_posix(),
                failing=f"{failing} kỳ vọng không đạt · failed",
                rules=len(rules),
            )
        )
    return INDEX.format(day=day.isoformat(), head=HEAD, rows="".join(rows))

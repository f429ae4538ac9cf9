"""The command that adds a record type, and what it tells the person who called it."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.new_record.skeleton import DOMAINS, skeleton, write


def new_record(
    name: Annotated[str, typer.Argument(help="Stem of its files, like marital_status. Tên các tệp.")],
    domain: Annotated[str, typer.Option(help=f"Lĩnh vực. One of: {', '.join(DOMAINS)}.")],
    title_vi: Annotated[str, typer.Option(help="What clerks call it. Tên tiếng Việt.")],
    title_en: Annotated[str, typer.Option(help="The same in English. Tên tiếng Anh.")],
) -> None:
    """Write the skeleton of a new record type; its tests say what to fill in.

    Tạo khung tệp cho một loại bản ghi mới; các bài kiểm thử cho biết cần điền gì.
    """
    files = skeleton(name, domain, title_vi, title_en)
    write(files)
    typer.echo("Đã tạo · Written:")
    for file in files:
        typer.echo(f"  {file}")
    typer.echo(
        "Điền các chỗ ghi FILL IN, chạy lại ba lệnh này cho tới khi đạt hết · Fill in what says FILL IN, and run these until all is green:"
    )
    typer.echo("  python -m schemas.export")
    typer.echo(f"  python -m pytest tests -k '{name} or record_type or suite'")
    typer.echo("  make lint test")

"""What people read in Airflow: the trigger form and the page of each DAG, in Vietnamese and English.

Promise: a value outside its schema is refused by Airflow before anything runs.
"""

from __future__ import annotations

from airflow.sdk import Param

from flows.catalogue import Flow

AS_OF = Param(
    None,
    type=["null", "string"],
    format="date",
    title="Tính đến ngày · As of",
    description="Ngày dùng để kiểm tra và tính tiến độ; để trống là hôm nay. "
    "The day that rules and progress take as today; empty means today.",
)


def night_params() -> dict[str, Param]:
    """Return the parameters of a nightly sync."""
    since = Param(
        None,
        type=["null", "string"],
        format="date",
        title="Từ ngày · Since",
        description="Đọc lại mọi thay đổi từ ngày này; để trống là tiếp từ lần trước. "
        "Read again everything that changed since this day; empty goes on after the last run.",
    )
    units = Param(
        None,
        type=["null", "array"],
        items={"type": "string", "pattern": r"^[\w.-]{1,40}$"},
        title="Đơn vị · Units",
        description="Chỉ gửi hồ sơ của các đơn vị này, mỗi dòng một mã; để trống là tất cả. "
        "Sends only records of these unit codes, one a line; empty means all.",
    )
    dry_run = Param(
        False,
        type="boolean",
        title="Chạy thử · Dry run",
        description="Chỉ dự đoán kết quả, không gửi gì đi. Predicts the outcome, sends nothing.",
    )
    return {"since": since, "units": units, "dry_run": dry_run, "as_of": AS_OF}


def night_page(flow: Flow) -> str:
    """Return the Markdown page of one flow's DAG."""
    sources = ", ".join(f"`{source}`" for source in flow.sources)
    return f"""\
### {flow.title_vi} · {flow.title_en}

Mỗi đêm lúc 01:00: đọc thay đổi từ {sources}, số hóa, chuẩn hóa, kiểm tra, gửi đến `{flow.endpoint}` và nhận biên nhận.
Hồ sơ sai được cách ly kèm lý do; hồ sơ đúng vẫn đi tiếp. Chạy lại không gửi trùng.

Every night at 01:00: reads what changed in {sources}, digitises, normalises and validates it, delivers to
`{flow.endpoint}` and collects a receipt per record. Wrong records are quarantined with their reason, the others go on.
Running it again sends nothing twice.

| bước · step | làm gì · does |
|---|---|
| pull | đọc thay đổi · reads what changed, one task per source |
| scans | chia bản chụp thành nhóm · shares the scans out |
| digitise | đọc bản chụp · reads scans, some tasks side by side |
| normalise | đưa về mẫu chung · translates into the contract |
| validate | kiểm tra · judges by the suite; wrong records are quarantined |
| stage | xếp vào hộp gửi · fills the outbox |
| push | gửi đi · delivers |
| receipts | nhận biên nhận · collects receipts, writes them back |
| guard | báo đỏ khi một nguồn bỗng trống hoặc giảm mạnh · red when a source is suddenly empty or shrunken (degraded) |

Chỉ lỗi tạm thời được thử lại. Only temporary failures are retried.
"""


RECONCILE_PAGE = """\
### Đối chiếu · Reconcile

Sau mỗi luồng: hỏi các biên nhận đã hẹn, gửi tiếp hồ sơ đang chờ hồ sơ gốc, rồi so biên nhận của ta với sổ quốc gia.

After any flow: polls promised receipts, sends records whose parent has arrived, then compares our receipts with the
national listing.
"""

PROGRESS_PAGE = """\
### Tiến độ · Progress

Sau mỗi lần đối chiếu: chụp lại tiến độ từng đơn vị so với thời hạn. Chỉ hồ sơ đã có biên nhận quốc gia được tính.

After each reconciliation: the day's standing per unit against each deadline. Only nationally accepted records count.
"""

WEEKLY_PAGE = """
Báo cáo của tuần trước theo từng lĩnh vực: điều gì đã tiến triển, ai chậm, việc tiếp theo. HTML, PDF và Excel nằm trong thư mục
`reports` của LIENTHONG_HOME, cùng hồ sơ minh chứng có chữ ký của các chiến dịch vừa hết hạn.

The report of the week before, sector by sector: what moved, who is late, what comes next. HTML, PDF and a workbook lie in `reports`
under LIENTHONG_HOME, beside the signed evidence packs of campaigns that have just ended.
"""

QUALITY_PAGE = """
Sau mỗi lần tính tiến độ: đếm xem bản ghi kéo về trong ngày được xét ra sao theo luồng, nguồn và đơn vị, rồi lập trang Data Docs không chứa
giá trị nào trong thư mục `quality` của LIENTHONG_HOME. Báo cáo chờ người có thẩm quyền xem xét tại trang Chất lượng.

After each count of progress: how the records pulled that day fared by flow, source and unit, and Data Docs without a value in `quality`
under LIENTHONG_HOME. The report waits for its review on the page Quality.
"""

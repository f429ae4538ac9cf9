"""The code lists of schemas/codes, read once. A list is a mapping code → Vietnamese label, in the order of its file.

Where each list comes from, and what in it is ours, stands in schemas/codes/SOURCES.md. Short enumerations that several contracts share
are here too; one that a single contract uses may stand in its module (`kinds.OneOf({code: label})`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

FOLDER = Path(__file__).parent / "codes"

#: Enumerations of the civil-status import schema of the Ministry of Justice's digitisation tool, and of the health XML tables.
SHORT_LISTS: Mapping[str, Mapping[str, str]] = {
    "sex": {"1": "Nam", "2": "Nữ", "3": "Chưa xác định được giới tính"},
    "sex_known": {"1": "Nam", "2": "Nữ"},
    "registration_type": {
        "0": "Không có thông tin",
        "1": "Đăng ký đúng hạn",
        "2": "Đăng ký lại",
        "3": "Ghi vào sổ việc đã đăng ký tại cơ quan có thẩm quyền ở nước ngoài",
        "4": "Đăng ký quá hạn",
    },
    "residence_type": {"0": "Không có thông tin", "1": "Thường trú", "2": "Tạm trú"},
    "document_type": {
        "0": "Để trống",
        "1": "Chứng minh nhân dân",
        "2": "Hộ chiếu",
        "3": "Thẻ thường trú",
        "4": "Thẻ căn cước công dân",
        "5": "Giấy chứng minh quân đội nhân dân",
        "6": "Giấy chứng minh sĩ quan quân đội",
        "7": "Giấy chứng minh công an nhân dân",
        "8": "Giấy tờ khác",
    },
    "birth_kind": {
        "1": "Đủ cha mẹ",
        "2": "Chưa xác định được mẹ",
        "3": "Chưa xác định được cha",
        "4": "Chưa xác định được cha mẹ",
        "5": "Trẻ bị bỏ rơi",
    },
    "death_certificate_type": {
        "0": "Không có thông tin",
        "1": "Giấy báo tử",
        "2": "Giấy xác nhận việc thi hành án tử hình",
        "3": "Bản án, quyết định có hiệu lực của Tòa án về việc tuyên bố một người là đã chết",
        "4": "Văn bản xác nhận của cơ quan công an hoặc kết quả giám định của cơ quan giám định pháp y",
        "5": "Văn bản xác định nguyên nhân chết của cơ quan y tế cấp huyện",
        "6": "Biên bản xác nhận việc chết",
        "7": "Văn bản xác nhận việc chết của người làm chứng",
    },
    "legal_party": {
        "individual": "Cá nhân",
        "household": "Hộ gia đình",
        "spouses_or_joint": "Vợ chồng/Đồng sử dụng",
        "organisation": "Tổ chức",
    },
    "legal_role": {
        "individual": "Cá nhân",
        "head": "Chủ hộ",
        "husband": "Chồng",
        "wife": "Vợ",
        "representative": "Người đại diện",
        "member": "Thành viên",
    },
    "land_form": {"private": "Sử dụng riêng", "shared": "Sử dụng chung", "both": "Sử dụng riêng và chung"},
    # The health XML names 01 to 16 without the sources giving every label.
    "visit_type": {f"{number:02d}": f"Loại {number:02d}" for number in range(1, 17)},
    "treatment_outcome": {str(number): f"Loại {number}" for number in range(1, 8)},
    "dossier_status": {
        "1": "Mới đăng ký",
        "2": "Được tiếp nhận",
        "3": "Không được tiếp nhận",
        "4": "Đang xử lý",
        "5": "Yêu cầu bổ sung giấy tờ",
        "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
        "7": "Công dân yêu cầu rút hồ sơ",
        "8": "Dừng xử lý",
        "9": "Đã xử lý xong",
        "10": "Đã trả kết quả",
    },
    "applicant_kind": {"1": "Người dân", "2": "Doanh nghiệp"},
    "channel": {"1": "Trực tiếp", "2": "Trực tuyến", "3": "Bưu chính"},
    "yes_no": {"0": "Không", "1": "Có"},
    "reuse": {"0": "Không", "1": "Tái sử dụng", "2": "Tái sử dụng một phần"},
    "paid_online": {"0": "Không", "1": "Cổng Dịch vụ công quốc gia", "2": "Bộ, ngành, địa phương"},
    "fee_collection": {"1": "Khi tiếp nhận", "2": "Khi bổ sung", "4": "Khi trả kết quả"},
    "id_kind": {"1": "12 số", "2": "9 số"},
}


def read(name: str) -> Any:
    """The content of schemas/codes/`name`.json. Raises FileNotFoundError when there is no such list."""
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes())


@cache
def labels(name: str) -> Mapping[str, str]:
    """Code → label of one list. Raises FileNotFoundError for a list nobody wrote."""
    if name in SHORT_LISTS:
        return MappingProxyType(dict(SHORT_LISTS[name]))
    return MappingProxyType(read(name))


@cache
def codes_by_label(name: str) -> Mapping[str, str]:
    """Lower-case label → code, for sources that spell their codes out."""
    return MappingProxyType({label.lower(): code for code, label in labels(name).items()})


@cache
def ethnic_groups() -> frozenset[str]:
    """Names of the ethnic groups as the national list spells them; records carry the name, not the number."""
    return frozenset(labels("ethnicities").values())

"""A good land row: an area that is there and adds up, a certificate that exists already, a holder who fits the legal party."""

from __future__ import annotations

import polars as pl

from expectations.suite.checks import absent, between, not_after_today, not_before, present, present_when
from expectations.suite.columns import day, first_day, flag, misfit, number
from expectations.suite.land import LAND_FIELDS, LIMITS, land_columns, land_type_rules
from expectations.suite.neighbours import Clash, Tell, fields
from expectations.suite.person import number_columns, number_rules
from expectations.suite.rule import Suite, critical, info, warning
from expectations.suite.units import until
from expectations.suite.usual import alive, died_before, dossier_linked

LARGEST_USUAL = 5_000_000  # m², 500 ha
FIRST_CERTIFICATES = 1988  # Land certificates go back to the Land Law of 1987
# Which roles stand on a certificate of each legal party (form PL3-01, labels verbatim; which go together is our reading).
ROLES = {
    "individual": ("individual",),
    "household": ("head", "member", "husband", "wife", "representative"),
    "spouses_or_joint": ("husband", "wife", "representative", "member"),
    "organisation": ("representative",),
}
# Ours: the official definition of the "complete" group of campaign KH 515 is not public (DOMAIN §5.1).
MANDATORY = (
    "commune_on_certificate",
    "certificate_serial",
    "certificate_issued_on",
    "map_sheet",
    "map_parcel",
    "parcel_address",
    "area",
    "land_use_1",
    "land_origin_1",
)


def derive(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers, days, who holds the right, and flags (1 or null) for what does not fit together."""
    issued = day("certificate_issued_on")
    return frame.with_columns(
        *number_columns("holder_id", "holder_sex", "holder_born_on"),
        *(number(field).alias(field) for field in ("area", "built_area", "floor_area")),
        *land_columns(),
        issued.alias("certificate_issued_on"),
        first_day("holder_born_on").alias("holder_born_first"),
        pl.coalesce("organisation_name", "holder_name", "current_user_name").alias("user_name"),
        flag(misfit(pl.col("legal_party"), pl.col("legal_role"), ROLES), "role_misfit"),
        flag(pl.any_horizontal(pl.col(field).is_null() for field in MANDATORY), "incomplete"),
        flag(~_unspaced("scan_files").str.contains(_unspaced("certificate_serial"), literal=True), "scan_misnamed"),
        flag(issued >= until("commune_on_certificate"), "commune_withdrawn"),
        issued.dt.year().cast(pl.Float64).alias("issued_year"),
    )


def _unspaced(field: str) -> pl.Expr:
    return pl.col(field).str.replace_all(" ", "", literal=True)


RULES = (
    critical("parcel.area_positive", "area", between("area", 0, above=True), source="DOMAIN §5.4 (parcel area > 0)",
        vi="Diện tích thửa đất không lớn hơn 0.", fix_vi="Nhập lại diện tích theo giấy chứng nhận hoặc bản đồ địa chính.",
        en="The area of the parcel is not greater than 0.", fix_en="Enter the area from the certificate or the cadastral map."),
    critical("parcel.certificate_in_future", "certificate_issued_on", not_after_today("certificate_issued_on"), source="ours",
        vi="Ngày cấp giấy chứng nhận ở tương lai.", fix_vi="Đối chiếu với giấy chứng nhận và nhập lại ngày cấp.",
        en="The certificate's date of issue lies in the future.", fix_en="Compare with the certificate and enter the date of issue again."),
    critical("parcel.holder_born_in_future", "holder_born_on", not_after_today("holder_born_first"), source="ours",
        vi="Ngày sinh của người sử dụng đất ở tương lai.", fix_vi="Đối chiếu với giấy tờ tùy thân và nhập lại ngày sinh.",
        en="The holder's birth date lies in the future.", fix_en="Compare with the identity paper and enter the birth date again."),
    critical("parcel.holder_present", "holder_name", present("user_name"), source="DOMAIN §5.1 (one row = certificate × parcel × person)",
        vi="Chưa có tên người hoặc tổ chức sử dụng đất.", fix_vi="Nhập tên người hoặc tổ chức sử dụng đất theo giấy chứng nhận.",
        en="Neither a person nor an organisation is named as holder.", fix_en="Enter the holder from the certificate."),
    *land_type_rules(),
    *number_rules("parcel", "holder_id", "holder_sex", "holder_born_on"),
    warning("parcel.area_usual", "area", between("area", high=LARGEST_USUAL), source="ours",
        vi="Diện tích thửa lớn bất thường (trên 500 ha).", fix_vi="Kiểm tra dấu phẩy thập phân và đơn vị (m²).",
        en="The parcel is unusually large (over 500 ha).", fix_en="Check the decimal comma and the unit (m²)."),
    warning("parcel.certificate_not_too_old", "certificate_issued_on", between("issued_year", FIRST_CERTIFICATES),
        source="ours (certificates follow the Land Law of 1987; recalled)",
        vi=f"Ngày cấp giấy chứng nhận trước năm {FIRST_CERTIFICATES}.", fix_vi="Kiểm tra lại năm cấp trên giấy chứng nhận.",
        en=f"The certificate is dated before {FIRST_CERTIFICATES}.", fix_en="Check the year of issue on the certificate."),
    warning("parcel.holder_born_before_certificate", "holder_born_on", not_before("certificate_issued_on", "holder_born_first"),
        source="ours",
        vi="Người sử dụng đất sinh sau ngày cấp giấy chứng nhận.",
        fix_vi="Kiểm tra ngày sinh; nếu quyền được chuyển sau đó (trang bổ sung) thì giữ nguyên.",
        en="The holder was born after the certificate was issued.",
        fix_en="Check the birth date; leave it if the right was transferred later (supplementary page)."),
    warning("parcel.organisation_named", "organisation_name", present_when("organisation_name", "legal_party", ["organisation"]),
        source="DOMAIN §5.1",
        vi="Pháp nhân là tổ chức nhưng chưa có tên tổ chức.", fix_vi="Nhập tên tổ chức theo giấy chứng nhận.",
        en="The legal party is an organisation without a name.", fix_en="Enter the organisation's name from the certificate."),
    warning("parcel.role_fits_party", "legal_role", absent("role_misfit"), source="ours, from the lists of form PL3-01 (DOMAIN §5.1)",
        vi="Vai trò không phù hợp với pháp nhân trên giấy chứng nhận.", fix_vi="Chọn lại vai trò hoặc pháp nhân theo giấy chứng nhận.",
        en="The role does not fit the legal party on the certificate.", fix_en="Correct role or legal party from the certificate."),
    warning("parcel.built_area_within_floors", "built_area", not_before("floor_area", "built_area"), source="ours",
        vi="Diện tích xây dựng lớn hơn diện tích sàn.", fix_vi="Kiểm tra xem hai diện tích có bị nhập đổi chỗ cho nhau không.",
        en="The built area is larger than the floor area.", fix_en="Check whether the two areas were swapped."),
    warning("parcel.scan_named_by_serial", "scan_files", absent("scan_misnamed"), source="DOMAIN §5.1 (names of scan files)",
        vi="Tên tệp quét không chứa số phát hành giấy chứng nhận.",
        fix_vi="Đổi tên tệp theo mẫu {số phát hành}-GCN hoặc {số phát hành}-GT.",
        en="The scan's file name does not contain the certificate's serial.", fix_en="Rename the file to {serial}-GCN or {serial}-GT."),
    warning("parcel.area_agrees", "area", absent("area_differs"), source="DOMAIN §5.4 (one parcel, several rows)",
        vi="Cùng một thửa (xã, tờ, thửa) nhưng diện tích khác với bản ghi khác.",
        fix_vi="Đối chiếu với bản đồ địa chính; nếu thửa đã tách hoặc hợp, cập nhật số thửa.",
        en="Another record of the same parcel (commune, sheet, parcel) gives a different area.",
        fix_en="Compare with the cadastral map; if the parcel was split or merged, update its number."),
    alive("parcel.holder_alive_on_issue", "holder_id", ("người sử dụng đất", "holder"),
        ("ngày cấp giấy chứng nhận", "certificate's date of issue")),
    info("parcel.commune_valid_on_certificate", "commune_on_certificate", absent("commune_withdrawn"),
        source="QĐ 19/2025/QĐ-TTg (DOMAIN §4)",
        vi="Giấy chứng nhận cấp sau ngày mã xã ghi trên giấy hết hiệu lực.", fix_vi="Kiểm tra mã xã và ngày cấp trên giấy chứng nhận.",
        en="The certificate was issued after its commune code had been withdrawn.",
        fix_en="Check commune code and date of issue on the certificate."),
    info("parcel.mandatory_complete", "certificate_serial", absent("incomplete"),
        source="ours (completeness split; the official groups are not verified, DOMAIN §5.1)",
        vi="Thửa đất chưa đủ các trường bắt buộc (nhóm 2).", fix_vi="Bổ sung các trường còn trống trong mẫu PL3-01.",
        en="The row lacks a mandatory field (group 2).", fix_en="Fill in the empty fields of form PL3-01."),
    dossier_linked("parcel"),
)  # fmt: skip

TEXTS = (
    *MANDATORY, *LAND_FIELDS, "organisation_name", "holder_name", "holder_id", "holder_sex", "holder_born_on",
    "current_user_name", "legal_party", "legal_role", "built_area", "floor_area", "scan_files", "dossier_code",
)  # fmt: skip
PLACE = fields("commune_on_certificate", "map_sheet", "map_parcel")
AREA = Tell("parcel.area", PLACE, {"area": pl.col("area")})
CLASHES = (
    Clash("area_differs", "parcel.area", PLACE, ("area",), number("area") != number("other_area")),
    died_before("holder_id", pl.col("certificate_issued_on")),
)
SUITE = Suite(contract="parcel", texts=TEXTS, rules=RULES, derive=derive, limits=LIMITS, tells=(AREA,), clashes=CLASHES)

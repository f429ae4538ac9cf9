"""Parcel × certificate × person: one row of form PL3 of the land-data campaign, in the order of its columns B to AX.

The form: plan 515/KH-BCA-BNN&MT of 2025-08-31, headings read from 63301297946; codes: TT 08/2024/TT-BTNMT (59755939381).
`dossier_code` is ours, column AY.
"""

from __future__ import annotations

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from schemas import kinds
from schemas.contract import Contract, Parent, Record, wire
from schemas.keys import Hashed, Value


class Certificate(Record):
    """The certificate, who holds it, and who uses the land today (B to R)."""

    commune_on_certificate: kinds.CommuneCode = wire(
        "maDvhcXa", "Mã ĐVHC cấp xã", "Column B: commune on the certificate, old or new."
    )
    certificate_serial: kinds.CertificateSerial = wire(
        "soPhatHanhGcn", "Số phát hành GCN", "Column C: serial printed on it."
    )
    certificate_issued_on: kinds.Day | None = wire("ngayCapGcn", "Ngày cấp GCN", "Column D.")
    certificate_book_no: kinds.Text | None = wire("soVaoSoGcn", "Số vào sổ GCN", "Column E: free text such as H 00055.")
    organisation_name: kinds.Text | None = wire("tenToChuc", "Tên tổ chức", "Column F.")
    organisation_id: kinds.OrganisationId | None = wire("soDinhDanhToChuc", "Số định danh tổ chức", "Column G.")
    holder_name: kinds.Name | None = wire(
        "hoTenChuSuDung", "Họ và tên chủ sử dụng/người đại diện tổ chức", "Column H: holder or representative."
    )
    holder_born_on: kinds.PartialDay | None = wire(
        "ngaySinh", "Ngày, tháng, năm sinh", "Column I: year may be all that is known."
    )
    holder_sex: kinds.KnownSex | None = wire("gioiTinh", "Giới tính", "Column J: 1 male, 2 female.")
    holder_id: kinds.PersonalIdOrCmnd | None = wire(
        "soDinhDanh", "Số định danh cá nhân/CCCD", "Column K; required where no organisation number is given."
    )
    holder_address: kinds.Text | None = wire("diaChiThuongTru", "Địa chỉ thường trú", "Column L: three-level address.")
    legal_party: kinds.LegalParty | None = wire("phapNhan", "Pháp nhân trên GCN", "Column M.")
    legal_role: kinds.LegalRole | None = wire("vaiTro", "Vai trò pháp nhân trên GCN", "Column N.")
    current_user_name: kinds.Name | None = wire("tenNguoiSuDungHienTai", "Tên người sử dụng hiện tại", "Column O.")
    current_user_id: kinds.PersonalIdOrCmnd | None = wire(
        "soDinhDanhHienTai", "Số định danh người sử dụng hiện tại", "Column P."
    )
    current_user_address: kinds.Text | None = wire(
        "diaChiHienTai", "Địa chỉ thường trú (2 cấp)", "Column Q: two-level address."
    )
    change_reason: kinds.Text | None = wire("lyDoThayDoi", "Lý do thay đổi", "Column R: inheritance, gift, transfer …")

    @field_validator("holder_id")
    @classmethod
    def someone_holds(cls, number: str | None, info: ValidationInfo) -> str | None:
        """A certificate names a person or an organisation by number; the natural key needs one of them."""
        if number is None and info.data.get("organisation_id") is None:
            raise PydanticCustomError("shape", "not of the expected shape")
        return number


class Land(Certificate):
    """The parcel on the certificate and on the cadastral map (S to Y)."""

    parcel_id: kinds.Text | None = wire(
        "maDinhDanhThua", "Mã định danh thửa đất", "Column S: opaque; the registry returns it."
    )
    certificate_sheet: kinds.Text | None = wire("soToGcn", "Số tờ bản đồ ghi trên GCN", "Column T.")
    certificate_parcel: kinds.Text | None = wire("soThuaGcn", "Số thứ tự thửa đất ghi trên GCN", "Column U.")
    map_sheet: kinds.MapNo = wire("soHieuTo", "Số hiệu tờ trên bản đồ địa chính", "Column V.")
    map_parcel: kinds.MapNo = wire("soThuTuThua", "Số thứ tự thửa trên bản đồ địa chính", "Column W.")
    parcel_address: kinds.Text | None = wire("diaChiThua", "Địa chỉ thửa đất", "Column X.")
    area: kinds.Decimal = wire("dienTich", "Diện tích thửa đất", "Column Y: square metres.")


class FirstUse(Land):
    """First kind of land (Z to AD)."""

    land_use_1: kinds.LandUse = wire("loaiDat1", "Loại đất 1", "Column Z: code of TT 08/2024, annex II.")
    land_area_1: kinds.Decimal | None = wire("dienTich1", "Diện tích loại đất 1", "Column AA: square metres.")
    land_origin_1: kinds.LandOrigin | None = wire("nguonGoc1", "Nguồn gốc sử dụng 1", "Column AB: code 1 to 16.")
    land_form_1: kinds.LandForm | None = wire("hinhThuc1", "Hình thức sử dụng 1", "Column AC: private, shared or both.")
    land_term_1: kinds.Text | None = wire("thoiHan1", "Thời hạn sử dụng 1", "Column AD: free text.")


class SecondUse(FirstUse):
    """Second kind of land (AE to AI)."""

    land_use_2: kinds.LandUse | None = wire("loaiDat2", "Loại đất 2", "Column AE.")
    land_area_2: kinds.Decimal | None = wire("dienTich2", "Diện tích loại đất 2", "Column AF: square metres.")
    land_origin_2: kinds.LandOrigin | None = wire("nguonGoc2", "Nguồn gốc sử dụng 2", "Column AG.")
    land_form_2: kinds.LandForm | None = wire("hinhThuc2", "Hình thức sử dụng 2", "Column AH.")
    land_term_2: kinds.Text | None = wire("thoiHan2", "Thời hạn sử dụng 2", "Column AI.")


class ThirdUse(SecondUse):
    """Third and last kind of land of the form (AJ to AN)."""

    land_use_3: kinds.LandUse | None = wire("loaiDat3", "Loại đất 3", "Column AJ.")
    land_area_3: kinds.Decimal | None = wire("dienTich3", "Diện tích loại đất 3", "Column AK: square metres.")
    land_origin_3: kinds.LandOrigin | None = wire("nguonGoc3", "Nguồn gốc sử dụng 3", "Column AL.")
    land_form_3: kinds.LandForm | None = wire("hinhThuc3", "Hình thức sử dụng 3", "Column AM.")
    land_term_3: kinds.Text | None = wire("thoiHan3", "Thời hạn sử dụng 3", "Column AN.")


class Parcel(ThirdUse):
    """One row of PL3, with what stands on the land (AO to AX)."""

    asset_type: kinds.Text | None = wire("loaiTaiSan", "Loại tài sản gắn liền với đất", "Column AO.")
    apartment_block: kinds.Text | None = wire("khuChungCu", "Khu nhà chung cư, nhà hỗn hợp", "Column AP.")
    apartment_building: kinds.Text | None = wire("nhaChungCu", "Nhà chung cư", "Column AQ.")
    apartment_no: kinds.Text | None = wire("soCanHo", "Số căn hộ", "Column AR.")
    built_area: kinds.Decimal | None = wire("dienTichXayDung", "Diện tích xây dựng", "Column AS: square metres.")
    floor_area: kinds.Decimal | None = wire("dienTichSan", "Diện tích sàn", "Column AT: square metres.")
    ownership_form: kinds.Text | None = wire("hinhThucSoHuu", "Hình thức sở hữu", "Column AU.")
    ownership_term: kinds.Text | None = wire("thoiHanSoHuu", "Thời hạn sở hữu", "Column AV.")
    grade: kinds.Text | None = wire("capHang", "Cấp hạng", "Column AW.")
    scan_files: kinds.Text | None = wire("tepQuet", "Tên file quét GCN/CCCD", "Column AX: names joined by '; '.")
    dossier_code: kinds.DossierCode | None = wire("maHoSo", "Mã hồ sơ", "Dossier this row came from, column AY (ours).")


CONTRACT = Contract(
    name="parcel",
    domain="land",
    title="Thửa đất và giấy chứng nhận",
    title_en="Land parcels and certificates",
    model=Parcel,
    key=(
        Value("commune_on_certificate"),
        Value("map_sheet"),
        Value("map_parcel"),
        Value("certificate_serial"),
        Hashed(("holder_id", "organisation_id")),
    ),
    unit="commune_on_certificate",
    parents=(Parent("person", (Value("holder_id"),)),),
)

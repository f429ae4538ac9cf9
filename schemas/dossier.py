"""A dossier of an administrative procedure: the item of the portal's service DongBoHoSoMC with its components, fees, supplements, results.

Names and lengths: code that talks to the national public-service portal (26249910553, 37063016630, 38258227707).
"""

from __future__ import annotations

from schemas import kinds
from schemas.contract import Contract, Record, wire
from schemas.keys import Value


class Component(Record):
    """A paper handed in (TaiLieuNop)."""

    id: kinds.Text | None = wire("TepDinhKemId", "Mã tệp", "File in the local store.")
    name: kinds.Text | None = wire("TenTepDinhKem", "Tên giấy tờ", "Name of the paper.")
    code: kinds.Text | None = wire(
        "MaThanhPhanHoSo", "Mã thành phần hồ sơ", "Component in the catalogue, 000.00.00.G09-KQ002269."
    )
    link: kinds.Text | None = wire("DuongDanTaiTepTin", "Đường dẫn tệp", "Where the file is.")
    digitised: kinds.YesNo | None = wire("DuocSoHoa", "Được số hóa", "1 when digitised.")
    reused: kinds.Reuse | None = wire("DuocTaiSuDung", "Được tái sử dụng", "0, 1 or 2.")
    from_store: kinds.YesNo | None = wire(
        "DuocLayTuKhoDMQG", "Lấy từ kho dữ liệu quốc gia", "1 when taken from the national store."
    )
    replaces: kinds.Text | None = wire("MaKetQuaThayThe", "Mã kết quả thay thế", "Result that stands for the paper.")


class Fee(Record):
    """A fee (DanhSachLePhi)."""

    name: kinds.Text | None = wire("TenPhiLePhi", "Tên phí, lệ phí", "Name of the fee.")
    code: kinds.Text | None = wire("MaPhiLePhi", "Mã phí, lệ phí", "Fee in the catalogue.")
    collected: kinds.FeeCollection | None = wire(
        "HinhThucThu", "Hình thức thu", "1 at reception, 2 at supplement, 4 at return."
    )
    amount: kinds.Count | None = wire("Gia", "Mức thu", "VND.")
    kind: kinds.Text | None = wire("LoaiPhiLePhi", "Loại phí, lệ phí", "Kind of the fee.")


class Supplement(Record):
    """A request to supplement papers (DanhSachHoSoBoSung)."""

    id: kinds.Text | None = wire("HoSoBoSungId", "Mã yêu cầu bổ sung", "The request.")
    requested_by: kinds.Name | None = wire("NguoiYeuCauBoSung", "Người yêu cầu bổ sung", "Officer who asked.")
    content: kinds.Text | None = wire("NoiDungBoSung", "Nội dung bổ sung", "What was asked.")
    requested_at: kinds.Moment | None = wire("NgayBoSung", "Ngày yêu cầu bổ sung", "When it was asked.")
    received_at: kinds.Moment | None = wire("NgayTiepNhanBoSung", "Ngày tiếp nhận bổ sung", "When the papers came.")
    status: kinds.Text | None = wire("TrangThaiBoSung", "Trạng thái bổ sung", "State of the request.")
    due_before: kinds.Moment | None = wire("NgayHenTraTruoc", "Ngày hẹn trả trước", "Due time before.")
    due_after: kinds.Moment | None = wire("NgayHenTraMoi", "Ngày hẹn trả mới", "Due time after.")


class Result(Record):
    """A paper given back (DanhSachGiayToKetQua)."""

    name: kinds.Text | None = wire("TenGiayTo", "Tên giấy tờ", "Name of the result.")
    code: kinds.Text | None = wire("MaThanhPhanHoSo", "Mã thành phần hồ sơ", "Component in the catalogue.")
    id: kinds.Text | None = wire("GiayToId", "Mã giấy tờ", "The paper in the local store.")
    link: kinds.Text | None = wire("DuongDanTepTinKetQua", "Đường dẫn tệp kết quả", "Where the result is.")
    result_code: kinds.Text | None = wire("MaGiayToKetQua", "Mã giấy tờ kết quả", "KQ.G07.000122.")
    signed: kinds.YesNo | None = wire("DuocKySo", "Được ký số", "1 when digitally signed (a field of ours).")


class Procedure(Record):
    """What was asked for, by whom."""

    code: kinds.DossierCode = wire("MaHoSo", "Mã hồ sơ", "Code of the dossier, the portal's idempotency key.")
    procedure_code: kinds.ProcedureCode = wire("MaTTHC", "Mã thủ tục", "Procedure in the national catalogue.")
    procedure_name: kinds.Text | None = wire("TenTTHC", "Tên thủ tục", "Name of the procedure.")
    field_code: kinds.Text | None = wire("MaLinhVuc", "Mã lĩnh vực", "Field, G03-GD10.")
    field_name: kinds.Text | None = wire("TenLinhVuc", "Tên lĩnh vực", "Name of the field.")
    applicant_name: kinds.Name = wire("ChuHoSo", "Chủ hồ sơ", "Applicant, at most 500 signs.")
    applicant_kind: kinds.ApplicantKind | None = wire("LoaiDoiTuong", "Loại đối tượng", "1 person, 2 business.")
    applicant_id: kinds.ShortCode | None = wire(
        "SoDinhDanh", "Số định danh", "Identity or tax number, at most 40 signs."
    )
    id_kind: kinds.IdKind | None = wire("LoaiDinhDanh", "Loại định danh", "1 twelve digits, 2 nine.")
    address: kinds.Text | None = wire("DiaChi", "Địa chỉ", "Address, at most 500 signs.")
    email: kinds.Text | None = wire("Email", "Thư điện tử", "Electronic mail.")
    phone: kinds.Text | None = wire("SoDienThoai", "Số điện thoại", "Telephone.")
    summary: kinds.Text | None = wire("TrichYeuHoSo", "Trích yếu", "Abstract, at most 2000 signs.")


class Settlement(Procedure):
    """How it was settled."""

    received_at: kinds.Moment = wire("NgayTiepNhan", "Ngày tiếp nhận", "Reception.")
    due_at: kinds.Moment | None = wire("NgayHenTra", "Ngày hẹn trả", "Promised return.")
    finished_at: kinds.Moment | None = wire("NgayKetThucXuLy", "Ngày kết thúc xử lý", "End of processing.")
    returned_at: kinds.Moment | None = wire("NgayTra", "Ngày trả", "Result handed over.")
    submitted_at: kinds.Moment | None = wire("NgayNopHoSo", "Ngày nộp hồ sơ", "Submission.")
    refused_at: kinds.Moment | None = wire("NgayTuChoi", "Ngày từ chối", "Refusal or stop.")
    status: kinds.DossierStatus = wire("TrangThaiHoSo", "Trạng thái hồ sơ", "1 to 10 (38306731165).")
    channel: kinds.Channel | None = wire("KenhThucHien", "Kênh thực hiện", "1 direct, 2 online, 3 post.")
    result_form: kinds.YesNo | None = wire("HinhThuc", "Hình thức trả kết quả", "0 or 1.")
    settling_unit: kinds.AgencyCode = wire(
        "DonViXuLy", "Đơn vị xử lý", "Agency that settles (QĐ 20/2020/QĐ-TTg, article 4)."
    )
    reception_unit: kinds.Text | None = wire(
        "NoiNopHoSo", "Nơi nộp hồ sơ", "Where it was handed in; may differ from the settling agency."
    )
    digitised: kinds.YesNo | None = wire(
        "HoSoCoThanhPhanSoHoa", "Có thành phần số hóa", "1 when a component is digitised."
    )
    vneid_verified: kinds.YesNo | None = wire(
        "TaiKhoanDuocXacThucVoiVNeID", "Tài khoản xác thực VNeID", "1 when the account is verified."
    )
    paid_online: kinds.PaidOnline | None = wire(
        "DuocThanhToanTrucTuyen", "Thanh toán trực tuyến", "0 no, 1 national portal, 2 other."
    )
    cashless: kinds.YesNo | None = wire(
        "ThanhToanKhongTienMat", "Thanh toán không tiền mặt", "1 when paid without cash, at the desk too (ours)."
    )
    database_code: kinds.Text | None = wire("MaCSDL", "Mã cơ sở dữ liệu", "National database that was drawn on.")
    officer: kinds.ShortCode | None = wire(
        "NguoiXuLy", "Mã cán bộ xử lý", "Code of the officer who settles (CapNhatTienDoHoSoMC), never a name."
    )
    electronic_steps: kinds.Count | None = wire(
        "SoBuocDienTu", "Số bước điện tử", "How many of the five steps were done electronically (a field of ours)."
    )
    note: kinds.Text | None = wire("GhiChu", "Ghi chú", "Note.")


class Dossier(Settlement):
    """One dossier."""

    components: list[Component] = wire("TaiLieuNop", "Thành phần hồ sơ", "Papers handed in.")
    fees: list[Fee] = wire("DanhSachLePhi", "Phí, lệ phí", "Fees.")
    supplements: list[Supplement] = wire("DanhSachHoSoBoSung", "Yêu cầu bổ sung", "Requests to supplement.")
    results: list[Result] = wire("DanhSachGiayToKetQua", "Giấy tờ kết quả", "Results.")


CONTRACT = Contract(
    name="dossier",
    domain="dossier",
    title="Hồ sơ thủ tục hành chính",
    title_en="Administrative dossiers",
    model=Dossier,
    key=(Value("code"),),
    unit="settling_unit",
)

"""A pupil in a class in a school year: a row of the sector database's student sheet C1-HocSinh (61390076026)."""

from __future__ import annotations

from schemas import kinds
from schemas.contract import Contract, Parent, Record, wire
from schemas.keys import Value


class Student(Record):
    """One pupil's enrolment in one school year."""

    school_code: kinds.ShortCode = wire("maTruong", "Mã trường", "School in the sector database.")
    school_year: kinds.SchoolYear = wire("namHoc", "Năm học", "Two years, 2026-2027; starts in August.")
    class_code: kinds.ClassCode = wire("maLop", "Mã lớp", "Grade and name of the class (sheet's `Mã lớp`).")
    student_code: kinds.ShortCode = wire(
        "maHocSinh", "Mã học sinh", "Pupil in the sector database (sheet's `Mã học sinh`)."
    )
    full_name: kinds.PersonName = wire("hoTen", "Họ tên", "Full name (sheet's `Họ tên`).")
    born_on: kinds.Day = wire("ngaySinh", "Ngày sinh", "Full date of birth (sheet's `Ngày sinh`).")
    sex: kinds.KnownSex = wire("gioiTinh", "Giới tính", "1 male, 2 female.")
    status: kinds.StudentStatus = wire("trangThai", "Trạng thái học sinh", "One of twelve states (code numbers ours).")
    status_on: kinds.Day | None = wire("ngayTrangThai", "Ngày nhập trạng thái", "Day the state was entered.")
    ethnicity: kinds.Ethnicity | None = wire("danToc", "Dân tộc", "Ethnic group by name (national list).")
    disability: kinds.Text | None = wire("loaiKhuyetTat", "Loại khuyết tật", "Kind of disability, empty for none.")
    personal_id: kinds.PersonalId | None = wire("soDinhDanh", "Số định danh cá nhân", "12 digits.")
    commune: kinds.CommuneCode | None = wire("maXa", "Mã xã nơi cư trú", "Commune of residence (ours).")
    dossier_code: kinds.DossierCode | None = wire("maHoSo", "Mã hồ sơ", "Dossier this enrolment came from (ours).")


CONTRACT = Contract(
    name="student",
    domain="school",
    title="Học sinh",
    title_en="Students",
    model=Student,
    key=(Value("school_code"), Value("student_code"), Value("school_year")),
    unit="school_code",
    parents=(Parent("person", (Value("personal_id"),)),),
)

"""What a clerk is told about a scan: one sentence and the next step for every rule, in Vietnamese and English."""

from __future__ import annotations

RULES = {
    "scan.conflicts": (
        "Bản quét ghi khác với hồ sơ. Mở ảnh bên cạnh: hồ sơ sai thì sửa theo giấy, đọc sai thì cho qua.",
        "The scan says otherwise than the record. Look at the picture beside it: where the record is wrong correct it, else let it pass.",
    ),
    "scan.gap": (
        "Hồ sơ để trống mục này còn bản quét có, nhưng máy chưa điền được. Mở ảnh và nhập lại.",
        "The record leaves this empty and the scan has it, but it could not be filled in for sure. Look at the picture and type it.",
    ),
    "scan.nearly": (
        "Bản quét đọc ra gần giống hồ sơ, chỉ khác dấu hoặc cách viết. Nên xem lại ảnh.",
        "The scan reads nearly like the record: other tones, or another wording. Better look at the picture.",
    ),
    "scan.unsure": (
        "Bản quét đọc chưa chắc và khác hồ sơ; hồ sơ vẫn được gửi.",
        "The scan was not read for sure and differs from the record; the record goes on.",
    ),
    "scan.dpi": (
        "Bản quét có độ phân giải thấp hơn quy định của tỉnh (scans.yaml). Lần sau quét từ 200 dpi.",
        "The scan is coarser than the installation asks (scans.yaml). Scan at 200 dots an inch or more next time.",
    ),
    "scan.format": (
        "Tệp quét không đúng định dạng quy định (scans.yaml). Quét lại thành PDF, JPG, PNG hoặc TIFF.",
        "The scan is of another format than the installation asks (scans.yaml). Scan to PDF, JPG, PNG or TIFF.",
    ),
    "scan.colour": (
        "Bản quét không đúng chế độ màu quy định (scans.yaml). Quét lại thang xám hoặc màu.",
        "The scan has fewer colours than the installation asks (scans.yaml). Scan in grey or in colour.",
    ),
    "scan.size": (
        "Tệp quét nặng hơn mức quy định (scans.yaml). Quét lại với độ phân giải thấp hơn.",
        "The file is larger than the installation asks (scans.yaml). Scan with fewer dots an inch.",
    ),
    "scan.signature": (
        "Tệp quét chưa có chữ ký số hợp lệ theo quy định (scans.yaml). Ký số rồi nộp lại.",
        "The file has no valid digital signature, which the installation asks for (scans.yaml). Sign it and attach it again.",
    ),
    "scan.pdfa": (
        "Tệp quét không phải PDF/A theo quy định (scans.yaml). Lưu lại thành PDF/A.",
        "The file is no PDF/A, which the installation asks for (scans.yaml). Save it as PDF/A.",
    ),
    "scan.unknown": (
        "Bản quét không thuộc mẫu giấy nào đã biết. Kiểm tra xem có quét nhầm giấy không.",
        "The scan is of no form that is known. See whether the right paper was scanned.",
    ),
    "scan.blank": ("Trang quét trắng. Quét lại tờ giấy.", "The scanned page is blank. Scan the paper again."),
    "scan.photo": (
        "Tệp là ảnh chụp, không phải trang giấy. Quét lại tờ giấy.",
        "The file is a photo, not a page of paper. Scan the paper again.",
    ),
    "scan.handwritten": (
        "Giấy viết tay, không đọc tự động. Nhập các mục từ ảnh.",
        "The paper is written by hand and is not read by machine. Type its fields from the picture.",
    ),
    "scan.encrypted": (
        "Tệp PDF có mật khẩu. Lưu lại không mật khẩu rồi nộp lại.",
        "The PDF asks for a password. Save it without one and attach it again.",
    ),
    "scan.empty": ("Tệp rỗng. Quét lại tờ giấy.", "The file is empty. Scan the paper again."),
    "scan.huge": (
        "Tệp quá lớn. Quét lại với 200–300 dpi.",
        "The file is too large. Scan again at 200 to 300 dots an inch.",
    ),
    "scan.broken": (
        "Tệp hỏng, không mở được. Quét lại tờ giấy.",
        "The file is broken and cannot be opened. Scan the paper again.",
    ),
    "scan.slow": (
        "Trang quét đọc quá lâu nên bỏ qua. Quét lại cho rõ hơn.",
        "The page took too long to read and was left. Scan it again, more clearly.",
    ),
    "scan.missing": (
        "Hồ sơ nêu tên tệp quét nhưng không thấy tệp. Nộp lại tệp.",
        "The record names a scan that is not there. Attach the file again.",
    ),
    "scan.not_digitised": (
        "Chưa số hóa: máy chủ chưa cài gói tesseract-ocr-vie. Bản quét sẽ được đọc khi gói có mặt.",
        "Not digitised: the package tesseract-ocr-vie is not installed here. The scan is read once it is.",
    ),
}

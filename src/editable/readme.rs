//! The page that lies beside the files and says what each of them is.

use super::{Part, offers::Gives, plan::columns, settings::Name};
use crate::{
    base::lang::Lang,
    catalog::{
        kinds::SubjectType,
        papers::{Platform, QualityKind},
        rewards::{Occasion, Receiver},
    },
    fair::{
        kinds::{Kind, Level, Zone},
        label::LabelKind,
        methods::Method,
        source_figures::{Bound, Measure, Sort},
    },
    staff::Role,
};
use std::fmt::Write;

/// Its name.
pub const README: &str = "README.txt";

const VI: &str = "\
CHỢ PHIÊN: MỌI THỨ SỬA ĐƯỢC, MỖI LOẠI MỘT TỆP CSV

Sửa bằng bảng tính rồi nhập lại: chophien import all THƯ_MỤC (thêm --dry-run để xem trước).
- Cột id cho biết dòng là mục nào trong sổ. Dòng mới: để trống id.
- Cột …_id chỉ sang tệp khác. Dòng mới: để trống …_id và ghi mã hoặc tên ở cột bên cạnh.
- Dòng không đổi thì không ghi gì; xóa dòng hay xóa tệp không xóa gì trong sổ.
  Muốn thôi bán: ghi 0 ở cột active. Muốn bỏ giá riêng: để trống cột amount.
- Dấu ' ở đầu ô để bảng tính không chạy công thức, không đổi ngày và không bỏ số 0 ở đầu;
  khi nhập lại, một dấu ' ở đầu được bỏ đi.
- Lưu dạng “CSV UTF-8”.
- Tệp figures: giá trị theo đơn vị của chỉ tiêu (đồng, %, ha). Tệp people: người mới cần được đặt
  PIN hoặc mật khẩu ở trang Nhân sự. Tệp promotions: mỗi sản phẩm một dòng trong ô; muốn chọn theo
  tên thì để trống products_id.
- Tệp photos: mã của ảnh; chính các ảnh nằm trong thư mục photos. Đổi ảnh ở trang sản phẩm.
- Không có ở đây: phiếu bán, lượt khách, chứng từ kho, ca, mật khẩu, PIN, mã của máy bán hàng.
  Những thứ đó đi theo bản sao lưu (chophien backup) và gói sổ (chophien bundle).
";

const EN: &str = "\
CHỢ PHIÊN: EVERYTHING THAT CAN BE EDITED, A CSV FILE FOR EACH KIND

Edit in a spreadsheet, then: chophien import all FOLDER (with --dry-run to see it first).
- The column id says which thing of the book a row is. A new row: leave id empty.
- A column …_id leads to another file. A new row: leave …_id empty, write code or name beside it.
- A row that changes nothing writes nothing; a row or file that is missing deletes nothing.
  To stop selling: 0 in the column active. To take a price back: leave amount empty.
- The ' at the beginning of a cell keeps a spreadsheet from running formulas, changing days and
  dropping leading zeros; one ' at the beginning is taken off when it comes back.
- Save as “CSV UTF-8”.
- figures: values in the measure's unit (đồng, %, ha). people: who is new needs a PIN or password
  from the page of people. promotions: a line of the cell for each product; to choose by name leave
  products_id empty.
- photos: what the photos are; their files lie in the folder photos. Change them on the product's
  page.
- Not here: sales, visits, documents of stock, shifts, passwords, PINs, tokens of devices.
  They travel by backup (chophien backup) and bundle (chophien bundle).
";

/// The page, in both languages.
pub fn readme() -> String {
    // Older editors of Windows know the letters by this mark.
    let mut text = format!("\u{feff}{VI}\n{EN}");
    for part in Part::ALL {
        let (vi, en) = (part.label(Lang::Vi), part.label(Lang::En));
        let _ = write!(text, "\n{} · {vi} · {en}\n", part.file());
        for column in columns(*part) {
            let _ = writeln!(text, "  {:<30} {}", column.name, column.vi);
        }
    }
    let words = [
        ("subject_type", listed(SubjectType::ALL, SubjectType::as_str, SubjectType::label)),
        ("level", listed(Level::ALL, Level::as_str, Level::label)),
        ("kind", listed(Kind::REAL, Kind::as_str, Kind::label)),
        ("zone", listed(Zone::ALL, Zone::as_str, Zone::label)),
        ("methods", listed(Method::ALL, Method::as_str, Method::label)),
        ("deal", listed(Gives::ALL, Gives::as_str, Gives::label)),
        ("kind (papers)", listed(QualityKind::ALL, QualityKind::as_str, QualityKind::label)),
        ("occasion", listed(Occasion::ALL, Occasion::as_str, Occasion::label)),
        ("receiver", listed(Receiver::ALL, Receiver::as_str, Receiver::label)),
        ("platform", listed(Platform::ALL, Platform::as_str, Platform::label)),
        ("kind (scale_labels)", listed(LabelKind::ALL, LabelKind::as_str, LabelKind::label)),
        ("sort", listed(Sort::ALL, Sort::as_str, Sort::label)),
        ("bound", listed(Bound::ALL, Bound::as_str, Bound::label)),
        ("measure", listed(Measure::ALL, Measure::as_str, Measure::label)),
        ("role", listed(Role::ALL, Role::as_str, Role::label)),
        ("name (settings)", listed(Name::ALL, Name::as_str, Name::label)),
    ];
    text.push_str("\nCác từ · Words\n");
    for (column, words) in words {
        let _ = writeln!(text, "  {column}: {words}");
    }
    text
}

/// `cooperative (Hợp tác xã), …`
fn listed<T: Copy>(
    all: &[T],
    word: fn(T) -> &'static str,
    label: fn(T, Lang) -> &'static str,
) -> String {
    let words = all.iter().map(|it| format!("{} ({})", word(*it), label(*it, Lang::Vi)));
    words.collect::<Vec<_>>().join(", ")
}

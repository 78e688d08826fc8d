//! The words of the official form of a letter (Decree 30/2020, annex I): what stands at its head
//! and at its end. What only the office knows is left to be filled in.

use crate::base::lang::Lang;

/// The fixed words, in the order of the paper.
#[derive(Clone, Copy)]
pub struct Form {
    /// The body above the one that writes, left.
    pub parent: &'static str,
    /// The one that writes, left, underlined.
    pub office: &'static str,
    /// The name of the country, right.
    pub nation: &'static str,
    /// The motto under it, underlined.
    pub motto: &'static str,
    /// Number and symbol.
    pub number: &'static str,
    /// Place and date, in italics.
    pub dated: &'static str,
    /// The kind of letter.
    pub kind: &'static str,
    /// Who gets it, bold italic, and the list.
    pub receivers: [&'static str; 3],
    /// The rank of who signs.
    pub rank: &'static str,
    /// Where the signature and the seal go.
    pub sign: &'static str,
    /// Who signs.
    pub signer: &'static str,
    /// The word before the number of a table.
    pub table: &'static str,
}

/// The form in a language. In English it is for reading; only the Vietnamese one is official.
pub fn form(lang: Lang) -> Form {
    match lang {
        Lang::Vi => Form {
            parent: "[CƠ QUAN CHỦ QUẢN]",
            office: "[TÊN CƠ QUAN, TỔ CHỨC]",
            nation: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            motto: "Độc lập - Tự do - Hạnh phúc",
            number: "Số: ……/BC-……",
            dated: "[Địa danh], ngày …… tháng …… năm ……",
            kind: "BÁO CÁO",
            receivers: ["Nơi nhận:", "- [Tên cơ quan, tổ chức];", "- Lưu: VT, [đơn vị soạn thảo]."],
            rank: "[CHỨC VỤ CỦA NGƯỜI KÝ]",
            sign: "(Chữ ký, dấu)",
            signer: "[Họ và tên]",
            table: "Bảng",
        },
        Lang::En => Form {
            parent: "[PARENT BODY]",
            office: "[NAME OF THE OFFICE]",
            nation: "SOCIALIST REPUBLIC OF VIET NAM",
            motto: "Independence - Freedom - Happiness",
            number: "No.: ……/BC-……",
            dated: "[Place], ……/……/……",
            kind: "REPORT",
            receivers: ["To:", "- [Name of the office];", "- Archive: [drafting unit]."],
            rank: "[RANK OF THE SIGNER]",
            sign: "(Signature, seal)",
            signer: "[Full name]",
            table: "Table",
        },
    }
}

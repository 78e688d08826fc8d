//! The words of the official form of a letter (Decree 30/2020, annex I): what stands at its head
//! and at its end. What the office did not say is left to be filled in, and so are number and day.

use crate::{base::lang::Lang, report::letterhead::Letterhead};

/// The words, in the order of the paper.
#[derive(Clone)]
pub struct Form {
    /// The body above the one that writes, left.
    pub parent: String,
    /// The one that writes, left, underlined.
    pub office: String,
    /// The name of the country, right.
    pub nation: &'static str,
    /// The motto under it, underlined.
    pub motto: &'static str,
    /// Number and symbol.
    pub number: String,
    /// Place and date, in italics.
    pub dated: String,
    /// The kind of letter.
    pub kind: &'static str,
    /// Who gets it, bold italic, and the list.
    pub receivers: [String; 3],
    /// The rank of who signs.
    pub rank: String,
    /// Where the signature and the seal go.
    pub sign: &'static str,
    /// Who signs.
    pub signer: String,
}

/// The word before the number of a table.
pub fn table(lang: Lang) -> &'static str {
    lang.say("Bảng", "Table")
}

/// The word before the number of a chart.
pub fn chart(lang: Lang) -> &'static str {
    lang.say("Biểu đồ", "Chart")
}

/// The form in a language, with the words of an office. In English it is for reading; only the
/// Vietnamese one is official.
pub fn form(lang: Lang, of: &Letterhead) -> Form {
    let said = |text: &str, vi: &str, en: &str| match text {
        "" => lang.say(vi, en).to_owned(),
        text => text.to_owned(),
    };
    let place = said(&of.place, "[Địa danh]", "[Place]");
    let symbol = said(&of.symbol, "BC-……", "BC-……");
    let receiver = said(&of.receiver, "[Tên cơ quan, tổ chức]", "[Name of the office]");
    let drafter = said(&of.drafter, "[đơn vị soạn thảo]", "[drafting unit]");
    Form {
        parent: said(&of.parent, "[CƠ QUAN CHỦ QUẢN]", "[PARENT BODY]"),
        office: said(&of.office, "[TÊN CƠ QUAN, TỔ CHỨC]", "[NAME OF THE OFFICE]"),
        nation: lang.say("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
        motto: lang.say("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
        number: match lang {
            Lang::Vi => format!("Số: ……/{symbol}"),
            Lang::En => format!("No.: ……/{symbol}"),
        },
        dated: match lang {
            Lang::Vi => format!("{place}, ngày …… tháng …… năm ……"),
            Lang::En => format!("{place}, ……/……/……"),
        },
        kind: lang.say("BÁO CÁO", "REPORT"),
        receivers: match lang {
            Lang::Vi => {
                ["Nơi nhận:".into(), format!("- {receiver};"), format!("- Lưu: VT, {drafter}.")]
            }
            Lang::En => ["To:".into(), format!("- {receiver};"), format!("- Archive: {drafter}.")],
        },
        rank: said(&of.rank, "[CHỨC VỤ CỦA NGƯỜI KÝ]", "[RANK OF THE SIGNER]"),
        sign: lang.say("(Chữ ký, dấu)", "(Signature, seal)"),
        signer: said(&of.signer, "[Họ và tên]", "[Full name]"),
    }
}

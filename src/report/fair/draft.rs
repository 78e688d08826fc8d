//! A draft of the report that an organiser sends after a fair (Mẫu số 14 of Decree 81/2018). The
//! form's own text is not at hand: the draft says so, has what a book knows of such a report, and
//! leaves the rest to be compared and filled in.

use super::FairReport;
use crate::{
    base::{clock::stored_date_text, lang::Lang},
    report::{
        sentence::Sentence,
        table::{Cell, Table},
        tables,
    },
};

/// What stands under the kind of letter.
pub fn subject(it: &FairReport, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("(DỰ THẢO – ĐỐI CHIẾU MẪU SỐ 14) Kết quả tổ chức {}", it.name),
        Lang::En => format!("(DRAFT – COMPARE WITH FORM 14) Results of {}", it.name),
    }
}

/// That it is a draft, and what is to be done with it.
pub fn sentence(lang: Lang) -> Sentence {
    Sentence::default().say(lang.say(
        "Bản dự thảo lập từ sổ bán hàng. Trước khi gửi, đối chiếu với Mẫu số 14 ban hành kèm theo \
         Nghị định 81/2018/NĐ-CP và điền các mục còn trống.",
        "A draft made from the books. Before it is sent, compare it with form 14 of Decree \
         81/2018/NĐ-CP and fill in what is empty.",
    ))
}

/// What the book knows, and the lines that it does not; then goods and localities.
pub fn tables(it: &FairReport, lang: Lang) -> Vec<Table> {
    let mut table = Table::new(
        "draft",
        lang.say("Nội dung báo cáo", "What is reported"),
        &[lang.say("Nội dung", "Item"), lang.say("Kết quả", "Result")],
    );
    let whole = &it.cube.figures;
    let days = match it.ends_on.as_deref().map(stored_date_text) {
        Some(end) => format!("{} – {end}", stored_date_text(&it.starts_on)),
        None => stored_date_text(&it.starts_on),
    };
    let sold = it.cube.by_booth.iter().filter(|booth| booth.sales > 0).count() as i64;
    let kind = format!("{} · {}", tables::kind(&it.kind, lang), tables::level(&it.level, lang));
    let known = [
        (lang.say("Tên hội chợ, triển lãm", "Name of the fair"), Cell::text(&it.name)),
        (lang.say("Loại, cấp", "Kind, level"), Cell::Text(kind)),
        (lang.say("Thời gian", "Days"), Cell::Text(days)),
        (lang.say("Địa điểm", "Place"), Cell::text(&it.place)),
        (lang.say("Số gian hàng", "Booths"), Cell::Count(it.cube.by_booth.len() as i64)),
        (lang.say("Gian có bán hàng", "Booths that sold"), Cell::Count(sold)),
        (
            lang.say("Số mặt hàng đã bán", "Products sold"),
            Cell::Count(it.cube.by_product.len() as i64),
        ),
        (lang.say("Lượt khách", "Visits"), Cell::Count(whole.visits)),
        (lang.say("Doanh thu (đ)", "Revenue (đ)"), Cell::Money(whole.revenue)),
        (
            lang.say("Trong đó khu trong tỉnh (đ)", "Of it the local zone (đ)"),
            Cell::Money(whole.revenue_local_zone),
        ),
        (lang.say("Không dùng tiền mặt", "Cashless"), Cell::Share(whole.cashless_share)),
    ];
    for (name, cell) in known {
        table.row(vec![Cell::text(name), cell], None);
    }
    let blank = lang.say("[điền khi đối chiếu mẫu]", "[fill in from the form]");
    for name in [
        lang.say("Hợp đồng, biên bản ghi nhớ đã ký", "Contracts and memoranda signed"),
        lang.say("Khuyến mại, hàng hóa vi phạm", "Promotions, goods against the rules"),
        lang.say("Đánh giá, kiến nghị", "Assessment and proposals"),
    ] {
        table.row(vec![Cell::text(name), Cell::text(blank)], None);
    }
    let parts = |id: &str| ["by_zone", "by_origin_unit", "by_product_group"].contains(&id);
    let rest = tables::fair(it, lang).into_iter().filter(|table| parts(table.id));
    [table].into_iter().chain(rest).collect()
}

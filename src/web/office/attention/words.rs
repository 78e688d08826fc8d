//! What each line of the list says.

use crate::{
    base::{
        clock::Ms,
        lang::{Lang, Say, plural},
        money::{Money, group},
        quantity::Quantity,
    },
    live::attention::{
        Matter,
        recount::Recount,
        store::{Overpaid, Recalled},
    },
};

/// The kind of a line, and its colour.
pub fn tag(matter: &Matter, lang: Lang) -> (&'static str, &'static str) {
    match matter {
        Matter::Silent { .. } => ("gold", lang.say("Im lặng", "Silent")),
        Matter::Unsent(_) => ("wait", lang.say("Chưa gửi", "Unsent")),
        Matter::Uncertain(_) => ("wait", lang.say("Chuyển khoản", "Transfers")),
        Matter::Missing(_) => ("stop", lang.say("Không thấy tiền", "Money missing")),
        Matter::Shift(_) => ("gold", lang.say("Ca", "Shift")),
        Matter::Recalled(_) => ("stop", lang.say("Thu hồi", "Recall")),
        Matter::Overpaid(_) => ("stop", lang.say("Trả hai lần", "Refunded twice")),
        Matter::Differs(_) => ("gold", lang.say("Hai sổ", "Two books")),
        Matter::Recount(_) => ("stop", lang.say("Đơn vị tính", "Unit")),
        Matter::Certificates { .. } => ("gold", lang.say("Giấy OCOP", "Certificates")),
        Matter::Flagged(_) => ("gold", lang.say("Phiếu", "Sales")),
    }
}

/// What a line says, and what stands below it.
pub fn words(matter: &Matter, lang: Lang) -> (String, String) {
    let say = |vi: String, en: String| Say::new(vi, en).in_lang(lang).to_owned();
    match matter {
        Matter::Silent { booth, name, minutes, hourly } => (
            say(
                format!("{booth} không bán gì {minutes} phút"),
                format!("{booth} has sold nothing for {minutes} minutes"),
            ),
            say(
                format!("{name} · bình thường {hourly} phiếu mỗi giờ"),
                format!("{name} · usually {hourly} sales an hour"),
            ),
        ),
        Matter::Unsent(it) => (
            say(
                format!("{} còn giữ {} phiếu chưa gửi", it.booth, group(it.missing)),
                format!(
                    "{} holds {} unsent {}",
                    it.booth,
                    group(it.missing),
                    plural(it.missing, "sale", "sales")
                ),
            ),
            say(
                format!("{} · nối lần cuối {}", it.name, Ms(it.heard_ms).text()),
                format!("{} · last heard {}", it.name, Ms(it.heard_ms).text()),
            ),
        ),
        Matter::Uncertain(it) | Matter::Missing(it) => (
            say(
                format!("{} khoản · {}", group(it.count), Money(it.amount).text()),
                format!(
                    "{} {} · {}",
                    group(it.count),
                    plural(it.count, "transfer", "transfers"),
                    Money(it.amount).text()
                ),
            ),
            say(
                format!("lâu nhất từ {}", Ms(it.oldest_ms).text()),
                format!("the oldest since {}", Ms(it.oldest_ms).text()),
            ),
        ),
        Matter::Shift(it) => (
            say(
                format!("{} chưa đóng ca từ hôm trước", it.booth),
                format!("{} has a shift open since before today", it.booth),
            ),
            say(
                format!("{} mở lúc {}", it.opened_by, Ms(it.opened_ms).text()),
                format!("opened by {} on {}", it.opened_by, Ms(it.opened_ms).text()),
            ),
        ),
        Matter::Recalled(it) => recalled(it, lang),
        Matter::Overpaid(it) => overpaid(it, lang),
        Matter::Differs(count) => {
            let en = format!("{} written down differently by two laptops", group(*count));
            (say(format!("{} việc hai máy ghi khác nhau", group(*count)), en), String::new())
        }
        Matter::Recount(it) => recount(it, lang),
        Matter::Certificates { expired, soon } => certificates(*expired, *soon, lang),
        Matter::Flagged(count) => {
            let (count, sales) = (group(*count), plural(*count, "sale", "sales"));
            let en = format!("{count} {sales} of today to be looked at");
            (say(format!("{count} phiếu hôm nay cần xem lại"), en), String::new())
        }
    }
}

fn recalled(it: &Recalled, lang: Lang) -> (String, String) {
    let vi = format!("Lô {} bị thu hồi còn ở {}", it.lot, it.places);
    let en = format!("Recalled lot {} still lies at {}", it.lot, it.places);
    let left = format!("{} · {} {}", it.name, Quantity(it.quantity).text(), it.unit);
    (Say::new(vi, en).in_lang(lang).to_owned(), left)
}

fn overpaid(it: &Overpaid, lang: Lang) -> (String, String) {
    let vi = format!("Phiếu {} bị trả lại ở cả hai máy", it.receipt_no);
    let en = format!("Receipt {} was taken back at both machines", it.receipt_no);
    let (total, back) = (Money(it.total).text(), Money(it.back).text());
    let below = Say::new(
        format!("bán {total}, đã trả {back}"),
        format!("sold for {total}, {back} given back"),
    );
    (Say::new(vi, en).in_lang(lang).to_owned(), below.in_lang(lang).to_owned())
}

fn recount(it: &Recount, lang: Lang) -> (String, String) {
    let vi = format!("{}: đơn vị đổi từ {} thành {}", it.name, it.before, it.unit);
    let en = format!("{}: its unit changed from {} to {}", it.name, it.before, it.unit);
    let quantity = format!("{} {}", Quantity(it.quantity).text(), it.unit);
    let below = Say::new(
        format!("{} đang ghi {quantity}: kiểm kho lại", it.places),
        format!("the book has {quantity} at {}: count it again", it.places),
    );
    (Say::new(vi, en).in_lang(lang).to_owned(), below.in_lang(lang).to_owned())
}

/// What has run out comes first, and what will soon below it; of none nothing is said.
fn certificates(expired: i64, soon: i64, lang: Lang) -> (String, String) {
    let some = |count: i64, vi: &str, (one, many): (&str, &str)| match count {
        0 => None,
        _ => Some(format!("{count} {}", lang.say(vi, plural(count, one, many)))),
    };
    let past = (
        "product on sale has an expired certificate",
        "products on sale have an expired certificate",
    );
    let near = ("certificate expires within 30 days", "certificates expire within 30 days");
    let past = some(expired, "sản phẩm đang bán đã hết hạn giấy", past);
    let near = some(soon, "sản phẩm đang bán hết hạn giấy trong 30 ngày", near);
    match (past, near) {
        (Some(past), near) => (past, near.unwrap_or_default()),
        (None, near) => (near.unwrap_or_default(), String::new()),
    }
}

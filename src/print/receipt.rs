//! The receipt of one sale: what stands on it and in which order. A slip of sale, not an invoice.
//!
//! Knows no journal and no database: others fill in a `Receipt`, this lays it out.

use super::block::{Block, STAR, Size, Width, plain};
use crate::base::{lang::Lang, money::Money, quantity::Quantity, spell};

/// What kind of slip it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A sale that is paid.
    Sale,
    /// A sale still to be paid; the only slip that may carry a payable QR.
    Unpaid,
    /// Goods of an earlier sale that came back. Amounts and quantities are negative.
    Refund {
        /// The number of the receipt that is taken back.
        original_no: String,
        /// Why, as the seller wrote it.
        reason: String,
        /// Whether it is the whole sale.
        whole: bool,
    },
}

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The product's name as sold.
    pub name: String,
    /// OCOP stars, only when the certificate was valid on the day of the sale.
    pub star: Option<u8>,
    /// The unit of the quantity: `gói`, `kg`.
    pub unit: String,
    /// How much, in thousandths of the unit.
    pub quantity: Quantity,
    /// Đồng for one unit.
    pub price: Money,
    /// Đồng for the line, before anything was taken off.
    pub amount: Money,
    /// What was taken off this line and why: words, đồng.
    pub offs: Vec<(String, Money)>,
    /// A remark under the line.
    pub note: Option<String>,
}

/// One payment of the sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The means, in the receipt's language: `Tiền mặt`, `Chuyển khoản`.
    pub label: String,
    /// Đồng applied to the sale.
    pub amount: Money,
    /// Đồng handed over, for cash.
    pub given: Option<Money>,
    /// Đồng handed back.
    pub change: Money,
}

/// Everything a receipt says. Texts that are not known are empty, and their line is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The language of the labels.
    pub lang: Lang,
    /// The fair's name; printed in capitals.
    pub fair: String,
    /// Where the fair stands.
    pub place: String,
    /// The fair's days, as text: `01–06/06`.
    pub dates: String,
    /// The booth's code: `A03`.
    pub booth: String,
    /// The seller's registered name.
    pub seller: String,
    /// The seller's address on one line.
    pub address: String,
    /// The seller's tax code (MST).
    pub tax_code: String,
    /// The seller's telephone number.
    pub phone: String,
    /// The gapless receipt number; empty while there is only a provisional one.
    pub receipt_no: String,
    /// The number that a device gave while it was offline.
    pub provisional_no: Option<String>,
    /// Date and time of payment, as text.
    pub at: String,
    /// Who sold.
    pub cashier: String,
    /// The goods.
    pub lines: Vec<Line>,
    /// Sum of the lines, đồng.
    pub subtotal: Money,
    /// What is taken off the subtotal: words, đồng, positive in a sale. First all that stands at
    /// the lines, then what was taken off the whole.
    pub offs: Vec<(String, Money)>,
    /// What rounding to notes adds or takes, đồng; cash only.
    pub rounding: Money,
    /// What the customer owes, đồng; negative when money goes back.
    pub due: Money,
    /// How it was paid.
    pub payments: Vec<Payment>,
    /// A payable VietQR payload. Printed on an unpaid slip only, whatever stands here: a paid
    /// slip with a payable code would be paid twice.
    pub pay_qr: Option<String>,
    /// The address of this receipt's page, when customers can reach it.
    pub page_url: Option<String>,
    /// What kind of slip.
    pub kind: Kind,
    /// 0 for the first paper, then the number of the copy.
    pub copy: u32,
    /// The print job's own mark, small at the foot.
    pub job_tag: String,
}

/// The receipt as blocks, every text in NFC.
pub fn layout(receipt: &Receipt, width: Width) -> Vec<Block> {
    let mut blocks = vec![Block::Gap(6)];
    fair(receipt, &mut blocks);
    heading(receipt, &mut blocks);
    seller(receipt, width, &mut blocks);
    goods(receipt, &mut blocks);
    sums(receipt, &mut blocks);
    code(receipt, width, &mut blocks);
    foot(receipt, &mut blocks);
    blocks
}

/// The receipt as plain text, 32 or 48 letters across.
pub fn text(receipt: &Receipt, width: Width) -> String {
    plain(&layout(receipt, width), width.columns())
}

fn fair(receipt: &Receipt, blocks: &mut Vec<Block>) {
    blocks.push(Block::title(&receipt.fair.to_uppercase()));
    let held = joined(&[&receipt.place, &receipt.dates]);
    blocks.extend(shown(&held).map(|held| Block::centre(held, Size::Note)));
    blocks.push(Block::Rule);
}

/// What sets this paper apart from an ordinary first receipt.
fn heading(receipt: &Receipt, blocks: &mut Vec<Block>) {
    let say = |vi, en| receipt.lang.say(vi, en);
    let before = blocks.len();
    if receipt.copy > 0 {
        blocks.push(Block::title(&format!("{} {}", say("BẢN SAO", "COPY"), receipt.copy)));
    }
    match &receipt.kind {
        Kind::Sale => {}
        Kind::Unpaid => blocks.push(Block::title(say("CHƯA THANH TOÁN", "NOT PAID YET"))),
        Kind::Refund { original_no, reason, whole } => {
            blocks.push(Block::title(say("TRẢ HÀNG", "REFUND")));
            let of = match whole {
                true => say("Hủy cả phiếu:", "The whole of receipt:"),
                false => say("Của phiếu:", "Of receipt:"),
            };
            let original = format!("{of} {original_no}");
            blocks.push(Block::centre(&original, Size::Body));
            let reason = shown(reason).map(|why| format!("{}: {why}", say("Lý do", "Reason")));
            blocks.extend(reason.map(|reason| Block::centre(&reason, Size::Note)));
        }
    }
    if blocks.len() > before {
        blocks.push(Block::Rule);
    }
}

fn seller(receipt: &Receipt, width: Width, blocks: &mut Vec<Block>) {
    let say = |vi, en| receipt.lang.say(vi, en);
    let labelled = |label: &str, value: &str| {
        shown(value).map(|value| glued(&format!("{label} {value}"))).unwrap_or_default()
    };
    let booth = labelled(say("Gian", "Booth"), &receipt.booth);
    blocks.push(Block::bold(&joined(&[&booth, &receipt.seller]), "", Size::Body));
    let tax_code = labelled(say("MST", "Tax code"), &receipt.tax_code);
    let phone = labelled(say("ĐT", "Tel."), &receipt.phone);
    let about = joined(&[&receipt.address, &tax_code, &phone]);
    blocks.extend(shown(&about).map(|about| Block::row(about, "", Size::Note)));
    let number = labelled(say("Phiếu", "Receipt"), &receipt.receipt_no);
    // On wide paper the cashier stands beside the time, on narrow paper below it.
    let moment = match width.is_narrow() {
        false => joined(&[&receipt.at, &receipt.cashier]),
        true => receipt.at.clone(),
    };
    let provisional = receipt.provisional_no.as_deref().unwrap_or_default();
    let provisional = labelled(say("Số tạm", "Provisional no."), provisional);
    if number.is_empty() {
        blocks.extend(Block::numbered(&provisional, &moment, width));
    } else {
        blocks.extend(Block::numbered(&number, &moment, width));
        blocks.extend(shown(&provisional).map(|no| Block::row(no, "", Size::Note)));
    }
    if width.is_narrow() {
        let cashier = labelled(say("Thu ngân", "Cashier"), &receipt.cashier);
        blocks.extend(shown(&cashier).map(|cashier| Block::row(cashier, "", Size::Note)));
    }
    blocks.push(Block::Rule);
}

fn goods(receipt: &Receipt, blocks: &mut Vec<Block>) {
    for (n, line) in receipt.lines.iter().enumerate() {
        if n > 0 {
            blocks.push(Block::Gap(4));
        }
        let stars = STAR.to_string().repeat(line.star.unwrap_or(0).min(5).into());
        let name = joined_by(&[line.name.trim(), &stars], "\u{a0}");
        blocks.push(Block::bold(&name, "", Size::Body));
        let many = joined_by(&[&line.quantity.text(), line.unit.trim()], "\u{a0}");
        let count = format!("{many} × {}", line.price.digits());
        blocks.push(Block::row(&count, &line.amount.digits(), Size::Body));
        for (words, off) in &line.offs {
            blocks.push(Block::row(words, &(-*off).digits(), Size::Note));
        }
        let note = line.note.as_deref().and_then(shown);
        blocks.extend(note.map(|note| Block::row(note, "", Size::Note)));
    }
    blocks.push(Block::Rule);
}

fn sums(receipt: &Receipt, blocks: &mut Vec<Block>) {
    let say = |vi, en| receipt.lang.say(vi, en);
    let row = |label: &str, amount: Money| Block::row(label, &amount.digits(), Size::Body);
    blocks.push(row(say("Tổng tiền hàng", "Subtotal"), receipt.subtotal));
    for (words, off) in &receipt.offs {
        blocks.push(row(words, -*off));
    }
    if receipt.rounding != Money::ZERO {
        blocks.push(row(say("Làm tròn tiền mặt", "Cash rounding"), receipt.rounding));
    }
    // Money that goes back is named as such, so its sum needs no sign.
    let (label, due) = match receipt.due {
        due if due < Money::ZERO => (say("Trả lại khách", "Refunded"), -due),
        due => (say("Khách cần trả", "Amount due"), due),
    };
    blocks.push(Block::sum(label, &due.text()));
    let words = match receipt.lang {
        Lang::Vi => spell::dong(due),
        Lang::En => spell::dong_en(due),
    };
    blocks.push(Block::row(&words, "", Size::Note));
    blocks.push(Block::Gap(4));
    for payment in &receipt.payments {
        match payment.given {
            Some(given) => {
                let label = format!("{} {}", payment.label, say("khách đưa", "given"));
                blocks.push(row(&label, given));
                if payment.change != Money::ZERO {
                    blocks.push(row(say("Tiền thừa trả khách", "Change"), payment.change));
                }
            }
            None => blocks.push(row(&payment.label, payment.amount)),
        }
    }
    blocks.push(Block::Rule);
}

/// At most one QR: two on a slip, and the customer's phone picks the wrong one.
fn code(receipt: &Receipt, width: Width, blocks: &mut Vec<Block>) {
    let say = |vi, en| receipt.lang.say(vi, en);
    let module = match width.is_narrow() {
        true => 6,
        false => 8,
    };
    let unpaid = receipt.kind == Kind::Unpaid;
    if let Some(payload) = receipt.pay_qr.as_deref().filter(|_| unpaid) {
        blocks.push(Block::qr(payload, module));
        let caption = format!("{} {}", say("Quét để trả", "Scan to pay"), receipt.due.text());
        blocks.push(Block::Centre { text: caption, size: Size::Body, bold: true });
    } else if let Some(url) = &receipt.page_url {
        blocks.push(Block::qr(url, module));
        let caption =
            say("Quét để xem và kiểm tra phiếu này", "Scan to see and check this receipt");
        blocks.push(Block::centre(caption, Size::Note));
    } else {
        return;
    }
    blocks.push(Block::Gap(8));
}

fn foot(receipt: &Receipt, blocks: &mut Vec<Block>) {
    let say = |vi, en| receipt.lang.say(vi, en);
    // No-break spaces keep Vietnamese words of two syllables on one line.
    let no_invoice = say(
        "Phiếu bán hàng – không\u{a0}có\u{a0}giá\u{a0}trị thay\u{a0}thế hóa\u{a0}đơn điện\u{a0}tử",
        "Sale slip – does not replace an electronic invoice",
    );
    blocks.push(Block::centre(no_invoice, Size::Note));
    if !matches!(receipt.kind, Kind::Refund { .. }) {
        let exchange = say("Đổi trả trong ngày tại gian hàng", "Same-day exchange at the booth");
        let thanks = say("Cảm ơn quý khách!", "Thank you!");
        let farewell = joined(&[&glued(exchange), &glued(thanks)]);
        blocks.push(Block::centre(&farewell, Size::Note));
    }
    blocks.extend(shown(&receipt.job_tag).map(|tag| Block::centre(tag, Size::Fine)));
}

/// The text in one piece: with no-break spaces.
fn glued(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// A text that says something.
fn shown(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// The texts that say something, with a middle dot between them.
fn joined(texts: &[&str]) -> String {
    joined_by(texts, " · ")
}

fn joined_by(texts: &[&str], between: &str) -> String {
    texts.iter().copied().filter_map(shown).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::{raster::paint, sample};
    use unicode_normalization::{UnicodeNormalization, is_nfc};

    #[test]
    fn a_receipt_reads_the_same_as_yesterday() {
        insta::assert_snapshot!("sale_80", text(&sample::sale(), Width::MM80));
        insta::assert_snapshot!("sale_58", text(&sample::sale(), Width::MM58));
        insta::assert_snapshot!("unpaid_58", text(&sample::unpaid(), Width::MM58));
        insta::assert_snapshot!("refund_80", text(&sample::refund(), Width::MM80));
        let signed = Receipt { receipt_no: "A03KT-0142".into(), ..sample::sale() };
        insta::assert_snapshot!("signed_58", text(&signed, Width::MM58));
        let mut english = Receipt { lang: Lang::En, ..sample::mixed() };
        english.payments[0].label = "Cash".into();
        english.payments[1].label = "Bank transfer".into();
        insta::assert_snapshot!("mixed_english_80", text(&english, Width::MM80));
    }

    #[test]
    fn no_line_of_text_is_wider_than_the_paper() {
        for width in [Width::MM58, Width::MM80] {
            let columns = width.columns() as usize;
            for receipt in [sample::sale(), sample::mixed(), sample::refund(), sample::unpaid()] {
                let text = text(&receipt, width);
                let lines = text.lines().filter(|line| !line.starts_with("QR: "));
                assert!(lines.map(|line| line.chars().count()).max() <= Some(columns), "{text}");
            }
        }
    }

    #[test]
    fn names_typed_on_any_phone_print_alike() {
        let mut decomposed = sample::sale();
        decomposed.fair = decomposed.fair.nfd().collect();
        decomposed.seller = decomposed.seller.nfd().collect();
        decomposed.lines[0].name = decomposed.lines[0].name.nfd().collect();
        assert_ne!(decomposed, sample::sale());
        for width in [Width::MM58, Width::MM80] {
            let blocks = layout(&decomposed, width);
            assert_eq!(blocks, layout(&sample::sale(), width));
            assert_eq!(paint(&blocks, width).unwrap(), {
                paint(&layout(&sample::sale(), width), width).unwrap()
            });
            assert!(is_nfc(&text(&decomposed, width)));
        }
    }

    #[test]
    fn goods_without_a_valid_certificate_show_no_star() {
        let mut receipt = sample::sale();
        assert!(text(&receipt, Width::MM80).contains("Miến dong Bình Liêu ★★★★\n"));
        receipt.lines.iter_mut().for_each(|line| line.star = None);
        assert!(!text(&receipt, Width::MM80).contains(STAR));
    }

    #[test]
    fn a_second_paper_says_that_it_is_a_copy() {
        let copy = Receipt { copy: 2, ..sample::sale() };
        assert!(text(&copy, Width::MM58).contains("BẢN SAO 2\n"));
        assert!(!text(&sample::sale(), Width::MM58).contains("BẢN SAO"));
    }

    #[test]
    fn a_paid_receipt_never_carries_a_payable_code() {
        let paid = Receipt { pay_qr: Some("000201".into()), ..sample::sale() };
        assert_eq!(layout(&paid, Width::MM80), layout(&sample::sale(), Width::MM80));
        let refund = Receipt { pay_qr: Some("000201".into()), ..sample::refund() };
        assert_eq!(layout(&refund, Width::MM80), layout(&sample::refund(), Width::MM80));
        assert!(text(&sample::unpaid(), Width::MM58).contains("QR: 000201"));
    }

    #[test]
    fn a_slip_without_a_number_yet_shows_its_provisional_one() {
        let offline = Receipt {
            receipt_no: String::new(),
            provisional_no: Some("D7-0012".into()),
            ..sample::sale()
        };
        let text = text(&offline, Width::MM80);
        assert!(text.contains("Số tạm D7-0012 ") && !text.contains("Phiếu A03"));
    }
}

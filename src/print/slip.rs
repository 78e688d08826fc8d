//! The slip of a sale, from its journal entry: nothing but the entry is asked, so that a paper
//! printed again years later says the same.

use super::receipt::{Kind, Line, Payment, Receipt};
use crate::{
    base::{clock::Ms, lang::Lang, lang::Say, money::Money},
    payment::vietqr::VietQr,
    sale::{BoothThen, FairThen, Sold, Tender, cart::Discount},
};
use jiff::civil::Date;

/// The receipt of a sale or of its reversal. `copy` is 0 for the first paper; `job_tag` stands
/// small at the foot, or is empty; `link` is what the paper's code leads to.
pub fn receipt(sold: &Sold, lang: Lang, copy: u32, job_tag: &str, link: Option<String>) -> Receipt {
    let kind = match &sold.reverses {
        None => Kind::Sale,
        Some(reversed) => Kind::Refund {
            original_no: reversed.receipt_no.clone(),
            reason: reversed.reason.clone(),
            whole: reversed.whole,
        },
    };
    let off = off(sold);
    Receipt {
        receipt_no: sold.receipt_no.clone(),
        provisional_no: sold.provisional_no.clone(),
        lines: sold.lines.iter().map(|it| line(it, lang)).collect(),
        subtotal: sold.total + off,
        offs: off_all(sold, lang),
        rounding: sold.rounding,
        due: sold.total + sold.rounding,
        payments: sold.payments.iter().map(|tender| payment(tender, lang)).collect(),
        kind,
        page_url: link,
        copy,
        job_tag: job_tag.to_owned(),
        ..head(&sold.fair, &sold.booth, lang, sold.paid_at, &sold.seller)
    }
}

/// The slip of a sale that is still to be paid, as it would be recorded now, with a VietQR payable
/// into the booth's account under `reference`. Refused for a booth without a usable account.
pub fn unpaid(
    asked: &Sold,
    reference: &str,
    lang: Lang,
    copy: u32,
    job_tag: &str,
) -> Result<Receipt, Say> {
    let Some((bin, account)) = asked.booth.account.split_once('/') else {
        return Err(Say::new(
            "Gian hàng chưa có tài khoản ngân hàng",
            "This booth has no bank account",
        ));
    };
    let off = off(asked);
    let qr = VietQr::transfer(bin, account, Some(asked.total), reference);
    let payload = qr.encode().map_err(|wrong| wrong.say())?;
    Ok(Receipt {
        lines: asked.lines.iter().map(|it| line(it, lang)).collect(),
        subtotal: asked.total + off,
        offs: off_all(asked, lang),
        due: asked.total,
        pay_qr: Some(payload),
        kind: Kind::Unpaid,
        copy,
        job_tag: job_tag.to_owned(),
        ..head(&asked.fair, &asked.booth, lang, asked.paid_at, &asked.seller)
    })
}

/// What stands above the goods on every slip; the rest is empty.
fn head(fair: &FairThen, booth: &BoothThen, lang: Lang, at: Ms, cashier: &str) -> Receipt {
    let seller = if booth.seller.trim().is_empty() { &booth.name } else { &booth.seller };
    Receipt {
        lang,
        fair: fair.name.clone(),
        place: fair.place.clone(),
        dates: days(fair.starts_on, fair.ends_on, lang),
        booth: booth.code.clone(),
        seller: seller.clone(),
        address: booth.address.clone(),
        tax_code: booth.tax_code.clone(),
        phone: booth.phone.clone(),
        receipt_no: String::new(),
        provisional_no: None,
        at: at.text(),
        cashier: cashier.to_owned(),
        lines: Vec::new(),
        subtotal: Money::ZERO,
        offs: Vec::new(),
        rounding: Money::ZERO,
        due: Money::ZERO,
        payments: Vec::new(),
        pay_qr: None,
        page_url: None,
        kind: Kind::Sale,
        copy: 0,
        job_tag: String::new(),
    }
}

fn line(line: &crate::sale::Line, lang: Lang) -> Line {
    let sample = Some(&line.sample).filter(|reason| !reason.is_empty());
    let sample = sample.map(|reason| format!("{}: {reason}", lang.say("Hàng mẫu", "Free sample")));
    let note = Some(line.note.clone()).filter(|note| !note.is_empty());
    Line {
        name: line.name.clone(),
        star: line.star,
        unit: line.unit.clone(),
        quantity: line.quantity,
        price: line.price,
        amount: line.amount + line.off.total(),
        offs: offs(line, lang),
        note: sample.into_iter().chain(note).reduce(|one, other| format!("{one} · {other}")),
    }
}

/// Everything that was taken off.
fn off(sold: &Sold) -> Money {
    sold.lines.iter().map(|line| line.off.total()).sum()
}

/// What was taken off, in sum: the lines', and the whole's with its per cents.
fn off_all(sold: &Sold, lang: Lang) -> Vec<(String, Money)> {
    let whole: Money = sold.lines.iter().map(|line| line.off.cart).sum();
    let words = lang.say("Giảm cả đơn", "Off the whole").to_owned();
    let words = match sold.discount {
        Some(Discount::Percent(percent)) => format!("{words} {percent}%"),
        _ => words,
    };
    let lines = (lang.say("Giảm theo món", "Off lines").to_owned(), off(sold) - whole);
    [lines, (words, whole)].into_iter().filter(|(_, off)| *off != Money::ZERO).collect()
}

/// What was taken off a line by itself; its share of what was taken off the whole stands in the
/// sum of the slip.
pub fn offs(line: &crate::sale::Line, lang: Lang) -> Vec<(String, Money)> {
    let promotion = format!("{}: {}", lang.say("Khuyến mãi", "Promotion"), line.off.name);
    let by_hand = match line.discount {
        Some(Discount::Percent(percent)) => format!("{} {percent}%", lang.say("Giảm", "Off")),
        _ => lang.say("Giảm giá", "Discount").to_owned(),
    };
    let all = [(promotion, line.off.promotion), (by_hand, line.off.line)];
    all.into_iter().filter(|(_, off)| *off != Money::ZERO).collect()
}

fn payment(tender: &Tender, lang: Lang) -> Payment {
    Payment {
        label: tender.method.label(lang).to_owned(),
        amount: tender.amount,
        given: tender.given,
        change: tender.given.map_or(Money::ZERO, |given| given - tender.amount),
    }
}

/// The fair's days as people write them: `01–06/06`, `28/05–03/06`; a permanent sales point has
/// none worth printing.
pub(super) fn days(from: Date, to: Option<Date>, lang: Lang) -> String {
    let day = |date: Date| date.strftime("%d/%m").to_string();
    let dated = |date: Date| date.strftime("%d/%m/%Y").to_string();
    match to {
        None => format!("{} {}", lang.say("từ", "since"), dated(from)),
        Some(to) if to == from => day(to),
        Some(to) if to.year() != from.year() => format!("{}–{}", dated(from), dated(to)),
        Some(to) if to.month() != from.month() => format!("{}–{}", day(from), day(to)),
        Some(to) => format!("{:02}–{}", from.day(), day(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{id::*, quantity::Quantity},
        catalog::kinds::SubjectType,
        fair::kinds::Zone,
        payment::event::Method,
        print::{block::Width, receipt::text},
        sale::{Line as SoldLine, Reversed, cart::Off},
    };
    use jiff::civil::date;

    fn line() -> SoldLine {
        SoldLine {
            product: ProductId::default(),
            name: "Mực khô Cô Tô".into(),
            unit: "kg".into(),
            ocop_group: 1,
            star: Some(4),
            producer_uid: ProducerId::default(),
            producer: "HTX Cô Tô".into(),
            producer_type: SubjectType::Cooperative,
            unit_code: String::new(),
            vat: String::new(),
            quantity: Quantity(350),
            price: Money(980_100),
            amount: Money(343_035),
            off: Off::default(),
            discount: None,
            sample: String::new(),
            draws: Vec::new(),
            note: String::new(),
            of: None,
        }
    }

    fn sold() -> Sold {
        let given = Some(Money(350_000));
        let cash = Tender { method: Method::Cash, amount: Money(343_000), given, reference: None };
        Sold {
            id: SaleId::default(),
            fair: FairThen {
                uid: FairId::default(),
                code: "HL26".into(),
                name: "Hội chợ OCOP Quảng Ninh – Hè".into(),
                place: "Hạ Long".into(),
                starts_on: date(2026, 6, 1),
                ends_on: Some(date(2026, 6, 6)),
            },
            booth: BoothThen {
                uid: BoothId::default(),
                code: "A03".into(),
                name: "Gian Cô Tô".into(),
                zone: Zone::Local,
                origin_unit: "Cô Tô".into(),
                seller: "HTX Cô Tô".into(),
                address: "Cô Tô, Quảng Ninh".into(),
                phone: String::new(),
                tax_code: "5701234567".into(),
                account: "970436/0123456789".into(),
            },
            number: 142,
            series: None,
            receipt_no: "A03-0142".into(),
            provisional_no: None,
            device: None,
            device_seq: None,
            seller: "Lan".into(),
            seller_id: None,
            paid_at: Ms(1_780_473_120_000),
            day: date(2026, 6, 3),
            hour: 14,
            lines: vec![line()],
            total: Money(343_035),
            discount: None,
            approved_by: None,
            rounding: Money(-35),
            cash_step: 500,
            payments: vec![cash],
            transfers: Vec::new(),
            flags: Vec::new(),
            difference: Money::ZERO,
            print: true,
            reverses: None,
            shift: None,
        }
    }

    #[test]
    fn a_sale_rounded_to_notes_shows_what_was_rounded_and_what_was_given_back() {
        let text = text(&receipt(&sold(), Lang::Vi, 0, "7Q · lần in 1", None), Width::MM58);
        for said in [
            "HỘI CHỢ OCOP QUẢNG NINH – HÈ",
            "Hạ Long · 01–06/06",
            "MST 5701234567",
            "Phiếu A03-0142",
            "Thu ngân Lan",
            "Mực khô Cô Tô ★★★★",
            "0,35 kg × 980.100        343.035",
            "Làm tròn tiền mặt            -35",
            "343.000 đ",
            "Tiền mặt khách đưa       350.000",
            "Tiền thừa trả khách        7.000",
            "7Q · lần in 1",
        ] {
            assert!(text.contains(said), "{said} is not on\n{text}");
        }
    }

    #[test]
    fn a_refund_names_the_receipt_it_takes_back_and_gives_the_money_back() {
        let mut void = sold();
        void.lines[0].quantity = Quantity(-350);
        void.lines[0].amount = Money(-343_035);
        (void.total, void.rounding) = (Money(-343_035), Money(35));
        void.payments[0] =
            Tender { amount: Money(-343_000), given: None, ..void.payments[0].clone() };
        void.reverses = Some(Reversed {
            sale: SaleId::default(),
            receipt_no: "A03-0142".into(),
            reason: "Khách đổi ý".into(),
            ..Reversed::default()
        });
        let text = text(&receipt(&void, Lang::Vi, 1, "", None), Width::MM80);
        for said in [
            "BẢN SAO 1",
            "TRẢ HÀNG",
            "Của phiếu: A03-0142",
            "Lý do: Khách đổi ý",
            "-0,35 kg × 980.100",
            "Trả lại khách",
            "343.000 đ",
            "-343.000",
        ] {
            assert!(text.contains(said), "{said} is not on\n{text}");
        }
    }

    #[test]
    fn an_unpaid_slip_asks_for_its_very_sum_into_the_booths_account() {
        let mut sold = sold();
        let slip = unpaid(&sold, "OC7K3M9QX", Lang::Vi, 1, "7Q · lần in 2").unwrap();
        let qr = VietQr::decode(slip.pay_qr.as_deref().unwrap()).unwrap();
        assert_eq!((qr.bin.as_str(), qr.account.as_str()), ("970436", "0123456789"));
        assert_eq!((qr.amount, qr.purpose.as_deref()), (Some(Money(343_035)), Some("OC7K3M9QX")));
        let text = text(&slip, Width::MM58);
        for said in ["CHƯA THANH TOÁN", "BẢN SAO 1", "343.035 đ", "7Q · lần in 2"] {
            assert!(text.contains(said), "{said} is not on\n{text}");
        }
        // It has no number: it is no sale yet.
        assert!(!text.contains("A03-0142") && !text.contains("khách đưa"), "{text}");
        sold.booth.account.clear();
        assert!(unpaid(&sold, "OC7K3M9QX", Lang::Vi, 0, "").is_err());
    }

    #[test]
    fn paper_carries_the_way_to_its_page_when_customers_can_reach_it() {
        let pages = crate::print::address::PageAddress::parse("http://192.168.1.20:8080").unwrap();
        let mut void = sold();
        void.reverses = Some(Reversed {
            sale: SaleId::default(),
            receipt_no: "A03-0142".into(),
            reason: "Khách đổi ý".into(),
            whole: true,
            ..Reversed::default()
        });
        for (sold, copy) in [(sold(), 0), (sold(), 2), (void, 0)] {
            let link = pages.as_ref().map(|pages| pages.of(sold.id));
            let slip = receipt(&sold, Lang::Vi, copy, "", link);
            let url = format!("QR: http://192.168.1.20:8080/r/{}", sold.id);
            let text = text(&slip, Width::MM58);
            assert!(text.contains(&url) && text.contains("Quét để xem"), "{text}");
            assert!(!text.contains("000201"), "never a payable code: {text}");
        }
        // A sale to be paid has no page yet, and its one code is the payable one.
        let slip = unpaid(&sold(), "OC7K3M9QX", Lang::Vi, 0, "").unwrap();
        assert_eq!(slip.page_url, None);
    }

    #[test]
    fn the_fairs_days_are_written_as_people_write_them() {
        let first = date(2026, 6, 1);
        let said = |to| days(first, to, Lang::Vi);
        assert_eq!(said(Some(date(2026, 6, 6))), "01–06/06");
        assert_eq!(said(Some(date(2026, 7, 2))), "01/06–02/07");
        assert_eq!(said(Some(date(2027, 1, 2))), "01/06/2026–02/01/2027");
        assert_eq!(said(Some(first)), "01/06");
        assert_eq!(said(None), "từ 01/06/2026");
    }

    #[test]
    fn what_was_taken_off_stands_under_its_line_and_in_the_sum() {
        let mut sold = sold();
        let line = &mut sold.lines[0];
        line.off = Off {
            promotion: Money(43_035),
            name: "Ngày vàng".into(),
            line: Money(30_000),
            cart: Money(20_000),
        };
        line.discount = Some(Discount::Percent(10));
        line.amount = line.amount - line.off.total();
        sold.total = sold.total - Money(93_035);
        let paper = text(&receipt(&sold, Lang::Vi, 0, "", None), Width::MM80);
        let rows: Vec<String> =
            paper.lines().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for row in [
            "0,35 kg × 980.100 343.035",
            "Khuyến mãi: Ngày vàng -43.035",
            "Giảm 10% -30.000",
            "Tổng tiền hàng 343.035",
            "Giảm theo món -73.035",
            "Giảm cả đơn -20.000",
        ] {
            assert!(rows.iter().any(|one| one == row), "{row}: {paper}");
        }
    }
}

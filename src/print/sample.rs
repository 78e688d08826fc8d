//! Receipts of one booth for the tests of this room. Figures are invented.

use super::receipt::{Kind, Line, Payment, Receipt};
use crate::base::{lang::Lang, money::Money, quantity::Quantity};

fn line(name: &str, star: Option<u8>, unit: &str, thousandths: i64, price: i64) -> Line {
    let quantity = Quantity(thousandths);
    Line {
        name: name.into(),
        star,
        unit: unit.into(),
        quantity,
        price: Money(price),
        amount: quantity.at(Money(price)).unwrap(),
        offs: Vec::new(),
        note: None,
    }
}

fn paid(label: &str, amount: i64, given: Option<i64>) -> Payment {
    let change = given.map_or(Money::ZERO, |given| Money(given - amount));
    Payment { label: label.into(), amount: Money(amount), given: given.map(Money), change }
}

/// Two goods paid in cash, the receipt's page within reach.
pub fn sale() -> Receipt {
    Receipt {
        lang: Lang::Vi,
        fair: "Hội chợ OCOP Quảng Ninh – Hè".into(),
        place: "Cung Quy hoạch tỉnh, Hạ Long".into(),
        dates: "01–06/06".into(),
        booth: "A03".into(),
        seller: "HTX Phát triển Đình Trung".into(),
        address: "Bình Liêu, Quảng Ninh".into(),
        tax_code: "5701234567".into(),
        phone: "0203 3878 123".into(),
        receipt_no: "A03-0142".into(),
        provisional_no: None,
        at: "03/06/2027 14:32".into(),
        cashier: "Lan".into(),
        lines: vec![
            line("Miến dong Bình Liêu", Some(4), "gói", 2000, 55_000),
            line("Mực khô Cô Tô", Some(3), "kg", 350, 980_000),
        ],
        subtotal: Money(453_000),
        offs: Vec::new(),
        rounding: Money::ZERO,
        due: Money(453_000),
        payments: vec![paid("Tiền mặt", 453_000, Some(500_000))],
        pay_qr: None,
        page_url: Some("http://192.168.1.20:8080/r/A03-0142-7KQ2".into()),
        kind: Kind::Sale,
        copy: 0,
        job_tag: "01JD4K…7Q · lần in 1".into(),
    }
}

/// A long name, a note, a discount, rounding, two means of payment and a provisional number.
pub fn mixed() -> Receipt {
    let long = "Nước mắm truyền thống Cái Rồng thượng hạng ủ chượp mười tám tháng chai thủy tinh";
    let mut goods = line(long, Some(5), "chai", 12_000, 1_085_000);
    goods.note = Some("Gửi xe về Hà Nội, nhận lúc 17 giờ".into());
    Receipt {
        provisional_no: Some("D7-0012".into()),
        lines: vec![goods, line("Chả mực Hạ Long", None, "kg", 1255, 450_000)],
        subtotal: Money(13_584_750),
        offs: vec![("Giảm cả đơn 1%".into(), Money(84_500))],
        rounding: Money(-250),
        due: Money(13_500_000),
        payments: vec![
            paid("Tiền mặt", 1_500_000, Some(2_000_000)),
            paid("Chuyển khoản", 12_000_000, None),
        ],
        page_url: None,
        ..sale()
    }
}

/// The sale taken back.
pub fn refund() -> Receipt {
    let lines = sale().lines.into_iter().map(|line| Line {
        quantity: -line.quantity,
        amount: -line.amount,
        ..line
    });
    Receipt {
        lines: lines.collect(),
        receipt_no: "A03-0143".into(),
        subtotal: Money(-453_000),
        due: Money(-453_000),
        payments: vec![paid("Tiền mặt", -453_000, None)],
        page_url: None,
        kind: Kind::Refund {
            original_no: "A03-0142".into(),
            reason: "Khách đổi ý".into(),
            whole: true,
        },
        ..sale()
    }
}

/// The sale before it is paid.
pub fn unpaid() -> Receipt {
    let vietqr = "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA\
                  530370454064530005802VN62130809OC7KQ2MXA6304A1B2";
    Receipt {
        receipt_no: String::new(),
        payments: vec![],
        pay_qr: Some(vietqr.into()),
        kind: Kind::Unpaid,
        ..sale()
    }
}

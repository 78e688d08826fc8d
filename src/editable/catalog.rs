//! Producers, products, their certificates and prices as rows.

use super::{
    Part,
    names::{Called, Names},
    table::{Column, code, text},
    thing::{BOOTH, FAIR, Line, PRODUCT, Refer, Thing, flag, joined, shown},
};
use crate::{
    base::{
        code as codes,
        id::{BoothId, FairId, ProducerId},
        lang::Say,
        money::Money,
    },
    catalog::{
        Certificate, Change, Price, Producer, Product, doubtful, expiry, kinds::group, pack::Packs,
    },
    desk::command::Command,
    sheet::cells::{date, money, small},
    stock::relabel::Relabel,
};
use uuid::Uuid;

/// To a maker.
pub(super) const PRODUCER: Refer =
    Refer { part: Part::Producers, id: "producer_id", name: "producer" };

/// Commands that change the catalogue, each with the row that asks for it.
pub(super) fn commands<T>(
    things: Vec<(usize, T)>,
    change: fn(T) -> Change,
) -> Vec<(usize, Command)> {
    things.into_iter().map(|(row, it)| (row, Command::Catalog(change(it)))).collect()
}

impl Thing for Producer {
    const PART: Part = Part::Producers;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("name", "Tên chủ thể"),
        text("subject_type", "Loại hình chủ thể"),
        code("unit_code", "Mã đơn vị hành chính"),
        text("commune", "Xã phường"),
        code("tax_code", "Mã số thuế"),
        code("phone", "Điện thoại"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Producer {
        Producer { uid: uid.into(), ..self }
    }

    fn cells(&self, _names: &Names) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.name.clone(),
            self.subject_type.as_str().to_owned(),
            self.unit_code.clone(),
            self.commune.clone(),
            self.tax_code.clone(),
            self.phone.clone(),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Producer>) -> Option<Producer> {
        let name = line.text("name", stands.map(|it| &it.name));
        let subject_type = line.word("subject_type", stands.map(|it| it.subject_type));
        Some(Producer {
            uid: ProducerId::default(),
            name,
            unit_code: line.text("unit_code", stands.map(|it| &it.unit_code)),
            commune: line.text("commune", stands.map(|it| &it.commune)),
            tax_code: line.text("tax_code", stands.map(|it| &it.tax_code)),
            phone: line.text("phone", stands.map(|it| &it.phone)),
            subject_type: subject_type?,
            rehearsal: false,
        })
    }

    /// Lists name several "producers in Châu Thành" of different forms that are not one.
    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.name, self.subject_type.as_str()])]
    }

    fn called(&self) -> Option<Called> {
        Some(Called { name: self.name.clone(), fair: None, also: Vec::new() })
    }

    fn commands(things: Vec<(usize, Producer)>) -> Vec<(usize, Command)> {
        commands(things, Change::Producer)
    }
}

impl Thing for Product {
    const PART: Part = Part::Products;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("name", "Tên sản phẩm"),
        text("unit", "Đơn vị tính"),
        text("producer_id", "Mã hệ thống của chủ thể"),
        text("producer", "Chủ thể"),
        text("star", "Hạng sao"),
        text("ocop_group", "Nhóm sản phẩm"),
        text("province_2024", "Tỉnh thành năm 2024"),
        text("province_now", "Tỉnh thành hiện nay"),
        code("barcode", "Mã vạch"),
        code("sku", "Mã hàng"),
        text("vat", "Thuế GTGT"),
        code("lot", "Lô hàng"),
        text("evidence", "Nguồn"),
        text("active", "Còn bán"),
        text("free_amount", "Gõ số tiền khi bán"),
        text("packs", "Quy cách"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Product {
        Product { uid: uid.into(), ..self }
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.name.clone(),
            self.unit.clone(),
            self.producer.to_string(),
            names.name(self.producer.0).to_owned(),
            shown(self.star),
            self.ocop_group.to_string(),
            self.province_2024.clone(),
            self.province_now.clone(),
            self.barcode.clone(),
            self.sku.clone(),
            self.vat.clone(),
            self.lot.clone(),
            self.evidence.clone(),
            flag(self.active),
            flag(self.free_amount),
            self.packs.text(),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Product>) -> Option<Product> {
        let name = line.text("name", stands.map(|it| &it.name));
        let unit = line.text("unit", stands.map(|it| &it.unit));
        let producer = line.refer(PRODUCER, stands.map(|it| it.producer.0));
        let star = line.maybe("star", stands.and_then(|it| it.star), |text| small(text, 3, 5));
        let ocop_group = line.read("ocop_group", stands.map(|it| it.ocop_group), group);
        let barcode = line.text("barcode", stands.map(|it| &it.barcode));
        let barcode = barcode_of(line, barcode, stands);
        let parse = |text: &str| Packs::parse(text, &unit);
        let packs = line.maybe("packs", stands.map(|it| it.packs.clone()), parse);
        let packs = packs.unwrap_or_default();
        if let Err(say) = packs.check(&unit) {
            line.wrong("packs", say);
        }
        Some(Product {
            uid: Default::default(),
            name,
            unit,
            star,
            province_2024: line.text("province_2024", stands.map(|it| &it.province_2024)),
            province_now: line.text("province_now", stands.map(|it| &it.province_now)),
            barcode,
            sku: line.text("sku", stands.map(|it| &it.sku)),
            vat: line.text("vat", stands.map(|it| &it.vat)),
            lot: line.text("lot", stands.map(|it| &it.lot)),
            evidence: line.text("evidence", stands.map(|it| &it.evidence)),
            active: line.yes("active", stands.is_none_or(|it| it.active)),
            free_amount: line.yes("free_amount", stands.is_some_and(|it| it.free_amount)),
            packs,
            producer: producer?,
            ocop_group: ocop_group?,
        })
    }

    fn keys(&self) -> Vec<Option<String>> {
        let producer = self.producer.to_string();
        let coded = self.active && codes::is_gtin(&self.barcode);
        let item = self.active && !self.sku.is_empty();
        vec![
            joined(&[&self.name, &self.unit, &producer]),
            coded.then(|| self.barcode.clone()),
            item.then(|| format!("{producer}\n{}", codes::key(&self.sku))),
        ]
    }

    fn called(&self) -> Option<Called> {
        let also = vec![self.sku.clone(), self.barcode.clone()];
        Some(Called { name: self.name.clone(), fair: None, also })
    }

    /// It becomes another thing: its name but for case, its unit, its producer.
    fn doubtful(was: &Product, now: &Product) -> bool {
        let of = |it: &Product| joined(&[&it.name, &it.unit, &it.producer.to_string()]);
        of(was) != of(now)
    }

    fn relabels(was: &Product, now: &Product) -> Option<Relabel> {
        Relabel::of(was, now)
    }

    fn frees(was: &Product, now: &Product) -> bool {
        was.active && !now.active
    }

    fn commands(things: Vec<(usize, Product)>) -> Vec<(usize, Command)> {
        commands(things, Change::Product)
    }
}

/// A barcode in the one way it is written; one that stands is left as it is.
fn barcode_of(line: &mut Line, typed: String, stands: Option<&Product>) -> String {
    if typed.is_empty() || stands.is_some_and(|it| it.barcode == typed) {
        return typed;
    }
    codes::barcode(&typed).unwrap_or_else(|say| {
        line.wrong("barcode", say);
        typed
    })
}

impl Thing for Certificate {
    const PART: Part = Part::Certificates;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("product_id", "Mã hệ thống của sản phẩm"),
        text("product", "Sản phẩm"),
        code("number", "Số giấy chứng nhận"),
        text("star", "Hạng sao"),
        text("signed_on", "Ngày ký"),
        text("expires_on", "Ngày hết hạn"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Certificate {
        Certificate { uid: uid.into(), ..self }
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.product.to_string(),
            names.name(self.product.0).to_owned(),
            self.number.clone(),
            self.star.to_string(),
            self.signed_on.to_string(),
            self.expires_on.to_string(),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Certificate>) -> Option<Certificate> {
        let product = line.refer(PRODUCT, stands.map(|it| it.product.0));
        let number = line.text("number", stands.map(|it| &it.number));
        let star = line.read("star", stands.map(|it| it.star), |text| small(text, 3, 5));
        let signed_on = line.read("signed_on", stands.map(|it| it.signed_on), date);
        let expires_on = line.maybe("expires_on", stands.map(|it| it.expires_on), date);
        // Without a day of its own it holds for 36 months.
        let expires_on = expires_on.or(signed_on.map(expiry));
        if signed_on.zip(expires_on).is_some_and(|(signed, expires)| expires <= signed) {
            let vi = "Ngày hết hạn phải sau ngày ký";
            line.wrong("expires_on", Say::new(vi, "It must not expire before it is signed"));
        }
        Some(Certificate {
            uid: Default::default(),
            product: product?,
            number,
            star: star?,
            signed_on: signed_on?,
            expires_on: expires_on?,
        })
    }

    /// Without a number it is known by the day on which it was signed.
    fn keys(&self) -> Vec<Option<String>> {
        let day = self.signed_on.to_string();
        let number = if self.number.is_empty() { &day } else { &self.number };
        vec![joined(&[&self.product.to_string(), number])]
    }

    fn commands(things: Vec<(usize, Certificate)>) -> Vec<(usize, Command)> {
        commands(things, Change::Certificate)
    }
}

impl Thing for Price {
    const PART: Part = Part::Prices;
    const COLUMNS: &'static [Column] = &[
        text("product_id", "Mã hệ thống của sản phẩm"),
        text("product", "Sản phẩm"),
        text("fair_id", "Mã hệ thống của hội chợ"),
        code("fair", "Mã hội chợ"),
        text("booth_id", "Mã hệ thống của gian"),
        code("booth", "Mã gian hàng"),
        code("amount", "Giá bán (đồng)"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> Price {
        self
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        let fair = self.fair.map(|it| names.name(it.0));
        let fair = fair.or(self.booth.map(|it| names.fair(it.0)));
        vec![
            self.product.to_string(),
            names.name(self.product.0).to_owned(),
            shown(self.fair),
            shown(fair),
            shown(self.booth),
            shown(self.booth.map(|it| names.name(it.0))),
            shown(self.amount.map(|it| it.0)),
        ]
    }

    /// Where no booth is named it is the fair's price, and where no fair is, that of everywhere.
    fn read(line: &mut Line, stands: Option<&Price>) -> Option<Price> {
        let product = line.refer(PRODUCT, stands.map(|it| it.product.0));
        let before = line.wrong.len();
        let booth = line.maybe_refer(BOOTH, stands.and_then(|it| it.booth).map(|it| it.0));
        let fair = match booth {
            Some(_) => None,
            None => line.maybe_refer(FAIR, stands.and_then(|it| it.fair).map(|it| it.0)),
        };
        let (booth, fair) = (booth.map(BoothId), fair.map(FairId));
        let amount = line.maybe("amount", stands.and_then(|it| it.amount), money);
        let everywhere = booth.is_none() && fair.is_none() && line.wrong.len() == before;
        if amount.is_none() && everywhere {
            let vi = "Giá chung không thể bỏ trống";
            line.wrong("amount", Say::new(vi, "The price of everywhere may not be empty"));
        }
        Some(Price { product: product?, booth, fair, amount })
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.product.to_string(), &shown(self.fair), &shown(self.booth)])]
    }

    /// A price that nobody charges is more likely a slip.
    fn doubtful(_was: &Price, now: &Price) -> bool {
        now.amount.is_some_and(|amount: Money| doubtful(amount).is_some())
    }

    fn commands(things: Vec<(usize, Price)>) -> Vec<(usize, Command)> {
        commands(things, Change::Price)
    }
}

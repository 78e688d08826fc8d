//! Producers and products of a sheet, compared with the catalogue.

use super::{
    plan::{Plan, keep, key, same},
    store,
};
use crate::{
    base::{
        code,
        fold::brief,
        id::{ProducerId, ProductId},
        lang::Say,
        money::Money,
    },
    catalog::{
        Certificate, Change, Price, Producer, Product, doubtful, expiry,
        kinds::SubjectType,
        papers::{OnlineSales, month_text, sheet::OnlineRow},
        sheet::{ProducerRow, ProductRow},
    },
    desk::command::Command,
    locality::by_key,
    stock::relabel::Relabel,
};
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// Plans a producers file. A producer is known by its tax code, else by its name; among several of
/// one name, by its legal form too.
pub fn producers(plan: &mut Plan, rows: &[ProducerRow], stand: Vec<Producer>) {
    for row in rows {
        let named: Vec<&Producer> =
            stand.iter().filter(|it| key(&it.name) == key(&row.name)).collect();
        let same_form = named.iter().find(|it| it.subject_type == row.subject_type);
        let by_name = match (same_form, named.as_slice()) {
            (Some(known), _) => Some(*known),
            (None, [only]) => Some(*only),
            _ => None,
        };
        let taxed = |it: &&Producer| row.tax_code.as_ref().is_some_and(|code| *code == it.tax_code);
        let mut by_tax = stand.iter().filter(taxed);
        // Branches of one company have its tax code: only one of that code is known by it.
        let by_tax = by_tax.next().filter(|_| by_tax.next().is_none());
        let known = by_name.or(by_tax);
        let now = producer(plan, row, known);
        if known.is_none_or(|known| !same(known, &now)) {
            if let Some(known) = known {
                let fields = plan.change(row.row, &known.name, known, &now);
                if fields.iter().any(|field| field == "name") && by_name.is_none() {
                    plan.doubt(row.row);
                }
            }
            let unit = by_key(&now.unit_code);
            plan.former_unit(row.row, &now.name, unit);
            plan.push(row.row, Command::Catalog(Change::Producer(now)));
        }
    }
}

/// Plans an online sales file; a month is known by its platform.
pub fn online(plan: &mut Plan, rows: &[OnlineRow], stand: Vec<OnlineSales>) {
    for (row, now) in rows {
        let known = stand.iter().find(|it| (it.month, it.platform) == (now.month, now.platform));
        if known.is_none_or(|known| !same(known, now)) {
            if let Some(known) = known {
                let name = format!("{} {}", now.platform.as_str(), month_text(now.month));
                plan.change(*row, &name, known, now);
            }
            plan.push(*row, Command::Catalog(Change::Online(now.clone())));
        }
    }
}

fn producer(plan: &Plan, row: &ProducerRow, known: Option<&Producer>) -> Producer {
    let stands = |field: fn(&Producer) -> &String| known.map_or("", |it| field(it).as_str());
    Producer {
        uid: known.map_or_else(|| plan.uid(), |it| it.uid),
        name: row.name.clone(),
        subject_type: row.subject_type,
        unit_code: match &row.commune {
            // The code of what stood before is not that of another name.
            Some(name) if name != stands(|it| &it.commune) => {
                row.unit_code.clone().unwrap_or_default()
            }
            _ => keep(&row.unit_code, stands(|it| &it.unit_code)),
        },
        commune: keep(&row.commune, stands(|it| &it.commune)),
        tax_code: keep(&row.tax_code, stands(|it| &it.tax_code)),
        phone: keep(&row.phone, stands(|it| &it.phone)),
        rehearsal: false,
    }
}

/// A producer's name and legal form: sheets name several "producers in Châu Thành" that are not
/// one producer.
type ProducerKey = (String, SubjectType);
/// Name, unit, producer.
type ProductKey = (String, String, ProducerId);

/// A product with the price that holds everywhere.
type Priced = (Product, Option<Money>);

/// The catalogue as it stands.
pub struct Book {
    producers: HashMap<ProducerKey, ProducerId>,
    products: HashMap<ProductId, Priced>,
    by_name: HashMap<ProductKey, ProductId>,
    /// Active products by what GS1 or they themselves call them.
    by_barcode: HashMap<String, ProductId>,
    /// Active products by producer and item code.
    by_item: HashMap<(ProducerId, String), ProductId>,
    /// By producer and barcode of people's own making.
    by_own: HashMap<(ProducerId, String), ProductId>,
    certificates: Vec<store::CertificateRow>,
}

impl Book {
    /// Reads the catalogue.
    pub async fn load(db: &mut SqliteConnection) -> sqlx::Result<Book> {
        let producers = store::producers(db).await?.into_iter();
        let products = store::products(db).await?;
        let active = || products.iter().map(|it| &it.0).filter(|it| it.active);
        let named = |it: &Product| (key(&it.name), key(&it.unit), it.producer);
        // A GTIN is one product everywhere; a code of people's own making within its producer.
        let coded = active().filter(|it| code::is_gtin(&it.barcode));
        let own = active().filter(|it| !it.barcode.is_empty() && !code::is_gtin(&it.barcode));
        let own = own.map(|it| ((it.producer, code::key(&it.barcode)), it.uid));
        let items = active().filter(|it| !it.sku.is_empty());
        let items = items.map(|it| ((it.producer, code::key(&it.sku)), it.uid));
        Ok(Book {
            producers: producers.map(|it| ((key(&it.name), it.subject_type), it.uid)).collect(),
            by_name: products.iter().map(|it| (named(&it.0), it.0.uid)).collect(),
            by_barcode: coded.map(|it| (code::normal(&it.barcode), it.uid)).collect(),
            by_own: own.collect(),
            by_item: items.collect(),
            certificates: store::certificates(db).await?,
            products: products.into_iter().map(|it| (it.0.uid, it)).collect(),
        })
    }

    /// The product that a row means: by its uid or a code first, then by name, unit and producer.
    /// Wrong where two of these say two products; with the column that is told.
    fn find(
        &self,
        row: &ProductRow,
        producer: ProducerId,
    ) -> Result<Option<&Priced>, (&'static str, Say)> {
        let item = row.sku.as_ref().map(|sku| (producer, code::key(sku)));
        let ways = [
            ("uid", row.uid.filter(|uid| self.products.contains_key(uid))),
            ("barcode", row.barcode.as_ref().and_then(|it| self.barcoded(it, producer))),
            ("sku", item.and_then(|it| self.by_item.get(&it)).copied()),
            ("name_vi", self.by_name.get(&(key(&row.name_vi), key(&row.unit), producer)).copied()),
        ];
        if row.uid.is_some() && ways[0].1.is_none() {
            let vi = "Không có sản phẩm nào mang mã hệ thống này";
            return Err(("uid", Say::new(vi, "No product has this uid")));
        }
        let mut found = ways.iter().filter_map(|(column, uid)| Some((column, (*uid)?)));
        let Some((first, uid)) = found.next() else { return Ok(None) };
        if let Some((column, other)) = found.find(|it| it.1 != uid) {
            return Err((column, self.two(first, uid, other)));
        }
        Ok(self.products.get(&uid))
    }

    /// The product of a barcode: of anybody's where it is a GTIN, else of this producer's.
    fn barcoded(&self, barcode: &str, producer: ProducerId) -> Option<ProductId> {
        let everywhere = self.by_barcode.get(barcode);
        everywhere.or_else(|| self.by_own.get(&(producer, code::key(barcode)))).copied()
    }

    /// A row that means two products.
    fn two(&self, by: &str, one: ProductId, other: ProductId) -> Say {
        let name = |uid| self.products.get(&uid).map_or("", |it| it.0.name.as_str());
        let (one, other) = (brief(name(one)), brief(name(other)));
        Say::new(
            format!("Dòng này chỉ hai sản phẩm: theo {by} là “{one}”, theo cột này là “{other}”"),
            format!("The row means two products: by {by} “{one}”, by this column “{other}”"),
        )
    }
}

/// Plans a products file: producers made where new, prices only where they change, certificates
/// where the sheet names one. A name that is put right changes the product, which its codes tell.
pub fn products(plan: &mut Plan, rows: &[ProductRow], mut book: Book) {
    let mut taken: HashMap<ProductId, usize> = HashMap::new();
    for row in rows {
        let producer = producer_of(plan, row, &mut book);
        let known = match book.find(row, producer) {
            Ok(known) => known,
            Err((column, say)) => {
                plan.wrong(row.row, column, say);
                continue;
            }
        };
        let (stands, price) = known.map_or((None, None), |it| (Some(&it.0), it.1));
        if let Some(first) = stands.and_then(|it| taken.insert(it.uid, row.row)) {
            let vi = format!("Dòng {first} đã là sản phẩm này; hãy ghi mã hàng hoặc mã vạch");
            let en = format!("Row {first} is this product already; write item code or barcode");
            plan.wrong(row.row, "name_vi", Say::new(vi, en));
            continue;
        }
        let now = product(plan, row, producer, stands);
        if let Err(say) = now.packs.check(&now.unit) {
            plan.wrong(row.row, "packs", say);
            continue;
        }
        let uid = now.uid;
        if stands.is_none_or(|stands| !same(stands, &now)) {
            if let Some(stands) = stands {
                let fields = plan.change(row.row, &stands.name, stands, &now);
                moved(plan, row, (stands, &now), &fields);
            }
            plan.push(row.row, Command::Catalog(Change::Product(now)));
        }
        if price != Some(row.price) {
            priced(plan, row, stands.map(|it| it.name.as_str()), price);
            let price = Price { product: uid, booth: None, fair: None, amount: Some(row.price) };
            plan.push(row.row, Command::Catalog(Change::Price(price)));
        }
        if row.certificate_no.is_some() || row.certificate_signed_on.is_some() {
            certificate(plan, row, uid, &book.certificates);
        }
    }
}

/// A row that makes another thing of a product is asked about: its name but for case, its unit, its
/// producer.
fn moved(plan: &mut Plan, row: &ProductRow, (was, now): (&Product, &Product), fields: &[String]) {
    let renamed = key(&was.name) != key(&now.name) || key(&was.unit) != key(&now.unit);
    if fields.iter().any(|field| field == "producer") {
        let (name, maker) = (brief(&was.name), brief(&row.producer));
        let vi = format!("{name}: chuyển sang chủ thể “{maker}”");
        plan.say(row.row, Say::new(vi, format!("{name}: goes to the producer “{maker}”")));
        plan.doubt(row.row);
    } else if renamed {
        plan.doubt(row.row);
    }
    plan.relabels.extend(Relabel::of(was, now).map(|it| (row.row, it)));
}

/// Says a price that changes, and has one asked about that nobody charges.
fn priced(plan: &mut Plan, row: &ProductRow, known: Option<&str>, was: Option<Money>) {
    let name = brief(known.unwrap_or(&row.name_vi));
    if let Some(was) = was {
        let change = format!("{} → {}", was.text(), row.price.text());
        plan.say(
            row.row,
            Say::new(format!("{name}: giá {change}"), format!("{name}: price {change}")),
        );
    }
    if let Some(Say { vi, en }) = doubtful(row.price) {
        plan.say(row.row, Say::new(format!("{name}: {vi}"), format!("{name}: {en}")));
        plan.doubt(row.row);
    }
}

fn producer_of(plan: &mut Plan, row: &ProductRow, book: &mut Book) -> ProducerId {
    let named = (key(&row.producer), row.subject_type);
    if let Some(known) = book.producers.get(&named) {
        return *known;
    }
    let uid = plan.uid();
    let producer = Producer {
        uid,
        name: row.producer.clone(),
        subject_type: row.subject_type,
        unit_code: String::new(),
        commune: String::new(),
        tax_code: String::new(),
        phone: String::new(),
        rehearsal: false,
    };
    plan.push(row.row, Command::Catalog(Change::Producer(producer)));
    book.producers.insert(named, uid);
    uid
}

fn product(
    plan: &Plan,
    row: &ProductRow,
    producer: ProducerId,
    known: Option<&Product>,
) -> Product {
    let stands = |field: fn(&Product) -> &String| known.map_or("", |it| field(it).as_str());
    Product {
        uid: known.map_or_else(|| plan.uid(), |it| it.uid),
        name: row.name_vi.clone(),
        unit: row.unit.clone(),
        producer,
        star: row.star.or(known.and_then(|it| it.star)),
        ocop_group: row.ocop_group,
        province_2024: keep(&row.province_2024, stands(|it| &it.province_2024)),
        province_now: keep(&row.province_now, stands(|it| &it.province_now)),
        barcode: keep(&row.barcode, stands(|it| &it.barcode)),
        sku: keep(&row.sku, stands(|it| &it.sku)),
        vat: keep(&row.vat, stands(|it| &it.vat)),
        lot: keep(&row.lot, stands(|it| &it.lot)),
        evidence: keep(&row.evidence, stands(|it| &it.evidence)),
        active: known.is_none_or(|it| it.active),
        free_amount: known.is_some_and(|it| it.free_amount),
        packs: row.packs.clone().or_else(|| Some(known?.packs.clone())).unwrap_or_default(),
    }
}

/// A certificate is known by its number, or, without one, by the day it was signed.
fn certificate(
    plan: &mut Plan,
    row: &ProductRow,
    product: ProductId,
    stand: &[store::CertificateRow],
) {
    let Some(signed_on) = row.certificate_signed_on else {
        let vi = "Có số giấy chứng nhận thì cần ngày ký, để tính hạn 36 tháng";
        let en = "A certificate needs the day it was signed, for its 36 months";
        return plan.wrong(row.row, "certificate_signed_on", Say::new(vi, en));
    };
    let Some(star) = row.star else {
        let say = Say::new("Giấy chứng nhận cần hạng sao", "A certificate needs its star");
        return plan.wrong(row.row, "star", say);
    };
    let number = row.certificate_no.clone().unwrap_or_default();
    let day = signed_on.to_string();
    let known = stand.iter().find(|it| {
        let same = if number.is_empty() { it.signed_on == day } else { it.number == number };
        it.product == product && same
    });
    if known.is_some_and(|it| it.star == star && it.signed_on == day) {
        return;
    }
    let uid = known.map_or_else(|| plan.uid(), |it| it.uid);
    let expires_on = expiry(signed_on);
    let certificate = Certificate { uid, product, number, star, signed_on, expires_on };
    plan.push(row.row, Command::Catalog(Change::Certificate(certificate)));
}

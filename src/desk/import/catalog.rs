//! Producers and products of a sheet, compared with the catalogue.

use super::{Plan, keep, key, store};
use crate::{
    base::{
        id::{ProducerId, ProductId},
        lang::Say,
        money::Money,
    },
    catalog::{
        Certificate, Change, Price, Producer, Product, expiry,
        kinds::SubjectType,
        sheet::{ProducerRow, ProductRow},
    },
    desk::command::Command,
};
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// Plans a producers file. A producer is known by its name; among several of one name, by its
/// legal form too.
pub fn producers(plan: &mut Plan, rows: &[ProducerRow], stand: Vec<Producer>) {
    for row in rows {
        let named: Vec<&Producer> =
            stand.iter().filter(|it| key(&it.name) == key(&row.name)).collect();
        let same_form = named.iter().find(|it| it.subject_type == row.subject_type);
        let known = match (same_form, named.as_slice()) {
            (Some(known), _) => Some(*known),
            (None, [only]) => Some(*only),
            _ => None,
        };
        let now = producer(plan, row, known);
        if known.is_none_or(|known| !same(known, &now)) {
            plan.push(row.row, Command::Catalog(Change::Producer(now)));
        }
    }
}

fn producer(plan: &Plan, row: &ProducerRow, known: Option<&Producer>) -> Producer {
    let stands = |field: fn(&Producer) -> &String| known.map_or("", |it| field(it).as_str());
    Producer {
        uid: known.map_or_else(|| plan.uid(), |it| it.uid),
        name: row.name.clone(),
        subject_type: row.subject_type,
        unit_code: keep(&row.unit_code, stands(|it| &it.unit_code)),
        commune: keep(&row.commune, stands(|it| &it.commune)),
        tax_code: keep(&row.tax_code, stands(|it| &it.tax_code)),
        phone: keep(&row.phone, stands(|it| &it.phone)),
        rehearsal: false,
    }
}

/// Whether two things would make the same entry.
pub(super) fn same<T: serde::Serialize>(one: &T, other: &T) -> bool {
    matches!(
        (serde_json::to_value(one), serde_json::to_value(other)),
        (Ok(one), Ok(other)) if one == other
    )
}

/// A producer's name and legal form: sheets name several "producers in Châu Thành" that are not
/// one producer.
type ProducerKey = (String, SubjectType);
/// Name, unit, producer.
type ProductKey = (String, String, ProducerId);

/// The catalogue as it stands.
pub struct Book {
    producers: HashMap<ProducerKey, ProducerId>,
    products: HashMap<ProductKey, (Product, Option<Money>)>,
    certificates: Vec<store::CertificateRow>,
}

impl Book {
    /// Reads the catalogue.
    pub async fn load(db: &mut SqliteConnection) -> sqlx::Result<Book> {
        let producers = store::producers(db).await?.into_iter();
        let products = store::products(db).await?.into_iter();
        let key_of = |it: &Product| (key(&it.name), key(&it.unit), it.producer);
        Ok(Book {
            producers: producers.map(|it| ((key(&it.name), it.subject_type), it.uid)).collect(),
            products: products.map(|it| (key_of(&it.0), it)).collect(),
            certificates: store::certificates(db).await?,
        })
    }
}

/// Plans a products file: producers made where new, products known by name, unit and producer,
/// prices only where they change, certificates where the sheet names one.
pub fn products(plan: &mut Plan, rows: &[ProductRow], mut book: Book) {
    for row in rows {
        let producer = producer_of(plan, row, &mut book);
        let known = book.products.get(&(key(&row.name_vi), key(&row.unit), producer));
        let (stands, price) = known.map_or((None, None), |it| (Some(&it.0), it.1));
        let now = product(plan, row, producer, stands);
        let uid = now.uid;
        if stands.is_none_or(|stands| !same(stands, &now)) {
            plan.push(row.row, Command::Catalog(Change::Product(now)));
        }
        if price != Some(row.price) {
            let price = Price { product: uid, booth: None, fair: None, amount: Some(row.price) };
            plan.push(row.row, Command::Catalog(Change::Price(price)));
        }
        if row.certificate_no.is_some() || row.certificate_signed_on.is_some() {
            certificate(plan, row, uid, &book.certificates);
        }
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

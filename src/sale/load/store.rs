//! SQL that loads what a batch of sales needs.

use crate::{
    base::{
        id::{BoothId, FairId, NodeId, ProducerId, ProductId, SaleId},
        money::Money,
        quantity::Quantity,
    },
    db::several::Statement,
    fair::Limits,
    payment::bank,
    sale::{
        BoothThen, FairThen, Sold,
        state::{BoothState, Place, ProductState},
    },
    stock::Level,
};
use jiff::civil::Date;
use serde_json::json;
use sqlx::FromRow;
use std::{
    collections::{BTreeSet, HashMap},
    str::FromStr,
};

fn bad(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the book holds an unreadable {what}").into())
}

/// Asks for the bodies of the entries of sales that are to be refunded.
pub fn ask_originals(sales: &BTreeSet<SaleId>) -> Statement {
    let sales: Vec<String> = sales.iter().map(SaleId::hex).collect();
    Statement::new(
        "select j.body from sale s join journal j on j.pos = coalesce(\
         (select v.standing from verdict v where v.pos = s.id), s.id) \
         where s.uid in (select unhex(value) from json_each(?))",
    )
    .bind(json!(sales).to_string())
}

/// Asks for the bodies of the entries of the refunds of these sales, in order.
pub fn ask_refunds(sales: &BTreeSet<SaleId>) -> Statement {
    let sales: Vec<String> = sales.iter().map(SaleId::hex).collect();
    Statement::new(
        "select j.body from sale o join sale r on r.reverses = o.id join journal j \
         on j.pos = coalesce((select v.standing from verdict v where v.pos = r.id), r.id) \
         where o.uid in (select unhex(value) from json_each(?)) order by r.id",
    )
    .bind(json!(sales).to_string())
}

/// Reads the bodies of sales' entries.
pub fn sales_of(bodies: &[(String,)]) -> sqlx::Result<Vec<Sold>> {
    bodies.iter().map(|(body,)| super::parse(body).ok_or_else(|| bad("sale"))).collect()
}

/// A booth with its fair.
#[derive(Debug, FromRow)]
pub struct BoothRow {
    fair_uid: FairId,
    fair_code: String,
    fair_name: String,
    place: String,
    starts_on: String,
    ends_on: Option<String>,
    cash_rounding: i64,
    uid: BoothId,
    code: String,
    name: String,
    zone: String,
    origin_unit: String,
    seller: String,
    address: String,
    phone: String,
    tax_code: String,
    bank_bin: String,
    account: String,
    discount_percent: i64,
    refund_limit: i64,
    offline_refund_limit: i64,
    last_number: i64,
}

impl BoothRow {
    /// What the desk knows of it.
    pub fn state(self) -> sqlx::Result<BoothState> {
        let day = |text: &str| Date::from_str(text).map_err(|_| bad("date"));
        let usable =
            !self.bank_bin.is_empty() && bank::check(&self.bank_bin, &self.account).is_ok();
        let account = match usable {
            true => format!("{}/{}", self.bank_bin, self.account),
            false => String::new(),
        };
        Ok(BoothState {
            cash_rounding: self.cash_rounding,
            last_number: self.last_number,
            limits: Limits {
                discount_percent: self.discount_percent,
                refund: Money(self.refund_limit),
                offline_refund: Money(self.offline_refund_limit),
            },
            fair: FairThen {
                uid: self.fair_uid,
                code: self.fair_code,
                name: self.fair_name,
                place: self.place,
                starts_on: day(&self.starts_on)?,
                ends_on: self.ends_on.as_deref().map(day).transpose()?,
            },
            booth: BoothThen {
                uid: self.uid,
                code: self.code,
                name: self.name,
                zone: self.zone.parse().map_err(|_| bad("zone"))?,
                origin_unit: self.origin_unit,
                seller: self.seller,
                address: self.address,
                phone: self.phone,
                tax_code: self.tax_code,
                account,
            },
        })
    }
}

/// Asks for booths with their fairs and the last number that `origin` gave at each.
pub fn ask_booths(booths: &BTreeSet<BoothId>, origin: NodeId) -> Statement {
    let booths: Vec<String> = booths.iter().map(BoothId::hex).collect();
    Statement::new(
        "select f.uid as fair_uid, f.code as fair_code, f.name as fair_name, f.place, \
         f.starts_on, f.ends_on, f.cash_rounding, b.uid, b.code, b.name, b.zone, b.origin_unit, \
         b.seller, b.address, b.phone, b.tax_code, b.bank_bin, b.account, b.discount_percent, \
         b.refund_limit, b.offline_refund_limit, \
         coalesce((select max(number) from sale where booth = b.id and origin = ?), 0) \
         as last_number from booth b join fair f on f.id = b.fair \
         where b.uid in (select unhex(value) from json_each(?))",
    )
    .bind_bytes(&origin.bytes())
    .bind(json!(booths).to_string())
}

/// A product with its producer, certificates and prices.
#[derive(Debug, FromRow)]
pub struct ProductRow {
    uid: ProductId,
    name: String,
    unit: String,
    ocop_group: u8,
    star: Option<u8>,
    producer_uid: ProducerId,
    producer: String,
    subject_type: String,
    unit_code: String,
    vat: String,
    certificates: String,
    active: i64,
    free_amount: i64,
    prices: String,
}

impl ProductRow {
    /// Its uid, and what the desk knows of it.
    pub fn state(self) -> sqlx::Result<(ProductId, ProductState)> {
        let prices: Vec<PriceRow> = serde_json::from_str(&self.prices).map_err(|_| bad("price"))?;
        let state = ProductState {
            name: self.name,
            unit: self.unit,
            ocop_group: self.ocop_group,
            producer_uid: self.producer_uid,
            producer: self.producer,
            producer_type: self.subject_type.parse().map_err(|_| bad("producer type"))?,
            unit_code: self.unit_code,
            vat: self.vat,
            listed_star: self.star,
            certificates: serde_json::from_str(&self.certificates)
                .map_err(|_| bad("certificate"))?,
            active: self.active == 1,
            free_amount: self.free_amount == 1,
            prices: prices.into_iter().map(price).collect::<sqlx::Result<_>>()?,
        };
        Ok((self.uid, state))
    }
}

/// A price: position, booth and fair where it is not everywhere's, đồng (none: taken back).
type PriceRow = (i64, Option<String>, Option<String>, Option<i64>);

fn price((pos, booth, fair, amount): PriceRow) -> sqlx::Result<(i64, Place, Option<Money>)> {
    let given = |hex: Option<String>| hex.filter(|hex| !hex.is_empty());
    let place = match (given(booth), given(fair)) {
        (Some(booth), _) => Place::Booth(booth.parse().map_err(|_| bad("booth"))?),
        (None, Some(fair)) => Place::Fair(fair.parse().map_err(|_| bad("fair"))?),
        (None, None) => Place::Everywhere,
    };
    Ok((pos, place, amount.map(Money)))
}

/// Asks for products with producer, certificates and prices.
pub fn ask_products(products: &BTreeSet<ProductId>) -> Statement {
    let products: Vec<String> = products.iter().map(ProductId::hex).collect();
    Statement::new(
        "select p.uid, p.name, p.unit, p.ocop_group, p.star, p.vat, p.active, \
         p.free_amount, r.uid as producer_uid, r.name as producer, r.subject_type, r.unit_code, \
         coalesce((select json_group_array(json_array(star, signed_on, expires_on)) \
         from certificate where product = p.id), '[]') as certificates, \
         coalesce((select json_group_array(json_array(x.id, hex(b.uid), hex(f.uid), \
         x.amount)) from price x left join booth b on b.id = x.booth \
         left join fair f on f.id = x.fair where x.product = p.id), '[]') as prices \
         from product p join producer r on r.id = p.producer \
         where p.uid in (select unhex(value) from json_each(?))",
    )
    .bind(json!(products).to_string())
}

/// Asks which of these places stand in a booth's range.
pub fn ask_range(places: &BTreeSet<(BoothId, ProductId)>) -> Statement {
    Statement::new(
        "select b.uid, p.uid from json_each(?) \
         join booth b on b.uid = unhex(value ->> 0) join product p on p.uid = unhex(value ->> 1) \
         join booth_product bp on bp.booth = b.id and bp.product = p.id where bp.active = 1",
    )
    .bind(pairs(places))
}

/// A lot of a product at a booth.
#[derive(Debug, FromRow)]
pub struct LevelRow {
    booth: BoothId,
    product: ProductId,
    lot: String,
    expires_on: Option<String>,
    quantity: i64,
    received: i64,
}

/// Asks for the levels at these places, lot by lot.
pub fn ask_levels(places: &BTreeSet<(BoothId, ProductId)>) -> Statement {
    Statement::new(
        "select b.uid as booth, p.uid as product, l.lot, l.expires_on, l.quantity, l.received \
         from json_each(?) join booth b on b.uid = unhex(value ->> 0) \
         join product p on p.uid = unhex(value ->> 1) \
         join level l on l.booth = b.id and l.product = p.id",
    )
    .bind(pairs(places))
}

/// The levels of these rows, by booth and product.
pub fn levels_of(rows: Vec<LevelRow>) -> sqlx::Result<HashMap<(BoothId, ProductId), Vec<Level>>> {
    let mut levels: HashMap<_, Vec<Level>> = HashMap::new();
    for row in rows {
        let expires_on = row.expires_on.as_deref().map(Date::from_str).transpose();
        levels.entry((row.booth, row.product)).or_default().push(Level {
            lot: row.lot,
            expires_on: expires_on.map_err(|_| bad("date"))?,
            quantity: Quantity(row.quantity),
            received: Quantity(row.received),
        });
    }
    Ok(levels)
}

fn pairs(places: &BTreeSet<(BoothId, ProductId)>) -> String {
    let pairs: Vec<_> =
        places.iter().map(|(booth, product)| [booth.hex(), product.hex()]).collect();
    json!(pairs).to_string()
}

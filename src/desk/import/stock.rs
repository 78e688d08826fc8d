//! Goods of a sheet, brought to booths. What is brought also stands in the booth's range.

use super::{Plan, fair::no_fair, key, store};
use crate::{
    base::{
        fold::brief,
        id::{BoothId, CommandId, FairId, ProductId},
        lang::Say,
    },
    desk::command::Command,
    fair::{Change, Range},
    stock::sheet::StockRow,
    stock::{Line, Receive},
};
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Lines of one entry: well within its room, however long the names of lots are.
const LINES: usize = 100;

/// The booths and products that a stock file may name.
pub struct Places {
    fairs: HashMap<String, FairId>,
    booths: HashMap<(FairId, String), BoothId>,
    /// Products by each barcode, item code and name.
    products: HashMap<String, BTreeSet<ProductId>>,
    ranges: HashSet<(BoothId, ProductId)>,
}

impl Places {
    /// Reads them.
    pub async fn load(db: &mut SqliteConnection) -> sqlx::Result<Places> {
        let fairs = store::fairs(db).await?.into_iter();
        let booths = store::booths(db).await?.into_iter();
        let ranges = store::ranges(db).await?.into_iter();
        let mut products: HashMap<String, BTreeSet<ProductId>> = HashMap::new();
        for (product, _) in store::products(db).await? {
            for said in [&product.barcode, &product.sku, &product.name] {
                products.entry(key(said)).or_default().insert(product.uid);
            }
        }
        Ok(Places {
            fairs: fairs.map(|it| (key(&it.code), it.uid)).collect(),
            booths: booths.map(|it| ((it.fair, key(&it.code)), it.uid)).collect(),
            products,
            ranges: ranges.collect(),
        })
    }

    fn booth(&self, row: &StockRow) -> Result<BoothId, (&'static str, Say)> {
        let fair = self.fairs.get(&key(&row.fair)).ok_or_else(|| ("fair", no_fair(&row.fair)))?;
        self.booths.get(&(*fair, key(&row.booth))).copied().ok_or_else(|| {
            let code = &row.booth;
            let vi = format!("Hội chợ này không có gian hàng “{}”", brief(code));
            ("booth", Say::new(vi, format!("This fair has no booth “{}”", brief(code))))
        })
    }

    /// The product of this barcode, item code or name; of several with one name, the one that
    /// the booth sells.
    fn product(&self, row: &StockRow, booth: BoothId) -> Result<ProductId, (&'static str, Say)> {
        let found = self.products.get(&key(&row.product));
        let found: Vec<ProductId> = found.into_iter().flatten().copied().collect();
        let sold = |it: &&ProductId| self.ranges.contains(&(booth, **it));
        let here: Vec<ProductId> = found.iter().filter(sold).copied().collect();
        let name = &row.product;
        match (found.as_slice(), here.as_slice()) {
            ([only], _) | (_, [only]) => Ok(*only),
            ([], _) => Err((
                "product",
                Say::new(
                    format!("Không có sản phẩm mang tên, mã hàng hay mã vạch “{}”", brief(name)),
                    format!("No product has the name, item code or barcode “{}”", brief(name)),
                ),
            )),
            _ => Err((
                "product",
                Say::new(
                    format!(
                        "Có nhiều sản phẩm tên “{}”; hãy ghi mã hàng hoặc mã vạch",
                        brief(name)
                    ),
                    format!(
                        "Several products are called “{}”; write item code or barcode",
                        brief(name)
                    ),
                ),
            )),
        }
    }
}

/// Plans a stock file. The ids of its receipts follow from its bytes, so that the same file
/// imported again by mistake does not double the stock.
pub fn stock(plan: &mut Plan, rows: &[StockRow], places: &Places, bytes: &[u8]) {
    let mut by_booth: BTreeMap<BoothId, Vec<(usize, Line)>> = BTreeMap::new();
    for row in rows {
        let line = places.booth(row).and_then(|booth| {
            let product = places.product(row, booth)?;
            let lot = row.lot.clone().unwrap_or_default();
            let (quantity, expires_on) = (row.quantity, row.expires_on);
            Ok((booth, Line { product, quantity, lot, expires_on }))
        });
        match line {
            Ok((booth, line)) => by_booth.entry(booth).or_default().push((row.row, line)),
            Err((column, say)) => plan.wrong(row.row, column, say),
        }
    }
    for (booth, lines) in by_booth {
        range(plan, booth, &lines, places);
        for (n, lines) in lines.chunks(LINES).enumerate() {
            let uid = receipt(bytes, booth, n);
            let row = lines.first().map_or(0, |line| line.0);
            let lines = lines.iter().map(|line| line.1.clone()).collect();
            plan.steps.push((row, uid, Command::Receive(Receive { uid, booth, lines })));
        }
    }
}

fn range(plan: &mut Plan, booth: BoothId, lines: &[(usize, Line)], places: &Places) {
    let mut seen = HashSet::new();
    let fresh = |line: &&(usize, Line)| {
        !places.ranges.contains(&(booth, line.1.product)) && seen.insert(line.1.product)
    };
    let fresh: Vec<&(usize, Line)> = lines.iter().filter(fresh).collect();
    for lines in fresh.chunks(LINES) {
        let products = lines.iter().map(|line| line.1.product).collect();
        let range = Range { booth, products, active: true };
        plan.push(lines[0].0, Command::Fair(Change::Range(range)));
    }
}

fn receipt(bytes: &[u8], booth: BoothId, n: usize) -> CommandId {
    let mut sum = Sha256::new();
    sum.update(bytes);
    sum.update(booth.bytes());
    sum.update(n.to_be_bytes());
    let mut uid = [0; 16];
    uid.copy_from_slice(&sum.finalize()[..16]);
    CommandId(uuid::Builder::from_custom_bytes(uid).into_uuid())
}

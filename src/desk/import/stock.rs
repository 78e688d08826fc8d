//! Goods of a sheet, brought to booths. What is brought also stands in the booth's range.

use super::{
    Again, Asked,
    fair::no_fair,
    plan::{Plan, key},
    store::{self, Received},
};
use crate::{
    base::{
        code,
        fold::brief,
        id::{BoothId, CommandId, DocumentId, FairId, ProductId},
        lang::Say,
        quantity::Quantity,
    },
    desk::command::Command,
    fair::{Change, Range},
    stock::sheet::StockRow,
    stock::{Ask, Line},
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
        // Goods on a product that is sold no more would be lost to every till.
        let products_sold = store::products(db).await?.into_iter().filter(|it| it.0.active);
        for (product, _) in products_sold {
            let codes = [&product.barcode, &product.sku].map(|it| code::key(it));
            for said in codes.into_iter().chain([key(&product.name)]) {
                if !said.is_empty() {
                    products.entry(said).or_default().insert(product.uid);
                }
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

    /// The booths that a file names.
    pub fn named(&self, rows: &[StockRow]) -> BTreeSet<BoothId> {
        rows.iter().filter_map(|row| self.booth(row).ok()).collect()
    }

    /// The product of this barcode, item code or name; of several with one name, the one that
    /// the booth sells.
    fn product(&self, row: &StockRow, booth: BoothId) -> Result<ProductId, (&'static str, Say)> {
        let said = [code::key(&row.product), key(&row.product)];
        let found = said.iter().find_map(|said| self.products.get(said));
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

/// A lot at a booth, as lots are compared.
type Lot = (BoothId, ProductId, String);

/// Plans a stock file. Goods that were received already are recognised by what they are: booth,
/// product, lot, quantity and last day; the person says what becomes of them.
pub fn stock(
    plan: &mut Plan,
    rows: &[StockRow],
    places: &Places,
    received: Vec<Received>,
    bytes: &[u8],
) {
    let mut lines: Vec<(usize, BoothId, Line)> = Vec::new();
    for row in rows {
        let line = places.booth(row).and_then(|booth| {
            let product = places.product(row, booth)?;
            let lot = Some(row.lot.clone().unwrap_or_default());
            let (quantity, expires_on) = (row.quantity, row.expires_on);
            Ok((booth, Line { product, quantity, lot, expires_on, ..Line::default() }))
        });
        match line {
            Ok((booth, line)) => lines.push((row.row, booth, line)),
            Err((column, say)) => plan.wrong(row.row, column, say),
        }
    }
    let before = Before::of(received);
    let told = before.ask(&lines);
    if told.is_some() {
        plan.received = told;
        before.say(plan, &lines, rows);
        lines = match plan.how.again {
            Some(Again::Difference) => before.difference(lines),
            Some(Again::All) => lines,
            Some(Again::Skip) | None => {
                lines.retain(|(_, booth, line)| !before.sums.contains_key(&lot(*booth, line)));
                lines
            }
        };
    }
    let mut by_booth: BTreeMap<BoothId, Vec<(usize, Line)>> = BTreeMap::new();
    for (row, booth, line) in lines {
        by_booth.entry(booth).or_default().push((row, line));
    }
    for (booth, lines) in by_booth {
        range(plan, booth, &lines, places);
        for (n, lines) in lines.chunks(LINES).enumerate() {
            let uid = before.receipt(bytes, (booth, n), plan.how.again);
            let row = lines.first().map_or(0, |line| line.0);
            let lines = lines.iter().map(|line| line.1.clone()).collect();
            let ask = Ask::delivery(DocumentId(uid.0), booth, lines);
            plan.steps.push((row, uid, Command::Stock(Box::new(ask))));
        }
    }
}

/// Spreadsheets and people write one lot in several ways.
fn lot(booth: BoothId, line: &Line) -> Lot {
    (booth, line.product, code::lot_key(line.lot.as_deref().unwrap_or_default()))
}

/// What booths received before.
struct Before {
    sums: HashMap<Lot, Quantity>,
    /// Lines that were taken back, by booth.
    back: HashMap<BoothId, u64>,
    lines: HashSet<(Lot, Quantity, Option<String>)>,
}

impl Before {
    fn of(received: Vec<Received>) -> Before {
        let mut before =
            Before { sums: HashMap::new(), back: HashMap::new(), lines: HashSet::new() };
        for it in received {
            if !it.stands {
                *before.back.entry(it.booth).or_default() += 1;
                continue;
            }
            let lot = (it.booth, it.product, code::lot_key(&it.lot));
            let quantity = Quantity(it.quantity);
            *before.sums.entry(lot.clone()).or_default() += quantity;
            before.lines.insert((lot, quantity, it.expires_on));
        }
        before
    }

    /// What a sheet brings of each lot in all.
    fn brought(lines: &[(usize, BoothId, Line)]) -> HashMap<Lot, Quantity> {
        let mut sums: HashMap<Lot, Quantity> = HashMap::new();
        for (_, booth, line) in lines {
            *sums.entry(lot(*booth, line)).or_default() += line.quantity;
        }
        sums
    }

    /// The question, where a row of the sheet was received as it stands, or all that was received
    /// of a lot is what the sheet says of it.
    fn ask(&self, lines: &[(usize, BoothId, Line)]) -> Option<Asked> {
        let brought = Before::brought(lines);
        let (mut known, mut there, mut differ) = (false, 0, 0);
        for (_, booth, line) in lines {
            let lot = lot(*booth, line);
            let Some(sum) = self.sums.get(&lot) else { continue };
            let day = line.expires_on.map(|day| day.to_string());
            let same = brought.get(&lot) == Some(sum);
            known |= same || self.lines.contains(&(lot, line.quantity, day));
            there += 1;
            differ += usize::from(!same);
        }
        known.then_some(Asked::Received { there, differ })
    }

    /// Says of each lot that differs what was received and what the sheet says.
    fn say(&self, plan: &mut Plan, lines: &[(usize, BoothId, Line)], rows: &[StockRow]) {
        let brought = Before::brought(lines);
        let mut told = HashSet::new();
        for (number, booth, line) in lines {
            let lot = lot(*booth, line);
            let (sum, now) = (self.sums.get(&lot), brought.get(&lot));
            let (Some(sum), Some(now)) = (sum, now) else { continue };
            if sum == now || !told.insert(lot) {
                continue;
            }
            let name = rows.iter().find(|row| row.row == *number).map_or("", |row| &row.product);
            let sign = if now > sum { "+" } else { "" };
            let more = format!("{sign}{}", (*now - *sum).text());
            let (name, was, now) = (brief(name), sum.text(), now.text());
            plan.say(
                *number,
                Say::new(
                    format!("{name}: đã nhập {was}, tệp ghi {now} (chênh lệch {more})"),
                    format!("{name}: {was} received, the file says {now} (difference {more})"),
                ),
            );
        }
    }

    /// Of each lot what the sheet says more, or less, than was received.
    fn difference(&self, lines: Vec<(usize, BoothId, Line)>) -> Vec<(usize, BoothId, Line)> {
        let brought = Before::brought(&lines);
        let mut seen = HashSet::new();
        let rest = |(row, booth, mut line): (usize, BoothId, Line)| {
            let lot = lot(booth, &line);
            let Some(sum) = self.sums.get(&lot) else { return Some((row, booth, line)) };
            line.quantity = brought.get(&lot).copied().unwrap_or_default() - *sum;
            let first = seen.insert(lot);
            (first && line.quantity != Quantity::ZERO).then_some((row, booth, line))
        };
        lines.into_iter().filter_map(rest).collect()
    }

    /// The id of a receipt follows from the file, from what was received before or taken back and
    /// from what the person said: sent twice, the same answer brings the goods once, and what was
    /// taken back can be brought again.
    fn receipt(&self, bytes: &[u8], at: (BoothId, usize), again: Option<Again>) -> CommandId {
        let (booth, n) = at;
        let here = self.sums.iter().filter(|(lot, _)| lot.0 == booth);
        let held: i64 = here.map(|(_, quantity)| quantity.0).fold(0, i64::wrapping_add);
        let mut sum = Sha256::new();
        sum.update(bytes);
        sum.update(booth.bytes());
        sum.update(n.to_be_bytes());
        if let Some(back) = self.back.get(&booth) {
            sum.update(back.to_be_bytes());
        }
        if let Some(again) = again {
            sum.update(again.as_str());
            sum.update(held.to_be_bytes());
        }
        let mut uid = [0; 16];
        uid.copy_from_slice(&sum.finalize()[..16]);
        CommandId(uuid::Builder::from_custom_bytes(uid).into_uuid())
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

//! Labels of goods and price signs of a booth: chosen on one page, printed on A4 or on the booth's
//! own printer.

pub mod choose;
pub mod numbers;
pub mod prints;
pub mod sheet;

use crate::{
    base::{id::ProductId, lang::Lang, money::Money, refusal::Refusal},
    catalog::valid_star,
    fair::shelf::store::{SignRow, signs},
    print::{
        address::{self, PageAddress},
        label::Goods,
    },
    web::{http::app::App, office::booths::form::Place, ui::form::Form},
};
use axum::Router;
use jiff::civil::Date;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .merge(choose::router())
        .merge(numbers::router())
        .merge(prints::router())
        .merge(sheet::router())
}

/// What a booth sells, as its labels say it.
pub struct Range {
    /// Product by product, by name.
    pub rows: Vec<SignRow>,
    /// Where customers reach the pages of goods; none: no code leads there.
    pub address: Option<PageAddress>,
    /// Today.
    pub today: Date,
}

/// Reads what a booth sells.
pub async fn load(app: &App, place: &Place) -> Result<Range, Refusal> {
    let mut db = app.shop.read().await?;
    let rows = signs(&mut db, place.booth.id).await?;
    let address = address::load(&mut db).await?;
    Ok(Range { rows, address, today: app.shop.clock.now().date() })
}

impl Range {
    /// A product as its label says it; `lot` may be empty.
    pub fn goods(&self, row: &SignRow, lot: &str, lang: Lang) -> Goods {
        let certificates: Vec<_> = serde_json::from_str(&row.certificates).unwrap_or_default();
        let listed = row.star.and_then(|star| u8::try_from(star).ok());
        let star = valid_star(listed, &certificates, self.today);
        let place = [row.commune.as_str(), row.province.as_str()];
        let place = place.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
        Goods {
            name: row.name.clone(),
            price: row.price.map(|price| Money(price).text()).unwrap_or_default(),
            unit: row.unit.clone(),
            stars: star.map(|star| "★".repeat(usize::from(star))).unwrap_or_default(),
            producer: row.producer.clone(),
            place,
            barcode: row.barcode.clone(),
            lot: if lot.is_empty() {
                String::new()
            } else {
                format!("{} {lot}", lang.say("Lô", "Lot"))
            },
            page: self.address.as_ref().map(|it| it.product(row.uid, lot)).unwrap_or_default(),
        }
    }

    /// The chosen products, each with how many of it; all of them once where none was chosen.
    pub fn chosen(&self, form: &Form) -> Vec<(&SignRow, u32)> {
        let chosen: Vec<ProductId> =
            form.all("product").filter_map(|uid| uid.parse().ok()).collect();
        let many = |row: &SignRow| {
            let typed = form.get(&format!("count.{}", row.uid)).trim().parse().unwrap_or(1);
            typed.clamp(1, MOST)
        };
        let mine = |row: &&SignRow| chosen.is_empty() || chosen.contains(&row.uid);
        self.rows.iter().filter(mine).map(|row| (row, many(row))).collect()
    }
}

/// The most labels of one product at a time.
pub const MOST: u32 = 200;

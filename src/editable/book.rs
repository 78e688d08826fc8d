//! Everything in the book that a person may edit, but for rehearsals and what belongs to them.

use super::{
    Named, Part,
    names::Names,
    places::OnSale,
    settings::{self, Setting},
    store, table,
    thing::Thing,
};
use crate::{
    base::{
        id::{BoothId, FairId},
        lang::Lang,
    },
    catalog::{
        Certificate, Price, Producer, Product,
        papers::{self, Listing, OnlineSales, Quality},
        photo::Shown,
        rewards::{self, Paid, Rule},
    },
    desk::import,
    fair::{
        Booth, Fair, Gate, OpeningDay, kinds::Kind, label::ScaleLabel, promotion::Promotion,
        source_figures::SourceFigure,
    },
    staff::Person,
    stock::Room,
};
use sqlx::SqliteConnection;
use std::collections::HashSet;

/// All of it, each kind in the order in which it was made.
pub struct Book {
    pub producers: Vec<Producer>,
    pub products: Vec<Product>,
    pub certificates: Vec<Certificate>,
    pub papers: Vec<Quality>,
    pub listings: Vec<Listing>,
    pub online: Vec<OnlineSales>,
    pub rules: Vec<Rule>,
    pub paid: Vec<Paid>,
    pub photos: Vec<Shown>,
    pub fairs: Vec<Fair>,
    pub days: Vec<OpeningDay>,
    pub booths: Vec<Booth>,
    pub gates: Vec<Gate>,
    pub rooms: Vec<Room>,
    pub ranges: Vec<OnSale>,
    /// The last of each: of a product everywhere, at a fair, at a booth.
    pub prices: Vec<Price>,
    pub promotions: Vec<Promotion>,
    pub labels: Vec<ScaleLabel>,
    pub figures: Vec<SourceFigure>,
    pub people: Vec<Person>,
    pub settings: Vec<Setting>,
}

impl Book {
    /// Reads the book.
    pub async fn load(db: &mut SqliteConnection) -> sqlx::Result<Book> {
        let mut book = Book {
            producers: import::store::producers(db).await?,
            products: import::store::products(db).await?.into_iter().map(|it| it.0).collect(),
            certificates: store::certificates(db).await?,
            papers: papers::store::quality(db, None).await?,
            listings: papers::store::listings(db, None).await?,
            online: papers::store::online(db).await?,
            rules: rewards::store::rules(db).await?,
            paid: rewards::store::paid(db).await?,
            photos: store::photos(db).await?,
            fairs: import::store::fairs(db).await?,
            days: store::days(db).await?,
            booths: import::store::booths(db).await?,
            gates: store::gates(db).await?,
            rooms: store::rooms(db).await?,
            ranges: store::ranges(db).await?,
            prices: store::prices(db).await?,
            promotions: store::promotions(db).await?,
            labels: store::labels(db).await?,
            figures: store::figures(db).await?,
            people: store::people(db).await?,
            settings: settings::load(db).await?,
        };
        book.leave_rehearsals();
        Ok(book)
    }

    /// A rehearsal is made by its own command, and is no fair that somebody edits.
    fn leave_rehearsals(&mut self) {
        self.fairs.retain(|it| it.kind != Kind::Rehearsal);
        let fairs: HashSet<FairId> = self.fairs.iter().map(|it| it.uid).collect();
        self.days.retain(|it| fairs.contains(&it.fair));
        self.booths.retain(|it| fairs.contains(&it.fair));
        self.gates.retain(|it| fairs.contains(&it.fair));
        self.rooms.retain(|it| fairs.contains(&it.fair));
        let booths: HashSet<BoothId> = self.booths.iter().map(|it| it.uid).collect();
        self.ranges.retain(|it| booths.contains(&it.booth));
        self.prices.retain(|it| it.booth.is_none_or(|booth| booths.contains(&booth)));
        self.prices.retain(|it| it.fair.is_none_or(|fair| fairs.contains(&fair)));
        self.promotions.retain(|it| fairs.contains(&it.fair));
        self.labels.retain(|it| fairs.contains(&it.fair));
        self.people.retain(|it| it.booth.is_none_or(|booth| booths.contains(&booth)));
        let products: HashSet<_> = self.products.iter().map(|it| it.uid).collect();
        self.certificates.retain(|it| products.contains(&it.product));
        self.listings.retain(|it| products.contains(&it.product));
        self.paid.retain(|it| products.contains(&it.product));
        self.photos.retain(|it| products.contains(&it.product));
        self.ranges.retain(|it| products.contains(&it.product));
        self.prices.retain(|it| products.contains(&it.product));
    }

    /// A file for each kind of thing.
    pub fn files(&self, lang: Lang) -> Result<Vec<Named>, csv::Error> {
        let mut names = Names::default();
        know(&mut names, &self.producers);
        know(&mut names, &self.products);
        know(&mut names, &self.rules);
        know(&mut names, &self.fairs);
        know(&mut names, &self.booths);
        let names = &names;
        Part::ALL
            .iter()
            .map(|part| match part {
                Part::Producers => file(&self.producers, names, lang),
                Part::Products => file(&self.products, names, lang),
                Part::Certificates => file(&self.certificates, names, lang),
                Part::Papers => file(&self.papers, names, lang),
                Part::Listings => file(&self.listings, names, lang),
                Part::OnlineSales => file(&self.online, names, lang),
                Part::Rewards => file(&self.rules, names, lang),
                Part::RewardsPaid => file(&self.paid, names, lang),
                Part::Photos => file(&self.photos, names, lang),
                Part::Fairs => file(&self.fairs, names, lang),
                Part::OpeningDays => file(&self.days, names, lang),
                Part::Booths => file(&self.booths, names, lang),
                Part::Gates => file(&self.gates, names, lang),
                Part::StoreRooms => file(&self.rooms, names, lang),
                Part::Ranges => file(&self.ranges, names, lang),
                Part::Prices => file(&self.prices, names, lang),
                Part::Promotions => file(&self.promotions, names, lang),
                Part::ScaleLabels => file(&self.labels, names, lang),
                Part::Figures => file(&self.figures, names, lang),
                Part::People => file(&self.people, names, lang),
                Part::Settings => file(&self.settings, names, lang),
            })
            .collect()
    }
}

fn know<T: Thing>(names: &mut Names, things: &[T]) {
    for (uid, called) in things.iter().filter_map(|it| it.uid().zip(it.called())) {
        names.know(T::PART, uid, called);
    }
}

fn file<T: Thing>(things: &[T], names: &Names, lang: Lang) -> Result<Named, csv::Error> {
    table::write((T::PART, T::COLUMNS), things.iter().map(|it| it.cells(names)), lang)
}

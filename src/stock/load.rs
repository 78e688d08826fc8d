//! Loading what a document is decided against. A document stands alone in its batch, so it is
//! loaded for that one.

pub mod store;

use super::{
    ask::{Act, Ask},
    block,
    document::{Move, Posted},
    place::{Place, PlaceThen},
    shelf::{Goods, Shelf},
};
use crate::{
    base::{
        clock::Ms,
        id::{DocumentId, NodeId, ProducerId, ProductId},
    },
    catalog::pack::Packs,
};
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashMap};

/// A product as far as documents need it.
#[derive(Debug, Clone)]
pub struct ProductThen {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Packs.
    pub packs: Packs,
    /// Who makes it.
    pub producer: ProducerId,
}

/// The document that another one is about.
#[derive(Debug, Clone)]
pub struct Target {
    /// As it was posted.
    pub posted: Posted,
    /// It was taken back.
    pub reversed: bool,
    /// Documents that received or ended it, and stand.
    pub followed: bool,
    /// The supplements that it has as a count, as movements.
    pub supplements: Vec<Move>,
}

/// The book as far as a document needs it.
#[derive(Debug, Default)]
pub struct State {
    /// Places that post documents.
    pub places: HashMap<Place, PlaceThen>,
    /// Products.
    pub products: HashMap<ProductId, ProductThen>,
    /// Names of owners.
    pub owners: HashMap<ProducerId, String>,
    /// What the places hold.
    pub shelf: Shelf,
    /// The last number of this kind that this node gave at the place.
    pub last: i64,
    /// What it is about.
    pub target: Option<Target>,
    /// The lot that something is said of.
    pub lot: Option<block::Lot>,
}

/// Loads what a document received at `now` needs. `origin` is the node whose numbers are counted.
pub async fn load(
    db: &mut SqliteConnection,
    ask: &Ask,
    (origin, now): (NodeId, Ms),
) -> sqlx::Result<State> {
    let mut state = State::default();
    if let Some(about) = ask.act.about() {
        state.target = target(db, about).await?;
    }
    let (places, goods, since) = need(ask, state.target.as_ref(), now);
    let products: BTreeSet<ProductId> = goods.iter().map(|goods| goods.1).collect();
    state.places = store::places(db, &places).await?;
    state.products = store::products(db, &products).await?;
    state.shelf = shelf(db, &goods, since).await?;
    let named = ask.lines.iter().filter_map(|line| line.owner);
    let made = state.products.values().map(|it| it.producer);
    let held = state.shelf.levels.values().flatten().map(|level| level.owner);
    let owners: BTreeSet<ProducerId> = named.chain(made).chain(held).collect();
    state.owners = store::owners(db, &owners).await?;
    state.last = store::last_number(db, ask.place, ask.act.kind(), origin).await?;
    Ok(state)
}

/// What places hold of these goods, with what moved and was counted after `since`.
async fn shelf(
    db: &mut SqliteConnection,
    goods: &BTreeSet<Goods>,
    since: Ms,
) -> sqlx::Result<Shelf> {
    let levels = store::ask_levels(goods).fetch(&mut *db).await?;
    let gains = store::ask_gains(goods, since).fetch(&mut *db).await?;
    let marks = store::ask_marks(goods, since).fetch(&mut *db).await?;
    let products = goods.iter().map(|goods| goods.1).collect();
    let said = block::store::ask_said(&products).fetch(db).await?;
    store::shelf_of(levels, gains, marks, said)
}

async fn target(db: &mut SqliteConnection, about: DocumentId) -> sqlx::Result<Option<Target>> {
    let Some(posted) = store::posted(db, about).await? else { return Ok(None) };
    Ok(Some(Target {
        posted,
        reversed: store::reversed(db, about).await?,
        followed: store::followed(db, about).await?,
        supplements: store::supplements(db, about).await?,
    }))
}

/// The places and goods of a document, and the earliest instant that it is about.
fn need(ask: &Ask, target: Option<&Target>, now: Ms) -> (BTreeSet<Place>, BTreeSet<Goods>, Ms) {
    let (mut places, mut products) = (BTreeSet::from([ask.place]), BTreeSet::new());
    let told = ask.at.into_iter().chain(ask.lines.iter().filter_map(|line| line.at));
    let mut since = told.filter_map(|at| at.plausible(now)).min().unwrap_or(now).min(now);
    products.extend(ask.lines.iter().map(|line| line.product));
    if let Act::Transfer(to) = ask.act {
        places.insert(to);
    }
    for it in target.into_iter().flat_map(|it| it.posted.moves.iter().chain(&it.supplements)) {
        places.extend([it.from, it.to]);
        products.insert(it.product);
        since = since.min(it.at);
    }
    if let Some(it) = target {
        places.extend(it.posted.to.iter().map(|to| to.place));
    }
    places.retain(|place| place.holds());
    let each =
        |place: &Place| products.iter().map(|product| (*place, *product)).collect::<Vec<_>>();
    let goods = places.iter().flat_map(each).collect();
    // What moved on the day itself counts where the keeping of stock begins.
    let begun = Ms::start_of(since.date());
    (places, goods, Ms(since.min(begun).0 - 1))
}

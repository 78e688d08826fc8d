//! Figures of sources beside what the books say of the same place and period: what was published,
//! what was aimed at and where it will be at this pace, and what people entered themselves.

mod land;
#[cfg(test)]
mod tests;

use super::{
    products::{self, Rated},
    season::{self, Season},
    store,
};
use crate::{
    base::share::Share,
    catalog::papers::{Platform, QualityKind, store::quality},
    fair::source_figures::{
        Measure, Sort,
        store::{FigureRow, count as count_figures, figures as read_figures},
    },
};
use jiff::civil::Date;
use land::Land;
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};
use std::collections::HashMap;

/// Figures that are read at most; how many more there are is said.
pub const MOST: i64 = 5_000;

/// The report of figures of sources.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// As of this day.
    pub on: Date,
    /// What was published.
    pub published: Vec<Beside>,
    /// What was aimed at.
    pub targets: Vec<Beside>,
    /// What people entered.
    pub entered: Vec<Beside>,
    /// Figures that were not read: the earliest of the last places.
    pub left_out: i64,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// A figure of a source beside the derived one. Values are in the measure's unit: things, đồng,
/// hundredths of a per cent, thousandths of a hectare.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// What is measured.
    pub measure: Measure,
    /// Province or locality, or empty.
    pub area: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// What the source says.
    pub value: i64,
    /// How it says it.
    pub bound: String,
    /// Where it stands.
    pub source: String,
    /// What the books say; none where they cannot know.
    pub derived: Option<i64>,
    /// Derived less the source's.
    pub difference: Option<i64>,
    /// What the books will say on the last day if all goes on at the pace since the first; none for
    /// a period that is over or has not begun.
    pub forecast: Option<i64>,
}

/// Puts every figure beside what the books say, as of `on`, in one read transaction.
pub async fn figures(db: &mut SqliteConnection, on: Date) -> sqlx::Result<Figures> {
    let mut reading = db.begin().await?;
    let head = store::head(&mut reading).await?;
    let rows = read_figures(&mut reading, MOST).await?;
    let left_out = count_figures(&mut reading).await? - rows.len() as i64;
    let goods = products::store::indicator_rows(&mut reading).await?;
    let papers = quality(&mut reading, None).await?;
    let makers = products::store::makers(&mut reading).await?;
    let mut seasons = HashMap::new();
    for row in &rows {
        let Some((from, to)) = period(row) else { continue };
        let to = to.min(on);
        if row.area.is_empty() && from <= to && !seasons.contains_key(&(from, to)) {
            seasons.insert((from, to), season::read(&mut reading, from, to).await?);
        }
    }
    reading.commit().await?;
    let land = Land { papers: &papers, makers: &makers };
    let books = Books { goods: &goods, land, seasons: &seasons, on };
    let of = |sort: Sort| {
        let own = rows.iter().filter(|row| row.sort == sort.as_str());
        own.filter_map(|row| books.beside(row, sort)).collect()
    };
    let (journal_pos, hash) = head.unwrap_or_default();
    Ok(Figures {
        on,
        published: of(Sort::Published),
        targets: of(Sort::Target),
        entered: of(Sort::Entered),
        left_out,
        journal_pos,
        journal_head: hex::encode(hash),
    })
}

fn period(row: &FigureRow) -> Option<(Date, Date)> {
    Some((row.starts_on.parse().ok()?, row.ends_on.parse().ok()?))
}

/// What the books are asked for.
struct Books<'a> {
    goods: &'a [products::store::IndicatorRow],
    land: Land<'a>,
    seasons: &'a HashMap<(Date, Date), Season>,
    on: Date,
}

impl Books<'_> {
    fn beside(&self, row: &FigureRow, sort: Sort) -> Option<Beside> {
        let (starts_on, ends_on) = period(row)?;
        let measure: Measure = row.measure.parse().ok()?;
        let until = ends_on.min(self.on);
        let begun = starts_on <= self.on;
        let derived = self.derived(measure, &row.area, (starts_on, until)).filter(|_| begun);
        let runs = sort == Sort::Target && begun && self.on < ends_on;
        let before = self.before(measure, &row.area, starts_on);
        let forecast = derived.filter(|_| runs).zip(before).and_then(|(now, before)| {
            let days = |to: Date| i64::from(starts_on.until(to).map_or(0, |it| it.get_days())) + 1;
            (now - before).checked_mul(days(ends_on)).map(|it| before + it / days(self.on).max(1))
        });
        Some(Beside {
            measure,
            area: row.area.clone(),
            starts_on,
            ends_on,
            value: row.value,
            bound: row.bound.clone(),
            source: row.source.clone(),
            derived,
            difference: derived.map(|derived| derived - row.value),
            forecast,
        })
    }

    /// What stood before the period: nothing of what happens within it, but what there already was
    /// of what is there. None for shares, which have no pace.
    fn before(&self, measure: Measure, area: &str, starts_on: Date) -> Option<i64> {
        use Measure::{
            Expired, Fairs, FiveStar, FourStar, NewFourStar, NewThreeStar, NewlyRated, Products,
            Rated, Revenue, RevenueLocalZone, ThreeStar, Visits,
        };
        match measure {
            Fairs | Visits | Revenue | RevenueLocalZone | Rated | NewlyRated | NewThreeStar
            | NewFourStar | Expired => Some(0),
            Products | FiveStar | FourStar | ThreeStar => {
                let eve = starts_on.yesterday().ok()?;
                self.derived(measure, area, (eve, eve))
            }
            _ => None,
        }
    }

    fn derived(&self, measure: Measure, area: &str, (from, to): (Date, Date)) -> Option<i64> {
        let season = || self.seasons.get(&(from, to)).filter(|_| area.is_empty());
        let place = products::province(area);
        let rated = || Some(products::rated(self.goods, place.as_deref()?, (from, to)));
        let share = |part: i64, whole: i64| (whole > 0).then(|| hundredths(Share::of(part, whole)));
        match measure {
            Measure::Fairs => season().map(|it| it.fairs.stated),
            Measure::Visits => season().map(|it| it.cube.figures.visits),
            Measure::Revenue => season().map(|it| it.cube.figures.revenue.0),
            Measure::RevenueLocalZone => season().map(|it| it.cube.figures.revenue_local_zone.0),
            Measure::CashlessShare => season().map(|it| hundredths(it.cube.figures.cashless_share)),
            Measure::SalesPoints => season().map(|it| it.sales_points.count),
            Measure::CodedShare => rated().and_then(|it| share(it.coded, it.products)),
            Measure::RatedAnewShare => rated().and_then(|it| share(it.anew, it.due)),
            Measure::CooperativeShare => {
                rated().and_then(|it| share(it.makers_of("cooperative"), it.makers))
            }
            Measure::OnlineShare => {
                season().filter(|it| it.online.months > 0).map(|it| hundredths(it.online.share))
            }
            Measure::OnVoso => rated().and_then(|it| self.on(&it, Platform::Voso)),
            Measure::OnPostmart => rated().and_then(|it| self.on(&it, Platform::Postmart)),
            Measure::OnProvincial => rated().and_then(|it| self.on(&it, Platform::Provincial)),
            Measure::VietGap => self.land.hectares(QualityKind::VietGap, place.as_deref()?, to),
            Measure::Organic => self.land.hectares(QualityKind::Organic, place.as_deref()?, to),
            Measure::AreaCodes => self.land.codes(QualityKind::AreaCode, place.as_deref()?, to),
            Measure::PackingHouses => {
                self.land.codes(QualityKind::PackingHouse, place.as_deref()?, to)
            }
            _ => rated().and_then(|it| of_catalogue(measure, &it)),
        }
    }

    /// Products on a platform; none where nobody ever entered one there.
    fn on(&self, rated: &Rated, platform: Platform) -> Option<i64> {
        let there = |it: &products::store::IndicatorRow| {
            it.listed().iter().any(|(one, ..)| *one == platform)
        };
        self.goods.iter().any(there).then(|| rated.on(platform))
    }
}

/// What the catalogue tells of makers and certificates; none of what it does not know.
fn of_catalogue(measure: Measure, rated: &Rated) -> Option<i64> {
    Some(match measure {
        Measure::Products => rated.products,
        Measure::FiveStar => rated.by_star[2],
        Measure::FourStar => rated.by_star[1],
        Measure::ThreeStar => rated.by_star[0],
        Measure::Rated => rated.signed,
        Measure::NewlyRated => rated.new,
        Measure::NewThreeStar => rated.new_by_star[0],
        Measure::NewFourStar => rated.new_by_star[1],
        Measure::Expired => rated.expired,
        Measure::Makers => rated.makers,
        Measure::Enterprises => rated.makers_of("enterprise"),
        Measure::Cooperatives => rated.makers_of("cooperative"),
        Measure::Households => rated.makers_of("business_household"),
        _ => return None,
    })
}

/// A share in hundredths of a per cent, in which sources' shares are kept.
fn hundredths(share: Share) -> i64 {
    (share.number() * 10_000.0).round() as i64
}

//! Running the season's commands through the desk's own batches.

use super::{
    fair::{self, CASH_ROUNDING, Timed, booth, envelope, range},
    figures,
    goods::{Good, goods},
    names::{LOCALITIES, MARK},
    open_fair::OpenFair,
    open_stock,
    plan::FairPlan,
};
use crate::{
    base::{
        clock::{HOUR, MINUTE, Ms},
        id::{Chance, FairId, NodeId},
        lang::Say,
    },
    cli::of_book,
    desk::{
        batch,
        command::{Command, Envelope},
    },
    fair::{
        Change, Fair, Range,
        kinds::{Kind, Level, Zone},
    },
};
use indicatif::ProgressBar;
use jiff::civil::date;
use sqlx::SqliteConnection;

/// 15 December 2023, 08:00 in Vietnam: when the season's book begins.
pub const BIRTH: Ms = Ms(1_702_602_000_000);
/// Commands of one transaction.
const BATCH: usize = 2_000;
/// OCOP sales points of the province, as published; permanent, and not among the fairs.
const SALES_POINTS: usize = 23;

/// The writer of the season.
pub struct Filler<'a> {
    /// The write connection.
    pub db: &'a mut SqliteConnection,
    /// This node.
    pub origin: NodeId,
    /// Million đồng written so far.
    pub bar: &'a ProgressBar,
}

impl Filler<'_> {
    /// Runs commands in batches. None of them may be refused.
    pub async fn put(&mut self, envelopes: Vec<Envelope>) -> Result<(), Say> {
        for batch in envelopes.chunks(BATCH) {
            self.batch(batch).await?;
        }
        Ok(())
    }

    async fn batch(&mut self, envelopes: &[Envelope]) -> Result<(), Say> {
        let outcome = batch::run(self.db, self.origin, envelopes).await.map_err(of_book)?;
        match outcome.answers.into_iter().find_map(Result::err) {
            Some(refusal) => Err(refusal.say()),
            None => Ok(()),
        }
    }

    /// Puts the catalogue and the sales points into the book; the goods of the fairs.
    pub async fn catalogue(&mut self, chance: &Chance) -> Result<Vec<Good>, Say> {
        let (goods, changes) = goods(chance, BIRTH)?;
        let mut commands: Vec<Command> = changes.into_iter().map(Command::Catalog).collect();
        for n in 0..SALES_POINTS {
            commands.extend(sales_point(chance, n, &goods).map(Command::Fair));
        }
        self.put(stamped(chance, BIRTH, commands)).await?;
        Ok(goods)
    }

    /// Puts one fair into the book. Each has a seed of its own.
    pub async fn fair(&mut self, n: usize, plan: &FairPlan, goods: &[Good]) -> Result<(), Say> {
        let chance = Chance::seeded(super::SEED * 1000 + n as u64);
        let code = format!("QN24-{:02}", n + 1);
        let [setup, envelopes] = fair::commands(&chance, &code, plan, goods);
        self.put(setup).await?;
        let (before, all) = (self.bar.position(), envelopes.len() as u64);
        for (n, batch) in envelopes.chunks(BATCH).enumerate() {
            self.batch(batch).await?;
            let done = (n * BATCH + batch.len()) as u64;
            self.bar.set_position(before + plan.revenue.unsigned_abs() * done / all.max(1));
        }
        Ok(())
    }

    /// Puts the open fair into the book, with what happened to its goods until this morning.
    pub async fn open_fair(
        &mut self,
        chance: &Chance,
        open: &OpenFair,
        goods: &[Good],
    ) -> Result<(), Say> {
        let setup = open.commands(chance, goods);
        let stock = open_stock::commands(open, &setup);
        self.put(setup).await?;
        self.put(stock).await
    }

    /// Puts what was published of the season and of the programme beside it.
    pub async fn published(&mut self, chance: &Chance) -> Result<(), Say> {
        let at = Ms(Ms::start_of(date(2024, 7, 5)).0 + 9 * HOUR);
        let all = figures::all().into_iter().map(|it| Command::Fair(Change::Figure(it)));
        // One draw for all of them: what the season sells does not change with their number.
        let own = Chance::seeded(chance.uid(at).as_u64_pair().1);
        self.put(stamped(&own, at, all.collect())).await
    }
}

/// Commands that one person entered one after another from `at` on.
pub fn stamped(chance: &Chance, at: Ms, commands: Vec<Command>) -> Vec<Envelope> {
    let stamp = |(n, command)| {
        let at = Ms(at.0 + n as i64 * MINUTE / 60);
        envelope(Timed { at, uid: chance.uid(at).into(), command })
    };
    commands.into_iter().enumerate().map(stamp).collect()
}

/// A permanent sales point with its one counter.
fn sales_point(chance: &Chance, n: usize, goods: &[Good]) -> [Change; 3] {
    let unit = LOCALITIES[n % LOCALITIES.len()];
    let uid: FairId = chance.uid(BIRTH).into();
    let code = format!("DB-{:02}", n + 1);
    let point = Fair {
        uid,
        code,
        name: format!("Điểm giới thiệu và bán sản phẩm OCOP {unit} {} {MARK}", n + 1),
        level: Level::Local,
        kind: Kind::SalesPoint,
        starts_on: date(2020 + (n % 4) as i16, 1 + (n % 12) as i8, 1),
        ends_on: None,
        place: unit.to_owned(),
        cash_rounding: CASH_ROUNDING,
        published_visits: None,
        published_revenue: None,
        published_revenue_local_zone: None,
        closed: false,
    };
    let counter = booth(chance.uid(BIRTH).into(), uid, ("A01", unit), Zone::Local);
    let own = goods.iter().filter(|good| good.province == "Quảng Ninh").collect();
    let products = range(chance, own).iter().map(|good| good.uid).collect();
    let range = Range { booth: counter.uid, products, active: true };
    [Change::Fair(point), Change::Booth(counter), Change::Range(range)]
}

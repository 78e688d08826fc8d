//! What somebody should see to at a fair, as far as the book tells: each line with what it is
//! about, so that a page can lead to where it is mended. Printers tell of themselves
//! (`print/spool`).

pub mod recount;
pub mod store;
#[cfg(test)]
mod tests;

use crate::{
    base::clock::{DAY, HOUR, Ms},
    fair::{shelf::store::opening_days, store::FairRow},
};
use recount::Recount;
use sqlx::SqliteConnection;
use store::{Overpaid, PutOff, Recalled, ShiftLeft, Silence, Unsent, Usual, Waiting};

/// A minute in epoch ms.
const MINUTE: i64 = 60_000;
/// Sales that a booth would have made by its habit while it made none. Were they to come by chance,
/// none would come once in fifty times.
const MISSED: i64 = 4;
/// A booth may rest this long whatever its habit.
const REST: i64 = 20 * MINUTE;
/// Past days whose habit counts.
const DAYS: i64 = 7;
/// A transfer is looked for in the bank's notices by then.
const CONFIRMED_BY: i64 = 15 * MINUTE;
/// A certificate that runs out within these days.
const SOON: i64 = 30;
/// On a fair's first day nobody knows yet when its evening is over.
const EVENING: i64 = 21;

/// Something to see to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A booth that sells nothing though it usually does.
    Silent {
        /// The booth's code.
        booth: String,
        /// The booth's name.
        name: String,
        /// How long, in minutes.
        minutes: i64,
        /// Sales in an hour, by its habit.
        hourly: i64,
    },
    /// Sales that a device made and that never came.
    Unsent(Unsent),
    /// Transfers that the bank has not confirmed for a while.
    Uncertain(Waiting),
    /// Transfers that the bank has not got.
    Missing(Waiting),
    /// A shift that was not closed yesterday.
    Shift(ShiftLeft),
    /// A lot that is not to be sold lies at booths or in store rooms.
    Recalled(Recalled),
    /// A sale that two machines took back: money was given back twice.
    Overpaid(Overpaid),
    /// Happenings that this laptop and the one before it wrote down differently.
    Differs(i64),
    /// Goods whose unit the hub put right while they lay here.
    Recount(Recount),
    /// Products on sale whose certificate has run out, and those where it soon will.
    Certificates {
        /// Run out.
        expired: i64,
        /// Within thirty days.
        soon: i64,
    },
    /// Sales of today that someone should look at.
    Flagged(i64),
}

impl Matter {
    /// Its name for those who put it off: what it is about, not how bad it is. What is summed is
    /// another thing of a booth than of its fair.
    pub fn key(&self, of: OfBooth) -> String {
        let key = self.kind();
        match of.filter(|_| self.booth().is_none()) {
            Some((_, code)) => format!("{key} at {code}"),
            None => key,
        }
    }

    fn kind(&self) -> String {
        match self {
            Matter::Silent { booth, .. } => format!("silent {booth}"),
            Matter::Unsent(it) => format!("unsent {}", hex::encode(&it.device)),
            Matter::Uncertain(_) => "uncertain".to_owned(),
            Matter::Missing(_) => "missing".to_owned(),
            Matter::Shift(it) => format!("shift {}", hex::encode(&it.uid)),
            Matter::Recalled(it) => format!("recalled {} {}", it.product.hex(), it.lot),
            Matter::Overpaid(it) => format!("overpaid {}", hex::encode(&it.sale)),
            Matter::Recount(it) => format!("recount {} {}", it.product.hex(), it.unit),
            Matter::Differs(_) => "differs".to_owned(),
            Matter::Certificates { .. } => "certificates".to_owned(),
            Matter::Flagged(_) => "flagged".to_owned(),
        }
    }

    /// The code of the booth that it is about, where it is about one.
    pub fn booth(&self) -> Option<&str> {
        match self {
            Matter::Silent { booth, .. } => Some(booth),
            Matter::Unsent(it) => Some(&it.booth),
            Matter::Shift(it) => Some(&it.booth),
            Matter::Overpaid(it) => Some(&it.booth),
            _ => None,
        }
    }
}

/// What is to be seen to at a fair, and what was put off until later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attention {
    /// The lines, the most urgent kind first.
    pub matters: Vec<Matter>,
    /// Lines that somebody put off, with who did, why and until when.
    pub off: Vec<(Matter, PutOff)>,
}

/// A booth by its row id and its code, where only what concerns it is looked at.
pub type OfBooth<'a> = Option<(i64, &'a str)>;

/// Reads what is to be seen to at a fair at `now`, or at one booth of it.
pub async fn attention(
    db: &mut SqliteConnection,
    fair: &FairRow,
    of: OfBooth<'_>,
    now: Ms,
) -> sqlx::Result<Attention> {
    let matters = matters(db, fair, of, now).await?;
    let put_off = store::put_off(db, &fair.uid, now).await?;
    let mut it = Attention::default();
    for matter in matters {
        let key = matter.key(of);
        match put_off.iter().find(|off| off.matter == key) {
            Some(off) => it.off.push((matter, off.clone())),
            None => it.matters.push(matter),
        }
    }
    Ok(it)
}

async fn matters(
    db: &mut SqliteConnection,
    fair: &FairRow,
    of: OfBooth<'_>,
    now: Ms,
) -> sqlx::Result<Vec<Matter>> {
    let booth = of.map(|(booth, _)| booth);
    let recalled = store::recalled(db, fair.id, booth).await?.into_iter().map(Matter::Recalled);
    let mut matters: Vec<Matter> = recalled.collect();
    matters.extend(store::overpaid(db, fair.id).await?.into_iter().map(Matter::Overpaid));
    let differ = if booth.is_none() { store::differing(db).await? } else { 0 };
    matters.extend((differ > 0).then_some(Matter::Differs(differ)));
    let recounts = recount::recounts(db, fair.id, booth).await?;
    matters.extend(recounts.into_iter().map(Matter::Recount));
    matters.extend(silent(db, fair, now).await?);
    let today = now.date().to_string();
    matters.extend(store::unsent(db, fair.id).await?.into_iter().map(Matter::Unsent));
    for it in store::waiting(db, (fair.id, booth), Ms(now.0 - CONFIRMED_BY)).await? {
        let missing = it.state == "missing";
        matters.push(if missing { Matter::Missing(it) } else { Matter::Uncertain(it) });
    }
    let shifts = store::shifts_left(db, fair.id, Ms::start_of(now.date())).await?;
    matters.extend(shifts.into_iter().map(Matter::Shift));
    let soon = Ms(now.0 + SOON * DAY).date().to_string();
    let (expired, soon) = store::certificates(db, (fair.id, booth), &today, &soon).await?;
    if expired + soon > 0 {
        matters.push(Matter::Certificates { expired, soon });
    }
    let flagged = super::store::flagged(db, (fair.id, booth), &today).await?;
    if flagged > 0 {
        matters.push(Matter::Flagged(flagged));
    }
    if let Some((_, code)) = of {
        matters.retain(|it| it.booth().is_none_or(|booth| booth == code));
    }
    Ok(matters)
}

/// Booths that sell nothing though by their own habit they would have sold by now.
async fn silent(db: &mut SqliteConnection, fair: &FairRow, now: Ms) -> sqlx::Result<Vec<Matter>> {
    let today = now.date().to_string();
    let from = Ms(now.0 - DAYS * DAY).date().to_string();
    if fair.closed == 1 || !fair.runs_on(&today) || !opens(db, fair, &from, now).await? {
        return Ok(Vec::new());
    }
    let Some(first) = store::first_hour(db, fair.id, &today).await? else {
        return Ok(Vec::new());
    };
    // The fair is open from the end of the first hour in which somebody sold.
    let opened = Ms::start_of(now.date()).0 + (first + 1) * HOUR;
    let usual = store::usual(db, fair.id, (&from, &today), now.hour()).await?;
    let lasts = store::last_sales(db, fair.id).await?;
    let silence = |last: &Silence| {
        let since = last.paid_ms.unwrap_or_default().max(opened);
        let habit = usual.iter().find(|it| it.booth == last.booth)?;
        quiet(now.0 - since, habit).map(|(minutes, hourly)| Matter::Silent {
            booth: last.code.clone(),
            name: last.name.clone(),
            minutes,
            hourly,
        })
    };
    Ok(lasts.iter().filter_map(silence).collect())
}

/// Minutes and sales in an hour, where a silence of so many ms is against the habit.
fn quiet(silent: i64, habit: &Usual) -> Option<(i64, i64)> {
    let (sales, hours) = (habit.sales, habit.hours.max(1));
    let missed = sales * silent >= MISSED * hours * HOUR;
    (silent >= REST && missed).then_some((silent / MINUTE, (sales + hours / 2) / hours))
}

/// Whether the fair sells at this hour: as its opening days say, else as on its days before, else
/// until the evening.
async fn opens(
    db: &mut SqliteConnection,
    fair: &FairRow,
    from: &str,
    now: Ms,
) -> sqlx::Result<bool> {
    let today = now.date().to_string();
    let time = now.civil().strftime("%H:%M").to_string();
    let days = opening_days(db, fair.id).await?;
    if let Some((_, opens, closes)) = days.iter().find(|(day, ..)| *day == today) {
        return Ok(*opens <= time && time < *closes);
    }
    let (before, then) = store::days_sold(db, fair.id, (from, &today), now.hour()).await?;
    Ok(if before == 0 { now.hour() < EVENING } else { then > 0 })
}

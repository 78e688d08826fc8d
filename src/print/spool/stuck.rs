//! Which printers a person should see to: read once after something moved, for the board and the
//! printers' page, whose streams read nothing themselves.

use super::{LATELY, Spool, printer::store as printers};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, FairId, PrinterId},
        lang::Lang,
        refusal::Refusal,
    },
    desk::book::Shop,
    fair::store as fairs,
    print::{
        job::{
            State, Trouble,
            store::{self as walk, Open},
        },
        printer::Printer,
    },
};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tokio::sync::watch;

impl Spool {
    /// Why papers wait for a printer. The reason stands with the oldest at its address, which is
    /// the one that is tried, whichever booth that is for.
    pub async fn reason(&self, printer: &Printer) -> Result<Option<Trouble>, Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        let mut waiting = Vec::new();
        for it in printers::at(&mut db, &printer.target).await? {
            waiting.extend(walk::reason(&mut db, it.id).await?);
        }
        let word = waiting.into_iter().min().and_then(|(_, word)| word);
        Ok(word.and_then(|word| word.parse().ok()))
    }
}

/// The papers are looked at no more often than this.
const PAUSE: Duration = Duration::from_millis(300);

/// A printer from which papers have not come out, or may not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuck {
    /// Which.
    pub printer: PrinterId,
    /// Its name.
    pub name: String,
    /// What is the matter with it.
    pub trouble: Trouble,
    /// Papers that wait for it.
    pub waiting: usize,
    /// Papers that failed.
    pub failed: usize,
    /// Papers that may not have come out.
    pub uncertain: usize,
    /// The fairs whose papers these are.
    pub fairs: Vec<FairId>,
    /// The booths.
    pub booths: Vec<BoothId>,
}

impl Stuck {
    /// How many papers wait, failed, may not have come out.
    pub fn papers(&self, lang: Lang) -> String {
        let kinds = [
            (self.waiting, "đang chờ", "waiting"),
            (self.failed, "không in được", "not printed"),
            (self.uncertain, "chưa chắc đã in", "may not have printed"),
        ];
        let some = kinds.iter().filter(|(count, ..)| *count > 0);
        let words = some.map(|(count, vi, en)| match lang {
            Lang::Vi => format!("{count} phiếu {vi}"),
            Lang::En => format!("{count} {en}"),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// Tells which printers are stuck whenever papers moved on.
pub async fn follow(
    shop: Shop,
    mut any: watch::Receiver<u64>,
    told: watch::Sender<Arc<Vec<Stuck>>>,
) {
    loop {
        any.borrow_and_update();
        match read(&shop).await {
            Ok(stuck) => {
                told.send_if_modified(|known| {
                    let changed = **known != stuck;
                    *known = Arc::new(stuck);
                    changed
                });
            }
            Err(refusal) => tracing::warn!(?refusal, "the state of printers was not read"),
        }
        tokio::time::sleep(PAUSE).await;
        if any.changed().await.is_err() {
            return;
        }
    }
}

async fn read(shop: &Shop) -> Result<Vec<Stuck>, Refusal> {
    let since = Ms(shop.clock.now().0 - LATELY);
    let mut db = shop.read_to_follow().await?;
    let mut all = Vec::new();
    for printer in printers::printers(&mut db).await? {
        let papers = walk::open(&mut db, printer.id, since).await?;
        let Some(trouble) = trouble(&papers) else { continue };
        let booths: BTreeSet<&Vec<u8>> = papers.iter().filter_map(|it| it.booth.as_ref()).collect();
        let mut known = BTreeSet::new();
        for uid in &booths {
            let booth = fairs::booth(&mut db, &BoothId::of_bytes(uid).bytes()).await?;
            known.extend(booth.map(|booth| booth.fair_uid));
        }
        let count = |state: State| papers.iter().filter(|it| it.state == state.as_str()).count();
        all.push(Stuck {
            printer: printer.uid,
            name: printer.name,
            trouble,
            waiting: count(State::Queued),
            failed: count(State::Failed),
            uncertain: count(State::Uncertain),
            booths: booths.iter().map(|uid| BoothId::of_bytes(uid)).collect(),
            fairs: known.iter().map(|uid| FairId::of_bytes(uid)).collect(),
        });
    }
    Ok(all)
}

/// What is the matter: with what waits, else with what failed last, else with what is uncertain.
/// None: nothing is, as papers that wait for their turn alone are no trouble.
fn trouble(papers: &[Open]) -> Option<Trouble> {
    let word = |it: &Open| it.trouble.as_deref().and_then(|word| word.parse().ok());
    let of = |state: State| papers.iter().filter(move |it| it.state == state.as_str());
    let waiting = of(State::Queued).find_map(word);
    let failed = || of(State::Failed).filter_map(word).next_back();
    waiting.or_else(failed).or_else(|| of(State::Uncertain).filter_map(word).next_back())
}

//! Everything that a person may edit, out into files and in again: one CSV for each kind of thing
//! (`docs/rooms/editable.md`). What happened (sales, visits, documents) is not among it.
//!
//! A file that comes in is compared with the book row by row; what differs becomes commands, all or
//! nothing. Nothing is deleted by not being there.

mod archive;
mod book;
mod catalog;
mod cell;
mod fairs;
mod matching;
mod names;
mod offers;
mod papers;
mod people;
mod photos;
mod places;
mod plan;
mod readme;
mod rewards;
mod settings;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod thing;

use crate::{
    base::{
        id::PersonId,
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::{
        book::Shop,
        command::{Command, Envelope},
        import::{How, aside},
    },
    sheet::Stop,
    staff::access,
};
use book::Book;
use plan::{Plan, Step};
use settings::Setting;
use sqlx::{Connection, SqliteConnection};

pub use archive::{pack, too_large, unpack};
pub use plan::Counts;
pub use readme::{README, readme};
#[cfg(test)]
pub use tests::world::without_ids;

/// The most bytes that all files together may have.
pub const LIMIT: usize = 64 << 20;
/// The most rows of one file, beside its heads.
const ROWS: usize = 100_000;

crate::words! {
    /// A kind of thing that has a file of its own, in the order in which files come in: what is
    /// referred to first.
    Part {
        /// Who makes the goods.
        Producers = "producers", "Chủ thể", "Producers";
        /// What is sold.
        Products = "products", "Sản phẩm", "Products";
        /// Of products' ratings.
        Certificates = "certificates", "Giấy chứng nhận", "Certificates";
        /// Makers' quality certificates and codes of areas.
        Papers = "papers", "Giấy chứng nhận chất lượng", "Quality certificates";
        /// Products on sales platforms.
        Listings = "listings", "Sàn thương mại điện tử", "Sales platforms";
        /// What platforms sold, month by month.
        OnlineSales = "online_sales", "Bán trực tuyến", "Online sales";
        /// Rules by which rated products are rewarded.
        Rewards = "rewards", "Chính sách thưởng, hỗ trợ", "Rules of rewards";
        /// What was paid by them.
        RewardsPaid = "rewards_paid", "Thưởng, hỗ trợ đã chi", "Rewards paid";
        /// What products look like; the files lie beside, in a folder.
        Photos = "photos", "Ảnh sản phẩm", "Photos of products";
        /// Fairs, product weeks and sales points.
        Fairs = "fairs", "Hội chợ", "Fairs";
        /// When fairs are open.
        OpeningDays = "opening_days", "Ngày mở cửa", "Opening days";
        /// Booths of fairs.
        Booths = "booths", "Gian hàng", "Booths";
        /// Where visits are counted.
        Gates = "gates", "Cổng", "Gates";
        /// Store rooms of fairs.
        StoreRooms = "store_rooms", "Kho", "Store rooms";
        /// What booths sell.
        Ranges = "ranges", "Hàng bán của gian", "What booths sell";
        /// Prices of everywhere, of fairs and of booths.
        Prices = "prices", "Giá bán", "Prices";
        /// What fairs and booths take off prices, past ones too.
        Promotions = "promotions", "Khuyến mãi", "Promotions";
        /// How labels of scales are read.
        ScaleLabels = "scale_labels", "Tem cân", "Labels of scales";
        /// What sources published, and targets.
        Figures = "figures", "Công bố và chỉ tiêu", "Published figures and targets";
        /// Who works here, without PINs and passwords.
        People = "people", "Nhân sự", "People";
        /// What was chosen for this laptop.
        Settings = "settings", "Cài đặt", "Settings";
    }
}

impl Part {
    /// The name of its file.
    pub fn file(self) -> String {
        format!("{}.csv", self.as_str())
    }

    /// The kind of thing whose file has this name.
    fn of_file(name: &str) -> Option<Part> {
        Part::ALL.iter().copied().find(|part| part.file() == name)
    }
}

/// A file by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// `products.csv`.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The file's name.
    pub file: String,
    /// The row as a spreadsheet shows it; 0 where the file as a whole is meant.
    pub row: usize,
    /// The head of the column; empty when the whole row is meant.
    pub column: String,
    /// What is wrong.
    pub say: Say,
}

impl Wrong {
    /// The error as one line: `products.csv, dòng 5, star: …`.
    pub fn line(&self, lang: Lang) -> String {
        let (file, row) = (&self.file, self.row);
        let said = self.say.in_lang(lang);
        let place = format!("{file}, {} {row}", lang.say("dòng", "row"));
        match (row, self.column.as_str()) {
            (0, _) => format!("{file}: {said}"),
            (_, "") => format!("{place}: {said}"),
            (_, column) => format!("{place}, {column}: {said}"),
        }
    }
}

/// Why nothing was changed.
#[derive(Debug)]
pub enum Failure {
    /// Files are wrong.
    Files(Vec<Wrong>),
    /// The book could not be read or written.
    Refused(Refusal),
}

impl Failure {
    /// One line for each thing that is wrong.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        match self {
            Failure::Files(wrong) => wrong.iter().map(|it| it.line(lang)).collect(),
            Failure::Refused(Refusal::Failed(what)) => vec![what.clone()],
            Failure::Refused(refusal) => vec![refusal.say().in_lang(lang).to_owned()],
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(refusal)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Failure {
        Failure::Refused(error.into())
    }
}

/// What files did to the book, or would do.
#[derive(Debug, Clone)]
pub struct Done {
    /// For each file how many of its rows are new, changed and unchanged.
    pub counts: Vec<(Part, Counts)>,
    /// What stands and changes, each with its file and row.
    pub changes: Vec<(String, usize, Say)>,
    /// Changes that are asked about first and were not confirmed: an account, a product's name.
    pub asked: usize,
    /// Entries and settings that were made.
    pub made: usize,
    /// Whether they were written.
    pub written: bool,
}

/// All files of what stands in the book, as one state of it, with the page that explains them. A
/// Vietnamese spreadsheet has semicolons between cells, an English one commas.
pub async fn export(db: &mut SqliteConnection, lang: Lang) -> Result<Vec<Named>, Refusal> {
    // One state of the book, whatever is written meanwhile.
    let mut db = db.begin().await?;
    let book = Book::load(&mut db).await?;
    db.rollback().await?;
    let mut files = book.files(lang).map_err(|error| Refusal::Failed(error.to_string()))?;
    files.push(Named { name: README.to_owned(), bytes: readme().into_bytes() });
    Ok(files)
}

/// Takes files in on behalf of `actor`, all or nothing. `how` says whether anything is written, and
/// whether changes that are asked about are meant.
pub async fn import(
    shop: &Shop,
    actor: &str,
    files: Vec<Named>,
    how: How,
) -> Result<Done, Failure> {
    let mut db = shop.read().await?;
    let book = Book::load(&mut db).await?;
    drop(db);
    let (chance, now) = (shop.chance.clone(), shop.clock.now());
    let read = move || Plan::of(book, &files, (chance, now));
    let mut plan = aside(shop, Stop::default(), read).await?;
    plan.relabel(&mut *shop.read().await?).await?;
    if !plan.wrong.is_empty() {
        return Err(Failure::Files(plan.wrong));
    }
    let (counts, changes) = (plan.counts, plan.changes);
    let asked = if how.sure { 0 } else { plan.doubts };
    let written = how.keep && asked == 0;
    let chosen = plan.settings.len();
    let entries = submit(shop, actor, plan.steps, written).await?;
    if written {
        choose(shop, plan.settings, plan.ended).await?;
    }
    Ok(Done { counts, changes, asked, made: entries + chosen, written })
}

/// What stands in no entry: settings, and the end of sessions. A cut before it leaves the entries
/// without it; the same files once more do the rest.
async fn choose(shop: &Shop, settings: Vec<Setting>, ended: Vec<PersonId>) -> Result<(), Refusal> {
    if settings.is_empty() && ended.is_empty() {
        return Ok(());
    }
    let work = shop.desk.revoke(move |db| {
        Box::pin(async move {
            for setting in &settings {
                settings::keep(db, setting).await?;
            }
            for person in &ended {
                access::store::drop_sessions_of(db, &person.bytes()).await?;
            }
            Ok(())
        })
    });
    work.await
}

/// Hands all commands to the desk; how many entries they made.
async fn submit(shop: &Shop, actor: &str, steps: Vec<Step>, keep: bool) -> Result<usize, Failure> {
    if steps.is_empty() {
        return Ok(0);
    }
    let at = shop.clock.now();
    let places: Vec<(Part, usize)> = steps.iter().map(|step| (step.part, step.row)).collect();
    let envelope = |command: Command| {
        let (actor, device) = (actor.to_owned(), String::new());
        Envelope { uid: shop.chance.uid(at).into(), at, actor, device, command }
    };
    let envelopes: Vec<Envelope> = steps.into_iter().map(|step| envelope(step.command)).collect();
    let answers = match keep {
        true => shop.desk.submit_all(envelopes).await,
        false => shop.desk.check_all(envelopes).await,
    };
    match answers {
        Ok(answers) => Ok(answers.iter().filter(|answer| !answer.replay()).count()),
        Err((_, refusal @ (Refusal::Busy | Refusal::CannotWrite(_) | Refusal::Failed(_)))) => {
            Err(refusal.into())
        }
        Err((_, refusal @ (Refusal::Waiting | Refusal::Followed))) => Err(refusal.into()),
        Err((at, refusal)) => {
            let (part, row) = places.get(at).copied().unwrap_or((Part::Producers, 0));
            let column = refusal.field().unwrap_or_default().to_owned();
            Err(Failure::Files(vec![Wrong { file: part.file(), row, column, say: refusal.say() }]))
        }
    }
}

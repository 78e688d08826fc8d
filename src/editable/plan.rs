//! What files come to: commands, what is wrong, and what changes of what stands.

use super::{
    Named, Part, README, Wrong,
    book::Book,
    cell,
    matching::{Told, claim, doubled},
    names::Names,
    settings::Setting,
    table::{Column, Sheet},
    thing::{Line, Thing},
};
use crate::{
    base::{
        clock::Ms,
        fold::brief,
        id::{Chance, PersonId},
        lang::Say,
    },
    catalog::{
        Certificate, Price, Producer, Product,
        papers::{Listing, OnlineSales, Quality},
        photo::Shown,
        rewards::{Paid, Rule},
    },
    desk::command::Command,
    editable::places::OnSale,
    fair::{
        Booth, Fair, Gate, OpeningDay, label::ScaleLabel, promotion::Promotion,
        source_figures::SourceFigure,
    },
    staff::Person,
    stock::{Room, relabel::Relabel},
};
use sqlx::SqliteConnection;
use std::{collections::HashMap, mem::take};
use uuid::Uuid;

/// Errors after which no more are looked for.
const ERRORS: usize = 2_000;

/// How many rows of a file are what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Things that the book did not have.
    pub new: usize,
    /// Things that change.
    pub changed: usize,
    /// Things that stand so already.
    pub same: usize,
}

/// A command with the row that asks for it.
pub struct Step {
    /// Which file.
    pub part: Part,
    /// The row as a spreadsheet shows it.
    pub row: usize,
    /// What.
    pub command: Command,
}

/// What files come to.
pub struct Plan {
    /// In the order in which they are done.
    pub steps: Vec<Step>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
    /// How many rows of each file are what.
    pub counts: Vec<(Part, Counts)>,
    /// What stands and changes, each with file and row; first what is asked about.
    pub changes: Vec<(String, usize, Say)>,
    /// Changes that are asked about first.
    pub doubts: usize,
    /// Products that are to be counted in another unit, each with its row.
    pub relabels: Vec<(usize, Relabel)>,
    /// What is chosen for this laptop and stands in no entry.
    pub settings: Vec<Setting>,
    /// Whose sessions end.
    pub ended: Vec<PersonId>,
    names: Names,
    sheets: HashMap<Part, Sheet>,
    chance: Chance,
    now: Ms,
}

impl Plan {
    /// Compares files with the book. New things get ids made by this chance at this instant.
    pub fn of(book: Book, files: &[Named], (chance, now): (Chance, Ms)) -> Plan {
        let mut plan = Plan {
            steps: Vec::new(),
            wrong: Vec::new(),
            counts: Vec::new(),
            changes: Vec::new(),
            doubts: 0,
            relabels: Vec::new(),
            settings: Vec::new(),
            ended: Vec::new(),
            names: Names::default(),
            sheets: HashMap::new(),
            chance,
            now,
        };
        plan.open(files);
        plan.take::<Producer>(book.producers);
        plan.take::<Product>(book.products);
        plan.take::<Certificate>(book.certificates);
        plan.take::<Quality>(book.papers);
        plan.take::<Listing>(book.listings);
        plan.take::<OnlineSales>(book.online);
        plan.take::<Rule>(book.rules);
        plan.take::<Paid>(book.paid);
        plan.take::<Shown>(book.photos);
        plan.take::<Fair>(book.fairs);
        plan.take::<OpeningDay>(book.days);
        plan.take::<Booth>(book.booths);
        plan.take::<Gate>(book.gates);
        plan.take::<Room>(book.rooms);
        plan.take::<OnSale>(book.ranges);
        plan.take::<Price>(book.prices);
        plan.take::<Promotion>(book.promotions);
        plan.take::<ScaleLabel>(book.labels);
        plan.take::<SourceFigure>(book.figures);
        plan.take::<Person>(book.people);
        plan.take::<Setting>(book.settings);
        plan
    }

    /// Reads the files; one that nobody knows may be a misspelt one.
    fn open(&mut self, files: &[Named]) {
        for file in files.iter().filter(|file| file.name != README) {
            let Some(part) = Part::of_file(&file.name) else {
                let all = Part::ALL.iter().map(|part| part.file()).collect::<Vec<_>>().join(", ");
                let say = Say::new(
                    format!("Không biết tệp này; các tệp là: {all}"),
                    format!("Nobody knows this file; the files are: {all}"),
                );
                let (file, column) = (file.name.clone(), String::new());
                self.wrong.push(Wrong { file, row: 0, column, say });
                continue;
            };
            if let Some(sheet) = Sheet::read(part, columns(part), &file.bytes, &mut self.wrong) {
                self.sheets.insert(part, sheet);
            }
        }
    }

    /// Takes a file in, where there is one.
    fn take<T: Thing>(&mut self, stand: Vec<T>) {
        for thing in &stand {
            self.know(thing);
        }
        let Some(sheet) = self.sheets.remove(&T::PART) else { return };
        let mut told = self.read(&sheet, &stand);
        claim(&mut told, &stand);
        self.unique(&told);
        let told = self.again(&sheet, told, &stand);
        self.write(told, &stand);
    }

    fn know<T: Thing>(&mut self, thing: &T) {
        if let Some((uid, called)) = thing.uid().zip(thing.called()) {
            self.names.know(T::PART, uid, called);
        }
    }

    /// The rows as they are read, those with known ids found.
    fn read<T: Thing>(&mut self, sheet: &Sheet, stand: &[T]) -> Vec<Told<T>> {
        let places: HashMap<Uuid, usize> =
            stand.iter().enumerate().filter_map(|(at, it)| Some((it.uid()?, at))).collect();
        let mut ids: HashMap<Uuid, usize> = HashMap::new();
        let mut told = Vec::new();
        for row in &sheet.rows {
            if self.wrong.len() >= ERRORS {
                break;
            }
            let wrong = &mut self.wrong;
            let mut line = Line { names: &self.names, sheet, row, wrong };
            let id = line.id();
            if let Some(first) = id.and_then(|id| ids.insert(id, row.number)) {
                line.wrong("id", same_as(first));
                continue;
            }
            let at = id.and_then(|id| places.get(&id)).copied();
            if let Some(thing) = T::read(&mut line, at.map(|at| &stand[at])) {
                told.push(Told { row: row.number, id, thing, stands: at });
            }
        }
        told
    }

    /// No two rows mean the same.
    fn unique<T: Thing>(&mut self, told: &[Told<T>]) {
        for (row, first) in doubled(told) {
            let (file, column) = (T::PART.file(), String::new());
            self.wrong.push(Wrong { file, row, column, say: same_as(first) });
        }
    }

    /// Reads the rows that were found by what they are known by once more: of columns that their
    /// file does not have, what stands remains.
    fn again<T: Thing>(&mut self, sheet: &Sheet, told: Vec<Told<T>>, stand: &[T]) -> Vec<Told<T>> {
        if sheet.heads.len() >= T::COLUMNS.len() || !self.wrong.is_empty() {
            return told;
        }
        let rows: HashMap<usize, _> = sheet.rows.iter().map(|row| (row.number, row)).collect();
        let read = |it: Told<T>| {
            let found = it.stands.and_then(|at| Some((rows.get(&it.row)?, &stand[at])));
            let Some((row, stands)) = found else { return Some(it) };
            let wrong = &mut self.wrong;
            let mut line = Line { names: &self.names, sheet, row, wrong };
            Some(Told { thing: T::read(&mut line, Some(stands))?, ..it })
        };
        told.into_iter().filter_map(read).collect()
    }

    /// Plans what differs from what stands.
    fn write<T: Thing>(&mut self, told: Vec<Told<T>>, stand: &[T]) {
        let mut counts = Counts::default();
        let (mut first, mut then) = (Vec::new(), Vec::new());
        for Told { row, id, thing, stands } in told {
            let stands = stands.map(|at| &stand[at]);
            let here =
                stands.map_or_else(|| self.chance.uid(self.now), |it| it.uid().unwrap_or_default());
            if let Some(id) = id {
                self.names.mean(T::PART, id, here);
            }
            let thing = thing.under(here);
            match stands {
                Some(stands) if same(stands, &thing) => counts.same += 1,
                Some(stands) => {
                    counts.changed += 1;
                    self.settings.extend(thing.setting());
                    self.ended.extend(T::ends(stands, &thing));
                    self.relabels.extend(T::relabels(stands, &thing).map(|it| (row, it)));
                    self.changed(row, stands, &thing);
                    let place = if T::frees(stands, &thing) { &mut first } else { &mut then };
                    place.push((row, thing.clone()));
                }
                None => {
                    counts.new += 1;
                    then.push((row, thing.clone()));
                }
            }
            self.know(&thing);
        }
        self.counts.push((T::PART, counts));
        first.extend(then);
        let steps = T::commands(first).into_iter();
        self.steps.extend(steps.map(|(row, command)| Step { part: T::PART, row, command }));
    }

    /// Says first of all what becomes of what lies at places where goods are to be counted in
    /// another unit.
    pub async fn relabel(&mut self, db: &mut SqliteConnection) -> sqlx::Result<()> {
        for (row, relabel) in take(&mut self.relabels) {
            if let Some(say) = relabel.said(db).await? {
                self.changes.insert(0, (Part::Products.file(), row, say));
            }
        }
        Ok(())
    }

    /// Notes what a row changes, column by column.
    fn changed<T: Thing>(&mut self, row: usize, was: &T, now: &T) {
        let doubtful = T::doubtful(was, now);
        let (was, now) = (was.cells(&self.names), now.cells(&self.names));
        let of = |column: &Column| column.name == "id" || column.name.ends_with("_id");
        let cells = T::COLUMNS.iter().zip(was.iter().zip(&now));
        let differ = cells.filter(|(column, (was, now))| was != now && !of(column));
        let quoted = |text: &str| match text {
            "" => "–".to_owned(),
            text => format!("“{}”", brief(&cell::settled(text).replace('\n', " "))),
        };
        let said: Vec<String> = differ
            .map(|(column, (was, now))| {
                format!("{}: {} → {}", column.name, quoted(was), quoted(now))
            })
            .collect();
        let said = said.join("; ");
        // What is asked about comes first, however many others there are.
        let at = if doubtful { self.doubts } else { self.changes.len() };
        self.doubts += usize::from(doubtful);
        self.changes.insert(at, (T::PART.file(), row, Say::new(said.clone(), said)));
    }
}

/// The columns of a file.
pub fn columns(part: Part) -> &'static [Column] {
    match part {
        Part::Producers => Producer::COLUMNS,
        Part::Products => Product::COLUMNS,
        Part::Certificates => Certificate::COLUMNS,
        Part::Papers => Quality::COLUMNS,
        Part::Listings => Listing::COLUMNS,
        Part::OnlineSales => OnlineSales::COLUMNS,
        Part::Rewards => Rule::COLUMNS,
        Part::RewardsPaid => Paid::COLUMNS,
        Part::Photos => Shown::COLUMNS,
        Part::Fairs => Fair::COLUMNS,
        Part::OpeningDays => OpeningDay::COLUMNS,
        Part::Booths => Booth::COLUMNS,
        Part::Gates => Gate::COLUMNS,
        Part::StoreRooms => Room::COLUMNS,
        Part::Ranges => OnSale::COLUMNS,
        Part::Prices => Price::COLUMNS,
        Part::Promotions => Promotion::COLUMNS,
        Part::ScaleLabels => ScaleLabel::COLUMNS,
        Part::Figures => SourceFigure::COLUMNS,
        Part::People => Person::COLUMNS,
        Part::Settings => Setting::COLUMNS,
    }
}

fn same_as(row: usize) -> Say {
    Say::new(format!("Trùng với dòng {row}"), format!("The same as row {row}"))
}

/// Whether two things would make the same entry.
fn same<T: Thing>(one: &T, other: &T) -> bool {
    let entry = |it: &T| serde_json::to_string(it).ok();
    entry(one).is_some_and(|text| Some(text) == entry(other))
}

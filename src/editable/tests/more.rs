//! Promotions, labels, figures, people and settings: random ones, and rows that were edited.

use super::{
    world::{NOW, Random, WORDS},
    *,
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, FairId, ProducerId, ProductId},
        money::Money,
        quantity::Quantity,
    },
    catalog::{
        self,
        kinds::SubjectType,
        papers::{Listing, OnlineSales, Platform, Quality, QualityKind},
        rewards::{Occasion, Paid, Receiver, Rule},
    },
    fair::{
        self,
        label::{LabelKind, ScaleLabel},
        promotion::{Deal, Promotion},
        source_figures::{Bound, Measure, Sort, SourceFigure},
    },
    staff::{self, Person, Role},
};

impl Random {
    /// A promotion with some of these products; it may be over, or have been ended in between.
    pub fn promotion(
        &mut self,
        (fair, booth): (FairId, Option<BoothId>),
        products: &[ProductId],
        all: &mut Vec<Command>,
    ) {
        let some: Vec<ProductId> = products.iter().copied().filter(|_| self.yes()).collect();
        let deals = [
            Deal::Percent(1 + self.below(100) as i64),
            Deal::Amount(Money(5_000)),
            Deal::BuyGet { buy: 2, get: 1 },
            Deal::Bundle(Money(99_000)),
        ];
        let deal = self.of(&deals[..if some.len() > 1 { 4 } else { 3 }]);
        let starts = Ms(NOW.0 - self.below(90) as i64 * 3_600_000);
        let ends = Ms(starts.0 + self.below(200_000) as i64 * 60_000);
        let name: String = self.name().chars().take(60).collect();
        let name = name.trim().to_owned();
        if some.is_empty() || name.is_empty() {
            return;
        }
        let (uid, products) = (self.uid(), some);
        let it = Promotion { uid, fair, booth, name, products, deal, starts, ends };
        let over = Promotion { ends: Ms(starts.0 + 1_234), ..it.clone() };
        all.push(Command::Fair(fair::Change::Promotion(it)));
        if self.yes() {
            all.push(Command::Fair(fair::Change::Promotion(over)));
        }
    }

    /// A rule for labels of scales.
    pub fn label(&mut self, fair: FairId, all: &mut Vec<Command>) {
        let prefix = self.of(&["02", "21", "29"]).to_owned();
        let kind = self.of(LabelKind::ALL);
        let (active, verifier) = (self.yes(), self.yes());
        let (item_digits, step) = (4 + self.below(2) as u8, self.of(&[1, 1000]));
        let label = ScaleLabel { fair, prefix, kind, item_digits, step, active, verifier };
        all.push(Command::Fair(fair::Change::ScaleLabel(label)));
    }

    /// A figure of a source, perhaps taken back.
    pub fn figure(&mut self, all: &mut Vec<Command>) {
        let (one, other) = (self.day(), self.day());
        let figure = SourceFigure {
            sort: self.of(Sort::ALL),
            measure: self.of(Measure::ALL),
            area: self.word(),
            starts_on: one.min(other),
            ends_on: one.max(other),
            value: self.yes().then(|| self.below(1_000_000_000_000) as i64),
            bound: self.of(Bound::ALL),
            source: self.word(),
        };
        all.push(Command::Fair(fair::Change::Figure(figure)));
    }

    /// A maker's paper, perhaps taken back.
    pub fn quality(&mut self, producer: ProducerId) -> Quality {
        let holds_from = self.day();
        let end = holds_from.saturating_add(jiff::Span::new().days(700));
        Quality {
            uid: self.uid(),
            producer,
            kind: self.of(QualityKind::ALL),
            number: self.code(),
            area_code: self.code(),
            hectares: self.yes().then(|| Quantity(1 + self.below(9_000_000) as i64)),
            issued_by: self.word(),
            holds_from,
            expires_on: self.yes().then_some(end),
            withdrawn: self.yes(),
        }
    }

    /// A product on a platform, perhaps no longer.
    pub fn listing(&mut self, product: ProductId) -> Listing {
        let since = self.day();
        let until = since.saturating_add(jiff::Span::new().days(30));
        let link = self.of(&["", "https://voso.vn/p/1?a=b", "http://sen.vn/=1"]).to_owned();
        let (platform, until) = (self.of(Platform::ALL), self.yes().then_some(until));
        Listing { product, platform, since, until, link, withdrawn: self.yes() }
    }

    /// What a platform sold in a month, perhaps taken back.
    pub fn online(&mut self) -> OnlineSales {
        OnlineSales {
            month: self.day().first_of_month(),
            platform: self.of(Platform::ALL),
            revenue: self.yes().then(|| Money(self.below(1_000_000_000) as i64)),
            orders: self.below(900) as i64,
            source: self.word(),
        }
    }

    /// A rule of rewards, and what was paid by it, perhaps taken back.
    pub fn rewards(&mut self, product: ProductId, all: &mut Vec<Command>) {
        let (starts_on, uid) = (self.day(), self.uid());
        let rule = Rule {
            uid,
            name: self.code(),
            decision: self.code(),
            area: self.word(),
            occasion: self.of(Occasion::ALL),
            star: self.of(&[None, Some(3), Some(5)]),
            form: self.of(&[None, Some(SubjectType::Cooperative)]),
            receiver: self.of(Receiver::ALL),
            amount: Money(1 + self.below(90_000_000) as i64),
            most: self.of(&[None, Some(1), Some(5)]),
            starts_on,
            ends_on: self.yes().then_some(starts_on),
            withdrawn: self.yes(),
        };
        all.push(Command::Catalog(catalog::Change::Rule(rule)));
        let amount = self.yes().then(|| Money(self.below(90_000_000) as i64));
        let (signed_on, paid_on) = (self.day(), self.day());
        let document = self.word();
        let paid = Paid { rule: uid, product, signed_on, amount, paid_on, document };
        all.push(Command::Catalog(catalog::Change::Paid(paid)));
    }

    /// Somebody.
    pub fn person(&mut self, booth: Option<BoothId>, all: &mut Vec<Command>) {
        let role = match booth {
            Some(_) => self.of(&[Role::Seller, Role::Manager]),
            None => self.of(&[Role::Counter, Role::Organiser, Role::Auditor, Role::Admin]),
        };
        let login = if role.uses_pin() { String::new() } else { self.code() };
        // Two people may be called alike.
        let name = if self.yes() { "Lan".to_owned() } else { self.name() };
        let person = Person { uid: self.uid(), name, login, role, booth, active: self.yes() };
        all.push(Command::Staff(staff::Change::Person(person)));
    }
}

#[test]
fn every_word_of_trouble_is_kept_as_it_is_when_texts_are_tidied() {
    for word in WORDS {
        assert_eq!(cell::settled(word), word);
    }
}

const GOODS: [(&str, &str); 4] = [
    ("producers.csv", "name,subject_type\nHTX Sen,cooperative\n"),
    (
        "products.csv",
        "name,unit,producer,ocop_group\nTrà sen,hộp,HTX Sen,2\nTrà nhài,hộp,HTX Sen,2\n",
    ),
    ("fairs.csv", "code,name,level,kind,starts_on\nF1,Hè,provincial,fair,2024-04-25\n"),
    ("booths.csv", "fair,code,name,zone\nF1,A01,Gian sen,local\n"),
];

fn named(files: &[(&str, &str)]) -> Vec<Named> {
    let file = |(name, text): &(&str, &str)| Named {
        name: (*name).into(),
        bytes: format!("\u{feff}{text}").into_bytes(),
    };
    files.iter().map(file).collect()
}

#[tokio::test]
async fn a_promotion_is_added_by_names_and_its_times_are_those_of_vietnam() {
    let folder = tempdir().unwrap();
    let shop = shop(folder.path(), 1).await;
    taken(&shop, named(&GOODS)).await;
    let head = "fair,booth,name,deal,percent,amount,buy,get,starts,ends,products\n";
    let rows = format!(
        "{head}F1,,Giờ vàng,percent,20,,,,2024-04-25 08:00,25/04/2024 9:30,\"Trà sen\nTrà nhài\"\n\
         F1,A01,Cả bộ,bundle,,99.000,,,2024-04-25,2024-04-26,\"Trà sen\nTrà nhài\"\n"
    );
    let done = taken(&shop, named(&[("promotions.csv", &rows)])).await;
    assert_eq!(done.made, 2);
    let mut db = shop.read().await.unwrap();
    let book = Book::load(&mut db).await.unwrap();
    drop(db);
    let [percent, bundle] = &book.promotions[..] else { panic!("two promotions") };
    // 25/04/2024 08:00 in Vietnam is 01:00 UTC.
    assert_eq!((percent.starts, percent.ends), (Ms(1_714_006_800_000), Ms(1_714_012_200_000)));
    assert_eq!((percent.deal, percent.products.len()), (Deal::Percent(20), 2));
    assert_eq!((bundle.deal, bundle.booth.is_some()), (Deal::Bundle(Money(99_000)), true));
    let out = text(&files(&shop).await, "promotions.csv");
    let both = ";\"Trà sen\nTrà nhài\"\n";
    assert_eq!(out.matches(both).count(), 2, "{out}");
    let fewer = out.replacen(both, ";Trà sen\n", 1);
    let said = wrong(&shop, with(Vec::new(), "promotions.csv", &fewer)).await;
    assert!(said[0].contains("row 2, products: Another number of lines than products_id"));
    let unknown = rows.replace("Trà nhài", "Trà lài");
    let said = wrong(&shop, named(&[("promotions.csv", &unknown)])).await;
    assert!(said[0].contains("row 2, products: Neither products.csv nor the book has “Trà lài”"));
}

#[tokio::test]
async fn people_come_in_without_secrets_and_no_administrator_is_put_out_by_a_file() {
    let folder = tempdir().unwrap();
    let shop = shop(folder.path(), 1).await;
    taken(&shop, named(&GOODS)).await;
    let rows = "name,login,role,fair,booth\nChủ,admin,admin,,\nLan,,seller,F1,A01\nMai,,seller,,\n";
    let said = wrong(&shop, named(&[("people.csv", rows)])).await;
    assert_eq!(said, ["people.csv, row 4, booth: Choose a booth"]);
    let rows = rows.replace("Mai,,seller,,", "Mai,mai,organiser,,");
    assert_eq!(taken(&shop, named(&[("people.csv", &rows)])).await.made, 3);
    let mut db = shop.read().await.unwrap();
    let secrets: i64 =
        sqlx::query_scalar("select count(*) from secret").fetch_one(&mut *db).await.unwrap();
    drop(db);
    assert_eq!(secrets, 0);
    let out = text(&files(&shop).await, "people.csv");
    let put_out = out.replace(";admin;admin;;;;1\n", ";admin;admin;;;;0\n");
    assert_ne!(put_out, out);
    let said = wrong(&shop, with(Vec::new(), "people.csv", &put_out)).await;
    assert_eq!(
        said,
        ["people.csv, row 2, role: An administrator is changed on the page of people"]
    );
    let other = out.replace(";mai;organiser;", ";mai;counter;");
    let said = wrong(&shop, with(Vec::new(), "people.csv", &other)).await;
    assert!(said[0].starts_with("people.csv, row 4, role: This role signs in otherwise"));
    let gone = out.replace(";mai;organiser;;;;1", ";mai;organiser;;;;0");
    let gone = || with(Vec::new(), "people.csv", &gone);
    let done = taken(&shop, gone()).await;
    assert_eq!((done.asked, done.written), (1, false), "who may sign in is asked about");
    let how = How { sure: true, ..How::KEEP };
    let done = import(&shop, "thử", gone(), how).await.unwrap();
    assert_eq!((done.made, done.written), (1, true));
}

#[tokio::test]
async fn a_setting_comes_in_beside_the_entries_and_nonsense_does_not() {
    let folder = tempdir().unwrap();
    let shop = shop(folder.path(), 1).await;
    let set = |value: &str| format!("name,value\nreceipt_address,{value}\n");
    let said = wrong(&shop, named(&[("settings.csv", &set("http://localhost:8080"))])).await;
    assert!(said[0].starts_with("settings.csv, row 2, value: This address opens on the server"));
    let rows = set("https://ocop.example.vn/");
    assert_eq!(taken(&shop, named(&[("settings.csv", &rows)])).await.made, 1);
    assert_eq!(taken(&shop, named(&[("settings.csv", &rows)])).await.made, 0);
    let out = text(&files(&shop).await, "settings.csv");
    assert!(out.ends_with("receipt_address;https://ocop.example.vn\nreceipt_signed;no\n"), "{out}");
}

#[tokio::test]
async fn figures_keep_every_decimal_of_their_measure() {
    let folder = tempdir().unwrap();
    let shop = shop(folder.path(), 1).await;
    let rows = "sort,measure,area,starts_on,ends_on,value,bound,source\n\
        published,cashless_share,,2024-01-01,2024-06-30,\"48,25\",exact,Báo\n\
        target,organic,Ba Chẽ,2024-01-01,2024-12-31,1.5,about,Kế hoạch\n\
        published,revenue,,2024-01-01,2024-06-30,25.000.000.000,at_least,Báo\n\
        entered,visits,,2024-01-01,2024-06-30,,exact,Sổ tay\n";
    assert_eq!(taken(&shop, named(&[("figures.csv", rows)])).await.made, 4);
    let out = text(&files(&shop).await, "figures.csv");
    let value = |line: &str| line.split(';').nth(5).unwrap().to_owned();
    let values: Vec<String> = out.lines().skip(1).map(value).collect();
    assert_eq!(values, ["'48.25", "'1.5000", "25000000000", ""]);
    assert_eq!(taken(&shop, files(&shop).await).await.made, 0);
    let wrong_one = rows.replace("48,25", "48,255");
    let said = wrong(&shop, named(&[("figures.csv", &wrong_one)])).await;
    assert_eq!(
        said,
        ["figures.csv, row 2, value: “48,255” must be a number of at most 2 decimals"]
    );
}

#[tokio::test]
async fn papers_listings_and_online_sales_are_added_by_names() {
    let folder = tempdir().unwrap();
    let shop = shop(folder.path(), 1).await;
    taken(&shop, named(&GOODS)).await;
    let papers = "producer,kind,number,area_code,hectares,holds_from,expires_on\n\
        HTX Sen,VietGAP,12/GCN,,\"12,35\",2024-01-10,2026-01-10\n\
        HTX Sen,area_code,,VN-HNI-0001,3.5,10/01/2024,\n";
    let listings = "product,platform,since,link\nTrà sen,Voso,2024-03-01,https://voso.vn/1\n";
    let online = "month,platform,revenue,orders\n06/2024,Voso,12.500.000,31\n";
    let files = [("papers.csv", papers), ("listings.csv", listings), ("online_sales.csv", online)];
    assert_eq!(taken(&shop, named(&files)).await.made, 4);
    assert_eq!(taken(&shop, named(&files)).await.made, 0, "known again without ids");
    let mut db = shop.read().await.unwrap();
    let book = Book::load(&mut db).await.unwrap();
    drop(db);
    let areas: Vec<_> = book.papers.iter().map(|it| it.hectares).collect();
    assert_eq!(areas, [Some(Quantity(12_350)), Some(Quantity(3_500))]);
    assert_eq!(book.online[0].revenue, Some(Money(12_500_000)));
    let uncoded = papers.replace("VN-HNI-0001", "");
    let said = wrong(&shop, named(&[("papers.csv", &uncoded)])).await;
    assert_eq!(said, ["papers.csv, row 3, kind: Enter the code"]);
    let said = wrong(&shop, named(&[("online_sales.csv", &online.replace("06/", "13/"))])).await;
    assert!(said[0].starts_with("online_sales.csv, row 2, month: “13/2024” is no month"));
}

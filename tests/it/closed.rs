//! A fair or a booth that will not be used any more is closed, and not lost: no list and no choice
//! offers it, what it sold stays, what its phones send late is taken, and it is opened again.

use crate::{
    day::{Day, Page},
    goods::{room, units},
    pages::FORM,
    shifts::{jar, open, page_of, sell},
    shop::{Booth, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::HOUR,
        id::{PrinterId, ProductId},
    },
    desk::command::Command,
    fair,
    print::{
        block::Width,
        printer::{Head, NewPrinter, Target, store::add_printer},
    },
    staff::Role,
};
use jiff::civil::date;
use serde_json::{Value, json};

/// A fair of two booths: A03 sells honey, ten jars of it are there.
struct Fair {
    shop: TestShop,
    ours: Booth,
    honey: ProductId,
    organiser: Who,
}

const A03: &str = "/fairs/HL26/booths/A03";

impl Fair {
    async fn open() -> Fair {
        let (shop, ours, honey) = TestShop::with_honey(10).await;
        let theirs = shop.booth("B01").await;
        shop.sells(&theirs, &[honey]).await;
        shop.stock(&theirs, honey, 5000, "", None).await;
        shop.fair_with(|it| it.ends_on = Some(date(2026, 6, 9))).await;
        let organiser = shop.person("Ban", Role::Organiser, None, None).await;
        let (name, head) = ("Máy in cổng".into(), Head::plain(Width::MM80));
        let target = Target::Paper("may-in.bin".to_owned());
        let (new, uid) = (NewPrinter { name, target, head, drawer: None }, shop.uid());
        let kept = shop.shop().desk.local(move |db| {
            Box::pin(async move { add_printer(db, PrinterId(uid), &new).await.map(drop) })
        });
        kept.await.unwrap();
        Fair { shop, ours, honey, organiser }
    }

    async fn page(&self, path: &str) -> String {
        page_of(&self.shop, &self.organiser, path).await
    }

    /// A report as other programs read it.
    async fn figures(&self, path: &str) -> Value {
        let more = if path.contains('?') { '&' } else { '?' };
        let reply = self.shop.get_json(&self.organiser, &format!("{path}{more}format=json")).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        let mut report = reply.body;
        // How far the journal reached is no figure.
        for stamp in ["journal_pos", "journal_head"] {
            assert!(report.as_object_mut().unwrap().remove(stamp).is_some(), "{stamp}");
        }
        report
    }

    async fn close(&self, path: &str, closed: bool) -> Page {
        let body = if closed { "closed=1" } else { "closed=0" };
        let page = Day::fill(&self.shop, &self.organiser, "en", path, FORM, body).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        page
    }

    /// A jar that the phone of A03 sold under its number, before now.
    async fn sold(&self, number: i64, paid: i64) {
        let mut sale = jar(&self.shop, self.honey, paid, None);
        sale["device_seq"] = json!(number);
        sell(&self.shop, &self.ours.who, &sale).await;
    }

    /// On which of these pages the booth A03 is offered.
    async fn offers(&self) -> Vec<&'static str> {
        let mut offered = Vec::new();
        for (path, words) in OFFERS {
            if self.page(path).await.contains(words) {
                offered.push(path);
            }
        }
        offered
    }
}

/// Where booths are listed or chosen, and how A03 stands there.
const OFFERS: [(&str, &str); 6] = [
    ("/fairs/HL26/booths", "A03 · Gian A03"),
    ("/devices/pair", "Booth A03 · Gian A03"),
    ("/people/new", "A03 · Gian A03"),
    ("/printers", "Gian A03"),
    ("/fairs/HL26/promotions/new", "A03 · Gian A03"),
    ("/fairs/HL26/booths/B01/stock/transfer", "A03 · Gian A03"),
];

#[tokio::test]
async fn a_closed_booth_is_offered_nowhere_and_its_late_sale_is_in_the_book() {
    let fair = Fair::open().await;
    open(&fair.shop, &fair.ours.who).await;
    let noon = fair.shop.now();
    fair.sold(1, noon).await;
    // Its next number is 3: the second sale is on the phone still.
    fair.shop.get_json(&fair.ours.who, "/api/v1/till?next=3").await;
    let everywhere: Vec<&str> = OFFERS.iter().map(|it| it.0).collect();
    assert_eq!(fair.offers().await, everywhere);

    let asked = fair.page(&format!("{A03}/close")).await;
    for said in [
        "<b>1 open shift</b>",
        "<b>1 product left</b>",
        "<b>1 paired device</b>",
        "<b>A03 · Điện thoại quầy: 1 sale not sent</b>",
    ] {
        assert!(asked.contains(said), "{said}: {asked}");
    }
    let report = fair.figures("/fairs/HL26").await;
    let stock = fair.page("/fairs/HL26/stock").await;
    let done = fair.close(&format!("{A03}/close"), true).await;
    assert!(done.to.starts_with(&format!("{A03}/goods")), "{}", done.to);
    assert_eq!(fair.offers().await, Vec::<&str>::new());
    assert_eq!(fair.figures("/fairs/HL26").await, report, "no figure moved");
    assert_eq!(fair.page("/fairs/HL26/stock").await, stock, "what lies there is counted");

    // Found again under its own chip, and its pages say how it stands.
    let list = fair.page("/fairs/HL26/booths").await;
    assert!(list.contains("Closed <span class=\"count\">1</span>"), "{list}");
    assert!(list.contains("All <span class=\"count\">1</span>"), "{list}");
    let found = fair.page("/fairs/HL26/booths?only=closed").await;
    assert!(found.contains("A03 · Gian A03") && !found.contains("B01 · Gian B01"), "{found}");
    for tab in ["goods", "edit", "shifts", "stock"] {
        let page = fair.page(&format!("{A03}/{tab}")).await;
        assert!(page.contains("This booth is closed") && page.contains("Open again"), "{page}");
    }

    // Money that was taken already is never refused: before the closing, and after it.
    fair.shop.set_now(noon + 2 * HOUR);
    fair.sold(2, noon + 1).await;
    fair.sold(3, noon + HOUR).await;
    let report = fair.figures("/fairs/HL26").await;
    assert_eq!((&report["revenue"], &report["sales"]), (&json!(555_000), &json!(3)), "{report}");
    let left = "select cast(sum(quantity) as text) from level";
    assert_eq!(fair.shop.words(left).await, ["12000"], "fifteen came, three are sold");

    // Its manager's form does not open it by the way.
    let manager = fair.shop.person("Hòa", Role::Manager, Some(fair.ours.uid), None).await;
    let form = "seller=HTX+Khác&bank_bin=&account=&closed=0";
    let kept = Day::fill(&fair.shop, &manager, "en", "/booth/edit", FORM, form).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let page = page_of(&fair.shop, &manager, "/booth").await;
    assert!(page.contains("This booth is closed") && !page.contains("Open again"), "{page}");
    let refused =
        Day::fill(&fair.shop, &manager, "en", &format!("{A03}/close"), FORM, "closed=0").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    fair.close(&format!("{A03}/close"), false).await;
    assert_eq!(fair.offers().await, everywhere);
    let page = fair.page(&format!("{A03}/goods")).await;
    assert!(!page.contains("This booth is closed") && page.contains("Close the booth…"), "{page}");
    fair.shop.verify().await;
}

#[tokio::test]
async fn a_closed_booth_asks_for_nothing_and_a_room_brings_it_nothing() {
    let fair = Fair::open().await;
    let (opens, closes) = ("08:00".into(), "22:00".into());
    let day = fair::OpeningDay { fair: fair.shop.fair, day: date(2026, 6, 3), opens, closes };
    fair.shop.put(Command::Fair(fair::Change::OpeningDay(day))).await;
    let store = room(&fair.shop).await;
    let came = crate::goods::ask(
        &fair.shop,
        store,
        chophien::stock::Act::Delivery,
        vec![units(fair.honey, 50)],
    );
    crate::goods::posted(&fair.shop, came).await.unwrap();
    let (noon, room) = (fair.shop.now(), "/fairs/HL26/rooms/K1/refill");
    for number in 1..=10 {
        fair.sold(number, noon).await;
    }
    fair.shop.set_now(noon + 2 * HOUR);
    let silent = "A03 has sold nothing";
    assert!(fair.page("/fairs/HL26/attention").await.contains(silent));
    assert!(fair.page(room).await.contains("A03"), "ten are sold and none is left");
    assert!(fair.page("/fairs/HL26/stock/soon").await.contains("A03"));

    fair.close(&format!("{A03}/close"), true).await;
    assert!(!fair.page("/fairs/HL26/attention").await.contains(silent));
    assert!(!fair.page(room).await.contains("A03"));
    assert!(!fair.page("/fairs/HL26/stock/soon").await.contains("A03"));
    // Money is still looked after: a sale that did not come is told.
    fair.shop.get_json(&fair.ours.who, "/api/v1/till?next=12").await;
    let page = fair.page("/fairs/HL26/attention").await;
    assert!(page.contains("A03 holds 1 unsent sale"), "{page}");
    fair.shop.verify().await;
}

#[tokio::test]
async fn a_closed_fair_leaves_the_lists_and_opens_again() {
    let fair = Fair::open().await;
    fair.sold(1, fair.shop.now()).await;
    let asked = fair.page("/fairs/HL26/close").await;
    for said in ["<b>2 products left</b>", "<b>2 paired devices</b>"] {
        assert!(asked.contains(said), "{said}: {asked}");
    }
    let name = "Hội chợ OCOP Hạ Long";
    let season = fair.figures("/reports/season?from=2026-06-01&to=2026-06-30").await;
    assert_eq!(season["revenue"], 185_000, "{season}");
    let board = |page: Page| page.to;
    let to = Day::ask(&fair.shop, &fair.organiser, "en", "/board").await;
    assert_eq!(board(to), "/board/HL26");

    fair.close("/fairs/HL26/close", true).await;
    let to = Day::ask(&fair.shop, &fair.organiser, "en", "/board").await;
    assert_eq!(board(to), "/fairs");
    let list = fair.page("/fairs").await;
    assert!(!list.contains(name) && list.contains("Closed <span class=\"count\">1</span>"));
    assert!(fair.page("/fairs?only=closed").await.contains(name));
    for path in ["/devices/pair", "/people/new", "/printers"] {
        assert!(!fair.page(path).await.contains("Gian A03"), "{path}");
    }
    assert!(fair.page("/fairs/HL26/booths").await.contains("This fair is closed"));
    assert!(fair.page(&format!("{A03}/goods")).await.contains("The whole fair is closed"));
    let now = fair.figures("/reports/season?from=2026-06-01&to=2026-06-30").await;
    assert_eq!(now, season, "the season counts it as before");
    fair.sold(2, fair.shop.now()).await;
    let report = fair.figures("/fairs/HL26").await;
    assert_eq!(report["revenue"], 370_000, "two jars of 185,000 đồng: {report}");
    // Its form keeps it closed.
    let form = "name=H%E1%BB%99i+ch%E1%BB%A3+OCOP+H%E1%BA%A1+Long&code=HL26&level=provincial\
                &kind=fair&starts_on=2026-06-01&ends_on=2026-06-08&cash_rounding=0";
    let path = "/fairs/HL26/edit";
    let kept = Day::fill(&fair.shop, &fair.organiser, "en", path, FORM, form).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    assert!(fair.page("/fairs/HL26/booths").await.contains("This fair is closed"));

    fair.close("/fairs/HL26/close", false).await;
    assert!(fair.page("/fairs").await.contains(name));
    assert!(!fair.page("/fairs/HL26/booths").await.contains("This fair is closed"));
    fair.shop.verify().await;
}

//! What somebody should see to stands on the board, on the fair's and on the booth's page, each its
//! own part, leads to where it is mended, and is gone from all of them once it is.

use crate::{
    day::Day,
    pages::FORM,
    shifts::{close, jar, open, page_of, sell},
    shop::{Booth, OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{DAY, HOUR, MINUTE},
        id::{CertificateId, ProductId},
    },
    catalog,
    desk::command::Command,
    payment::reference::Reference,
    staff::Role,
};
use jiff::civil::date;
use serde_json::json;

/// The board's lines, the fair's page, our booth's page as its organiser and as its manager see
/// it, and the other booth's.
const PAGES: [(&str, bool); 5] = [
    ("/fairs/HL26/attention", true),
    ("/fairs/HL26/booths", true),
    ("/fairs/HL26/booths/A03/goods", true),
    ("/booth", false),
    ("/fairs/HL26/booths/B01/goods", true),
];

/// A fair of two booths, ours with honey.
struct Fair {
    shop: TestShop,
    ours: Booth,
    honey: ProductId,
    organiser: Who,
    manager: Who,
}

impl Fair {
    async fn open() -> Fair {
        let (shop, ours, honey) = TestShop::with_honey(50).await;
        shop.booth("B01").await;
        let organiser = shop.person("Ban", Role::Organiser, None, None).await;
        let manager = shop.person("Hòa", Role::Manager, Some(ours.uid), None).await;
        Fair { shop, ours, honey, organiser, manager }
    }

    /// On which of the pages, in their order, something is said: `1` where it is.
    async fn says(&self, words: &str) -> String {
        let mut said = String::new();
        for (path, organises) in PAGES {
            let who = if organises { &self.organiser } else { &self.manager };
            let page = page_of(&self.shop, who, path).await;
            said.push(if page.contains(words) { '1' } else { '0' });
        }
        said
    }

    /// The page of our booth as its manager sees it leads there, and the page opens.
    async fn leads(&self, to: &str) {
        let page = page_of(&self.shop, &self.manager, "/booth").await;
        assert!(page.contains(&format!("<a href=\"{to}\"")), "{to}: {page}");
        page_of(&self.shop, &self.manager, &to.replace("&amp;", "&")).await;
    }
}

const OURS: &str = "11110";
const NOWHERE: &str = "00000";

#[tokio::test]
async fn a_booth_that_falls_silent_is_seen_until_it_sells() {
    let fair = Fair::open().await;
    let nine = OPENING - 5 * HOUR - 32 * MINUTE;
    fair.shop.set_now(nine);
    for _ in 0..8 {
        sell(&fair.shop, &fair.ours.who, &jar(&fair.shop, fair.honey, nine, None)).await;
    }
    // Eight sales from nine to ten: half an hour after ten four are missed.
    fair.shop.set_now(nine + 89 * MINUTE);
    assert_eq!(fair.says("A03 has sold nothing").await, NOWHERE);
    fair.shop.set_now(nine + 90 * MINUTE);
    assert_eq!(fair.says("A03 has sold nothing for 30 minutes").await, OURS);
    fair.leads("/booth/shifts").await;
    let now = fair.shop.now();
    sell(&fair.shop, &fair.ours.who, &jar(&fair.shop, fair.honey, now, None)).await;
    assert_eq!(fair.says("A03 has sold nothing").await, NOWHERE);
}

#[tokio::test]
async fn sales_that_a_phone_still_holds_are_seen_until_they_come() {
    let fair = Fair::open().await;
    let (shop, who) = (&fair.shop, &fair.ours.who);
    let numbered = |n: i64| {
        let mut sale = jar(shop, fair.honey, shop.now(), None);
        sale["device_seq"] = json!(n);
        sale
    };
    sell(shop, who, &numbered(1)).await;
    // Its next number is 4: two and three are on the phone.
    shop.get_json(who, "/api/v1/till?next=4").await;
    assert_eq!(fair.says("A03 holds 2 unsent sales").await, OURS);
    fair.leads("/booth/numbers").await;
    sell(shop, who, &numbered(2)).await;
    assert_eq!(fair.says("A03 holds 1 unsent sale").await, OURS);
    sell(shop, who, &numbered(3)).await;
    assert_eq!(fair.says("unsent sale").await, NOWHERE);
}

#[tokio::test]
async fn a_shift_left_open_overnight_is_seen_until_it_is_closed() {
    let fair = Fair::open().await;
    fair.shop.set_now(OPENING - DAY);
    let shift = open(&fair.shop, &fair.ours.who).await;
    let words = "A03 has a shift open since before today";
    assert_eq!(fair.says(words).await, NOWHERE);
    fair.shop.set_now(OPENING);
    assert_eq!(fair.says(words).await, OURS);
    fair.leads(&format!("/shifts/{shift}")).await;
    close(&fair.shop, &fair.ours.who, &shift, 500_000).await;
    assert_eq!(fair.says(words).await, NOWHERE);
}

#[tokio::test]
async fn money_that_the_bank_has_not_confirmed_is_seen_until_somebody_settles_it() {
    let fair = Fair::open().await;
    let reference = Reference::mint(&fair.shop.app.shop.chance).to_string();
    let mut sale = jar(&fair.shop, fair.honey, fair.shop.now(), None);
    sale["payments"] = json!([{"method": "vietqr", "amount": 185_000, "reference": reference}]);
    sell(&fair.shop, &fair.ours.who, &sale).await;
    fair.shop.set_now(OPENING + 14 * MINUTE);
    assert_eq!(fair.says("1 transfer · 185").await, NOWHERE);
    fair.shop.set_now(OPENING + 16 * MINUTE);
    assert_eq!(fair.says("1 transfer · 185").await, OURS);
    fair.leads("/transfers?state=claimed").await;
    for (state, seen) in [("missing", "Money missing"), ("confirmed", "")] {
        let body = format!("booth={}&reference={reference}&state={state}", fair.ours.uid);
        let page = Day::fill(&fair.shop, &fair.manager, "en", "/transfers", FORM, &body).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        fair.shop.set_now(fair.shop.now() + 16 * MINUTE);
        let expected = if seen.is_empty() { NOWHERE } else { OURS };
        assert_eq!(fair.says("1 transfer · 185").await, expected, "{state}");
    }
}

#[tokio::test]
async fn certificates_that_run_out_are_seen_by_those_who_sell_the_product() {
    let fair = Fair::open().await;
    let signed = |signed_on, expires_on| catalog::Certificate {
        uid: CertificateId(fair.shop.uid()),
        product: fair.honey,
        number: "QĐ 1".into(),
        star: 4,
        signed_on,
        expires_on,
    };
    let put = |it| fair.shop.put(Command::Catalog(catalog::Change::Certificate(it)));
    // The fair is on 3 June 2026.
    put(signed(date(2023, 7, 1), date(2026, 7, 1))).await;
    assert_eq!(fair.says("certificate expires within 30 days").await, OURS);
    put(signed(date(2026, 6, 1), date(2029, 6, 1))).await;
    assert_eq!(fair.says("certificate expires").await, NOWHERE);
}

#[tokio::test]
async fn what_a_manager_puts_off_is_off_on_the_board_and_the_other_way_round() {
    let fair = Fair::open().await;
    fair.shop.set_now(OPENING - DAY);
    let shift = open(&fair.shop, &fair.ours.who).await;
    fair.shop.set_now(OPENING);
    let words = "has a shift open since before today</a><br><span class=\"hint\">opened";
    assert_eq!(fair.says(words).await, OURS);
    let send = async |who: &Who, path: &str, body: String| {
        let page = Day::fill(&fair.shop, who, "en", path, FORM, &body).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        page.to
    };
    let off =
        |shift: &str| format!("matter=shift+{}&reason=Lan+ốm&hours=3", shift.replace('-', ""));
    // Another's line is nothing to him, and nothing is put off.
    send(&fair.manager, "/booth/attention", "matter=silent+B01&reason=x&hours=1".into()).await;
    assert_eq!(fair.shop.figure("select count(*) from put_off").await, 0);
    let to = send(&fair.manager, "/booth/attention", off(&shift)).await;
    assert!(to.starts_with("/booth"), "{to}");
    assert_eq!(fair.says(words).await, NOWHERE);
    assert_eq!(fair.says("Lan ốm · Hòa (manager)").await, OURS);
    send(&fair.manager, "/booth/attention/all", String::new()).await;
    assert_eq!(fair.says(words).await, OURS);
    let to = send(&fair.organiser, "/fairs/HL26/attention", off(&shift)).await;
    assert!(to.starts_with("/board/HL26"), "{to}");
    assert_eq!(fair.says(words).await, NOWHERE);
    send(&fair.organiser, "/fairs/HL26/attention/all", String::new()).await;
    assert_eq!(fair.says(words).await, OURS);
    fair.shop.verify().await;
}

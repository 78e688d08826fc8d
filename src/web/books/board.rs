//! The organiser's live board: the whole page once, then finished pieces of it, each for the
//! element of its id. The stream's script (`static/js/board.js`) puts them in place.

use crate::{
    base::{
        id::FairId,
        lang::{Lang, plural},
        money::group,
        share::Share,
    },
    journal::clock_check::behind,
    live::{Figures, Totals},
    print::spool::Stuck,
    report::{tables, trace::encode, words::short},
    web::{
        office::attention::printer,
        ui::{
            chart::{Point, bars_and_line, folded, point_table},
            figures::card,
            ranks::{Rank, ranks},
        },
    },
};
use maud::{Markup, html};

/// The pieces of the board, each with the id of its element.
pub fn fragments(it: &Totals, lang: Lang) -> Vec<(&'static str, Markup)> {
    vec![
        ("board-day", html! { (day(it, lang)) }),
        ("board-figures", figures(it, lang)),
        ("board-hours", hours(it, lang)),
        ("board-hours-table", point_table(&points(it, lang), lang)),
        ("board-booths", booths(it, lang)),
        ("board-zones", zones(it, lang)),
        ("board-attention", attention(it, lang)),
        ("board-products", products(it, lang)),
    ]
}

/// The id of the element that names printers a person should see to.
pub const PRINTERS: &str = "board-printers";

/// What stands beside the fair's name. `#live-state` is the script's.
pub fn board_acts(lang: Lang) -> Markup {
    html! {
        span.tag id="live-state" {}
        // For the screen above the entrance; the words change with the state (board.js).
        button.wide-only type="button" data-big-screen {
            (lang.say("Màn hình lớn", "Big screen"))
        }
    }
}

/// The page's body, under the fair's name.
pub fn board_body(it: &Totals, printers: Markup, card: Markup, lang: Lang) -> Markup {
    html! {
        p.sub id="board-day" { (day(it, lang)) }
        div.figures id="board-figures" { (figures(it, lang)) }
        div.cards.board {
            section.card {
                div id="board-hours" { (hours(it, lang)) }
                // The fold stands outside the piece, or each new snapshot would shut it.
                (folded(
                    html! {
                        div id="board-hours-table" { (point_table(&points(it, lang), lang)) }
                    },
                    lang,
                ))
            }
            section.card {
                h2 { (lang.say("Gian bán tốt nhất hôm nay", "Best booths today")) }
                div id="board-booths" { (booths(it, lang)) }
                h2 { (lang.say("Khu gian hàng", "Zones")) }
                ul.facts id="board-zones" { (zones(it, lang)) }
            }
            section.card {
                h2 { (lang.say("Cần xem", "To look at")) }
                ul.facts id=(PRINTERS) { (printers) }
                ul.facts id="board-attention" { (attention(it, lang)) }
                (card)
                h2 { (lang.say("Hàng bán chạy hôm nay", "Best products today")) }
                ul.facts id="board-products" { (products(it, lang)) }
            }
        }
    }
}

/// `Ngày 3/6 · Thứ Bảy 08/06/2024 · 120 gian, 118 đã bán`.
fn day(it: &Totals, lang: Lang) -> String {
    let date = it.at.date();
    let nth = match (it.day_no, it.days) {
        (Some(day), Some(days)) => format!("{} {day}/{days} · ", lang.say("Ngày", "Day")),
        _ => String::new(),
    };
    let (vi, en) = match date.weekday() {
        jiff::civil::Weekday::Monday => ("Thứ Hai", "Monday"),
        jiff::civil::Weekday::Tuesday => ("Thứ Ba", "Tuesday"),
        jiff::civil::Weekday::Wednesday => ("Thứ Tư", "Wednesday"),
        jiff::civil::Weekday::Thursday => ("Thứ Năm", "Thursday"),
        jiff::civil::Weekday::Friday => ("Thứ Sáu", "Friday"),
        jiff::civil::Weekday::Saturday => ("Thứ Bảy", "Saturday"),
        jiff::civil::Weekday::Sunday => ("Chủ Nhật", "Sunday"),
    };
    let booths = match lang {
        Lang::Vi => format!("{} gian, {} gian đã bán hôm nay", it.booths, it.booths_selling),
        Lang::En => {
            let (all, sold) = (it.booths, it.booths_selling);
            let (booths, have) = (plural(all, "booth", "booths"), plural(sold, "has", "have"));
            format!("{all} {booths}, {sold} {have} sold today")
        }
    };
    format!("{nth}{} {} · {booths}", lang.say(vi, en), crate::base::clock::date_text(date))
}

fn figures(it: &Totals, lang: Lang) -> Markup {
    let today = &it.today;
    let to = |rest: &str| format!("/fairs/{}{rest}", encode(&it.fair));
    let sales = to(&format!("/sales?day={}", it.at.date()));
    let compared = |pick: fn(&Figures) -> i64| {
        compare(pick(&it.full_hours), pick(&it.yesterday), it.at.hour(), lang)
    };
    let waiting = html! {
        (group(it.waiting)) " "
        (lang.say(
            "khoản chờ xác nhận, ",
            plural(it.waiting, "transfer to confirm, ", "transfers to confirm, "),
        )) (short(it.waiting_amount, lang))
    };
    let bought = html! {
        (today.conversion.text()) (lang.say(" mua hàng", " bought"))
    };
    html! {
        a.figure.first href=(sales) {
            span.figure-label { (lang.say("Doanh thu hôm nay", "Revenue today")) }
            strong.figure-value { (today.revenue.text()) }
            span.figure-note {
                (compared(|day| day.revenue.0))
                (lang.say(" · cả hội chợ ", " · whole fair ")) (short(it.overall.revenue, lang))
            }
        }
        (card(lang.say("Phiếu bán", "Sales"), &group(today.sales), compared(|day| day.sales),
            Some(&sales)))
        (card(lang.say("Lượt khách", "Visits"), &group(today.visits), bought, Some(&to(""))))
        (card(lang.say("Chi tiêu / lượt", "Spend per visit"), &today.spend_per_visit.text(),
            compared(|day| day.spend_per_visit.0), Some(&to(""))))
        (card(lang.say("Không tiền mặt", "Cashless"), &today.cashless_share.text(), waiting,
            Some(&to("#by_tender"))))
    }
}

/// `▲ 12 % so với hôm qua, đến 14 giờ`: full hours with full hours, so that the hour that still
/// runs does not look bad.
fn compare(today: i64, yesterday: i64, hour: i64, lang: Lang) -> Markup {
    let (sign, words) = match today.cmp(&yesterday) {
        std::cmp::Ordering::Greater => ("▲", lang.say("hơn hôm qua", "above yesterday")),
        std::cmp::Ordering::Less => ("▼", lang.say("kém hôm qua", "below yesterday")),
        std::cmp::Ordering::Equal => ("＝", lang.say("như hôm qua", "as yesterday")),
    };
    let change = Share::of((today - yesterday).abs(), yesterday.abs()).text();
    html! {
        @if yesterday <= 0 {
            (lang.say("chưa có hôm qua để so", "no yesterday to compare with"))
        } @else {
            (sign) " " (change) " " (words) ", " (lang.say("đến ", "until "))
            (tables::hour(&format!("{hour:02}"), lang))
        }
    }
}

fn hours(it: &Totals, lang: Lang) -> Markup {
    let question = lang.say("Doanh thu và lượt khách hôm nay", "Revenue and visits today");
    bars_and_line(question, &points(it, lang), lang)
}

fn points(it: &Totals, lang: Lang) -> Vec<Point> {
    let point = |hour: &crate::live::Hour| Point {
        label: tables::hour(&format!("{:02}", hour.hour), lang),
        bar: hour.revenue.0,
        line: hour.visits,
        now: hour.hour == it.at.hour(),
    };
    it.by_hour.iter().map(point).collect()
}

fn booths(it: &Totals, lang: Lang) -> Markup {
    let rank = |booth: &crate::live::Booth| Rank {
        name: format!("{} · {}", booth.code, booth.name),
        size: booth.revenue.0,
        value: booth.revenue.digits(),
        to: Some(format!("/fairs/{}/booths/{}", encode(&it.fair), encode(&booth.code))),
    };
    ranks(&it.best_booths.iter().map(rank).collect::<Vec<_>>(), lang)
}

fn zones(it: &Totals, lang: Lang) -> Markup {
    html! {
        @for zone in &it.by_zone {
            li {
                span { (tables::zone(&zone.zone, lang)) }
                b.money { (zone.revenue.digits()) " · " (zone.share.text()) }
            }
        }
    }
}

/// That the laptop's clock is behind the book; the other lines come by themselves.
fn attention(it: &Totals, lang: Lang) -> Markup {
    html! {
        @if let Some(behind) = behind(it.at, it.newest) {
            li {
                span.tag.stop { (lang.say("Đồng hồ", "Clock")) }
                span { (behind.short().in_lang(lang)) }
            }
        }
    }
}

/// The printers of a fair from which papers have not come out, and why.
pub fn printers(stuck: &[Stuck], fair: FairId, lang: Lang) -> Markup {
    let here = stuck.iter().filter(|it| it.fairs.contains(&fair));
    html! {
        @for it in here { (printer(it, "/printers", lang)) }
    }
}

fn products(it: &Totals, lang: Lang) -> Markup {
    html! {
        @if it.best_products.is_empty() {
            li { span { (lang.say("Chưa bán gì hôm nay.", "Nothing sold yet today.")) } }
        }
        @for product in &it.best_products {
            li {
                span { (product.name) }
                b.money { (product.quantity.text()) " " (product.unit) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        live::Live,
        report::testbook::{Book, at},
    };
    use jiff::civil::date;

    #[tokio::test]
    async fn every_piece_has_its_place_on_the_board() {
        let book = Book::filled().await;
        book.now(at(date(2024, 6, 3), 10));
        let totals = Live::new(book.shop.clone()).watch(book.summer).await.unwrap();
        let totals = totals.borrow().clone();
        let page = board_body(&totals, html! {}, html! {}, Lang::Vi).into_string();
        for (id, piece) in fragments(&totals, Lang::Vi) {
            assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
            assert!(page.contains(&piece.into_string()), "{id}");
        }
        for words in [
            "Ngày 2/6 · Thứ Hai 03/06/2024 · 2 gian, 2 gian đã bán hôm nay",
            "▲ 40\u{a0}% hơn hôm qua, đến 10 giờ",
            "B01 · Gian Thái Bình",
        ] {
            assert!(page.contains(words), "{words} in {page}");
        }
    }
}

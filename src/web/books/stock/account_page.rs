//! The goods account as a page and on paper. Each figure leads to what it is summed from.

use crate::{
    base::{clock::date_text, fold::fold, lang::Lang, quantity::Quantity},
    report::{
        file::Format,
        sentence,
        stock::{
            GoodsPart,
            account::{Account, Part},
        },
        trace::encode,
    },
    stock::document::Column,
    web::{
        books::{report::journal_state, stock::moves::ALL},
        ui::list::{self, Asked, List},
    },
};
use maud::{Markup, html};

/// A column of the page: its head, and the columns of the account that stand in it.
const COLUMNS: &[((&str, &str), &[Column])] = &[
    (("Vào", "In"), &[Column::Brought, Column::Received]),
    (("Đã bán", "Sold"), &[Column::Sold]),
    (("Cho · hao hụt", "Given · lost"), &[Column::Given, Column::Lost]),
    (("Chuyển · trả", "Sent · returned"), &[Column::Sent, Column::Returned]),
    (("Kiểm kê ±", "Count ±"), &[Column::Adjusted]),
];

/// A fair's account: one row for each owner at each place, which leads to its own account.
pub fn whole(it: &Account, frame: Markup, asked: &Asked, lang: Lang) -> Markup {
    let fair = format!("/fairs/{}", encode(&it.fair));
    let title = lang.say("Bảng kê hàng hóa", "Goods account");
    html! {
        (frame)
        (head(it, title, lang))
        @if it.parts.is_empty() { (nothing(lang)) }
        @else { (parts(it, &fair, asked, lang)) }
    }
}

fn nothing(lang: Lang) -> Markup {
    html! {
        p.empty {
            (lang.say("Chưa có hàng nào được nhập hay bán ở đây.",
                "No goods were brought or sold here yet."))
        }
    }
}

/// Title, sentence, and the ways to take the account along.
fn head(it: &Account, title: &str, lang: Lang) -> Markup {
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    html! {
        div.page-head {
            div {
                h1 { (title) }
                p.sub { (date_text(it.on)) " · " (book) }
            }
            div.actions {
                @for format in [Format::Xlsx, Format::Csv] {
                    a.button href={ "?format=" (format.as_str()) } download { (format.label(lang)) }
                }
                @if it.place.is_some() || it.owner.is_some() {
                    button type="button" data-print {
                        (lang.say("In để ký", "Print to sign"))
                    }
                }
            }
        }
        p.sentence { (sentence::account(it, lang).text()) }
    }
}

fn parts(it: &Account, fair: &str, asked: &Asked, lang: Lang) -> Markup {
    let path = format!("{fair}/account");
    let to = |part: &Part| format!("{fair}/{}/account", at(part));
    let count = |count: usize| html! { @if count > 0 { (count) } @else { span.hint { "0" } } };
    List::<Part>::new(&path, asked, lang.say("Chủ hàng", "Owners"), lang)
        .searched(
            lang.say("Tìm nơi, chủ hàng, sản phẩm…", "Find a place, owner, product…"),
            |it| {
                let goods =
                    it.goods.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(" ");
                format!("{} {} {} {goods}", it.code, it.name, it.owner_name)
            },
        )
        .column(
            list::Column::new("place", lang.say("Nơi", "Place"), move |it: &Part| {
                html! { a href=(to(it)) { (place_name(it, lang)) } }
            })
            .by(|it| fold(&it.code)),
        )
        .column(
            list::Column::new("owner", lang.say("Chủ hàng", "Owner"), move |it: &Part| {
                html! { a href={ (fair) "/owners/" (it.owner) "/account" } { (it.owner_name) } }
            })
            .by(|it| fold(&it.owner_name)),
        )
        .column(
            list::Column::new("goods", lang.say("Mặt hàng", "Lines"), |it: &Part| {
                html! { (it.goods.len()) }
            })
            .figures()
            .by(|it| it.goods.len()),
        )
        .column(
            list::Column::new("left", lang.say("Còn tồn", "Still there"), move |it: &Part| {
                count(it.left())
            })
            .figures()
            .by(Part::left),
        )
        .column(
            list::Column::new(
                "differing",
                lang.say("Chênh lệch, hao hụt", "Difference, loss"),
                move |it: &Part| count(it.differing()),
            )
            .figures()
            .by(Part::differing),
        )
        .chip("left", lang.say("Còn tồn", "Still there"), |it| it.left() > 0)
        .chip("differing", lang.say("Có chênh lệch", "Differing"), |it| it.differing() > 0)
        .chip("way", lang.say("Đang chuyển", "On the way"), Part::on_the_way)
        .draw(&it.parts)
}

fn place_name(it: &Part, lang: Lang) -> String {
    match (it.kind.as_str(), it.name.is_empty()) {
        ("transit", _) => format!("{} {}", lang.say("Đang chuyển", "On the way"), it.code),
        (_, true) => it.code.clone(),
        _ => format!("{} · {}", it.code, it.name),
    }
}

/// The account of one place, owner by owner; on paper a sheet for each, to be signed.
pub fn of_place(it: &Account, frame: Markup, lang: Lang) -> Markup {
    let name = it.parts.first().map(|part| place_name(part, lang));
    let name = name.or(it.place.clone()).unwrap_or_default();
    let title = format!("{} · {name}", lang.say("Bảng kê hàng hóa", "Goods account"));
    html! {
        (frame)
        (head(it, &title, lang))
        @if it.parts.is_empty() { (nothing(lang)) }
        @else { (table(lang, html! { @for part in &it.parts { (owner(it, part, lang)) } })) }
    }
}

fn table(lang: Lang, bodies: Markup) -> Markup {
    html! {
        section.card.flush.goods-account {
            div.table-wrap.open { table.table.report {
                thead { tr {
                    th scope="col" { (lang.say("Sản phẩm", "Product")) }
                    @for ((vi, en), _) in COLUMNS {
                        th scope="col" class="num" { (lang.say(vi, en)) }
                    }
                    th scope="col" class="num" { (lang.say("Còn", "Left")) }
                } }
                (bodies)
            } }
        }
    }
}

/// The account of one owner at all places: what they come to together, place by place below it,
/// and one sheet to be signed.
pub fn of_owner(it: &Account, frame: Markup, lang: Lang) -> Markup {
    let name = it.owner.as_ref().map_or("", |it| it.1.as_str());
    let title = format!("{} · {name}", lang.say("Bảng kê hàng hóa", "Goods account"));
    let group = |words: &str| {
        html! {
            tr.group { th colspan=(COLUMNS.len() + 2) scope="rowgroup" { (words) } }
        }
    };
    html! {
        (frame)
        (head(it, &title, lang))
        (table(lang, html! {
            tbody {
                (group(lang.say("Cả hội chợ", "The whole fair")))
                @for goods in it.sums() { (row(None, &goods, lang)) }
            }
            @for part in &it.parts {
                tbody {
                    (group(&place_name(part, lang)))
                    @for goods in &part.goods { (row(Some((it, part)), goods, lang)) }
                }
            }
        }))
        div.on-paper { (signatures(name, lang)) }
    }
}

fn product(goods: &GoodsPart, lang: Lang) -> Markup {
    html! {
        th scope="row" {
            (goods.name) " " span.hint { (goods.unit) }
            @if !goods.tracked {
                " " span.tag { (lang.say("không theo dõi", "not kept")) }
            }
        }
    }
}

/// The rows of one owner, under his name and above the signatures.
fn owner(it: &Account, part: &Part, lang: Lang) -> Markup {
    let wide = COLUMNS.len() + 2;
    html! {
        tbody {
            tr.group { th colspan=(wide) scope="rowgroup" {
                (part.owner_name)
                span.on-paper {
                    br; (lang.say("Bảng kê hàng hóa", "Goods account")) " · "
                    (place_name(part, lang)) " · " (it.fair_name) " · " (date_text(it.on))
                }
            } }
            @for goods in &part.goods { (row(Some((it, part)), goods, lang)) }
            tr.on-paper { td colspan=(wide) { (signatures(&part.owner_name, lang)) } }
        }
    }
}

/// A product of an owner at a place, whose figures lead to what they are summed from. Over all
/// places (none) the rows below make it.
fn row(at: Option<(&Account, &Part)>, goods: &GoodsPart, lang: Lang) -> Markup {
    let way = |column| at.map(|(it, part)| moves(it, part, goods, column));
    html! {
        tr {
            (product(goods, lang))
            @for ((vi, en), columns) in COLUMNS {
                @let some = some(goods, columns);
                td class={ "num" @if some.is_empty() { " zero" } } data-label=(lang.say(vi, en)) {
                    @if some.is_empty() { "0" }
                    @for column in &some { div {
                        @if columns.len() > 1 {
                            span.hint { (column.label(lang).to_lowercase()) } " "
                        }
                        (linked(way(Some(*column)), html! { (figure(goods, *column)) }))
                    } }
                }
            }
            td class="num" data-label=(lang.say("Còn", "Left")) {
                (linked(way(None), html! { b { (goods.packs.shown(goods.left, &goods.unit)) } }))
            }
        }
    }
}

/// A figure, which leads somewhere.
fn linked(way: Option<String>, figure: Markup) -> Markup {
    html! {
        @match way {
            Some(way) => a href=(way) { (figure) },
            None => (figure),
        }
    }
}

/// What a count found too much says so.
fn figure(goods: &GoodsPart, column: Column) -> String {
    let figure = goods.figure(column);
    match column {
        Column::Adjusted => goods.packs.signed(figure, &goods.unit),
        _ => goods.packs.shown(figure, &goods.unit),
    }
}

/// Those of some columns of the account that are not zero.
fn some(goods: &GoodsPart, columns: &[Column]) -> Vec<Column> {
    let some = columns.iter().filter(|column| goods.figure(**column) != Quantity::ZERO);
    some.copied().collect()
}

/// The address of a place under its fair.
fn at(part: &Part) -> String {
    let under = if part.kind == "booth" { "booths" } else { "places" };
    format!("{under}/{}", encode(&part.code))
}

/// Where a figure leads; without a column, all that is left.
fn moves(it: &Account, part: &Part, goods: &GoodsPart, column: Option<Column>) -> String {
    let (fair, at, column) = (encode(&it.fair), at(part), column.map_or(ALL, Column::as_str));
    format!("/fairs/{fair}/{at}/moves/{}/{}/{column}", goods.product, part.owner)
}

/// Who signs the sheet: whoever hands the goods over, their owner, the organiser.
fn signatures(owner: &str, lang: Lang) -> Markup {
    let all = [
        ("Người giao hàng", "Handed over by", ""),
        ("Chủ hàng", "Owner", owner),
        ("Ban tổ chức", "Organiser", ""),
    ];
    html! {
        div.signatures {
            @for (vi, en, name) in all {
                div {
                    b { (lang.say(vi, en)) }
                    span.hint { (lang.say("(ký, ghi rõ họ tên)", "(signature, full name)")) }
                    span.signer { (name) }
                }
            }
        }
    }
}

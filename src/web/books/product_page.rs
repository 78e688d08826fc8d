//! The page of a product that anybody may open: the code on its price sign and on its label leads
//! there. Whose it is, how many stars hold today, and whether its lot was recalled; no price and no
//! figure of the shop.

use crate::{
    base::{clock::stored_date_text, id::ProductId, lang::Lang, refusal::Refusal},
    catalog::{
        open::store::{OpenLot, OpenRow, lot, open},
        photo::store::{PhotoRow, photo},
        valid_star,
    },
    web::{
        http::{app::App, guard::Open, problem::Spoken, route::get},
        ui::{
            answer::{Shown, part, shown},
            page::{self, other_language},
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, html};

/// Routes of products as everybody sees them.
pub fn router() -> Router<App> {
    Router::new().route("/p/{product}", get(product)).route("/p/{product}/{lot}", get(of_lot))
}

async fn product(
    Open(lang): Open,
    State(app): State<App>,
    Path(product): Path<ProductId>,
) -> Shown {
    look(&app, product, None, lang).await
}

async fn of_lot(
    Open(lang): Open,
    State(app): State<App>,
    Path((product, lot)): Path<(ProductId, String)>,
) -> Shown {
    look(&app, product, Some(&lot), lang).await
}

async fn look(app: &App, product: ProductId, code: Option<&str>, lang: Lang) -> Shown {
    let mut db = app.shop.read().await.spoken(lang)?;
    let row = open(&mut db, product).await.spoken(lang)?;
    let row = row.ok_or_else(Refusal::no_product).spoken(lang)?;
    let photo = photo(&mut db, &product.bytes()).await.spoken(lang)?;
    let of = match code {
        Some(code) => Some((code, lot(&mut db, product, code).await.spoken(lang)?)),
        None => None,
    };
    drop(db);
    let path = match code {
        Some(code) => format!("/p/{product}/{}", part(code)),
        None => format!("/p/{product}"),
    };
    shown(body((&row, photo.as_ref()), of.as_ref(), (app.shop.clock.now().date(), &path), lang))
}

fn body(
    (row, photo): (&OpenRow, Option<&PhotoRow>),
    of: Option<&(&str, OpenLot)>,
    (today, path): (Date, &str),
    lang: Lang,
) -> Markup {
    let place = [row.commune.as_str(), row.province.as_str()];
    let place = place.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (page::head_with(&row.name, &["tokens", "base", "receipt"], None))
            body data-page="product" {
                main id="main" {
                    @if let Some((code, it)) = of.filter(|it| it.1.blocked) {
                        (recalled(code, it.expires_on.as_deref(), lang))
                    }
                    article class="slip" {
                        h1 { (row.name) }
                        @if let Some(photo) = photo {
                            img class="photo" src={ "/photos/" (photo.page) ".jpg" }
                                alt="" width=(photo.width) height=(photo.height);
                        }
                        (stars(row, today, lang))
                        hr;
                        p class="row" {
                            span { (lang.say("Đơn vị tính", "Sold by")) } span { (row.unit) }
                        }
                        p class="row" {
                            span { (lang.say("Nhà sản xuất", "Producer")) } b { (row.producer) }
                        }
                        @if !place.is_empty() {
                            p class="row" {
                                span { (lang.say("Nơi làm ra", "Made in")) } span { (place) }
                            }
                        }
                        @if let Some((code, it)) = of { (of_this(code, it, lang)) }
                    }
                    p class="ways" { (other_language(lang, path)) }
                }
            }
        }
    }
}

/// The stars that hold today, with the last day of their certificate; of others nothing is said.
fn stars(row: &OpenRow, today: Date, lang: Lang) -> Markup {
    let certificates: Vec<(u8, Date, Date)> =
        serde_json::from_str(&row.certificates).unwrap_or_default();
    let listed = row.star.and_then(|star| u8::try_from(star).ok());
    let star = valid_star(listed, &certificates, today);
    let until = star.and_then(|star| {
        let holding =
            certificates.iter().filter(|it| it.0 == star && it.1 <= today && today <= it.2);
        holding.map(|it| it.2).max()
    });
    html! {
        @if let Some(star) = star {
            p class="centre stars" {
                (format!("OCOP {} ", "★".repeat(usize::from(star))))
                (star) " " (lang.say("sao", "stars"))
            }
            @if let Some(until) = until {
                p class="centre" {
                    (lang.say("Giấy chứng nhận còn hạn đến", "Certificate valid until")) " "
                    (stored_date_text(&until.to_string()))
                }
            }
        } @else {
            p class="centre" {
                (lang.say("Hiện không có hạng sao OCOP còn hiệu lực",
                    "No OCOP stars hold at present"))
            }
        }
    }
}

fn of_this(code: &str, it: &OpenLot, lang: Lang) -> Markup {
    let day = it.expires_on.as_deref().map(stored_date_text);
    let until = match it.soft {
        Some(1) => lang.say("Tốt nhất trước", "Best before"),
        _ => lang.say("Hạn sử dụng", "Use by"),
    };
    html! {
        hr;
        p class="row" { span { (lang.say("Lô", "Lot")) } b { (code) } }
        @if let Some(day) = day { p class="row" { span { (until) } span { (day) } } }
        @if !it.known && !it.blocked {
            p class="centre" {
                (lang.say("Lô này chưa có trong sổ của hội chợ này.",
                    "This fair’s book does not know the lot."))
            }
        }
    }
}

fn recalled(code: &str, day: Option<&str>, lang: Lang) -> Markup {
    let day = day.map(|day| format!(" · {}", stored_date_text(day))).unwrap_or_default();
    html! {
        p class="notice stop" role="alert" { span {
            b { (lang.say("Lô bị thu hồi", "Recalled lot")) " " (code) (day) } " "
            (lang.say("Đừng dùng. Mang lại gian đã bán hoặc ban tổ chức.",
                "Do not use it. Bring it back to the booth or to the organiser."))
        } }
    }
}

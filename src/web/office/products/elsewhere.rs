//! Where a product is sold at another price than everywhere.

use crate::{
    base::{lang::Lang, money::Money},
    catalog::store::{OtherPrice, other_prices},
    web::ui::{answer::part, form::Form},
};
use jiff::civil::Date;
use maud::{Markup, html};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// The prices of fairs and booths that go before the form's own; nothing where there are none.
pub async fn prices(
    db: &mut SqliteConnection,
    form: &Form,
    today: Date,
    lang: Lang,
) -> sqlx::Result<Markup> {
    let Ok(uid) = form.get("uid").parse::<Uuid>() else { return Ok(html! {}) };
    let rows = other_prices(db, uid.as_bytes(), &today.to_string()).await?;
    Ok(draw(&rows, lang))
}

fn draw(rows: &[OtherPrice], lang: Lang) -> Markup {
    html! {
        @if !rows.is_empty() {
            section class="card" id="elsewhere" {
                h2 { (lang.say("Nơi bán giá khác", "Other prices")) }
                p class="hint" {
                    (lang.say("Ở những nơi này giá riêng đi trước giá ở trên.",
                        "At these places their own price goes before the one above."))
                }
                ul class="facts" {
                    @for row in rows { li { (place(row)) b { (Money(row.amount).text()) } } }
                }
            }
        }
    }
}

/// The place, leading to where its price is kept.
fn place(row: &OtherPrice) -> Markup {
    let fair = format!("/fairs/{}", part(&row.fair));
    html! {
        span {
            @match (&row.booth, &row.booth_name) {
                (Some(code), Some(name)) => {
                    a href={ (fair) "/booths/" (part(code)) "/goods" } { (code) " · " (name) }
                    " · " (row.fair_name)
                }
                _ => a href={ (fair) "/prices" } { (row.fair_name) },
            }
        }
    }
}

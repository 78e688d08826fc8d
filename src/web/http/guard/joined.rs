//! A machine that joined this hub: known by a token of its own, before anything that it sends is
//! read.

use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    staff::access,
    sync::hub::{self, Beside, store::JoinedRow},
    web::http::{
        app::App,
        guard::{Guard, Refused, bearer, lang},
        problem::{Problem, Spoken},
    },
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};

/// A machine that joined.
pub struct Joined {
    /// Which.
    pub row: JoinedRow,
    /// What it says beside what it sends.
    pub beside: Beside,
    /// The language of the answer.
    pub lang: Lang,
}

impl Guard for Joined {}

impl FromRequestParts<App> for Joined {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Joined, Refused> {
        let lang = lang(&parts.headers);
        let token = bearer(&parts.headers).map(access::digest);
        let nobody = || {
            let say = Say::new("Cần mã của máy đã kết nối", "A machine that joined is needed");
            Problem(Refusal::SignIn(say), lang)
        };
        let row = hub::enter(&app.shop, &token.ok_or_else(nobody)?).await.spoken(lang)?;
        Ok(Joined { row, beside: beside(&parts.headers), lang })
    }
}

fn beside(headers: &HeaderMap) -> Beside {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let left = text("chophien-left").split_once(' ');
    let number = |text: &str| text.parse::<i64>().unwrap_or_default().max(0);
    Beside {
        machine: text("chophien-machine").to_owned(),
        signature: text("chophien-signature").to_owned(),
        left: left.map(|(rows, money)| (number(rows), number(money))).unwrap_or_default(),
    }
}

//! A laptop that follows this one: known by a token of its own, before anything that it sends is
//! read.

use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    staff::access,
    standby::{leader, store::StandbyRow},
    web::http::{
        app::App,
        guard::{Guard, Refused, bearer, lang},
        https::Scheme,
        problem::{Problem, Spoken},
    },
};
use axum::{extract::FromRequestParts, http::request::Parts};

/// A laptop that follows this one, or did: its row says whether it is on the list.
pub struct Standby {
    /// Which.
    pub row: StandbyRow,
    /// Its signature of what it sends, hexadecimal, or empty.
    pub signature: String,
    /// The language of the answer.
    pub lang: Lang,
}

impl Guard for Standby {}

impl FromRequestParts<App> for Standby {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Standby, Refused> {
        let lang = lang(&parts.headers);
        let token = bearer(&parts.headers).map(access::digest);
        let nobody = || {
            let say = Say::new("Cần mã của máy dự phòng", "A standby is needed");
            Problem(Refusal::SignIn(say), lang)
        };
        let secure = Scheme::of(&parts.extensions) == Scheme::Tls;
        let row =
            leader::enter(&app.shop, &token.ok_or_else(nobody)?, secure).await.spoken(lang)?;
        let signature = parts.headers.get("chophien-signature").and_then(|it| it.to_str().ok());
        Ok(Standby { row, signature: signature.unwrap_or_default().to_owned(), lang })
    }
}

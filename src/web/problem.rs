//! One place where a refusal becomes an HTTP answer: status here, words in `base::refusal`.

use crate::base::{
    lang::{Lang, Say},
    refusal::Refusal,
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// A refusal spoken in the caller's language.
#[derive(Debug)]
pub struct Problem(pub Refusal, pub Lang);

impl Problem {
    /// The status of a refusal.
    pub fn status(refusal: &Refusal) -> StatusCode {
        match refusal {
            Refusal::Malformed { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::NotFound(_) => StatusCode::NOT_FOUND,
            Refusal::Conflict(_) => StatusCode::CONFLICT,
            Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
            Refusal::SignIn(_) => StatusCode::UNAUTHORIZED,
            Refusal::Locked(_) => StatusCode::LOCKED,
            Refusal::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(refusal: &Refusal) -> &'static str {
        match refusal {
            Refusal::Malformed { code, .. } => code,
            Refusal::NotFound(_) => "not_found",
            Refusal::Conflict(_) => "conflict",
            Refusal::Forbidden(_) => "forbidden",
            Refusal::SignIn(_) => "sign_in",
            Refusal::Locked(_) => "locked",
            Refusal::Busy => "busy",
            Refusal::Failed(_) => "failed",
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if let Refusal::Failed(error) = &self.0 {
            tracing::error!(error, "a request failed");
        }
        let say = self.0.say();
        let body = json!({"error": Problem::code(&self.0), "message": say.in_lang(self.1)});
        (Problem::status(&self.0), Json(body)).into_response()
    }
}

/// The refusal where a booth is named that does not exist (any more).
pub fn no_booth() -> Refusal {
    Refusal::NotFound(Say::new("Không có gian hàng này", "No such booth"))
}

/// Speaks a refusal in a language.
pub trait Spoken<T> {
    /// The same result with the refusal ready to be answered.
    fn spoken(self, lang: Lang) -> Result<T, Problem>;
}

impl<T, E: Into<Refusal>> Spoken<T> for Result<T, E> {
    fn spoken(self, lang: Lang) -> Result<T, Problem> {
        self.map_err(|error| Problem(error.into(), lang))
    }
}

//! One place where a refusal becomes an HTTP answer: status here, words in `base::refusal`.

use crate::{
    base::{lang::Lang, outage::Outage, refusal::Refusal},
    web::http::outage,
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// A refusal spoken in the caller's language.
#[derive(Debug, Clone)]
pub struct Problem(pub Refusal, pub Lang);

impl Problem {
    /// The status of a refusal.
    pub fn status(refusal: &Refusal) -> StatusCode {
        match refusal {
            Refusal::Malformed { code: "not_json", .. } => StatusCode::BAD_REQUEST,
            Refusal::Malformed { code: "media_type", .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refusal::Malformed { code: "too_large", .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Malformed { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::NotFound(_) => StatusCode::NOT_FOUND,
            Refusal::Conflict(_) | Refusal::Settled { .. } => StatusCode::CONFLICT,
            Refusal::Forbidden(_) | Refusal::NeedsManager(_) => StatusCode::FORBIDDEN,
            Refusal::SignIn(_) => StatusCode::UNAUTHORIZED,
            Refusal::Locked(_) => StatusCode::LOCKED,
            Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Busy | Refusal::CannotWrite(_) | Refusal::Waiting | Refusal::Followed => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Refusal::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A fault of the program or the machine goes into the log: the words say nothing of it.
    pub fn log(&self) {
        if let Refusal::Failed(error) = &self.0 {
            tracing::error!(error, "a request failed");
        }
    }

    fn code(refusal: &Refusal) -> &'static str {
        match refusal {
            Refusal::Malformed { code, .. } | Refusal::Settled { code, .. } => code,
            Refusal::NotFound(_) => "not_found",
            Refusal::Conflict(_) => "conflict",
            Refusal::Forbidden(_) => "forbidden",
            Refusal::NeedsManager(_) => "needs_manager",
            Refusal::SignIn(_) => "sign_in",
            Refusal::Locked(_) => "locked",
            Refusal::TooMany { .. } => "too_many",
            Refusal::Busy => "busy",
            Refusal::CannotWrite(_) => "cannot_write",
            Refusal::Waiting => "not_taken_over",
            Refusal::Followed => "followed",
            Refusal::Failed(_) => "failed",
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.log();
        let say = self.0.say();
        let mut body = json!({"error": Problem::code(&self.0), "message": say.in_lang(self.1)});
        if let Refusal::CannotWrite(outage) = self.0 {
            body["why"] = json!(outage);
            body["short"] = outage::short(outage);
        }
        let mut answer = (Problem::status(&self.0), Json(body)).into_response();
        say_when(&self.0, &mut answer);
        answer
    }
}

/// Stands beside an answer for which the book was read and found damaged.
#[derive(Debug, Clone, Copy)]
pub struct Damaged;

/// Tells a caller who came too often after how many seconds to come again.
pub fn say_when(refusal: &Refusal, answer: &mut Response) {
    if *refusal == Refusal::CannotWrite(Outage::Damaged) {
        answer.extensions_mut().insert(Damaged);
    }
    let wait = match refusal {
        Refusal::TooMany { wait, .. } => *wait,
        Refusal::Busy | Refusal::CannotWrite(_) => 1,
        _ => return,
    };
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
}

/// The refusal of a body beyond the limit.
pub fn too_large() -> Refusal {
    Refusal::malformed("too_large", "Dữ liệu gửi lên quá lớn", "Too much was sent")
}

/// The refusal where a booth is named that does not exist (any more).
pub fn no_booth() -> Refusal {
    Refusal::no_booth()
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

//! How a guard says no.

use crate::web::http::problem::Problem;
use axum::{
    extract::rejection::PathRejection,
    response::{IntoResponse, Response},
};

/// Why a guard let nobody in.
#[derive(Debug)]
pub enum Refused {
    /// Whoever asks may not, or could not be looked up. To the screens' own calls it is JSON;
    /// to people, a page: `ui/refusal.rs` finds the problem beside the answer.
    Caller(Problem),
    /// The address names nothing that a guard could look up.
    Address(PathRejection),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Refused {
        Refused::Caller(problem)
    }
}

impl From<PathRejection> for Refused {
    fn from(rejection: PathRejection) -> Refused {
        Refused::Address(rejection)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Refused::Caller(problem) => {
                let beside = problem.clone();
                let mut answer = problem.into_response();
                answer.extensions_mut().insert(beside);
                answer
            }
            Refused::Address(rejection) => rejection.into_response(),
        }
    }
}

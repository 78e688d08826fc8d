//! The ways by which a request reaches a handler. There is none to one without a guard: a handler
//! whose first argument is no [`Guard`] does not compile, and no other file names the router's own
//! methods (`tests/tidy/routes.rs`).
//!
//! Each handler is put behind one type before the router sees it. The router would otherwise wrap
//! every handler in services of its own type, and prove of each anew that it may go to another
//! thread, through all the futures in it: a good part of a build's time.

use crate::web::http::{app::App, guard::Guard};
use axum::{
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{self, MethodRouter},
};
use std::{pin::Pin, sync::Arc};

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The arguments of a handler that begin with a guard. `M` is axum's mark of whether the last one
/// takes the body.
#[diagnostic::on_unimplemented(
    message = "this handler has no guard, or more than six arguments",
    note = "its first argument says who may come in: one of `web::http::guard`, `Open` where it \
            is everybody"
)]
pub trait Guarded {}

impl<M, G: Guard> Guarded for (M, G) {}
impl<M, G: Guard, A> Guarded for (M, G, A) {}
impl<M, G: Guard, A, B> Guarded for (M, G, A, B) {}
impl<M, G: Guard, A, B, C> Guarded for (M, G, A, B, C) {}
impl<M, G: Guard, A, B, C, D> Guarded for (M, G, A, B, C, D) {}
impl<M, G: Guard, A, B, C, D, E> Guarded for (M, G, A, B, C, D, E) {}

/// Any handler.
#[derive(Clone)]
struct Any(Arc<dyn Fn(Request, App) -> Answer + Send + Sync>);

impl Any {
    fn of<H: Handler<T, App>, T: 'static>(handler: H) -> Any {
        Any(Arc::new(move |request, app| Box::pin(handler.clone().call(request, app))))
    }
}

impl Handler<Any, App> for Any {
    type Future = Answer;

    fn call(self, request: Request, app: App) -> Answer {
        (self.0)(request, app)
    }
}

/// Answers GET (and HEAD).
pub fn get<H: Handler<T, App>, T: Guarded + 'static>(handler: H) -> MethodRouter<App> {
    routing::get(Any::of(handler))
}

/// Answers POST.
pub fn post<H: Handler<T, App>, T: Guarded + 'static>(handler: H) -> MethodRouter<App> {
    routing::post(Any::of(handler))
}

/// Answers PUT.
pub fn put<H: Handler<T, App>, T: Guarded + 'static>(handler: H) -> MethodRouter<App> {
    routing::put(Any::of(handler))
}

/// Answers DELETE.
pub fn delete<H: Handler<T, App>, T: Guarded + 'static>(handler: H) -> MethodRouter<App> {
    routing::delete(Any::of(handler))
}

//! The ways by which a request reaches a handler.
//!
//! Each handler is put behind one type before the router sees it. The router would otherwise wrap
//! every handler in services of its own type, and prove of each anew that it may go to another
//! thread, through all the futures in it: a good part of a build's time.

use crate::web::http::app::App;
use axum::{
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{self, MethodRouter},
};
use std::{pin::Pin, sync::Arc};

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

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
pub fn get<H: Handler<T, App>, T: 'static>(handler: H) -> MethodRouter<App> {
    routing::get(Any::of(handler))
}

/// Answers POST.
pub fn post<H: Handler<T, App>, T: 'static>(handler: H) -> MethodRouter<App> {
    routing::post(Any::of(handler))
}

/// Answers PUT.
pub fn put<H: Handler<T, App>, T: 'static>(handler: H) -> MethodRouter<App> {
    routing::put(Any::of(handler))
}

/// Answers DELETE.
pub fn delete<H: Handler<T, App>, T: 'static>(handler: H) -> MethodRouter<App> {
    routing::delete(Any::of(handler))
}

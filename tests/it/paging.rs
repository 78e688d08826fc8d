//! Routes for looking at single pages. Part of the shop, which the benchmarks and the power cuts
//! take in by its path.

use axum::Router;
use chophien::{
    base::id::Chance,
    web::{self, http::app::App},
};
use std::sync::{Arc, Mutex};

/// Chance for a page begins with this.
const PAGES_SEED: u64 = 26;

/// The routes once more, over chance that can be begun anew: to build them for each page took most
/// of a walk's time.
pub struct Paging {
    router: Router,
    chance: Arc<Mutex<Chance>>,
}

impl Paging {
    pub fn over(mut app: App) -> Paging {
        let chance = Arc::new(Mutex::new(Chance::seeded(PAGES_SEED)));
        let now = chance.clone();
        app.shop.chance = Chance::by(move |out| now.lock().unwrap().fill(out));
        Paging { router: web::router(app), chance }
    }

    /// The routes, with chance begun anew.
    pub fn anew(&self) -> Router {
        *self.chance.lock().unwrap() = Chance::seeded(PAGES_SEED);
        self.router.clone()
    }
}

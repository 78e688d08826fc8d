//! Looking into the book of a shop.

use crate::shop::TestShop;
use axum::{body::Body, http::Request};
use chophien::desk::rebuild;
use tower::ServiceExt;

/// The text of what is answered.
pub async fn text(shop: &TestShop, request: Request<Body>) -> String {
    let response = shop.router.clone().oneshot(request).await.unwrap();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

impl TestShop {
    /// One figure of the book.
    pub async fn figure(&self, sql: &'static str) -> i64 {
        let mut db = self.shop().read().await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut *db).await.unwrap()
    }

    /// Some words of the book.
    pub async fn words(&self, sql: &'static str) -> Vec<String> {
        let mut db = self.shop().read().await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut *db).await.unwrap()
    }

    /// Walks the chain and rebuilds the book: nothing may differ.
    pub async fn verify(&self) {
        let mut db = self.shop().read().await.unwrap();
        // Some stories sell on a disk that is all but full.
        let place = rebuild::Place { spare: 0, ..rebuild::Place::beside(self.shop()) };
        let report = rebuild::verify(&mut db, place, |_| ()).await.unwrap();
        assert_eq!(report.differences, Vec::<String>::new());
    }
}

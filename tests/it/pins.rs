//! The PINs of people in the stories.

use crate::shop::TestShop;
use chophien::{
    base::id::PersonId,
    staff::{self, access},
    web::sign_in,
};

impl TestShop {
    /// Gives a person a PIN and tells the person's id.
    pub async fn pin(&self, name: &str, pin: &str) -> PersonId {
        let mut db = self.shop().read().await.unwrap();
        let people = staff::store::people(&mut db).await.unwrap();
        drop(db);
        let uid = people.into_iter().find(|row| row.name == name).unwrap().uid;
        let hash = sign_in::hash(&self.app, pin.into()).await.unwrap();
        let person = uid.clone();
        let kept = self.shop().desk.local(move |db| {
            Box::pin(async move { access::store::set_secret(db, &person, "pin", &hash).await })
        });
        kept.await.unwrap();
        PersonId::of_bytes(&uid)
    }
}

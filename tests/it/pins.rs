//! The PINs of people in the stories.

use crate::shop::TestShop;
use chophien::{
    base::id::PersonId,
    staff::{
        self,
        access::{self, Kind},
    },
    web::device::sign_in,
};

impl TestShop {
    /// Gives a person a PIN and tells the person's id.
    pub async fn pin(&self, name: &str, pin: &str) -> PersonId {
        self.secret(name, Kind::Pin, pin).await
    }

    /// Gives a person a password and tells the person's id.
    pub async fn password(&self, name: &str, password: &str) -> PersonId {
        self.secret(name, Kind::Password, password).await
    }

    async fn secret(&self, name: &str, kind: Kind, secret: &str) -> PersonId {
        let mut db = self.shop().read().await.unwrap();
        let people = staff::store::people(&mut db).await.unwrap();
        drop(db);
        let uid = people.into_iter().find(|row| row.name == name).unwrap().uid;
        let hash = sign_in::hash(&self.app, kind, secret.into()).await.unwrap();
        let person = uid.clone();
        let kept = self.shop().desk.local(move |db| {
            Box::pin(
                async move { access::store::set_secret(db, &person, kind.as_str(), &hash).await },
            )
        });
        kept.await.unwrap();
        PersonId::of_bytes(&uid)
    }
}

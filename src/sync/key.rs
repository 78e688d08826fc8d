//! A node's key (Ed25519), by which others know what it wrote. It lies in the data folder under the
//! node's id and travels in no copy: a restored copy is another node and makes its own.

use crate::{base::id::NodeId, folder, journal};
use ring::{
    rand::SystemRandom,
    signature::{self, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use sqlx::SqliteConnection;
use std::{io, path::Path};

/// Bytes of a signature.
pub const SIGNATURE: usize = 64;

/// The secret half.
pub struct NodeKey(Ed25519KeyPair);

impl NodeKey {
    /// Reads a node's key, or makes it.
    pub fn open(data: &Path, node: NodeId) -> io::Result<NodeKey> {
        let file = data.join(format!("node-{node}.key"));
        let secret = match std::fs::read(&file) {
            Ok(secret) => secret,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let (_, made) = NodeKey::draw()?;
                folder::replace(&file, &made)?;
                made
            }
            Err(error) => return Err(error),
        };
        let bad = |error| io::Error::other(format!("{}: {error}", file.display()));
        Ed25519KeyPair::from_pkcs8(&secret).map(NodeKey).map_err(bad)
    }

    /// A new one for a node whose id is not known yet, with what [`NodeKey::keep`] writes down.
    pub fn draw() -> io::Result<(NodeKey, Vec<u8>)> {
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
        let made = made.map_err(|_| io::Error::other("the system gives no randomness"))?;
        let key = Ed25519KeyPair::from_pkcs8(made.as_ref());
        let key = key.map_err(|error| io::Error::other(error.to_string()))?;
        Ok((NodeKey(key), made.as_ref().to_vec()))
    }

    /// Writes a drawn key down as that of a node.
    pub fn keep(data: &Path, node: NodeId, secret: &[u8]) -> io::Result<()> {
        folder::replace(&data.join(format!("node-{node}.key")), secret)
    }

    /// The half that others check by, hexadecimal.
    pub fn public(&self) -> String {
        hex::encode(self.0.public_key())
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

/// Whether a message was signed by the key of this public half (hexadecimal).
pub fn holds(public: &str, message: &[u8], signature: &[u8]) -> bool {
    let Ok(public) = hex::decode(public) else { return false };
    UnparsedPublicKey::new(&signature::ED25519, public).verify(message, signature).is_ok()
}

/// A node signs by one key for ever: the first that this book met it with. Whether it is this one.
pub async fn known(db: &mut SqliteConnection, node: NodeId, public: &str) -> sqlx::Result<bool> {
    let name = format!("key of {node}");
    match journal::store::setting(&mut *db, &name).await? {
        None => journal::store::set_setting(db, &name, public).await.map(|()| true),
        Some(known) => Ok(known == public),
    }
}

/// Forgets a node's key: a person said so, and invites it anew.
pub async fn forget(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<()> {
    journal::store::clear_setting(db, &format!("key of {node}")).await
}

/// The key by which this book knows a node.
pub async fn of(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Option<String>> {
    journal::store::setting(db, &format!("key of {node}")).await
}

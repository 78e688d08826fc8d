//! A node's key (Ed25519), by which others know what it wrote. It lies in the data folder under the
//! node's id and travels in no copy: a restored copy is another node and makes its own.

use crate::{base::id::NodeId, folder, journal};
use ring::{
    rand::SystemRandom,
    signature::{self, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use sqlx::SqliteConnection;
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Bytes of a signature.
pub const SIGNATURE: usize = 64;

/// The secret half.
pub struct NodeKey {
    node: NodeId,
    pair: Ed25519KeyPair,
}

impl NodeKey {
    /// Reads a node's key, or makes it.
    pub fn open(data: &Path, node: NodeId) -> io::Result<NodeKey> {
        let file = named(data, node);
        let secret = match read(&file)? {
            Some(secret) => secret,
            None => {
                let (_, made) = NodeKey::draw()?;
                folder::replace(&file, &made)?;
                made
            }
        };
        NodeKey::of_secret(node, &file, &secret)
    }

    /// Reads a node's key; none when it has none yet.
    pub fn find(data: &Path, node: NodeId) -> io::Result<Option<NodeKey>> {
        let file = named(data, node);
        read(&file)?.map(|secret| NodeKey::of_secret(node, &file, &secret)).transpose()
    }

    fn of_secret(node: NodeId, file: &Path, secret: &[u8]) -> io::Result<NodeKey> {
        let bad = |error| io::Error::other(format!("{}: {error}", file.display()));
        Ok(NodeKey { node, pair: Ed25519KeyPair::from_pkcs8(secret).map_err(bad)? })
    }

    /// `open`, away from the threads that serve the booths.
    pub async fn open_aside(data: &Path, node: NodeId) -> io::Result<Arc<NodeKey>> {
        let data = data.to_owned();
        let read = tokio::task::spawn_blocking(move || NodeKey::open(&data, node));
        read.await.map_err(io::Error::other)?.map(Arc::new)
    }

    /// Whose key it is.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// A new one for a node whose id is not known yet, with what [`NodeKey::keep`] writes down.
    pub fn draw() -> io::Result<(NodeKey, Vec<u8>)> {
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
        let made = made.map_err(|_| io::Error::other("the system gives no randomness"))?;
        let key = Ed25519KeyPair::from_pkcs8(made.as_ref());
        let key = key.map_err(|error| io::Error::other(error.to_string()))?;
        Ok((NodeKey { node: NodeId::default(), pair: key }, made.as_ref().to_vec()))
    }

    /// Writes a drawn key down as that of a node.
    pub fn keep(data: &Path, node: NodeId, secret: &[u8]) -> io::Result<()> {
        folder::replace(&named(data, node), secret)
    }

    /// The half that others check by, hexadecimal.
    pub fn public(&self) -> String {
        hex::encode(self.pair.public_key())
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

fn named(data: &Path, node: NodeId) -> PathBuf {
    data.join(format!("node-{node}.key"))
}

fn read(file: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(file) {
        Ok(secret) => Ok(Some(secret)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
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

/// Takes another key of this node from now on: a person said so, and invites it anew. What was
/// signed by the one that was known can still be checked.
pub async fn forget(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<()> {
    if let Some(public) = of(&mut *db, node).await? {
        journal::store::set_setting(&mut *db, &format!("past key of {node}"), &public).await?;
    }
    journal::store::clear_setting(db, &format!("key of {node}")).await
}

/// The key by which this book knows a node.
pub async fn of(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Option<String>> {
    journal::store::setting(db, &format!("key of {node}")).await
}

/// Every node whose key this book knows, or knew, with it.
pub async fn all(db: &mut SqliteConnection) -> sqlx::Result<Vec<(NodeId, String)>> {
    let mut rows = journal::store::settings_of(&mut *db, "key of ").await?;
    rows.extend(journal::store::settings_of(db, "past key of ").await?);
    let named = |(name, key): (String, String)| Some((name.parse().ok()?, key));
    Ok(rows.into_iter().filter_map(named).collect())
}

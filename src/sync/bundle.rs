//! A sealed bundle: a book's entries in one file, carried by USB or sent by hand. In front stands a
//! summary that a person can read, then the rows, compressed; at the end SHA-256 of all before it
//! and the node's signature over that. The whole file is checked before anything is written; taken
//! in twice it changes nothing.
//!
//! It holds every chain of the book whole, so that whoever has none of it can check it; the fair is
//! what its summary is about.

mod trouble;

pub use trouble::Trouble;

use super::{
    hub::{above, down},
    row, store,
};
use crate::{
    base::{clock::Ms, id::NodeId},
    desk::{
        Desk,
        book::RECEIVES,
        chains::receive::{Receipt, Receiver},
    },
    folder,
    journal::{self, Entry},
    node::key::{self, NodeKey, SIGNATURE},
};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::{Connection, SqliteConnection};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// How such a file begins.
const MAGIC: &str = "chophien-bundle 1\n";
/// What ends the summary.
const END: &[u8] = b"\n\n";
/// The longest summary, in bytes.
const SUMMARY: usize = 16 << 10;
/// The sum and the signature at the end.
const SEAL: u64 = 32 + SIGNATURE as u64;
/// Rows read and taken at a time.
const STEP: i64 = 2_000;

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The fair's code.
    pub fair: String,
    /// Its name.
    pub name: String,
    /// Days on which it sold.
    pub days: i64,
    /// Sales.
    pub sales: i64,
    /// Đồng.
    pub revenue: i64,
    /// Rows in the file.
    pub rows: i64,
    /// The hash of the last of them, hexadecimal.
    pub head: String,
    /// When it was made, epoch ms.
    pub made_at: Ms,
    /// The node that made it.
    pub node: NodeId,
    /// Its public key, hexadecimal.
    pub key: String,
}

/// Writes a bundle of the book into a new file, whole or not at all.
pub async fn export(
    db: &mut SqliteConnection,
    (node, key): (NodeId, &NodeKey),
    fair: &str,
    (file, now): (&Path, Ms),
) -> Result<Summary, Trouble> {
    if file.exists() {
        return Err(Trouble::Taken(file.to_owned()));
    }
    let mut reading = db.begin().await?;
    let sums = store::fair(&mut reading, fair).await?;
    let sums = sums.ok_or_else(|| Trouble::NoFair(fair.to_owned()))?;
    let last = journal::store::last_pos(&mut reading).await?;
    let head = journal::store::at(&mut reading, last).await?.map(|entry| entry.hash);
    let summary = Summary {
        fair: fair.to_owned(),
        name: sums.name,
        days: sums.days,
        sales: sums.sales,
        revenue: sums.revenue,
        rows: last,
        head: hex::encode(head.unwrap_or_default()),
        made_at: now,
        node,
        key: key.public(),
    };
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let _ = std::fs::remove_file(&part);
    match fill(&mut reading, key, &summary, &part).await {
        Ok(()) => std::fs::rename(&part, file)?,
        Err(trouble) => {
            let _ = std::fs::remove_file(&part);
            return Err(trouble);
        }
    }
    reading.commit().await?;
    Ok(summary)
}

async fn fill(
    db: &mut SqliteConnection,
    key: &NodeKey,
    summary: &Summary,
    part: &Path,
) -> Result<(), Trouble> {
    let mut out = Summed { out: BufWriter::new(folder::create(part)?), sum: Sha256::new() };
    let said = serde_json::to_string_pretty(summary).map_err(io::Error::other)?;
    out.write_all(MAGIC.as_bytes())?;
    out.write_all(said.as_bytes())?;
    out.write_all(END)?;
    let mut rows = GzEncoder::new(out, Compression::default());
    let mut pos = 0;
    loop {
        let entries = journal::store::after(&mut *db, pos, STEP).await?;
        let Some(last) = entries.last() else { break };
        pos = last.pos;
        for entry in &entries {
            writeln!(rows, "{}", row::write(entry).map_err(io::Error::other)?)?;
        }
    }
    let Summed { mut out, sum } = rows.finish()?;
    let sum = sum.finalize();
    out.write_all(&sum)?;
    out.write_all(&key.sign(&sum))?;
    out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    Ok(())
}

/// Writes on, and sums up what it wrote.
struct Summed<W> {
    out: W,
    sum: Sha256,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A bundle whose sum and signature are right.
#[derive(Debug)]
pub struct Sealed {
    /// What it says of itself.
    pub summary: Summary,
    file: PathBuf,
    from: u64,
    until: u64,
}

impl Sealed {
    /// Checks a file from end to end.
    pub fn open(file: &Path) -> Result<Sealed, Trouble> {
        let mut reading = File::open(file)?;
        let size = reading.metadata()?.len();
        let mut front = Vec::new();
        let most = (MAGIC.len() + SUMMARY) as u64;
        (&reading).take(most).read_to_end(&mut front)?;
        let Some(rest) = front.strip_prefix(MAGIC.as_bytes()) else {
            return Err(Trouble::NotABundle);
        };
        let end = rest.windows(END.len()).position(|two| two == END).ok_or(Trouble::NotABundle)?;
        let from = (MAGIC.len() + end + END.len()) as u64;
        let until = size.checked_sub(SEAL).filter(|until| *until > from);
        let until = until.ok_or(Trouble::Altered)?;
        reading.seek(SeekFrom::Start(0))?;
        let mut summing = Summed { out: io::sink(), sum: Sha256::new() };
        io::copy(&mut (&reading).take(until), &mut summing)?;
        let mut seal = Vec::new();
        reading.read_to_end(&mut seal)?;
        let sum = summing.sum.finalize();
        if seal.get(..32) != Some(&sum[..]) {
            return Err(Trouble::Altered);
        }
        let summary: Summary =
            serde_json::from_slice(&rest[..end]).map_err(|_| Trouble::NotABundle)?;
        if !key::holds(&summary.key, &sum, &seal[32..]) {
            return Err(Trouble::Signature);
        }
        Ok(Sealed { summary, file: file.to_owned(), from, until })
    }

    /// Its rows, in their order.
    fn rows(&self) -> io::Result<impl Iterator<Item = Result<Entry, Trouble>> + Send + use<>> {
        let mut file = File::open(&self.file)?;
        file.seek(SeekFrom::Start(self.from))?;
        let packed = BufReader::new(file.take(self.until - self.from));
        let mut lines = BufReader::new(MultiGzDecoder::new(packed));
        Ok(std::iter::from_fn(move || {
            let mut line = String::new();
            match lines.by_ref().take(row::LINE).read_line(&mut line) {
                Ok(0) => None,
                Ok(_) => Some(row::read(line.trim_end()).ok_or(Trouble::NotABundle)),
                Err(error) => Some(Err(error.into())),
            }
        }))
    }
}

/// Takes a bundle into the book: all of it, or nothing.
pub async fn import(desk: &Desk, sealed: Sealed) -> Result<Receipt, Trouble> {
    let own = desk.origin();
    let taken = desk.local(move |db| {
        Box::pin(async move {
            let mut whole = db.begin().await?;
            match take(&mut whole, own, &sealed).await {
                Ok(receipt) => whole.commit().await.map(|()| Ok(receipt)),
                Err(Trouble::Sql(error)) => Err(error),
                Err(trouble) => whole.rollback().await.map(|()| Err(trouble)),
            }
        })
    });
    taken.await.map_err(Trouble::Refused)?
}

async fn take(db: &mut SqliteConnection, own: NodeId, sealed: &Sealed) -> Result<Receipt, Trouble> {
    let sells = journal::store::setting(&mut *db, RECEIVES).await?.is_none();
    if sells && journal::store::head(&mut *db, own).await?.seq > 0 {
        return Err(Trouble::Sells);
    }
    let summary = &sealed.summary;
    if !key::known(&mut *db, summary.node, &summary.key).await? {
        return Err(Trouble::OtherKey(summary.node));
    }
    let (mut receiver, mut rows, mut count) = (Receiver::new(own), sealed.rows()?, 0);
    let mut head = String::new();
    let line = down::store::own_line(&mut *db, own).await?;
    let drawn = down::store::drawn(&mut *db).await?;
    loop {
        let batch: Vec<Entry> =
            rows.by_ref().take(STEP as usize).collect::<Result<_, Trouble>>()?;
        let Some(last) = batch.last() else { break };
        head = hex::encode(&last.hash);
        count += batch.len() as i64;
        if let Some(heir) = batch.iter().find(|it| above(it, &line, &drawn)) {
            return Err(Trouble::Heir(NodeId::of_bytes(&heir.origin)));
        }
        receiver.take(&mut *db, &batch).await?;
    }
    if (count, &head) != (summary.rows, &summary.head) {
        return Err(Trouble::NotABundle);
    }
    let receipt = receiver.finish(db).await?;
    match receipt.stopped.is_empty() {
        true => Ok(receipt),
        false => Err(Trouble::Stopped(receipt.stopped)),
    }
}

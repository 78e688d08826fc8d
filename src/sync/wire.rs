//! One kept connection to a hub, over hyper's own client: plain, or TLS with the hub's authority.

use super::address::HubAddress;
use crate::{base::lang::Say, tls};
use hyper::{
    Request,
    body::{Body, Bytes, Frame, Incoming, SizeHint},
    client::conn::http1::{self, SendRequest},
    header,
    rt::{Read, Write},
};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    future::poll_fn,
    io::Write as _,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{net::TcpStream, time::timeout};

/// A connection is awaited this long, with its greeting.
const CONNECTING: Duration = Duration::from_secs(15);
/// An answer is awaited this long: over a slow line a batch alone takes half a minute.
const PATIENCE: Duration = Duration::from_secs(90);
/// The longest answer that is read, in bytes: the ends of ten thousand chains.
const LIMIT: usize = 4 << 20;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// No connection; the system's words.
    Unreachable(String),
    /// Whoever answered does not have the authority that is known.
    NotTheHub(String),
    /// The connection ended before the answer.
    Closed,
    /// No answer in time.
    Late,
}

impl Broken {
    /// What it is, and what to do.
    pub fn say(&self) -> Say {
        match self {
            Broken::Unreachable(error) => Say::new(
                format!("Không tới được máy tổng hợp ({error}). Kiểm tra mạng và địa chỉ"),
                format!("The hub cannot be reached ({error}). Check the network and the address"),
            ),
            Broken::NotTheHub(error) => Say::new(
                format!("Nơi trả lời không phải máy tổng hợp đã kết nối ({error})"),
                format!("What answers there is not the hub that was joined ({error})"),
            ),
            Broken::Closed => Say::new("Kết nối bị ngắt giữa chừng", "The connection broke off"),
            Broken::Late => Say::new(
                "Máy tổng hợp không trả lời kịp: mạng rất chậm",
                "The hub did not answer in time: the network is very slow",
            ),
        }
    }
}

/// An answer: its status and its body.
pub type Answer = (u16, Vec<u8>);

/// What is sent: its path, what it holds (type and bytes), and more of its head.
pub struct Sent<'a> {
    /// The path.
    pub path: &'a str,
    /// The type of its body.
    pub kind: &'a str,
    /// Its body.
    pub body: Vec<u8>,
    /// Names and values beside it.
    pub head: &'a [(&'static str, String)],
}

/// A connection, opened when it is needed.
pub struct Wire {
    at: HubAddress,
    open: Option<SendRequest<Whole>>,
}

impl Wire {
    /// Not connected yet.
    pub fn new(at: HubAddress) -> Wire {
        Wire { at, open: None }
    }

    /// Sends a request and awaits the whole answer. A connection that failed is not used again.
    pub async fn post(&mut self, sent: Sent<'_>) -> Result<Answer, Broken> {
        let answer = timeout(PATIENCE, self.call(sent)).await.unwrap_or(Err(Broken::Late));
        if answer.is_err() {
            self.open = None;
        }
        answer
    }

    /// Sends a request whose answer may be as long as `most` bytes, and writes it into `file` as it
    /// comes. An answer that is no 200 is given as it stands, and the file stays empty.
    pub async fn save(
        &mut self,
        sent: Sent<'_>,
        file: &mut std::fs::File,
        most: u64,
    ) -> Result<Answer, Broken> {
        // It is asked for once, and takes as long as its bytes come.
        let (status, mut body, _sender) =
            timeout(PATIENCE, self.send(sent)).await.unwrap_or(Err(Broken::Late))?;
        if status != 200 {
            return Ok((status, read(body).await?));
        }
        let mut left = most;
        while let Some(piece) =
            timeout(PATIENCE, piece(&mut body)).await.map_err(|_| Broken::Late)?
        {
            let piece = piece?;
            left = left.checked_sub(piece.len() as u64).ok_or(Broken::Closed)?;
            // A piece is small, and nobody else is served by this program meanwhile.
            file.write_all(&piece).map_err(|error| Broken::Unreachable(error.to_string()))?;
        }
        Ok((status, Vec::new()))
    }

    async fn call(&mut self, sent: Sent<'_>) -> Result<Answer, Broken> {
        let (status, body, sender) = self.send(sent).await?;
        let body = read(body).await?;
        self.open = Some(sender);
        Ok((status, body))
    }

    async fn send(
        &mut self,
        sent: Sent<'_>,
    ) -> Result<(u16, Incoming, SendRequest<Whole>), Broken> {
        // A hub may be reached by any name, over a tunnel or a port that is passed on; its list of
        // names is against pages in browsers.
        let mut request = Request::builder()
            .method("POST")
            .uri(sent.path)
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, self.origin())
            .header(header::ACCEPT_LANGUAGE, "vi")
            .header(header::CONTENT_TYPE, sent.kind);
        for (name, value) in sent.head {
            request = request.header(*name, value);
        }
        let request = request.body(Whole(Some(sent.body.into()))).map_err(|_| Broken::Closed)?;
        let mut sender = match self.open.take() {
            Some(known) if !known.is_closed() => known,
            _ => connect(&self.at).await?,
        };
        sender.ready().await.map_err(|_| Broken::Closed)?;
        let answer = sender.send_request(request).await.map_err(|_| Broken::Closed)?;
        Ok((answer.status().as_u16(), answer.into_body(), sender))
    }

    fn origin(&self) -> String {
        let scheme = if self.at.pin.is_some() { "https" } else { "http" };
        format!("{scheme}://localhost")
    }
}

async fn connect(at: &HubAddress) -> Result<SendRequest<Whole>, Broken> {
    let opening = async {
        let far = |error: std::io::Error| Broken::Unreachable(error.to_string());
        let stream = TcpStream::connect(&at.at).await.map_err(far)?;
        stream.set_nodelay(true).map_err(far)?;
        match &at.pin {
            None => shake(TokioIo::new(stream)).await,
            Some(pin) => {
                let secured = tls::connect(stream, pin).await;
                let secured = secured.map_err(|error| Broken::NotTheHub(error.to_string()))?;
                shake(TokioIo::new(secured)).await
            }
        }
    };
    timeout(CONNECTING, opening).await.unwrap_or(Err(Broken::Late))
}

async fn shake<T>(io: T) -> Result<SendRequest<Whole>, Broken>
where
    T: Read + Write + Send + Unpin + 'static,
{
    let shaken = http1::Builder::new().max_buf_size(64 << 10).handshake(io).await;
    let (sender, connection) = shaken.map_err(|_| Broken::Closed)?;
    // It ends with its sender.
    tokio::spawn(connection);
    Ok(sender)
}

/// The next bytes of a body; none at its end.
async fn piece(body: &mut Incoming) -> Option<Result<Bytes, Broken>> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    let frame = frame.map_err(|_| Broken::Closed);
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

async fn read(mut body: Incoming) -> Result<Vec<u8>, Broken> {
    let mut whole = Vec::new();
    while let Some(piece) = piece(&mut body).await {
        whole.extend_from_slice(&piece?);
        if whole.len() > LIMIT {
            return Err(Broken::Closed);
        }
    }
    Ok(whole)
}

/// A body that is there whole.
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

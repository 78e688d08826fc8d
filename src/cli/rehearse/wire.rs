//! One caller's kept connection to the server that is tried, over hyper's own client: an answer, a
//! stream, or what broke.

use hyper::{
    Request, StatusCode,
    body::{Body, Incoming},
    client::conn::http1::{self, SendRequest},
    header,
};
use hyper_util::rt::TokioIo;
use std::{future::poll_fn, pin::Pin, str::FromStr, sync::Arc, time::Duration};
use tokio::{net::TcpStream, time::timeout};

/// An answer is awaited this long; then the sale is sent again, as a till does.
const PATIENCE: Duration = Duration::from_secs(15);
/// The longest answer that is read.
const LIMIT: usize = 16 << 20;

/// The server's address: plain HTTP, as booths reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Arc<str>);

impl Address {
    /// Host and port, as the `Host` header says them.
    pub fn host(&self) -> &str {
        &self.0
    }

    /// A new connection to it.
    pub async fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(&*self.0).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Address, String> {
        let wrong = || format!("http://ADDRESS:PORT, not “{text}”");
        let host = text.trim_end_matches('/').strip_prefix("http://").ok_or_else(wrong)?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]_".contains(letter);
        if host.is_empty() || !host.chars().all(plain) {
            return Err(wrong());
        }
        let with_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let host = if with_port { host.to_owned() } else { format!("{host}:80") };
        Ok(Address(host.into()))
    }
}

/// By what a caller is known.
#[derive(Debug, Clone)]
pub enum Key {
    /// By nothing.
    Nobody,
    /// By a device's token.
    Device(Arc<str>),
    /// By a session's cookie.
    Session(Arc<str>),
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// The cookie that was set, without its attributes.
    pub cookie: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// No connection.
    Unreachable,
    /// The connection ended before the answer.
    Closed,
    /// No answer within [`PATIENCE`].
    Late,
}

impl Broken {
    /// Its name among the errors.
    pub fn name(self) -> &'static str {
        match self {
            Broken::Unreachable => "no connection",
            Broken::Closed => "connection closed",
            Broken::Late => "no answer in 15 s",
        }
    }
}

/// What is sent: method, path, content type, body.
pub type Sent<'a> = (&'a str, &'a str, &'a str, String);

/// A caller with its connection, which is opened when it is needed.
pub struct Wire {
    at: Address,
    key: Key,
    open: Option<SendRequest<String>>,
}

impl Wire {
    /// Not connected yet.
    pub fn new(at: Address, key: Key) -> Wire {
        Wire { at, key, open: None }
    }

    /// Asks for a page or an answer.
    pub async fn get(&mut self, path: &str) -> Result<Answer, Broken> {
        self.call(("GET", path, "", String::new())).await
    }

    /// Sends JSON.
    pub async fn post(&mut self, path: &str, body: String) -> Result<Answer, Broken> {
        self.call(("POST", path, "application/json", body)).await
    }

    /// Sends a request and awaits the whole answer. A connection that failed is not used again.
    pub async fn call(&mut self, sent: Sent<'_>) -> Result<Answer, Broken> {
        let whole = async {
            let (head, body) = self.send(sent).await?.into_parts();
            let cookie = head.headers.get(header::SET_COOKIE).and_then(|it| it.to_str().ok());
            let cookie = cookie.and_then(|it| it.split(';').next()).map(str::to_owned);
            Ok(Answer { status: head.status.as_u16(), body: read(body).await?, cookie })
        };
        let answer = timeout(PATIENCE, whole).await.unwrap_or(Err(Broken::Late));
        if answer.is_err() {
            self.open = None;
        }
        answer
    }

    /// Opens a stream; its body has no end.
    pub async fn stream(&mut self, path: &str) -> Result<(StatusCode, Incoming), Broken> {
        let opened = timeout(PATIENCE, self.send(("GET", path, "", String::new()))).await;
        let answer = opened.unwrap_or(Err(Broken::Late))?;
        Ok((answer.status(), answer.into_body()))
    }

    async fn send(
        &mut self,
        (method, path, kind, body): Sent<'_>,
    ) -> Result<hyper::Response<Incoming>, Broken> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.at.host())
            .header(header::ORIGIN, format!("http://{}", self.at.host()))
            .header(header::ACCEPT_LANGUAGE, "en");
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        request = match &self.key {
            Key::Nobody => request,
            Key::Device(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            Key::Session(cookie) => request.header(header::COOKIE, &**cookie),
        };
        let request = request.body(body).map_err(|_| Broken::Unreachable)?;
        let mut sender = match self.open.take() {
            Some(known) if !known.is_closed() => known,
            _ => connect(&self.at).await?,
        };
        sender.ready().await.map_err(|_| Broken::Closed)?;
        let answer = sender.send_request(request).await.map_err(|_| Broken::Closed)?;
        self.open = Some(sender);
        Ok(answer)
    }
}

async fn connect(at: &Address) -> Result<SendRequest<String>, Broken> {
    let stream = at.connect().await.map_err(|_| Broken::Unreachable)?;
    let shaken = http1::Builder::new()
        .max_buf_size(64 << 10)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Broken::Closed)?;
    let (sender, connection) = shaken;
    // It ends with its sender and its stream.
    tokio::spawn(connection);
    Ok(sender)
}

/// The next piece of a body; none at its end or when it broke off.
pub async fn piece(body: &mut Incoming) -> Result<Option<Vec<u8>>, Broken> {
    let next = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await;
    match next.transpose().map_err(|_| Broken::Closed)? {
        None => Ok(None),
        Some(frame) => Ok(Some(frame.into_data().map(|it| it.to_vec()).unwrap_or_default())),
    }
}

async fn read(mut body: Incoming) -> Result<Vec<u8>, Broken> {
    let mut whole = Vec::new();
    while let Some(piece) = piece(&mut body).await? {
        whole.extend(piece);
        if whole.len() > LIMIT {
            return Err(Broken::Closed);
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_with_a_host_is_an_address() {
        let host = |text: &str| text.parse::<Address>().map(|it| it.host().to_owned());
        assert_eq!(host("http://127.0.0.1:8080/").unwrap(), "127.0.0.1:8080");
        assert_eq!(host("http://[::1]:8080").unwrap(), "[::1]:8080");
        assert_eq!(host("http://laptop.local").unwrap(), "laptop.local:80");
        for wrong in ["127.0.0.1:8080", "https://a:1", "http://", "http://a/b", "http://a b"] {
            assert!(host(wrong).is_err(), "{wrong}");
        }
    }
}

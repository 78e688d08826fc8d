//! The HTTPS port, and what the gate does differently there. Everything behind the gate sees the
//! same requests on both ports.

use crate::web::http::{app::Trust, guard::COOKIE};
use axum::http::{HeaderMap, HeaderValue, header};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{Accept, TlsAcceptor};

/// By which port a request came; plain when nothing says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scheme {
    /// `http://`
    #[default]
    Plain,
    /// `https://`
    Tls,
}

impl Scheme {
    /// Of a request.
    pub fn of(extensions: &axum::http::Extensions) -> Scheme {
        extensions.get::<Scheme>().copied().unwrap_or_default()
    }

    /// As an origin begins.
    pub fn prefix(self) -> &'static str {
        match self {
            Scheme::Plain => "http://",
            Scheme::Tls => "https://",
        }
    }
}

/// The policy of a page that may speak to `more` beside its own origin.
pub fn reaching(more: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'self'; connect-src 'self' {more}; img-src 'self' data:; \
         style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// The session's cookie on HTTPS. Browsers share cookies between the ports of a host, and one
/// that is marked `Secure` may not be replaced over plain HTTP: with one name, signing in on
/// HTTPS would end signing in on HTTP. The prefix also keeps plain HTTP from planting one.
const SECURE_COOKIE: &str = "__Host-sid";

/// On HTTPS only the secure session counts: it takes the plain one's place before anyone reads
/// it, so that no handler needs to know the port.
pub fn read_secure(headers: &mut HeaderMap) {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).map(str::trim);
    let kept: Vec<String> = pairs.filter_map(secure_pair).collect();
    headers.remove(header::COOKIE);
    if let Ok(value) = HeaderValue::from_str(&kept.join("; ")) {
        headers.insert(header::COOKIE, value);
    }
}

fn secure_pair(pair: &str) -> Option<String> {
    match pair.split_once('=') {
        Some((COOKIE, _)) => None,
        Some((SECURE_COOKIE, value)) => Some(format!("{COOKIE}={value}")),
        _ => Some(pair.to_owned()),
    }
}

/// On HTTPS a session's cookie is set under its secure name. The language is no secret and stays
/// shared by both ports.
pub fn set_secure(headers: &mut HeaderMap) {
    let session = format!("{COOKIE}=");
    let all: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for value in all {
        let text = value.to_str().ok().and_then(|text| text.strip_prefix(&session));
        let secure = text.map(|rest| format!("{SECURE_COOKIE}={rest}; Secure"));
        let secure = secure.and_then(|text| HeaderValue::from_str(&text).ok());
        headers.append(header::SET_COOKIE, secure.unwrap_or(value));
    }
}

/// The HTTPS port, not yet served.
pub struct TlsListener {
    /// What is listened on.
    pub listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl TlsListener {
    /// HTTPS on this listener.
    pub fn new(listener: TcpListener, trust: &Trust) -> TlsListener {
        TlsListener { listener, acceptor: TlsAcceptor::from(trust.config.clone()) }
    }

    /// How a connection becomes HTTPS. It shakes hands at its own place (`listener.rs`): a slow
    /// phone keeps nobody waiting, and is waited for no longer than for a request.
    pub fn shakes(&self) -> impl Fn(TcpStream) -> Accept<TcpStream> + use<> {
        let acceptor = self.acceptor.clone();
        move |stream| acceptor.accept(stream)
    }
}

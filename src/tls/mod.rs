//! HTTPS on the fair's own Wi-Fi: an authority of this laptop alone, whose key never leaves the
//! data folder and which may vouch for private addresses only, and a certificate that follows the
//! machine's addresses while the server runs.

mod authority;
mod client;
mod live;
mod names;
#[cfg(test)]
mod tests;

pub use authority::Authority;
pub use client::{Secured, connect, pin};
pub use live::{Live, follow};
pub use names::covered;
pub use tokio_rustls::rustls::ServerConfig;

/// Why HTTPS could not be had.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The authority's files could not be read or written.
    #[error("cannot keep the certificate authority: {0}")]
    Folder(#[from] std::io::Error),
    /// A certificate or key could not be made or understood.
    #[error("cannot make a certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The TLS library refused a key.
    #[error("cannot use the certificate: {0}")]
    Rustls(#[from] tokio_rustls::rustls::Error),
    /// The authority's certificate is not PEM.
    #[error("the authority's certificate cannot be read: {0}")]
    Pem(String),
}

//! Pairing a device: the code that is made for it, and the card that shows it.

use crate::{
    base::{clock::Ms, id::Chance, lang::Lang, refusal::Refusal},
    staff::access,
    web::{
        http::app::App,
        ui::{answer::part, qr},
    },
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

/// Makes a single-use pairing code for a booth or a gate; it holds for a day.
pub async fn mint(app: &App, booth: Option<Uuid>, gate: Option<Uuid>) -> Result<String, Refusal> {
    let code = spell(&app.shop.chance);
    let digest = access::digest(&code);
    let now = app.shop.clock.now();
    let expires = Ms(now.0 + access::PAIRING);
    let work = app.shop.desk.local(move |db| {
        Box::pin(async move {
            let booth = booth.as_ref().map(|uid| uid.as_bytes().as_slice());
            let gate = gate.as_ref().map(|uid| uid.as_bytes().as_slice());
            access::store::prune_pairings(db, now).await?;
            access::store::add_pairing(db, &digest, booth, gate, expires).await
        })
    });
    work.await?;
    Ok(code)
}

/// Ten letters and digits that are not mistaken for each other (Crockford's base32): 50 bits.
pub fn spell(chance: &Chance) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    (0..10).map(|_| char::from(LETTERS[chance.below(32) as usize])).collect()
}

/// A code that was minted, and by which of the machine's addresses phones come here.
#[derive(Deserialize)]
pub struct PairingQuery {
    code: String,
    address: Option<String>,
}

impl PairingQuery {
    /// The code.
    pub fn code(&self) -> &str {
        &self.code
    }
}

/// The code as QR and text, with the machine's other addresses to choose from.
pub fn card(app: &App, lang: Lang, asked: &PairingQuery, path: &str) -> Markup {
    let addresses = app.hosts.reachable();
    let known = |address: &&String| addresses.contains(address);
    let address = asked.address.as_ref().filter(known).or(addresses.first());
    let address = address.map(String::as_str).unwrap_or("localhost");
    let url = format!("http://{address}:{}/join/{}", app.hosts.port, part(&asked.code));
    let here = |other: &str| format!("{path}?code={}&address={}", part(&asked.code), part(other));
    html! {
            section class="card" {
    div style="max-width:280px" { (qr::svg(&url)) }
                p { (lang.say("Quét mã này bằng điện thoại, hoặc mở", "Scan with a phone, or open"))
                    " " a href={ "/join/" (part(&asked.code)) } { (url) } }
                @if addresses.iter().all(|it| it.starts_with("127.") || it == "[::1]") {
                    p class="notice gold" { (lang.say(
                        "Máy này chỉ nhận kết nối từ chính nó: điện thoại không vào được. Chạy \
                         lại với --listen 0.0.0.0:8080.",
                        "This machine listens to itself alone: no phone can reach it. Start it \
                         with --listen 0.0.0.0:8080.",
                    )) }
                }
                p class="lead" {
                    (lang.say("Mã ghép", "Code")) ": " b { (grouped(&asked.code)) }
                }
                p class="hint" {
                    (lang.say("Mã dùng một lần, trong 24 giờ. Điện thoại phải vào cùng Wi-Fi.",
                        "For one device, within 24 hours. The phone must be on the same Wi-Fi."))
                }
                @if addresses.len() > 1 {
                p { (lang.say("Không mở được? Địa chỉ khác:", "Or another address:")) }
                    div class="chips wrap" {
                        @for other in &addresses {
                            a class="button chip" href=(here(other))
                                aria-current=[(other == address).then_some("true")] { (other) }
                        }
                    }
                }
            }
        }
}

/// `7K3M9 QX2AB`: easier to type by hand; who types it may leave the blank out.
fn grouped(code: &str) -> String {
    match code.split_at_checked(5) {
        Some((first, rest)) if !rest.is_empty() => format!("{first} {rest}"),
        _ => code.to_owned(),
    }
}

//! Pairing a device: the code that is made for it, and the card that shows it.

use crate::{
    base::{
        clock::Ms,
        id::{Chance, hex_uid},
        lang::Lang,
        refusal::Refusal,
    },
    staff::{access, store::newest_at},
    web::{
        http::{app::App, assets::url},
        ui::{answer::part, qr},
    },
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

/// The first setup's own page of pairing.
pub const SETUP: &str = "/setup/device";
/// Where this machine itself is paired.
pub const HERE: &str = "/join";

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

/// Ten letters: 50 bits.
pub fn spell(chance: &Chance) -> String {
    access::spell(chance, 10)
}

/// A code that was minted, and by which of the machine's addresses phones come here; or only the
/// booth for which one is wanted.
#[derive(Deserialize)]
pub struct PairingQuery {
    #[serde(default)]
    code: String,
    address: Option<String>,
    booth: Option<Uuid>,
}

/// How a code stands.
enum State {
    /// It waits for its device.
    Waits,
    /// A device came by it; its name, if it is still known.
    Used(Option<String>),
    /// It is known no more, or none was made yet.
    Gone,
}

/// How a code stands, and for which booth or gate it is, as the form of pairing names it.
async fn look(app: &App, asked: &PairingQuery) -> Result<(State, Option<String>), Refusal> {
    let named = |kind: &str, uid: &[u8]| format!("{kind} {}", hex_uid(uid));
    let wanted = asked.booth.map(|booth| named("booth", booth.as_bytes()));
    let digest = access::digest(&access::pairing_code(&asked.code));
    let mut db = app.shop.read().await?;
    let Some(row) = access::store::pairing(&mut db, &digest).await? else {
        return Ok((State::Gone, wanted));
    };
    let (booth, gate) = (row.booth.as_deref(), row.gate.as_deref());
    let place = booth.map(|uid| named("booth", uid)).or(gate.map(|uid| named("gate", uid)));
    let state = match row.used_ms {
        Some(_) => State::Used(newest_at(&mut db, booth, gate).await?),
        None if row.expires_ms <= app.shop.clock.now().0 => State::Gone,
        None => State::Waits,
    };
    Ok((state, place))
}

/// The code as QR and text while it waits; then which device came, and the button for another
/// code. The page looks by itself how it stands (`static/js/pairing.js`).
pub async fn card(
    app: &App,
    lang: Lang,
    asked: &PairingQuery,
    path: &str,
) -> Result<Markup, Refusal> {
    let (state, place) = look(app, asked).await?;
    let word = match state {
        State::Waits => "waits",
        State::Used(_) => "used",
        State::Gone => "gone",
    };
    Ok(html! {
        div id="pairing" data-state=(word) {
            @match &state {
                State::Waits => (waiting(app, lang, asked, path)),
                State::Used(name) => (joined(name.as_deref(), lang)),
                State::Gone => (gone(asked, lang)),
            }
            @if !matches!(state, State::Waits) { (another(place.as_deref(), path, lang)) }
            @if path == SETUP { (here(&state, asked, place.as_deref(), lang)) }
        }
        script type="module" src=(url("js/pairing.js")) {}
    })
}

fn joined(name: Option<&str>, lang: Lang) -> Markup {
    html! {
        p class="notice good" role="status" {
            b { (lang.say("Đã ghép xong", "Paired")) @if let Some(name) = name { ": " (name) } }
        }
    }
}

fn gone(asked: &PairingQuery, lang: Lang) -> Markup {
    html! {
        @if !asked.code.is_empty() {
            p class="notice gold" role="status" {
                (lang.say("Mã này hết hạn rồi.", "This code has expired."))
            }
        }
    }
}

/// The button for another code, of the same place where that is known.
fn another(place: Option<&str>, path: &str, lang: Lang) -> Markup {
    html! {
        @match place {
            Some(place) => form method="post" action="/devices/pair" {
                input type="hidden" name="place" value=(place);
                input type="hidden" name="back" value=(path);
                button class="big" { (lang.say("Hiện mã mới", "Show a fresh code")) }
            },
            None => a class="button big" href="/devices/pair" {
                (lang.say("Hiện mã mới", "Show a fresh code"))
            },
        }
    }
}

/// The way to sell on this machine: by the code while it waits, else by a fresh one, for a code
/// pairs one device.
fn here(state: &State, asked: &PairingQuery, place: Option<&str>, lang: Lang) -> Markup {
    let words = lang.say("Mở máy bán hàng", "Open the till");
    html! {
        @if let Some(place) = place {
            ul class="facts" { li {
                span { (lang.say("Bán thử ngay trên máy này", "Sell on this machine")) }
                @if matches!(state, State::Waits) {
                    a class="button" href={ (HERE) "/" (part(&asked.code)) } { (words) }
                } @else {
                    form method="post" action="/devices/pair" {
                        input type="hidden" name="place" value=(place);
                        input type="hidden" name="back" value=(HERE);
                        button { (words) }
                    }
                }
            } }
        }
    }
}

/// The address by which phones come here, the one asked for where it is this machine's; and all of
/// them.
pub fn reached(app: &App, asked: Option<&String>) -> (String, Vec<String>) {
    let addresses = app.hosts.reachable();
    let known = |address: &&String| addresses.contains(address);
    let address = asked.filter(known).or(addresses.first()).cloned();
    (address.unwrap_or_else(|| "localhost".to_owned()), addresses)
}

/// The code as QR and text, with the machine's other addresses to choose from.
fn waiting(app: &App, lang: Lang, asked: &PairingQuery, path: &str) -> Markup {
    let (address, addresses) = reached(app, asked.address.as_ref());
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
                                aria-current=[(*other == address).then_some("true")] { (other) }
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

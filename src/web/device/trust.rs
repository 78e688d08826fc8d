//! `/trust`: how a device of the organiser comes to HTTPS. Open to everyone on plain HTTP, for it
//! is where a device that trusts nothing yet begins.

mod steps;

use crate::{
    base::lang::Lang,
    web::{
        http::{
            app::{App, Trust},
            assets::url,
            guard::{Anyone, Open},
            hosts::without_port,
            https::{Scheme, reaching},
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            page, qr,
        },
    },
};
use axum::{
    Extension, Router,
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

/// Routes of the certificate.
pub fn router() -> Router<App> {
    Router::new().route("/trust", get(explain)).route("/trust/chophien-ca.crt", get(certificate))
}

/// The authority's certificate. By this type phones offer to install it, Apple's as a profile.
async fn certificate(_: Open, State(app): State<App>) -> Response {
    let Some(trust) = &app.trust else { return StatusCode::NOT_FOUND.into_response() };
    let headers =
        [(header::CONTENT_TYPE, "application/x-x509-ca-cert"), (header::CACHE_CONTROL, "no-cache")];
    (headers, trust.live.authority().certificate().to_vec()).into_response()
}

/// What a header says, or empty.
fn header(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The page may reach the HTTPS port, to see whether this device trusts it.
async fn explain(
    Anyone(caller): Anyone,
    State(app): State<App>,
    scheme: Option<Extension<Scheme>>,
    headers: HeaderMap,
) -> Shown {
    let (lang, title) = (caller.lang, caller.lang.say("Mở bằng HTTPS", "Open over HTTPS"));
    let host = without_port(header(&headers, header::HOST));
    let there = app.trust.as_ref().and_then(|trust| Some((trust, secure_url(&app, trust, host)?)));
    let secure = scheme.is_some_and(|Extension(scheme)| scheme == Scheme::Tls);
    let body = html! {
        link rel="stylesheet" href=(url("css/trust.css"));
        div class="trust" {
            h1 { (title) }
            (why(lang))
            @match &there {
                None => (off(lang)),
                Some(_) if secure => (arrived(lang)),
                Some((trust, https)) => {
                    (install(&app, trust, host, lang))
                    (steps::all(header(&headers, header::USER_AGENT), lang))
                    (test(https, lang))
                }
            }
        }
    };
    let mut response = shown(page::page(&caller, "/trust", title, body))?;
    if let Some((_, https)) = there {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, reaching(&https));
    }
    Ok(response)
}

/// The address of HTTPS for who came by this host: the same host where the certificate holds for
/// it, else the first of the machine's addresses for which it does.
fn secure_url(app: &App, trust: &Trust, host: &str) -> Option<String> {
    let others = app.hosts.reachable();
    let same = trust.url(&host.to_ascii_lowercase());
    same.or_else(|| others.iter().find_map(|other| trust.url(other)))
}

fn why(lang: Lang) -> Markup {
    html! {
        p class="lead" {
            (lang.say(
                "HTTP thường đã đủ để bán hàng. HTTPS thêm hai điều: tải lại trang được cả khi máy \
                 chủ tắt, và quét mã bằng máy ảnh.",
                "Plain HTTP is enough to sell. HTTPS adds two things: a page can be reloaded while \
                 the server is down, and the camera can scan codes.",
            ))
        }
        p class="hint" {
            (lang.say(
                "Muốn vậy, máy phải tin chứng chỉ của máy chủ này. Chỉ cài trên máy của ban tổ \
                 chức hoặc của gian hàng, không cài trên máy của khách.",
                "For that, the device must trust this server’s certificate. Install it only on \
                 devices of the organiser or a booth, never on a visitor’s.",
            ))
        }
    }
}

fn off(lang: Lang) -> Markup {
    html! {
        p class="notice gold" {
            (lang.say(
                "Máy chủ này đang không chạy HTTPS. Khởi động lại với --tls-listen 0.0.0.0:8443.",
                "This server does not run HTTPS now. Start it with --tls-listen 0.0.0.0:8443.",
            ))
        }
    }
}

fn arrived(lang: Lang) -> Markup {
    html! {
        p class="notice good" {
            (lang.say(
                "Máy này đang mở bằng HTTPS. Không phải làm gì thêm.",
                "This device is on HTTPS already. There is nothing more to do.",
            ))
        }
        a class="button main" href="/" { (lang.say("Về trang đầu", "To the first page")) }
    }
}

fn install(app: &App, trust: &Trust, host: &str, lang: Lang) -> Markup {
    let here = format!("http://{}:{}/trust", outward(app, host), app.hosts.port);
    html! {
        section class="card" {
            h2 { (lang.say("1. Tải và so chứng chỉ", "1. Download and compare")) }
            div class="trust-get" {
                div {
                    p { (lang.say(
                        "So dãy này với dãy máy chủ in ra khi khởi động. Khác thì đừng cài.",
                        "Compare this with what the server printed at its start. If it differs, \
                         do not install.")) }
                    code class="print" {
                        // Lines break between pairs only, so that they can be compared by eye.
                        @let print = trust.live.authority().fingerprint();
                        @for (n, pair) in print.split(':').enumerate() {
                            @if n > 0 { ":" wbr; }
                            (pair)
                        }
                    }
                    p class="hint" {
                        (lang.say(
                            "Chứng chỉ chỉ có giá trị cho địa chỉ trong mạng nội bộ (192.168…, \
                             10…, .local), không cho trang nào trên internet.",
                            "It holds only for addresses of a local network (192.168…, 10…, \
                             .local), for no site on the internet.",
                        ))
                    }
                    a id="get" class="button main" href="/trust/chophien-ca.crt" {
                        (lang.say("Tải chứng chỉ", "Download the certificate"))
                    }
                }
                figure class="trust-qr" {
                    (qr::svg(&here))
                    figcaption { (lang.say("Mở trang này trên máy khác",
                        "Open this page on another device")) }
                }
            }
        }
    }
}

/// The host for others to come by: the one of this request, unless that is the laptop's own
/// loopback.
fn outward(app: &App, host: &str) -> String {
    let loopback = host == "localhost" || host.starts_with("127.") || host == "[::1]";
    let other = app.hosts.reachable().into_iter().next().filter(|_| loopback);
    other.unwrap_or_else(|| host.to_owned())
}

fn test(https: &str, lang: Lang) -> Markup {
    html! {
        section class="card" id="test" data-https=(https) {
            h2 { (lang.say("3. Thử và mở", "3. Test and open")) }
            p class="hint" {
                (lang.say("Địa chỉ HTTPS của máy chủ: ", "The server’s HTTPS address: "))
                b { (https) }
            }
            p id="said" class="notice" role="status" hidden {}
            div class="trust-end" {
                button id="try" type="button" class="big" {
                    (lang.say("Thử trên máy này", "Test on this device"))
                }
                button id="open" type="button" class="main" hidden {
                    (lang.say("Mở bằng HTTPS", "Open over HTTPS"))
                }
            }
            p class="hint" {
                (lang.say(
                    "Máy bán hàng chuyển sang HTTPS khi không còn phiếu chưa gửi; sau đó đăng nhập \
                     lại bằng mã PIN.",
                    "A till moves to HTTPS once nothing is unsent; then sign in again by PIN.",
                ))
            }
        }
        script type="module" src=(url("js/trust.js")) {}
    }
}

//! Settings in one place: what stands now, and the way to each page that changes it.

use crate::{day::Day, pages::FORM};
use axum::http::StatusCode;

#[tokio::test]
async fn settings_tell_what_stands_and_lead_to_where_it_is_changed() {
    let day = Day::open().await;
    let page = day.get(&day.organiser, "vi", "/settings").await;
    for to in [
        "/devices",
        "/printers",
        "/printers#receipt-address",
        "/backups",
        "/sync",
        "/import",
        "/letterhead",
    ] {
        assert!(page.text.contains(&format!("<h2><a href=\"{to}\">")), "{to}: {}", page.text);
    }
    let folder = day.shop.shop().folder.display().to_string();
    for stands in ["1 máy in", "Phiếu không có mã QR", "Chưa kết nối", &folder] {
        assert!(page.text.contains(stands), "{stands}: {}", page.text);
    }
    let set = "address=http://192.168.1.20:8080".replace(':', "%3A").replace('/', "%2F");
    let set = day.post(&day.organiser, "vi", "/printers/receipt-address", FORM, &set).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
    let page = day.get(&day.organiser, "en", "/settings").await;
    assert!(page.text.contains("<b>http://192.168.1.20:8080</b>"), "{}", page.text);
}

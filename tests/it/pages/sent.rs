//! What someone who may would send to each form.

use super::{FORM, PARTS};
use crate::day::{Day, Page};

/// What the list of transfers showed, as its form sends it.
pub const SEEN: &str = "select 'upto=' || coalesce(max(id), 0) || '&count=' || count(*) || \
                        '&amount=' || coalesce(sum(amount), 0) from transfer_listed \
                        where state = 'claimed' and last";

/// Fields of lots in forms of what leaves: of store rooms, of booths, of what is on the way.
const LOTS: &str = "select a.kind || ' quantity.' || lower(hex(p.uid)) || '.' || \
                    lower(hex(o.uid)) || '.' || lower(hex(l.lot)) from level l \
                    join place a on a.id = l.place join product p on p.id = l.product \
                    join producer o on o.id = l.owner where l.quantity > 0 order by l.place";

/// The field of the first lot where a form's goods are.
async fn lot(day: &Day, route: &str) -> String {
    let kind = match route {
        "/documents/{uid}/receipt" => "transit ",
        route if route.contains("{room}") => "store ",
        _ => "booth ",
    };
    let all = day.shop.words(LOTS).await;
    all.iter().find_map(|it| it.strip_prefix(kind)).unwrap_or("none").to_owned()
}

/// What someone who may would send: content type and body.
#[allow(clippy::too_many_lines, reason = "a table: one line for each form")]
pub async fn sent(day: &Day, route: &str) -> (&'static str, String) {
    let uid = day.shop.uid().to_string();
    let ours = day.ours.uid.to_string();
    let fair = "name=Hội chợ Thu&level=local&kind=fair&starts_on=2026-09-01&cash_rounding=0";
    let stands = "code=A03&name=Gian A03&zone=local&bank_bin=970436&account=0011A03";
    let body = match route {
        "/login" => "login=không có&password=không đúng".to_owned(),
        "/setup" => format!("uid={uid}&name=Kẻ lạ&login=la&password=mat-khau-dai"),
        "/setup/fair" => format!("uid={uid}&code=THU&{fair}"),
        "/setup/booth" => {
            let person = day.shop.uid();
            format!("uid={uid}&code=C01&name=Gian C&zone=local&person={person}&keeper=Chi&pin=2749")
        }
        "/setup/goods" => format!("producer={uid}"),
        "/fairs/new" => format!("uid={uid}&code=DONG&{fair}"),
        "/fairs/{code}/edit" => format!("code=HL26&{fair}"),
        "/fairs/{code}/gates" => format!("uid={uid}&code=G2&name=Cổng phụ"),
        "/fairs/{code}/days" => "day=2026-09-02&opens=08:00&closes=21:00".to_owned(),
        "/fairs/{code}/labels" => "prefix=21&item_digits=5&value=weight:1".to_owned(),
        route if route.ends_with("/goods/new") || route == "/booth/new" => {
            // Without a price: a product made here would stand in everyone's catalogue.
            format!("uid={uid}&name=Mật&unit=chai")
        }
        route if route.ends_with("/codes") => format!("product={}&sku=42", day.honey),
        "/fairs/{code}/booths/new" => format!("uid={uid}&code=C02&name=Gian C&zone=local"),
        // Whoever's booth it is: it keeps no name of ours.
        "/booth/edit" => "name=Gian mình&bank_bin=970436&account=00118888".to_owned(),
        route if route.ends_with("/edit") => stands.to_owned(),
        "/fairs/{code}/prices" => format!("price.{}=190000", day.honey),
        route if route.ends_with("/promotions/new") || route.ends_with("/promotions/{uid}") => {
            format!(
                "uid={uid}&name=Giờ vàng&sort=percent&percent=10&product={}&starts_on=2026-06-03\
             &starts_at=08:00&ends_on=2026-06-03&ends_at=22:00",
                day.honey
            )
        }
        route if route.ends_with("/price") => format!("price.{}=190000", day.honey),
        // What is blocked already is not blocked again.
        "/products/{uid}/recall" => {
            format!("uid={uid}&lot={uid}&sure={uid}&reason=Mốc")
        }
        route if route.starts_with("/lots/") => {
            day.say("L2605", !route.ends_with("/recall")).await;
            format!("uid={uid}&reason=Mốc")
        }
        route if route.ends_with("/delivery") => {
            // The same again would be asked about.
            let (honey, count) = (day.honey, route.len());
            format!("uid={uid}&lines=1&product-0={honey}&quantity-0={count}")
        }
        route if route.ends_with("/loss") => {
            format!("uid={uid}&sort=loss&reason=Vỡ&{}=1", lot(day, route).await)
        }
        route if route.ends_with("/labels/prints") => "kind=label&roll=50x30".to_owned(),
        route if route.ends_with("/count") => format!("uid={uid}&{}=9", lot(day, route).await),
        route if route.ends_with("/return") => format!("uid={uid}&{}=1", lot(day, route).await),
        route if route.ends_with("/transfer") => {
            // To the other booth, whose manager sends nothing to it.
            let to = day.shop.words("select lower(hex(uid)) from booth where code = 'B01'").await;
            format!("uid={uid}&to=booth {}&{}=1", to[0], lot(day, route).await)
        }
        "/fairs/{code}/rooms" => format!("uid={uid}&code=K2&name=Kho phụ"),
        "/documents/{uid}/receipt" => format!("uid={uid}&{}=1", lot(day, route).await),
        "/documents/{uid}/ending" => format!("uid={uid}&sort=shortfall&reason=Rơi vỡ"),
        "/documents/{uid}/reversal" => format!("uid={uid}&reason=Nhầm"),
        route if route.ends_with("/range") => format!("seen={}", day.honey),
        "/products/new" | "/products/{uid}" => format!(
            "uid={uid}&name=Mật&unit=chai 500 ml&price=185000&producer=HTX&subject_type=cooperative\
             &ocop_group=1&active=1"
        ),
        route if route.ends_with("/attention") => {
            "matter=silent A03&reason=nghỉ&hours=1".to_owned()
        }
        "/producers/{uid}" => "name=HTX Mới&subject_type=cooperative".to_owned(),
        "/booth/people/new" => format!("uid={uid}&name=Mới&secret=2749&active=1"),
        "/people/new" => {
            format!("uid={uid}&name=Mới&role=seller&booth={ours}&secret=2749&active=1")
        }
        "/people/{uid}" | "/booth/people/{uid}" => {
            format!("name=Lan&role=seller&booth={ours}&active=1")
        }
        "/transfers" => {
            let reference = day.claimed["payments"][0]["reference"].as_str().unwrap();
            format!("booth={ours}&reference={reference}&state=confirmed")
        }
        "/transfers/all" => day.shop.words(SEEN).await.remove(0),
        "/sales/{uid}/refunds" => format!("uid={uid}&quantity-0=1&reason=Nhầm"),
        "/printers" | "/printers/{printer}" => {
            let paper = "width=576&margin=0&raster=rows&drawer=0&band=128";
            format!("name=Máy hai&target=file:paper/may-hai.bin&{paper}")
        }
        "/printers/booths/{booth}" => format!("printer={}", day.printer),
        "/printers/{printer}/calibration" => "left=0&line=576".to_owned(),
        "/printers/receipt-address" => "address=".to_owned(),
        "/reports/figures" => {
            "sort=target&measure=products&area=Thái Bình&starts_on=01/01/2026&ends_on=31/12/2026\
             &bound=at_least&value=150&source=Kế hoạch"
                .to_owned()
        }
        "/reports/rewards/rules" => {
            let rule = "name=Thưởng&decision=1/QĐ&occasion=rated&receiver=maker&amount=1.000.000";
            format!("uid={uid}&{rule}&starts_on=01/01/2026")
        }
        "/reports/table" => "query=by=zone&name=Theo khu".to_owned(),
        "/reports/online" => "month=05/2026&platform=voso&revenue=12.500.000&orders=31".to_owned(),
        "/producers/{uid}/papers" => {
            format!("paper={uid}&kind=vietgap&number=12/GCN&hectares=12,35&holds_from=02/01/2026")
        }
        "/products/{uid}/listings" => "platform=voso&since=02/01/2026".to_owned(),
        "/backups" => "folder=&minutes=60&newest=24&days=14".to_owned(),
        "/devices/pair" => format!("place=booth {ours}"),
        "/import" => return (PARTS, sheet()),
        _ => String::new(),
    };
    (FORM, body.replace(' ', "+"))
}

/// One product in a sheet.
fn sheet() -> String {
    let field = |name: &str, value: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{value}\r\n")
    };
    let rows = "name_vi,unit,price_vnd,producer,subject_type,ocop_group\n\
                Ruốc hàu,hũ,90000,HTX Hàu,cooperative,1\n";
    let file = format!("; filename=\"a.csv\"\r\n\r\n{rows}");
    let (kind, keep) = (field("kind", "\r\n\r\nproducts"), field("keep", "\r\n\r\n1"));
    format!("{kind}{keep}{}--x--\r\n", field("file", &file))
}

/// What a page says is wrong.
pub fn said(page: &Page) -> &str {
    let body = page.text.split("<main").nth(1).unwrap_or(&page.text);
    let wrong = ["class=\"error\"", "role=\"alert\"", "<p>"].into_iter();
    let from = wrong.filter_map(|mark| body.find(mark)).min().unwrap_or_default();
    let from = &body[from..];
    &from[..from.char_indices().nth(120).map_or(from.len(), |(at, _)| at)]
}

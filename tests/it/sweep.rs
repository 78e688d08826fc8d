//! No address, however strange, makes the laptop fail or work without end.

use crate::{
    day::Day,
    pages::{PAGES, address},
    shift_day::day,
};

/// What stands behind an address: numbers beyond any, texts that break words, the same name twice,
/// bytes that are no text.
const STRANGE: [&str; 6] = [
    "?page=-9223372036854775809&before=99999999999999999999&since=-1&limit=18446744073709551616",
    "?q=%25%27%22%3B--&number=%00&fair=%F0%9F%8D%AF&booth=..%2F..%2Fetc&sort=%5B%5D",
    "?q=a&q=b&fair=HL26&fair=X&booth=&booth=",
    "?from=9999-99-99&to=-1&day=0000-00-00&width=0&format=exe&state=%7B%7D",
    "?%FF=%FE&&&===&%",
    "?nonce=zz&code=%E2%80%AE&back=//evil.example&address=http://evil.example&person=1",
];

#[tokio::test]
async fn strange_words_behind_an_address_fail_nothing_for_strangers_and_organisers() {
    let day: Day = day().await;
    let long = format!("?q={}&number={0}&back=/{0}", "9".repeat(6_000));
    for (method, route, _, _) in PAGES.iter().filter(|page| page.0 == "GET") {
        let at = address(&day, route, "").await;
        for behind in STRANGE.iter().copied().chain([long.as_str()]) {
            for who in [&day.nobody, &day.organiser] {
                let page = day.get(who, "vi", &format!("{at}{behind}")).await;
                let status = page.status.as_u16();
                assert!(status < 500, "{method} {at}{behind}: {status} {:.300}", page.text);
            }
        }
    }
    day.shop.verify().await;
}

//! Tables against a computation of their own over the entries of sales.

use super::*;
use crate::{
    base::lang::Lang,
    desk::fact::Fact,
    fair::kinds::Zone,
    payment::event::Method,
    report::testbook::{Book, at},
    sale::Sold,
};
use proptest::prelude::*;

/// Every sale and reversal of a book, out of its journal.
async fn entries(db: &mut SqliteConnection) -> Vec<Sold> {
    let rows: Vec<(String, i64, String)> =
        sqlx::query_as("select kind, body_version, body from journal order by pos")
            .fetch_all(db)
            .await
            .unwrap();
    let sold =
        |(kind, version, body): &(String, i64, String)| match Fact::parse(kind, *version, body) {
            Some(Fact::Sold(it)) => Some(*it),
            _ => None,
        };
    rows.iter().filter_map(sold).collect()
}

/// A part of a sale with what every dimension says of it: a line, or a payment.
struct Piece {
    codes: BTreeMap<Dim, String>,
    amount: i64,
    quantity: i64,
}

fn place(it: &Sold) -> BTreeMap<Dim, String> {
    let (level, kind) = match it.fair.code.as_str() {
        "he-2024" => ("provincial", "fair"),
        "xuan-2024" => ("not_stated", "product_week"),
        _ => ("local", "sales_point"),
    };
    BTreeMap::from([
        (Dim::Level, level.to_owned()),
        (Dim::Kind, kind.to_owned()),
        (Dim::Fair, it.fair.code.clone()),
        (Dim::Zone, it.booth.zone.as_str().to_owned()),
        (Dim::Booth, format!("{}/{}", it.fair.code, it.booth.code)),
        (Dim::Unit, it.booth.origin_unit.clone()),
        (Dim::UnitToday, unit_today(&it.booth.origin_unit)),
        (Dim::ProvinceToday, province_today(&it.booth.origin_unit)),
        (Dim::Month, it.day.to_string()[..7].to_owned()),
        (Dim::Day, it.day.to_string()),
        (Dim::Hour, format!("{:02}", it.hour)),
    ])
}

fn lines(it: &Sold) -> Vec<Piece> {
    let piece = |line: &crate::sale::Line| {
        let mut codes = place(it);
        codes.insert(Dim::Group, line.ocop_group.to_string());
        codes.insert(Dim::Star, line.star.unwrap_or(0).to_string());
        codes.insert(Dim::Form, line.producer_type.as_str().to_owned());
        codes.insert(Dim::Producer, line.producer_uid.hex());
        codes.insert(Dim::Product, line.product.hex());
        Piece { codes, amount: line.amount.0, quantity: line.quantity.0 }
    };
    it.lines.iter().map(piece).collect()
}

fn payments(it: &Sold) -> Vec<Piece> {
    let piece = |tender: &crate::sale::Tender| {
        let mut codes = place(it);
        codes.remove(&Dim::Hour);
        codes.insert(Dim::Tender, tender.method.as_str().to_owned());
        Piece { codes, amount: tender.amount.0, quantity: 0 }
    };
    it.payments.iter().map(piece).collect()
}

/// Revenue and quantity by code, as the entries have it. A sales point counts where it is asked
/// for.
fn told(pieces: &[Piece], ask: &Ask) -> BTreeMap<String, (i64, i64)> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let named = [Dim::Kind, Dim::Fair, Dim::Booth];
    let meant = ask.by == Dim::Kind || named.iter().any(|it| ask.filters.contains_key(it));
    for piece in pieces {
        let holds = |(dim, code): (&Dim, &String)| piece.codes.get(dim) == Some(code);
        let point = piece.codes[&Dim::Kind] == "sales_point";
        let day: Date = piece.codes[&Dim::Day].parse().unwrap();
        if ask.filters.iter().all(holds) && (meant || !point) && ask.from <= day && day <= ask.to {
            let sum = sums.entry(piece.codes[&ask.by].clone()).or_default();
            sum.0 += piece.amount;
            sum.1 += piece.quantity;
        }
    }
    sums.retain(|_, sum| *sum != (0, 0));
    sums
}

fn ask(by: Dim, filters: BTreeMap<Dim, String>) -> Ask {
    Ask { from: date(2024, 6, 2), to: date(2024, 6, 6), by, filters, versus: None }
}

/// A sale as proptest makes it: booth, product, units, by transfer, day, hour, voided, and that the
/// booth moves to another zone before it.
type Random = (usize, usize, i64, bool, i8, i64, bool, bool);

async fn sold_at_random(sales: &[Random]) -> Book {
    let book = Book::new().await;
    for &(booth, product, units, transfer, day, hour, voided, moves) in sales {
        if moves {
            let (zone, unit) =
                if day % 2 == 0 { (Zone::Other, "Thái Bình") } else { (Zone::Local, "Cô Tô") };
            book.moved(booth, zone, unit).await;
        }
        let price = [100_000, 50_000][product];
        let method = if transfer { Method::VietQr } else { Method::Cash };
        let when = at(date(2024, 6, day), hour);
        let id = book.sell(booth, (product, units * 1_000), (method, price * units), when).await;
        if voided {
            book.void(id, when).await;
        }
    }
    book
}

/// Every grouping under every filter of what there is, or of two at once.
async fn agree(book: &Book) -> usize {
    let mut db = book.shop.read().await.unwrap();
    let all = entries(&mut db).await;
    let goods: Vec<Piece> = all.iter().flat_map(lines).collect();
    let paid: Vec<Piece> = all.iter().flat_map(payments).collect();
    let mut filters: BTreeSet<Vec<(Dim, String)>> = BTreeSet::from([Vec::new()]);
    for piece in goods.iter().chain(&paid).take(6) {
        let codes: Vec<_> = piece.codes.clone().into_iter().collect();
        filters.extend(codes.iter().map(|it| vec![it.clone()]));
        filters.extend(codes.windows(2).map(<[_]>::to_vec));
    }
    let mut compared = 0;
    for filter in filters {
        for by in Dim::ALL {
            let ask = ask(*by, filter.iter().cloned().collect());
            if ask.check().is_err() {
                continue;
            }
            let it = pivot(&mut db, &ask).await.unwrap();
            let wanted = told(if ask.of_payments() { &paid } else { &goods }, &ask);
            let quantity = |row: &Row| row.sums.quantity.map_or(0, |it| it.0);
            let mut found = BTreeMap::new();
            for row in &it.rows {
                let measured = *by == Dim::Product;
                let quantity = if measured { quantity(row) } else { 0 };
                found.insert(row.code.clone(), (row.sums.revenue.0, quantity));
            }
            found.retain(|_, sum| *sum != (0, 0));
            let bare = |(code, sum): (&String, &(i64, i64))| {
                (code.clone(), (sum.0, if *by == Dim::Product { sum.1 } else { 0 }))
            };
            let mut wanted: BTreeMap<_, _> = wanted.iter().map(bare).collect();
            wanted.retain(|_, sum| *sum != (0, 0));
            assert_eq!(found, wanted, "{ask:?}");
            let whole: i64 = wanted.values().map(|it| it.0).sum();
            assert_eq!(it.whole.revenue, Money(whole), "{ask:?}");
            compared += 1;
        }
    }
    compared
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]
    #[test]
    fn every_grouping_under_every_filter_is_what_the_entries_say_and_adds_up_to_the_whole(
        sales in proptest::collection::vec(
            (0usize..4, 0usize..2, 1i64..20, any::<bool>(), 2i8..8, 8i64..11, any::<bool>(),
             any::<bool>()),
            4..14,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let compared = runtime.block_on(async { agree(&sold_at_random(&sales).await).await });
        prop_assert!(compared > 100, "only {} tables were compared", compared);
    }
}

#[tokio::test]
async fn a_table_stands_beside_other_days_or_another_fair_with_the_difference() {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let days = (date(2024, 6, 2), date(2024, 6, 2));
    let mut wish = Ask {
        from: date(2024, 6, 3),
        to: date(2024, 6, 3),
        by: Dim::Zone,
        filters: BTreeMap::new(),
        versus: Some(Versus::Period(days.0, days.1)),
    };
    let it = pivot(&mut db, &wish).await.unwrap();
    // On the third 650,000 elsewhere and 100,000 in the local zone; on the second 500,000 there.
    let rows: Vec<_> = it
        .rows
        .iter()
        .map(|row| {
            let there = row.versus.unwrap().revenue.0;
            (&*row.code, row.sums.revenue.0, there, row.difference.unwrap().0, row.change)
        })
        .collect();
    let less = Share::of(-400_000, 500_000);
    assert_eq!(
        rows,
        [
            ("other_province", 650_000, 0, 650_000, None),
            ("local", 100_000, 500_000, -400_000, Some(less)),
        ]
    );
    assert_eq!((it.whole.revenue, it.versus.unwrap().revenue), (Money(750_000), Money(500_000)));
    assert_eq!((it.whole.sales, less.text()), (Some(2), "-80\u{a0}%".to_owned()));
    let said = words::sentence(&it, Lang::En).text().replace('\u{a0}', " ");
    assert_eq!(
        said,
        "In all 750.000 đồng, 250.000 đồng more than the 500.000 đồng there, \
         sales points apart."
    );
    let table = words::table(&it, Lang::Vi);
    assert!(table.columns.len() <= 7);
    // A fair beside a point of sale, which counts because it is named.
    wish = Ask { versus: Some(Versus::Fair("diem-ban".into())), by: Dim::Group, ..wish };
    wish.filters.insert(Dim::Fair, "he-2024".into());
    let it = pivot(&mut db, &wish).await.unwrap();
    let rows =
        it.rows.iter().map(|row| (&*row.code, row.sums.revenue.0, row.versus.unwrap().revenue.0));
    assert_eq!(rows.collect::<Vec<_>>(), [("1", 650_000, 0), ("2", 100_000, 200_000)]);
}

#[tokio::test]
async fn visits_stand_beside_what_gates_tell_apart_and_payments_know_no_goods() {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let it = pivot(&mut db, &ask(Dim::Hour, BTreeMap::new())).await.unwrap();
    let rows: Vec<_> = it.rows.iter().map(|row| (&*row.code, row.sums.visits.unwrap())).collect();
    assert_eq!(rows, [("08", 550), ("09", 700), ("10", 0), ("11", 0)]);
    assert_eq!((it.whole.visits, it.whole.sales), (Some(1_250), Some(3)));
    let zones = pivot(&mut db, &ask(Dim::Zone, BTreeMap::new())).await.unwrap();
    assert_eq!(zones.whole.visits, None, "a visitor is of no zone");
    let star = BTreeMap::from([(Dim::Star, "4".to_owned())]);
    let refused = pivot(&mut db, &ask(Dim::Tender, star)).await;
    assert!(matches!(refused, Err(Failure::Untold(_))));
}

#[tokio::test]
async fn what_cannot_be_compared_or_is_no_day_is_refused_and_of_less_than_nothing_is_no_share() {
    let book = Book::filled().await;
    let mut db = book.shop.read().await.unwrap();
    let period = Some(Versus::Period(date(2024, 1, 1), date(2024, 1, 31)));
    let wish = Ask { versus: period, ..ask(Dim::Zone, BTreeMap::new()) };
    assert!(Ask { by: Dim::Day, ..wish.clone() }.check().is_err());
    let month = BTreeMap::from([(Dim::Month, "2024-06".to_owned())]);
    assert!(Ask { filters: month.clone(), ..wish.clone() }.check().is_err());
    assert!(Ask { filters: month, versus: None, ..wish.clone() }.check().is_ok());
    let no_day = BTreeMap::from([(Dim::Day, "hôm qua".to_owned())]);
    assert!(ask(Dim::Zone, no_day).check().is_err(), "not the whole year instead");
    let nobody = Ask { versus: Some(Versus::Fair("KHONG-CO".into())), ..wish };
    assert!(matches!(pivot(&mut db, &nobody).await, Err(Failure::Untold(_))));
    let half = Ask::parts_of("from=2024-01-01&to=2024-12-31&by=zone&vs_from=2023-01-01");
    assert_eq!(Ask::of_parts(&half), None);
    let written = Ask::parts_of("from=2024-01-01&to=2024-12-31&by=zone&day=04/06/2024");
    assert_eq!(Ask::of_parts(&written).unwrap().filters[&Dim::Day], "2024-06-04");
    let side = |amount: i64| {
        let sums = Sums { revenue: Money(amount), ..Sums::default() };
        Side::from([("local".to_owned(), (Named::Word, sums))])
    };
    let row = rows(Dim::Zone, side(300_000), Some(side(-100_000))).remove(0);
    assert_eq!((row.difference, row.change), (Some(Money(400_000)), None));
}

#[test]
fn a_wish_is_read_again_from_its_address_and_within_a_row_is_the_finer_one() {
    let filters = BTreeMap::from([(Dim::Unit, "Bình Liêu & Tiên Yên".to_owned())]);
    let it = Ask { versus: Some(Versus::Fair("HÈ 24".into())), ..ask(Dim::Fair, filters) };
    assert_eq!(Ask::of_parts(&Ask::parts_of(&it.query())), Some(it.clone()));
    let within = it.within("he-2024");
    assert_eq!((within.by, within.filters.len()), (Dim::Booth, 2));
    assert_eq!(within.without(Dim::Fair).filters, it.filters);
    let paid = ask(Dim::Tender, BTreeMap::new()).within("cash").within("he-2024").within("x/y");
    assert_eq!((paid.by, paid.check()), (Dim::Day, Ok(())));
    assert!(ask(Dim::Hour, BTreeMap::from([(Dim::Tender, "cash".to_owned())])).check().is_err());
}

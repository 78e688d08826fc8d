//! What the five articles published of the programme, that the demonstration stands beside.

use crate::fair::source_figures::{
    Bound::{self, About, AtLeast, Exact},
    Measure::{self, *},
    Sort::{self, Entered, Published, Target},
    SourceFigure,
};
use jiff::civil::{Date, date};

/// A figure: what, how the source says it, how much in the measure's unit.
type Said = (Measure, Bound, i64);

/// Hundredths of a per cent in one.
const PERCENT: i64 = 100;
/// Thousandths of a hectare in a hundredth.
const ARE: i64 = 10;

const QUANG_NINH: &str = "https://vietnam.vn/quangninh/tang-cuong-xuc-tien-thuong-mai-gan-voi-\
    giam-sat-quan-ly-chat-luong-san-pham-ocop";

/// Every figure, article by article.
pub fn all() -> Vec<SourceFigure> {
    let half = (date(2024, 1, 1), date(2024, 6, 30));
    let (autumn, year) =
        ((date(2024, 1, 1), date(2024, 10, 31)), (date(2025, 1, 1), date(2025, 12, 31)));
    let (plan, spring) =
        ((date(2021, 1, 1), date(2025, 12, 31)), (date(2025, 1, 1), date(2025, 6, 30)));
    let thai_binh = "Bài về OCOP Thái Bình, tháng 10/2024";
    let soc_trang = "Bài về OCOP Sóc Trăng, tháng 6/2025";
    let dong_thap = "Kế hoạch OCOP Đồng Tháp năm 2025";
    [
        (Published, "", half, QUANG_NINH, FAIRS),
        (Published, "Quảng Ninh", half, QUANG_NINH, PROGRAMME),
        (Entered, "Quảng Ninh", half, QUANG_NINH, QUALITY),
        (Published, "Thái Bình", autumn, thai_binh, THAI_BINH),
        (Target, "Thái Bình", plan, thai_binh, THAI_BINH_PLAN),
        (
            Published,
            "Thái Bình",
            autumn,
            "Bài thứ hai về Thái Bình (Hưng Hà, Thái Thụy, Tiền Hải)",
            THAI_BINH_SALES,
        ),
        (Published, "Sóc Trăng", spring, soc_trang, SOC_TRANG),
        (Target, "Đồng Tháp", year, dong_thap, DONG_THAP),
    ]
    .into_iter()
    .flat_map(|(sort, area, days, source, said)| {
        said.iter().map(move |said| figure(sort, area, days, source, *said))
    })
    .collect()
}

fn figure(
    sort: Sort,
    area: &str,
    (starts_on, ends_on): (Date, Date),
    source: &str,
    (measure, bound, value): Said,
) -> SourceFigure {
    SourceFigure {
        sort,
        measure,
        area: area.to_owned(),
        starts_on,
        ends_on,
        value: Some(value),
        bound,
        source: source.to_owned(),
    }
}

const FAIRS: &[Said] = &[
    (Fairs, Exact, 22),
    (Visits, AtLeast, 120_000),
    (Revenue, AtLeast, 25_000_000_000),
    (RevenueLocalZone, Exact, 12_000_000_000),
    (SalesPoints, Exact, 23),
];

const PROGRAMME: &[Said] = &[
    (Products, Exact, 393),
    (Expired, Exact, 71),
    (OnVoso, Exact, 160),
    (OnPostmart, Exact, 108),
    (OnProvincial, Exact, 393),
    (CodedShare, Exact, 100 * PERCENT),
];

const QUALITY: &[Said] = &[
    (AreaCodes, Exact, 60),
    (VietGap, Exact, 32_235 * ARE),
    (Organic, Exact, 32_900 * ARE),
    (PackingHouses, Exact, 9),
];

const THAI_BINH: &[Said] = &[
    (Products, Exact, 194),
    (FourStar, Exact, 48),
    (ThreeStar, Exact, 146),
    (Enterprises, Exact, 38),
    (Cooperatives, Exact, 54),
    (Households, Exact, 45),
    (Registered, Exact, 89),
];

const THAI_BINH_PLAN: &[Said] = &[(Products, Exact, 150)];

const THAI_BINH_SALES: &[Said] =
    &[(OnlineShare, About, 30 * PERCENT), (Growth, AtLeast, 20 * PERCENT)];

const SOC_TRANG: &[Said] = &[
    (Products, Exact, 326),
    (FiveStar, Exact, 1),
    (FourStar, Exact, 29),
    (ThreeStar, Exact, 296),
    (Makers, Exact, 186),
    (CooperativeShare, Exact, 30 * PERCENT),
    (SmallFirmShare, Exact, 15 * PERCENT),
    (UnitsWithPoint, Exact, 8),
    (ModernRetailShare, AtLeast, 50 * PERCENT),
    (CircularShare, Exact, 20 * PERCENT),
];

const DONG_THAP: &[Said] = &[
    (NewlyRated, AtLeast, 60),
    (NewThreeStar, AtLeast, 40),
    (NewFourStar, AtLeast, 20),
    (FiveStarDossiers, Exact, 5),
    (RatedAnewShare, AtLeast, 50 * PERCENT),
    (Budget, AtLeast, 8_000_000_000),
];

//! What sources published, what was aimed at, and what people enter because no sale tells it.

pub mod store;

use crate::base::{
    fold::{NAME, within},
    lang::Say,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::words! {
    /// Where a figure comes from. It is kept beside the derived one, never mixed with it: where
    /// they differ the difference is shown.
    Sort {
        /// Somebody published it.
        Published = "published", "Đã công bố", "Published";
        /// A plan aims at it.
        Target = "target", "Chỉ tiêu kế hoạch", "Target";
        /// People counted it themselves.
        Entered = "entered", "Số nhập tay", "Entered";
    }
}

crate::words! {
    /// How a source says a number.
    Bound {
        /// So many.
        Exact = "exact", "đúng", "exactly";
        /// So many or more ("trên 120 nghìn lượt").
        AtLeast = "at_least", "trên, ít nhất", "at least";
        /// About so many.
        About = "about", "khoảng", "about";
    }
}

crate::words! {
    /// What is measured. The unit stands in the label where it is no number of things.
    Measure {
        /// Fairs and product weeks.
        Fairs = "fairs", "Hội chợ", "Fairs";
        /// Visits, not people.
        Visits = "visits", "Lượt khách", "Visits";
        /// Revenue of goods.
        Revenue = "revenue", "Doanh thu (đ)", "Revenue (đ)";
        /// Of it in the zone of the province's localities.
        RevenueLocalZone = "revenue_local_zone", "Khu trong tỉnh (đ)", "Local zone (đ)";
        /// Paid otherwise than in cash.
        CashlessShare = "cashless_share", "Thanh toán không tiền mặt (%)", "Cashless (%)";
        /// Permanent points of sale.
        SalesPoints = "sales_points", "Điểm bán hàng OCOP", "Sales points";
        /// Products with three to five stars.
        Products = "products", "Sản phẩm OCOP 3–5 sao", "Products with 3–5 stars";
        /// Five stars.
        FiveStar = "five_star", "Sản phẩm 5 sao", "Five-star products";
        /// Four stars.
        FourStar = "four_star", "Sản phẩm 4 sao", "Four-star products";
        /// Three stars.
        ThreeStar = "three_star", "Sản phẩm 3 sao", "Three-star products";
        /// Rated within the period.
        Rated = "rated", "Sản phẩm được xếp hạng trong kỳ", "Products rated in the period";
        /// Of them those that had never been rated before.
        NewlyRated = "newly_rated", "Sản phẩm xếp hạng lần đầu", "Products rated first time";
        /// Of the new ones, with four stars.
        NewFourStar = "new_four_star", "Sản phẩm mới 4 sao", "New four-star products";
        /// Of the new ones, with three stars.
        NewThreeStar = "new_three_star", "Sản phẩm mới 3 sao", "New three-star products";
        /// Registered for a rating.
        Registered = "registered", "Sản phẩm đăng ký đánh giá", "Products registered for rating";
        /// Whose last certificate ran out within the period.
        Expired = "expired", "Sản phẩm hết hạn giấy, cần đánh giá lại", "Certificates run out";
        /// Of those that ran out, rated anew.
        RatedAnewShare = "rated_anew_share", "Tỷ lệ đánh giá lại (%)", "Rated anew (%)";
        /// With a barcode or a QR code.
        CodedShare = "coded_share", "Sản phẩm có mã vạch, mã QR (%)", "Products with a code (%)";
        /// Makers.
        Makers = "makers", "Chủ thể OCOP", "Producers";
        /// Of them enterprises.
        Enterprises = "enterprises", "Chủ thể là doanh nghiệp", "Enterprises";
        /// Of them co-operatives.
        Cooperatives = "cooperatives", "Chủ thể là hợp tác xã", "Co-operatives";
        /// Of them households.
        Households = "households", "Chủ thể là hộ kinh doanh", "Business households";
        /// The co-operatives' share.
        CooperativeShare = "cooperative_share", "Hợp tác xã (%)", "Co-operatives (%)";
        /// The small enterprises' share.
        SmallFirmShare = "small_firm_share", "Doanh nghiệp nhỏ và vừa (%)", "Small firms (%)";
        /// Listed on Voso.
        OnVoso = "on_voso", "Sản phẩm trên sàn Voso", "Listed on Voso";
        /// Listed on Postmart.
        OnPostmart = "on_postmart", "Sản phẩm trên sàn Postmart", "Listed on Postmart";
        /// Listed on the province's own platform.
        OnProvincial = "on_provincial", "Sản phẩm trên sàn của tỉnh", "On the province’s platform";
        /// Sold online.
        OnlineShare = "online_share", "Doanh thu trực tuyến (%)", "Online revenue (%)";
        /// Growth of revenue.
        Growth = "growth", "Doanh thu tăng (%)", "Growth of revenue (%)";
        /// Makers that sell through modern retail.
        ModernRetailShare = "modern_retail_share", "Chủ thể vào kênh bán lẻ hiện đại (%)",
            "Producers in modern retail (%)";
        /// Makers with a circular value chain.
        CircularShare = "circular_share", "Chủ thể có chuỗi giá trị tuần hoàn (%)",
            "Circular value chains (%)";
        /// Districts with a point of sale.
        UnitsWithPoint = "units_with_point", "Địa phương có điểm bán hàng",
            "Localities with a sales point";
        /// Codes of growing areas.
        AreaCodes = "area_codes", "Mã số vùng trồng", "Codes of growing areas";
        /// VietGAP.
        VietGap = "vietgap", "Diện tích VietGAP (ha)", "VietGAP area (ha)";
        /// Organic.
        Organic = "organic", "Diện tích hữu cơ (ha)", "Organic area (ha)";
        /// Packing houses.
        PackingHouses = "packing_houses", "Cơ sở đóng gói", "Packing houses";
        /// Dossiers for five stars.
        FiveStarDossiers = "five_star_dossiers", "Hồ sơ đề nghị 5 sao", "Dossiers for five stars";
        /// Money for the programme.
        Budget = "budget", "Kinh phí (đ)", "Budget (đ)";
    }
}

/// In what a measure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Đồng.
    Money,
    /// Hundredths of a per cent.
    Share,
    /// Thousandths of a hectare.
    Area,
}

impl Measure {
    /// In what it is counted.
    pub fn unit(self) -> Unit {
        match self {
            Measure::Revenue | Measure::RevenueLocalZone | Measure::Budget => Unit::Money,
            Measure::VietGap | Measure::Organic => Unit::Area,
            Measure::CashlessShare
            | Measure::RatedAnewShare
            | Measure::CodedShare
            | Measure::CooperativeShare
            | Measure::SmallFirmShare
            | Measure::OnlineShare
            | Measure::Growth
            | Measure::ModernRetailShare
            | Measure::CircularShare => Unit::Share,
            _ => Unit::Count,
        }
    }
}

/// A figure of a source, for a place and a period. A later one of the same sort, measure, place and
/// period goes before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFigure {
    /// Where it comes from.
    pub sort: Sort,
    /// What is measured.
    pub measure: Measure,
    /// The province or locality; empty: all that the book knows.
    pub area: String,
    /// First day of the period.
    pub starts_on: Date,
    /// Last day of the period.
    pub ends_on: Date,
    /// In the measure's unit; none when the figure was taken back.
    pub value: Option<i64>,
    /// How the source says it.
    pub bound: Bound,
    /// Where it stands, as a reader finds it.
    pub source: String,
}

/// Why a figure cannot be kept.
pub fn check(it: &SourceFigure) -> Result<(), Say> {
    within(NAME, &[&it.area])?;
    within(500, &[&it.source])?;
    if it.ends_on < it.starts_on {
        return Err(Say::new(
            "Ngày cuối kỳ phải sau ngày đầu kỳ",
            "The period must not end before it begins",
        ));
    }
    Ok(())
}

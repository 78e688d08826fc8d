//! The fair's closed vocabularies.

use crate::base::{
    lang::{Lang, Say},
    words::none_of,
};

crate::words! {
    /// Who holds a fair, as the half-year reports count them.
    Level {
        /// Held by the province.
        Provincial = "provincial", "Cấp tỉnh", "Provincial", "Tỉnh";
        /// Held in the province, by a locality.
        Local = "local", "Địa phương", "Local", "Cấp địa phương";
        /// A promotion programme joined at home or abroad.
        Programme = "programme", "Chương trình tham gia", "Programme joined", "Chương trình";
        /// Counted by the source, but not named.
        NotStated = "not_stated", "Nguồn không nêu", "Not stated by the source";
    }
}

crate::words! {
    /// What kind of event it is.
    Kind {
        /// Hội chợ.
        Fair = "fair", "Hội chợ", "Fair";
        /// Tuần lễ sản phẩm.
        ProductWeek = "product_week", "Tuần lễ sản phẩm", "Product week";
        /// Điểm giới thiệu và bán sản phẩm OCOP: permanent, without an end date.
        SalesPoint = "sales_point", "Điểm giới thiệu và bán sản phẩm", "Sales point", "Điểm bán";
        /// Phiên chợ.
        MarketSession = "market_session", "Phiên chợ", "Market session";
        /// Tham gia xúc tiến thương mại.
        TradePromotion = "trade_promotion", "Xúc tiến thương mại", "Trade promotion";
        /// The source does not say.
        NotStated = "not_stated", "Nguồn không nêu", "Not stated by the source";
        /// Diễn tập: invented sales that try the laptop out; no report counts them.
        Rehearsal = "rehearsal", "Diễn tập", "Rehearsal";
    }
}

impl Kind {
    /// What a person may choose: a fair is never made a rehearsal, nor a rehearsal a fair.
    pub const REAL: &'static [Kind] = &[
        Kind::Fair,
        Kind::ProductWeek,
        Kind::SalesPoint,
        Kind::MarketSession,
        Kind::TradePromotion,
        Kind::NotStated,
    ];

    /// Reads a kind that a person may choose.
    pub fn real(text: &str) -> Result<Kind, Say> {
        let words: Vec<_> = Kind::REAL.iter().map(|it| (it.as_str(), it.label(Lang::Vi))).collect();
        let kind: Kind = text.parse().map_err(|_| none_of(text, &words))?;
        if Kind::REAL.contains(&kind) {
            return Ok(kind);
        }
        Err(Say::new(
            "Diễn tập chỉ được tạo bằng lệnh chophien rehearse",
            "A rehearsal is made by chophien rehearse alone",
        ))
    }
}

crate::words! {
    /// The zone a booth stands in; the published sums are by zone.
    Zone {
        /// Localities of the province itself.
        Local = "local", "Địa phương trong tỉnh", "Localities of the province",
            "Trong tỉnh", "Địa phương";
        /// Other provinces.
        OtherProvince = "other_province", "Tỉnh bạn", "Other provinces", "Tỉnh khác", "Ngoài tỉnh";
        /// Everyone else.
        Other = "other", "Khu khác", "Other", "Khác";
    }
}

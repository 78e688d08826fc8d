//! The fair's closed vocabularies.

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

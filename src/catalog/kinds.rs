//! The catalogue's closed vocabularies.

crate::words! {
    /// The legal form of a producer (OCOP subject, "chủ thể OCOP").
    SubjectType {
        /// Doanh nghiệp.
        Enterprise = "enterprise", "Doanh nghiệp", "Enterprise", "DN";
        /// Hợp tác xã.
        Cooperative = "cooperative", "Hợp tác xã", "Co-operative", "HTX";
        /// Tổ hợp tác.
        CooperativeGroup = "cooperative_group", "Tổ hợp tác", "Co-operative group", "THT";
        /// Hộ kinh doanh, hộ sản xuất.
        BusinessHousehold = "business_household", "Hộ kinh doanh", "Business household",
            "Hộ sản xuất", "HKD";
    }
}

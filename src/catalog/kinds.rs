//! The catalogue's closed vocabularies.

crate::words! {
    /// The legal form of a producer (OCOP subject, "chủ thể OCOP").
    SubjectType {
        /// Doanh nghiệp.
        Enterprise = "enterprise", "Doanh nghiệp", "Enterprise";
        /// Hợp tác xã.
        Cooperative = "cooperative", "Hợp tác xã", "Co-operative";
        /// Tổ hợp tác.
        CooperativeGroup = "cooperative_group", "Tổ hợp tác", "Co-operative group";
        /// Hộ kinh doanh, hộ sản xuất.
        BusinessHousehold = "business_household", "Hộ kinh doanh", "Business household";
    }
}

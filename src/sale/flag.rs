//! What is noted on a sale for the booth's manager.

crate::words! {
    /// Something the booth's manager should look at. Never a reason to refuse.
    Flag {
        /// Sold more than the stock that was entered.
        StockShort = "stock_short", "Bán vượt tồn kho", "Sold more than in stock";
        /// Sold from a lot after the day by which it is to be used.
        LotExpired = "lot_expired", "Bán hàng quá hạn", "Sold past its use-by day";
        /// Sold from a lot that was blocked by then.
        LotBlocked = "lot_blocked", "Bán lô bị thu hồi", "Sold from a recalled lot";
        /// The device knew an older price or reckoned by older rules, which stands.
        PriceChanged = "price_changed", "Giá đã đổi", "The price had changed";
        /// The device's total differs from any known price; the money taken stands.
        TotalDiffers = "total_differs", "Tổng tiền khác giá bán", "Total differs from the prices";
        /// Not in this booth's range.
        NotInRange = "not_in_range", "Hàng không thuộc gian", "Not in this booth's range";
        /// No longer sold when the sale came: a device out of reach did not know.
        Withdrawn = "withdrawn", "Hàng đã ngừng bán", "No longer sold";
        /// Sold in a unit that the product had before: a device out of reach did not know. The line
        /// says what the customer was told, and as many are drawn as if it had come in time.
        UnitChanged = "unit_changed", "Đơn vị tính đã đổi", "The unit had changed";
        /// The device's clock could not be believed.
        ClockWrong = "clock_wrong", "Đồng hồ thiết bị sai", "The device's clock is wrong";
        /// Paid on a day on which the fair was not open.
        OutsideFair = "outside_fair", "Ngoài ngày hội chợ", "Outside the fair's days";
        /// The transfer's reference is not open (claimed already, withdrawn, missing), or its
        /// amount is not the one asked for.
        ReferenceDiffers = "reference_differs", "Mã chuyển khoản không khớp",
            "The transfer's reference does not match";
        /// The seller who is named in it is not of this booth.
        SellerElsewhere = "seller_elsewhere", "Người bán không thuộc gian",
            "The seller is not of this booth";
        /// More was taken off than the seller may, and no manager had approved it.
        OverLimit = "over_limit", "Giảm giá vượt mức", "Discount beyond the limit";
        /// An amount was typed for a product that does not allow it; the money taken stands.
        FreeAmount = "free_amount", "Tự nhập số tiền", "The amount was typed";
        /// Money was given back while the laptop was out of reach.
        RefundOffline = "refund_offline", "Trả hàng khi mất mạng", "Refunded while offline";
        /// Who is named in it as giving the money back was not signed in when it came.
        RefundByOtherHands = "refund_by_other_hands", "Trả hàng, người trả không đăng nhập",
            "Refunded by someone not signed in";
        /// The money handed back is not what the book makes of it; what was handed back stands.
        BackDiffers = "back_differs", "Tiền trả lại khác sổ", "Money back differs from the book";
        /// The shift was closed before the sale came: it is a supplement to the shift's Z.
        ShiftClosed = "shift_closed", "Đến sau khi chốt ca", "Came after the shift was closed";
        /// What the device gave as its own number is none; the sale stands without it.
        NumberDropped = "number_dropped", "Số phiếu của máy không hợp lệ",
            "The device's own number is not valid";
        /// The device gave the same number to two sales: it was copied, or put back to an earlier
        /// day; a missing number may hide behind it.
        NumberTwice = "number_twice", "Máy đánh trùng số phiếu", "The device gave its number twice";
        /// The laptop's own clock was behind its book: nobody can tell of which day it is.
        LaptopClock = "laptop_clock", "Đồng hồ máy chủ chậm hơn sổ",
            "The laptop's clock was behind its book";
    }
}

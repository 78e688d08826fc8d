//! The kinds of fairs and zones. Stored and exchanged by `as_str`, shown by `label`.

use crate::{
    base::lang::{Lang, Say},
    catalog::kinds::pick,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Who holds a fair, as the province counts fairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Held by the province.
    Provincial,
    /// Held by a district or commune.
    Local,
    /// Held under a programme of trade promotion.
    Programme,
    /// No source says.
    NotStated,
}

impl Level {
    /// All of them, in the order reports show.
    pub const ALL: [Level; 4] =
        [Level::Provincial, Level::Local, Level::Programme, Level::NotStated];

    /// The word in files and in the book.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Provincial => "provincial",
            Level::Local => "local",
            Level::Programme => "programme",
            Level::NotStated => "not_stated",
        }
    }

    /// The words on the screen.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Level::Provincial => lang.say("Cấp tỉnh", "Provincial"),
            Level::Local => lang.say("Cấp địa phương", "Local"),
            Level::Programme => lang.say("Theo chương trình", "Programme"),
            Level::NotStated => lang.say("Không nêu", "Not stated"),
        }
    }
}

impl FromStr for Level {
    type Err = Say;

    fn from_str(text: &str) -> Result<Level, Say> {
        pick(text, &Level::ALL, Level::as_str, Level::label)
    }
}

/// What sort of occasion it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A trade fair.
    Fair,
    /// A week for the products of one place.
    ProductWeek,
    /// A permanent place, counted beside the fairs.
    SalesPoint,
    /// A session of a market.
    MarketSession,
    /// Another event of trade promotion.
    TradePromotion,
}

impl Kind {
    /// All of them, in the order reports show.
    pub const ALL: [Kind; 5] = [
        Kind::Fair,
        Kind::ProductWeek,
        Kind::SalesPoint,
        Kind::MarketSession,
        Kind::TradePromotion,
    ];

    /// The word in files and in the book.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Fair => "fair",
            Kind::ProductWeek => "product_week",
            Kind::SalesPoint => "sales_point",
            Kind::MarketSession => "market_session",
            Kind::TradePromotion => "trade_promotion",
        }
    }

    /// The words on the screen.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Kind::Fair => lang.say("Hội chợ", "Fair"),
            Kind::ProductWeek => lang.say("Tuần lễ sản phẩm", "Product week"),
            Kind::SalesPoint => lang.say("Điểm giới thiệu và bán sản phẩm", "Sales point"),
            Kind::MarketSession => lang.say("Phiên chợ", "Market session"),
            Kind::TradePromotion => lang.say("Xúc tiến thương mại", "Trade promotion"),
        }
    }
}

impl FromStr for Kind {
    type Err = Say;

    fn from_str(text: &str) -> Result<Kind, Say> {
        pick(text, &Kind::ALL, Kind::as_str, Kind::label)
    }
}

/// Where a booth's seller comes from, by which the fair is laid out and its revenue split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// From the province that holds the fair.
    Local,
    /// From another province.
    OtherProvince,
    /// Neither, such as sponsors and food stalls.
    Other,
}

impl Zone {
    /// All of them, in the order reports show.
    pub const ALL: [Zone; 3] = [Zone::Local, Zone::OtherProvince, Zone::Other];

    /// The word in files and in the book.
    pub fn as_str(self) -> &'static str {
        match self {
            Zone::Local => "local",
            Zone::OtherProvince => "other_province",
            Zone::Other => "other",
        }
    }

    /// The words on the screen.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Zone::Local => lang.say("Trong tỉnh", "Local"),
            Zone::OtherProvince => lang.say("Tỉnh khác", "Other province"),
            Zone::Other => lang.say("Khu khác", "Other"),
        }
    }
}

impl FromStr for Zone {
    type Err = Say;

    fn from_str(text: &str) -> Result<Zone, Say> {
        pick(text, &Zone::ALL, Zone::as_str, Zone::label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_understood_in_both_languages() {
        for level in Level::ALL {
            assert_eq!(level.as_str().parse(), Ok(level));
            assert_eq!(level.label(Lang::Vi).parse(), Ok(level));
            assert_eq!(serde_json::to_value(level).unwrap(), level.as_str());
        }
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(kind.label(Lang::En).parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for zone in Zone::ALL {
            assert_eq!(zone.as_str().parse(), Ok(zone));
            assert_eq!(zone.label(Lang::Vi).parse(), Ok(zone));
            assert_eq!(serde_json::to_value(zone).unwrap(), zone.as_str());
        }
        assert!("huyện".parse::<Level>().is_err());
    }
}

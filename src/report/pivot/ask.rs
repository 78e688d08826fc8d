//! What is asked of a table: by what, of which days, filtered by what, beside what.

use crate::{
    base::{
        code::percent,
        lang::{Lang, Say},
    },
    catalog::kinds::{SubjectType, group_name},
    report::{localities, query::decode, tables, words::stars},
};
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

crate::words! {
    /// By what sales can be told apart.
    Dim {
        /// Who holds the fair.
        Level = "level", "Cấp hội chợ", "Level of fair";
        /// What the fair is.
        Kind = "kind", "Loại hội chợ", "Kind of fair";
        /// The fair.
        Fair = "fair", "Hội chợ", "Fair";
        /// The zone, as it stood at the sale.
        Zone = "zone", "Khu", "Zone";
        /// The booth.
        Booth = "booth", "Gian hàng", "Booth";
        /// The locality, as it was written at the sale.
        Unit = "unit", "Địa phương khi bán", "Locality as written";
        /// The same by the unit that this is today.
        UnitToday = "unit_today", "Địa phương ngày nay", "Locality of today";
        /// The same by the province that this lies in today.
        ProvinceToday = "province_today", "Tỉnh ngày nay", "Province of today";
        /// OCOP group.
        Group = "group", "Nhóm sản phẩm", "Product group";
        /// The star that held on the day.
        Star = "star", "Hạng sao", "Stars";
        /// The producer's form.
        Form = "form", "Loại chủ thể", "Kind of producer";
        /// The producer.
        Producer = "producer", "Chủ thể", "Producer";
        /// The product.
        Product = "product", "Sản phẩm", "Product";
        /// The method of payment.
        Tender = "tender", "Cách trả tiền", "Way of paying";
        /// The month.
        Month = "month", "Tháng", "Month";
        /// The business date.
        Day = "day", "Ngày", "Day";
        /// The hour of the day.
        Hour = "hour", "Giờ", "Hour";
    }
}

impl Dim {
    /// Whether its rows have an order of their own.
    pub fn runs(self) -> bool {
        matches!(self, Dim::Month | Dim::Day | Dim::Hour)
    }

    /// Whether it tells lines of a sale apart.
    pub fn of_goods(self) -> bool {
        matches!(self, Dim::Group | Dim::Star | Dim::Form | Dim::Producer | Dim::Product)
    }

    /// Whether a gate's visits are told apart by it.
    fn of_visits(self) -> bool {
        use Dim::{Day, Fair, Hour, Kind, Level, Month};
        matches!(self, Level | Kind | Fair | Month | Day | Hour)
    }

    /// What one looks at next where one of its rows is chosen.
    pub fn finer(self) -> Dim {
        match self {
            Dim::Level | Dim::Kind | Dim::Tender => Dim::Fair,
            Dim::Fair | Dim::Zone | Dim::Unit | Dim::UnitToday | Dim::ProvinceToday => Dim::Booth,
            Dim::Booth | Dim::Group | Dim::Star | Dim::Producer | Dim::Hour => Dim::Product,
            Dim::Form => Dim::Producer,
            Dim::Product | Dim::Month => Dim::Day,
            Dim::Day => Dim::Hour,
        }
    }
}

/// What a table is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Versus {
    /// The same in other days.
    Period(Date, Date),
    /// The same at a fair, by its code, on all its days.
    Fair(String),
}

/// A wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// First business date.
    pub from: Date,
    /// Last business date.
    pub to: Date,
    /// What makes a row.
    pub by: Dim,
    /// Only what has this code of a dimension.
    #[serde(serialize_with = "by_word")]
    pub filters: BTreeMap<Dim, String>,
    /// Beside what.
    pub versus: Option<Versus>,
}

fn by_word<S: Serializer>(all: &BTreeMap<Dim, String>, out: S) -> Result<S::Ok, S::Error> {
    out.collect_map(all.iter().map(|(dim, code)| (dim.as_str(), code)))
}

/// Letters of all filters together: a file's stamp names them.
const LONG: usize = 60;

impl Ask {
    /// Why it cannot be met.
    pub fn check(&self) -> Result<(), Say> {
        let dims = || self.filters.keys().copied().chain([self.by]);
        let paid = dims().any(|it| it == Dim::Tender);
        if paid && dims().any(|it| it.of_goods() || it == Dim::Hour) {
            return Err(Say::new(
                "Cách trả tiền tính theo gian và ngày: không tách theo hàng hóa hay theo giờ được",
                "Payments are kept by booth and day: not by goods, nor by hour",
            ));
        }
        let letters: usize = self.filters.values().map(|it| it.chars().count()).sum();
        if letters > LONG + 32 * self.filters.len() {
            return Err(Say::new("Điều kiện lọc quá dài", "The filters are too long"));
        }
        self.check_days()?;
        let backwards = match self.versus {
            Some(Versus::Period(from, to)) => from > to,
            _ => false,
        };
        if self.from > self.to || backwards {
            return Err(Say::new(
                "Ngày cuối kỳ phải sau ngày đầu kỳ",
                "The period must not end before it begins",
            ));
        }
        Ok(())
    }

    /// Refuses days and months that are none, and a comparison in which no rows meet: the
    /// days of one period are none of the other.
    fn check_days(&self) -> Result<(), Say> {
        let is_day = |text: &String| text.parse::<Date>().is_ok();
        let month = self.filters.get(&Dim::Month).map(|it| format!("{it}-01"));
        if !self.filters.get(&Dim::Day).into_iter().chain(&month).all(is_day) {
            return Err(Say::new(
                "Ngày ghi như 04/01/2024, tháng ghi như 2024-01",
                "A day is written 2024-01-04, a month 2024-01",
            ));
        }
        let mut dims = self.filters.keys().copied().chain([self.by]);
        let dated = dims.any(|it| matches!(it, Dim::Day | Dim::Month));
        match self.versus {
            Some(Versus::Period(..)) if dated => Err(Say::new(
                "So với kỳ khác thì không chia, không lọc theo ngày hay tháng: ngày của kỳ này \
                 không có ở kỳ kia",
                "Beside another period nothing is told apart by day or month: the days of one are \
                 none of the other",
            )),
            _ => Ok(()),
        }
    }

    /// Whether payments are counted, not goods.
    pub fn of_payments(&self) -> bool {
        self.by == Dim::Tender || self.filters.contains_key(&Dim::Tender)
    }

    /// Whether sales points count beside fairs: where they are asked for.
    pub fn means_points(&self) -> bool {
        let named = [Dim::Kind, Dim::Fair, Dim::Booth];
        self.by == Dim::Kind || named.iter().any(|it| self.filters.contains_key(it))
    }

    /// Whether lines are counted, not whole sales.
    pub fn of_goods(&self) -> bool {
        self.by.of_goods() || self.filters.keys().any(|it| it.of_goods())
    }

    /// Whether gates tell visits apart in the same way.
    pub fn counts_visits(&self) -> bool {
        self.by.of_visits() && self.filters.keys().all(|it| it.of_visits())
    }

    /// The same with another filter, by what one looks at next.
    pub fn within(&self, code: &str) -> Ask {
        let mut within = self.clone();
        within.filters.insert(self.by, code.to_owned());
        let finer = self.by.finer();
        let taken = within.filters.contains_key(&finer);
        let payments = within.of_payments() && (finer.of_goods() || finer == Dim::Hour);
        if payments {
            within.by = Dim::Day;
        } else if !taken {
            within.by = finer;
        }
        within
    }

    /// The same without a filter.
    pub fn without(&self, dim: Dim) -> Ask {
        let mut without = self.clone();
        without.filters.remove(&dim);
        without
    }

    /// As the query of an address, without the question mark.
    pub fn query(&self) -> String {
        let parts = self.parts();
        let part = |(name, value): &(String, String)| format!("{name}={}", percent(value));
        parts.iter().map(part).collect::<Vec<_>>().join("&")
    }

    /// Names and values.
    pub fn parts(&self) -> Vec<(String, String)> {
        let own = |name: &str, value: String| (name.to_owned(), value);
        let mut parts = vec![
            own("from", self.from.to_string()),
            own("to", self.to.to_string()),
            own("by", self.by.as_str().to_owned()),
        ];
        let filters = self.filters.iter();
        parts.extend(filters.map(|(dim, code)| own(dim.as_str(), code.clone())));
        match &self.versus {
            None => {}
            Some(Versus::Period(from, to)) => {
                parts.push(own("vs_from", from.to_string()));
                parts.push(own("vs_to", to.to_string()));
            }
            Some(Versus::Fair(code)) => parts.push(own("vs_fair", code.clone())),
        }
        parts
    }

    /// Reads the query of an address.
    pub fn parts_of(query: &str) -> Vec<(String, String)> {
        let part = |it: &str| {
            let (name, value) = it.split_once('=')?;
            Some((name.to_owned(), decode(&value.replace('+', " "))?))
        };
        query.trim_start_matches('?').split('&').filter_map(part).collect()
    }

    /// Reads names and values; what is empty or has no name of ours is passed over. None where the
    /// days or the dimension are none.
    pub fn of_parts(parts: &[(String, String)]) -> Option<Ask> {
        let get = |name: &str| {
            let found = parts.iter().rev().find(|it| it.0 == name && !it.1.trim().is_empty());
            found.map(|it| it.1.trim())
        };
        let day = |name: &str| get(name).and_then(|it| crate::sheet::cells::date(it).ok());
        let filter = |dim: &Dim| {
            let text = get(dim.as_str())?;
            let day = day(dim.as_str()).filter(|_| *dim == Dim::Day).map(|day| day.to_string());
            Some((*dim, day.unwrap_or_else(|| text.to_owned())))
        };
        // Half a period is none.
        if get("vs_from").is_some() != get("vs_to").is_some() {
            return None;
        }
        let period = day("vs_from").zip(day("vs_to")).map(|(from, to)| Versus::Period(from, to));
        let fair = get("vs_fair").map(|it| Versus::Fair(it.to_owned()));
        Some(Ask {
            from: day("from")?,
            to: day("to")?,
            by: get("by")?.parse().ok()?,
            filters: Dim::ALL.iter().filter_map(filter).collect(),
            versus: fair.or(period),
        })
    }
}

/// What a code of a dimension is called, where the code alone tells it.
pub fn label(dim: Dim, code: &str, lang: Lang) -> String {
    let number = || code.parse().unwrap_or(0);
    match dim {
        Dim::Level => tables::level(code, lang),
        Dim::Kind => tables::kind(code, lang),
        Dim::Zone => tables::zone(code, lang),
        Dim::Unit | Dim::UnitToday | Dim::ProvinceToday => localities::label(code, lang),
        Dim::Group => group_name(number(), lang).to_owned(),
        Dim::Star => stars(number(), lang),
        Dim::Form => {
            let form = code.parse::<SubjectType>();
            form.map_or(code.to_owned(), |it| it.label(lang).to_owned())
        }
        Dim::Tender => tables::method(code, lang),
        Dim::Day => tables::day(code, lang),
        Dim::Hour => tables::hour(code, lang),
        Dim::Month => match code.split_once('-') {
            Some((year, month)) => format!("{month}/{year}"),
            None => code.to_owned(),
        },
        Dim::Fair | Dim::Booth | Dim::Producer | Dim::Product => code.to_owned(),
    }
}

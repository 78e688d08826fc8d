//! The season's plan: which fairs, when, how large. Sums follow what was published of Quảng
//! Ninh's first half of 2024 (22 fairs, over 120,000 visits, over 25 billion đồng, of which 12
//! billion in the zone of the province's localities); the division over the fairs is invented,
//! since no source gives one.

use crate::fair::kinds::{Kind, Level};
use jiff::civil::{Date, date};

/// A fair as planned.
pub struct FairPlan {
    /// Name; the filler adds that it is invented.
    pub name: &'static str,
    /// Who holds it.
    pub level: Level,
    /// What it is.
    pub kind: Kind,
    /// First day.
    pub starts_on: Date,
    /// Days it lasts.
    pub days: i8,
    /// Venue.
    pub place: &'static str,
    /// Visits, not people.
    pub visits: i64,
    /// Million đồng of all booths.
    pub revenue: i64,
    /// Million đồng of the zone of the province's localities.
    pub local: i64,
}

impl FairPlan {
    /// How many booths stand there: a provincial fair is many times a local one.
    pub fn booths(&self) -> usize {
        let most = if self.level == Level::Provincial { 120 } else { 16 };
        usize::try_from(self.revenue / 80).unwrap_or(8).clamp(8, most)
    }

    /// Gates at which visits are counted.
    pub fn gates(&self) -> usize {
        if self.level == Level::Provincial { 3 } else { 1 }
    }
}

/// Name, month and day of opening, days, venue, visits, million đồng in all and in the local zone.
type Row = (&'static str, i8, i8, i8, &'static str, i64, i64, i64);

const PROVINCIAL: &[Row] = &[
    ("Hội chợ OCOP Quảng Ninh – Xuân 2024", 1, 24, 7, "Hạ Long", 31_200, 6_600, 2_850),
    ("Hội chợ OCOP Quảng Ninh – Hè 2024", 4, 26, 7, "Hạ Long", 40_600, 9_400, 3_950),
];

const LOCAL_FAIRS: &[Row] = &[
    ("Hội chợ Xuân Móng Cái", 1, 4, 5, "Móng Cái", 4_300, 760, 390),
    ("Hội chợ OCOP Tiên Yên", 2, 22, 5, "Tiên Yên", 2_700, 430, 250),
    ("Hội chợ OCOP Đông Triều", 3, 14, 5, "Đông Triều", 3_100, 520, 290),
    ("Hội chợ mùa du lịch Cô Tô", 6, 6, 5, "Cô Tô", 2_600, 450, 270),
];

const LOCAL_WEEKS: &[Row] = &[
    ("Tuần lễ sản phẩm Tết Hạ Long", 2, 1, 6, "Hạ Long", 4_900, 820, 430),
    ("Tuần lễ trà hoa vàng Ba Chẽ", 3, 2, 4, "Ba Chẽ", 2_500, 410, 260),
    ("Tuần lễ hải sản Vân Đồn", 5, 16, 5, "Vân Đồn", 3_000, 510, 300),
];

const LOCAL_UNNAMED: &[Row] = &[
    ("Hội chợ trên địa bàn tỉnh, nguồn không nêu tên 1", 1, 11, 4, "Quảng Ninh", 1_900, 300, 160),
    ("Hội chợ trên địa bàn tỉnh, nguồn không nêu tên 2", 3, 8, 4, "Quảng Ninh", 1_800, 290, 150),
    ("Hội chợ trên địa bàn tỉnh, nguồn không nêu tên 3", 3, 22, 4, "Quảng Ninh", 1_700, 280, 150),
    ("Hội chợ trên địa bàn tỉnh, nguồn không nêu tên 4", 4, 18, 4, "Quảng Ninh", 2_000, 320, 170),
    ("Hội chợ trên địa bàn tỉnh, nguồn không nêu tên 5", 6, 20, 4, "Quảng Ninh", 1_800, 300, 160),
];

const PROGRAMMES: &[Row] = &[
    ("Tham gia tuần hàng tại Hà Nội", 3, 28, 5, "Hà Nội", 3_600, 700, 480),
    ("Tham gia hội chợ tại TP. Hồ Chí Minh", 4, 4, 5, "TP. Hồ Chí Minh", 3_400, 720, 490),
    ("Tham gia hội chợ tại Thái Bình", 5, 24, 4, "Thái Bình", 2_000, 430, 290),
    ("Tham gia hội chợ ngoài nước", 6, 13, 4, "Ngoài nước", 2_300, 540, 340),
];

/// The published parts add up to 18; these four are counted by the source and never named.
const NOT_STATED: &[Row] = &[
    ("Hội chợ không nêu tên 1 (nguồn chỉ đếm)", 1, 17, 4, "Không nêu", 1_200, 340, 160),
    ("Hội chợ không nêu tên 2 (nguồn chỉ đếm)", 4, 11, 4, "Không nêu", 1_300, 370, 175),
    ("Hội chợ không nêu tên 3 (nguồn chỉ đếm)", 5, 9, 4, "Không nêu", 1_300, 370, 175),
    ("Hội chợ không nêu tên 4 (nguồn chỉ đếm)", 5, 31, 4, "Không nêu", 1_230, 350, 170),
];

/// The 22 fairs, in order of opening. No two are open on the same day, so that one laptop could
/// have kept them all.
pub fn fairs() -> Vec<FairPlan> {
    let groups = [
        (PROVINCIAL, Level::Provincial, Kind::Fair),
        (LOCAL_FAIRS, Level::Local, Kind::Fair),
        (LOCAL_WEEKS, Level::Local, Kind::ProductWeek),
        (LOCAL_UNNAMED, Level::Local, Kind::Fair),
        (PROGRAMMES, Level::Programme, Kind::TradePromotion),
        (NOT_STATED, Level::NotStated, Kind::NotStated),
    ];
    let mut fairs: Vec<FairPlan> = groups
        .iter()
        .flat_map(|(rows, level, kind)| rows.iter().map(|row| plan(row, *level, *kind)))
        .collect();
    fairs.sort_by_key(|fair| fair.starts_on);
    fairs
}

fn plan(row: &Row, level: Level, kind: Kind) -> FairPlan {
    let &(name, month, day, days, place, visits, revenue, local) = row;
    let starts_on = date(2024, month, day);
    FairPlan { name, level, kind, starts_on, days, place, visits, revenue, local }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_adds_up_to_what_was_published() {
        let fairs = fairs();
        let count = |level| fairs.iter().filter(|fair| fair.level == level).count();
        let levels = [Level::Provincial, Level::Local, Level::Programme, Level::NotStated];
        assert_eq!(levels.map(count), [2, 12, 4, 4]);
        assert_eq!(fairs.iter().map(|fair| fair.visits).sum::<i64>(), 120_430);
        assert_eq!(fairs.iter().map(|fair| fair.revenue).sum::<i64>(), 25_210);
        assert_eq!(fairs.iter().map(|fair| fair.local).sum::<i64>(), 12_060);
    }

    #[test]
    fn no_two_fairs_are_open_on_the_same_day() {
        let fairs = fairs();
        for pair in fairs.windows(2) {
            let last = pair[0].starts_on.saturating_add(jiff::Span::new().days(pair[0].days - 1));
            assert!(last < pair[1].starts_on, "{}", pair[0].name);
        }
        assert!(fairs[21].starts_on < date(2024, 6, 27) && fairs[0].starts_on.year() == 2024);
    }
}

//! Fairs and the days on which they are open as rows.

use super::{
    Part,
    names::{Called, Names},
    table::{Column, code, text},
    thing::{FAIR, Line, Thing, flag, joined, shown},
};
use crate::{
    base::{id::FairId, lang::Say, money::Money},
    desk::command::Command,
    fair::{Change, Fair, OpeningDay, kinds::Kind},
    sheet::cells::{count, date, money},
};
use uuid::Uuid;

/// Cash of a fair for which nothing is said is rounded to the smallest notes in use.
const CASH_ROUNDING: i64 = 1000;

impl Thing for Fair {
    const PART: Part = Part::Fairs;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        code("code", "Mã hội chợ"),
        text("name", "Tên hội chợ"),
        text("level", "Cấp tổ chức"),
        text("kind", "Loại hình"),
        text("starts_on", "Ngày khai mạc"),
        text("ends_on", "Ngày bế mạc"),
        text("place", "Địa điểm"),
        code("cash_rounding", "Làm tròn tiền mặt (đồng)"),
        code("published_visits", "Lượt khách đã công bố"),
        code("published_revenue", "Doanh thu đã công bố"),
        code("published_revenue_local_zone", "Doanh thu trong tỉnh đã công bố"),
        text("closed", "Đã đóng"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Fair {
        Fair { uid: uid.into(), ..self }
    }

    fn cells(&self, _names: &Names) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.code.clone(),
            self.name.clone(),
            self.level.as_str().to_owned(),
            self.kind.as_str().to_owned(),
            self.starts_on.to_string(),
            shown(self.ends_on),
            self.place.clone(),
            self.cash_rounding.to_string(),
            shown(self.published_visits),
            shown(self.published_revenue.map(|it| it.0)),
            shown(self.published_revenue_local_zone.map(|it| it.0)),
            flag(self.closed),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Fair>) -> Option<Fair> {
        let published =
            |line: &mut Line, name: &str, stands: Option<Money>| line.maybe(name, stands, money);
        let code = line.text("code", stands.map(|it| &it.code));
        let name = line.text("name", stands.map(|it| &it.name));
        let level = line.word("level", stands.map(|it| it.level));
        let kind = line.read("kind", stands.map(|it| it.kind), Kind::real);
        let starts_on = line.read("starts_on", stands.map(|it| it.starts_on), date);
        let rounding = line.maybe("cash_rounding", stands.map(|it| it.cash_rounding), count);
        let revenue = stands.and_then(|it| it.published_revenue);
        let local = stands.and_then(|it| it.published_revenue_local_zone);
        Some(Fair {
            uid: FairId::default(),
            code,
            name,
            ends_on: line.maybe("ends_on", stands.and_then(|it| it.ends_on), date),
            place: line.text("place", stands.map(|it| &it.place)),
            cash_rounding: rounding.unwrap_or(CASH_ROUNDING),
            published_visits: line.maybe(
                "published_visits",
                stands.and_then(|it| it.published_visits),
                count,
            ),
            published_revenue: published(line, "published_revenue", revenue),
            published_revenue_local_zone: published(line, "published_revenue_local_zone", local),
            closed: line.yes("closed", stands.is_some_and(|it| it.closed)),
            level: level?,
            kind: kind?,
            starts_on: starts_on?,
        })
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.code])]
    }

    fn called(&self) -> Option<Called> {
        Some(Called { name: self.code.clone(), fair: None, also: Vec::new() })
    }

    fn commands(things: Vec<(usize, Fair)>) -> Vec<(usize, Command)> {
        commands(things, Change::Fair)
    }
}

/// The commands that write these.
pub fn commands<T>(things: Vec<(usize, T)>, change: fn(T) -> Change) -> Vec<(usize, Command)> {
    things.into_iter().map(|(row, it)| (row, Command::Fair(change(it)))).collect()
}

impl Thing for OpeningDay {
    const PART: Part = Part::OpeningDays;
    const COLUMNS: &'static [Column] = &[
        text("fair_id", "Mã hệ thống của hội chợ"),
        code("fair", "Mã hội chợ"),
        text("day", "Ngày"),
        text("opens", "Giờ mở"),
        text("closes", "Giờ đóng"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> OpeningDay {
        self
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.fair.to_string(),
            names.name(self.fair.0).to_owned(),
            self.day.to_string(),
            self.opens.clone(),
            self.closes.clone(),
        ]
    }

    fn read(line: &mut Line, stands: Option<&OpeningDay>) -> Option<OpeningDay> {
        let fair = line.refer(FAIR, stands.map(|it| it.fair.0));
        let day = line.read("day", stands.map(|it| it.day), date);
        let opens = line.read("opens", stands.map(|it| it.opens.clone()), hour);
        let closes = line.read("closes", stands.map(|it| it.closes.clone()), hour);
        if opens.as_ref().zip(closes.as_ref()).is_some_and(|(opens, closes)| closes <= opens) {
            let vi = "Giờ đóng phải sau giờ mở";
            line.wrong("closes", Say::new(vi, "It must not close before it opens"));
        }
        Some(OpeningDay { fair: fair?, day: day?, opens: opens?, closes: closes? })
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.fair.to_string(), &self.day.to_string()])]
    }

    fn commands(things: Vec<(usize, OpeningDay)>) -> Vec<(usize, Command)> {
        commands(things, Change::OpeningDay)
    }
}

/// `08:00`; a spreadsheet may have made `8:00` or `08:00:00` of it.
fn hour(text: &str) -> Result<String, Say> {
    let parts: Vec<Option<u8>> = text.split(':').map(|part| part.parse().ok()).collect();
    match parts[..] {
        [Some(hour), Some(minute)] | [Some(hour), Some(minute), Some(0)]
            if hour < 24 && minute < 60 =>
        {
            Ok(format!("{hour:02}:{minute:02}"))
        }
        _ => Err(Say::new("Hãy ghi giờ như 08:00", "Write the time like 08:00")),
    }
}

//! The sentence at the head of each report, as the articles write it: words, and figures that lead
//! to what makes them. A page links them, a file only says them.

use super::{
    booth::BoothReport,
    fair::FairReport,
    figures::Figures,
    products::Products,
    season::Season,
    stock::{
        account::{Account, Part},
        lot::Lot,
    },
    table::Source,
    trace::Filter,
    words::short,
};
use crate::base::{
    clock::date_text,
    lang::{Lang, plural},
    money::group,
    quantity::Quantity,
};
use std::collections::BTreeSet;

/// Words, or a figure with its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// As it is read.
    pub text: String,
    /// What makes it, where it is a figure.
    pub source: Option<Source>,
}

/// A sentence of words and figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sentence(pub Vec<Piece>);

impl Sentence {
    /// Goes on with words.
    pub(super) fn say(mut self, words: impl Into<String>) -> Sentence {
        self.0.push(Piece { text: words.into(), source: None });
        self
    }

    /// Goes on with a figure that leads to what makes it.
    pub(super) fn figure(mut self, figure: impl Into<String>, source: Source) -> Sentence {
        self.0.push(Piece { text: figure.into(), source: Some(source) });
        self
    }

    /// The words alone.
    pub fn text(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// The sentence of the half-year report.
pub fn season(it: &Season, lang: Lang) -> Sentence {
    let whole = &it.cube.figures;
    let (revenue, local) = (short(whole.revenue, lang), short(whole.revenue_local_zone, lang));
    let (fairs, visits) = (it.fairs.count.to_string(), group(whole.visits));
    let share = whole.local_zone_share.text();
    let all = Sentence::default();
    match lang {
        Lang::Vi => all
            .say("Trong kỳ đã có ")
            .figure(fairs, Source::Table("by_fair"))
            .say(" hội chợ, thu hút ")
            .figure(visits, Source::Table("by_gate"))
            .say(" lượt khách; tổng doanh thu bán hàng đạt ")
            .figure(revenue, Source::Table("by_booth"))
            .say(", trong đó khu gian hàng các địa phương trong tỉnh đạt ")
            .figure(local, Source::Table("by_zone"))
            .say(format!(" ({share}).")),
        Lang::En => all
            .say("The period had ")
            .figure(fairs, Source::Table("by_fair"))
            .say(plural(it.fairs.count, " fair with ", " fairs with "))
            .figure(visits, Source::Table("by_gate"))
            .say(plural(whole.visits, " visit", " visits"))
            .say("; goods were sold for ")
            .figure(revenue, Source::Table("by_booth"))
            .say(", of which ")
            .figure(local, Source::Table("by_zone"))
            .say(format!(" ({share}) in the zone of the province’s own localities.")),
    }
}

/// The sentence of a fair.
pub fn fair(it: &FairReport, lang: Lang) -> Sentence {
    let whole = &it.cube.figures;
    let sold = it.cube.by_booth.iter().filter(|booth| booth.sales > 0).count() as i64;
    let sales = Source::Sales(it.code.clone(), Filter::default());
    let (count, visits) = (group(whole.sales), group(whole.visits));
    let (revenue, each) = (short(whole.revenue, lang), whole.spend_per_visit.text());
    let all = Sentence::default().say(sold.to_string());
    match lang {
        Lang::Vi => all
            .say(" gian đã bán ")
            .figure(count, sales)
            .say(" phiếu, doanh thu ")
            .figure(revenue, Source::Table("by_booth"))
            .say("; ")
            .figure(visits, Source::Table("by_gate"))
            .say(format!(" lượt khách, mỗi lượt chi bình quân {each}.")),
        Lang::En => all
            .say(plural(sold, " booth made ", " booths made "))
            .figure(count, sales)
            .say(plural(whole.sales, " sale worth ", " sales worth "))
            .figure(revenue, Source::Table("by_booth"))
            .say("; ")
            .figure(visits, Source::Table("by_gate"))
            .say(plural(whole.visits, " visit", " visits"))
            .say(format!(", each spending {each} on average.")),
    }
}

/// The sentence of a booth's statement.
pub fn booth(it: &BoothReport, lang: Lang) -> Sentence {
    let filter = Filter { booth: Some(it.code.clone()), ..Filter::default() };
    let sales = Source::Sales(it.fair.clone(), filter);
    let (count, revenue) = (group(it.sales), short(it.revenue, lang));
    Sentence::default()
        .say(lang.say("Gian đã bán ", "The booth made "))
        .figure(count, sales)
        .say(lang.say(" phiếu, doanh thu ", plural(it.sales, " sale worth ", " sales worth ")))
        .figure(revenue, Source::Table("by_product"))
        .say(".")
}

/// The sentence of a goods account.
pub fn account(it: &Account, lang: Lang) -> Sentence {
    let count = |of: fn(&Part) -> usize| it.parts.iter().map(of).sum::<usize>() as i64;
    let (kinds, left) = (count(|part| part.goods.len()), count(Part::left));
    let owners: BTreeSet<_> = it.parts.iter().map(|part| part.owner).collect();
    let (owners, differing) = (owners.len() as i64, count(Part::differing));
    let said = match lang {
        Lang::Vi => format!(
            "{kinds} mặt hàng của {owners} chủ hàng; {left} mặt hàng còn tồn, {differing} mặt hàng \
             có chênh lệch hay hao hụt."
        ),
        Lang::En => format!(
            "{kinds} {} of {owners} {}; {left} still to be taken home, {differing} with a \
             difference or a loss.",
            plural(kinds, "line", "lines"),
            plural(owners, "owner", "owners"),
        ),
    };
    Sentence::default().say(said)
}

/// The sentence of a lot: where some of it is left, how much was sold, what came back since.
pub fn lot(it: &Lot, lang: Lang) -> Sentence {
    let (spots, unit, (sold, back)) = (it.spots(), &it.named.unit, it.carried());
    let receipts = it.sales.iter().filter(|it| !it.back).count() as i64;
    let (left, many) = (it.left().text(), group(receipts));
    let (sold, back) = (sold.text(), (back > Quantity::ZERO).then(|| back.text()));
    let back = match (lang, back) {
        (_, None) => String::new(),
        (Lang::Vi, Some(back)) => format!(", khách trả lại {back}"),
        (Lang::En, Some(back)) => format!(", of which {back} came back"),
    };
    let where_left = match (lang, spots) {
        (Lang::Vi, 0) => "Không nơi nào còn lô này".to_owned(),
        (Lang::Vi, _) => format!("Còn {left} {unit} ở {spots} nơi"),
        (Lang::En, 0) => "No place has any of it left".to_owned(),
        (Lang::En, _) => {
            format!("{left} {unit} left in {spots} {}", plural(spots as i64, "place", "places"))
        }
    };
    let gone = match (lang, receipts) {
        (Lang::Vi, 0) => "chưa bán".to_owned(),
        (Lang::Vi, _) => format!("đã bán {sold} bằng {many} phiếu"),
        (Lang::En, 0) => "none sold".to_owned(),
        (Lang::En, _) => {
            format!("{sold} sold by {many} {}", plural(receipts, "receipt", "receipts"))
        }
    };
    let said = format!("{where_left}; {gone}{back}.");
    Sentence::default().say(said)
}

/// The sentence of the catalogue.
pub fn products(it: &Products, lang: Lang) -> Sentence {
    let (on, due) = (date_text(it.on), it.to_renew.len().to_string());
    let (count, makers, coded) = (it.count, it.producers, it.with_barcode);
    let share = it.barcode_share.text();
    let before = match lang {
        Lang::Vi => format!(
            "Ngày {on} có {count} sản phẩm của {makers} chủ thể; {coded} sản phẩm ({share}) có mã \
             vạch, "
        ),
        Lang::En => format!(
            "On {on} there are {count} products of {makers} producers; {coded} ({share}) carry a \
             barcode, "
        ),
    };
    Sentence::default()
        .say(before)
        .figure(due, Source::Table("to_renew"))
        .say(lang.say(" sản phẩm cần đánh giá lại.", " are to be rated anew."))
}

/// The sentence of figures of sources.
pub fn figures(it: &Figures, lang: Lang) -> Sentence {
    let met = it.targets.iter().filter(|it| it.difference.is_some_and(|by| by >= 0)).count();
    let (said, aimed) = (it.published.len().to_string(), it.targets.len().to_string());
    let all = Sentence::default();
    match lang {
        Lang::Vi => all
            .figure(said, Source::Table("published"))
            .say(" số liệu đã công bố đứng bên cạnh số của sổ; ")
            .figure(aimed, Source::Table("targets"))
            .say(format!(" chỉ tiêu kế hoạch, {met} chỉ tiêu đã đạt theo sổ.")),
        Lang::En => all
            .figure(said, Source::Table("published"))
            .say(" published figures stand beside what the books say; ")
            .figure(aimed, Source::Table("targets"))
            .say(format!(" targets, of which {met} are met by the books.")),
    }
}

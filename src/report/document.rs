//! A report as an office files it, whatever kind of file it becomes: what it is about, the
//! sentence, the tables, and the state of the book it was made from.

use super::{
    booth::{self, BoothReport},
    charts::{self, Chart},
    fair::{self, FairReport},
    figures::{self, Figures},
    letterhead::Letterhead,
    online::{self, Online},
    papers::{self, Papers},
    pivot::{self, Failure, Pivot},
    products::{self, Products},
    query::Query,
    rewards::{self, Rewards},
    season::{self, Season},
    sentence::{self, Sentence},
    stamp::Stamp,
    stock::{
        account::{self, Account},
        lot::{self, Lot},
    },
    table::Table,
    tables,
};
use crate::{
    base::{
        clock::{date_text, stored_date_text},
        lang::Lang,
    },
    fair::store as fairs,
};
use sqlx::SqliteConnection;

/// A report that is ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is about, as the line under "BÁO CÁO".
    pub subject: String,
    /// The report in a sentence.
    pub sentence: Sentence,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Which report of which state of the book.
    pub stamp: Stamp,
    /// Who writes and signs it as a letter.
    pub letterhead: Letterhead,
    /// What a letter draws before its tables; a workbook has the tables alone.
    pub charts: Vec<Chart>,
}

impl Document {
    /// Of a season.
    pub fn season(it: &Season, lang: Lang) -> Document {
        let (from, to) = (date_text(it.from), date_text(it.to));
        let subject = match lang {
            Lang::Vi => format!("Kết quả các hội chợ OCOP từ ngày {from} đến ngày {to}"),
            Lang::En => format!("Results of the OCOP fairs from {from} to {to}"),
        };
        let query = Query::Season { from: it.from, to: it.to };
        Document {
            subject,
            sentence: sentence::season(it, lang),
            tables: tables::season(it, lang),
            stamp: Stamp::new(query, lang, (it.journal_pos, &it.journal_head)),
            letterhead: Letterhead::default(),
            charts: charts::season(it, lang),
        }
    }

    /// Of a fair.
    pub fn fair(it: &FairReport, lang: Lang) -> Document {
        let from = stored_date_text(&it.starts_on);
        let days = match it.ends_on.as_deref().map(stored_date_text) {
            Some(to) => format!("{from} – {to}"),
            None => format!("{} {from}", lang.say("từ", "since")),
        };
        let query = Query::Fair { code: it.code.clone() };
        Document {
            subject: format!("{} {} ({days})", lang.say("Kết quả", "Results of"), it.name),
            sentence: sentence::fair(it, lang),
            tables: tables::fair(it, lang),
            stamp: Stamp::new(query, lang, (it.journal_pos, &it.journal_head)),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// A draft of form 14 for a fair.
    pub fn draft(it: &FairReport, lang: Lang) -> Document {
        let query = Query::Draft { code: it.code.clone() };
        Document {
            subject: fair::draft::subject(it, lang),
            sentence: fair::draft::sentence(lang),
            tables: fair::draft::tables(it, lang),
            stamp: Stamp::new(query, lang, (it.journal_pos, &it.journal_head)),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Of a booth.
    pub fn booth(it: &BoothReport, lang: Lang) -> Document {
        let subject = match lang {
            Lang::Vi => {
                format!("Bảng kê bán hàng gian {} · {}, {}", it.code, it.name, it.fair_name)
            }
            Lang::En => format!("Statement of booth {} · {}, {}", it.code, it.name, it.fair_name),
        };
        let query = Query::Booth { fair: it.fair.clone(), code: it.code.clone() };
        Document {
            subject,
            sentence: sentence::booth(it, lang),
            tables: tables::booth(it, lang),
            stamp: Stamp::new(query, lang, (it.journal_pos, &it.journal_head)),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// A goods account.
    pub fn account(it: &Account, lang: Lang) -> Document {
        let day = date_text(it.on);
        let owner = it.owner.as_ref().map(|it| it.1.as_str());
        let of = it.place.as_deref().or(owner).map(|of| format!(" · {of}")).unwrap_or_default();
        let what = lang.say("Bảng kê hàng hóa", "Goods account");
        let subject = format!("{what}{of}, {}, {day}", it.fair_name);
        let (fair, place, on) = (it.fair.clone(), it.place.clone(), it.on);
        let query = match it.owner {
            Some((owner, _)) => Query::Owner { fair, owner, on },
            None => Query::Account { fair, place, on },
        };
        Document {
            subject,
            sentence: sentence::account(it, lang),
            tables: tables::goods_account(it, lang),
            stamp: Stamp::new(query, lang, (it.journal_pos, &it.journal_head)),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Of a lot.
    pub fn lot(it: &Lot, lang: Lang) -> Document {
        let (name, code) = (&it.named.name, &it.code);
        let query = Query::Lot { product: it.product, code: code.clone() };
        Document {
            subject: match lang {
                Lang::Vi => format!("Truy xuất lô {code} · {name}"),
                Lang::En => format!("Trace of lot {code} · {name}"),
            },
            sentence: sentence::lot(it, lang),
            tables: tables::lot(it, lang),
            stamp: Stamp::new(query, lang, (it.journal_pos, &it.journal_head)),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Of the catalogue.
    pub fn products(it: &Products, lang: Lang) -> Document {
        let on = date_text(it.on);
        let subject = match lang {
            Lang::Vi => format!("Danh mục sản phẩm OCOP ngày {on}"),
            Lang::En => format!("The OCOP catalogue on {on}"),
        };
        Document {
            subject,
            sentence: sentence::products(it, lang),
            tables: tables::catalogue(it, lang),
            stamp: Stamp::new(
                Query::Products { on: it.on },
                lang,
                (it.journal_pos, &it.journal_head),
            ),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Of figures of sources.
    pub fn figures(it: &Figures, lang: Lang) -> Document {
        let on = date_text(it.on);
        let subject = match lang {
            Lang::Vi => format!("Số liệu công bố và chỉ tiêu chương trình OCOP, ngày {on}"),
            Lang::En => format!("Published figures and targets of the OCOP programme on {on}"),
        };
        let head = (it.journal_pos, it.journal_head.as_str());
        Document {
            subject,
            sentence: sentence::figures(it, lang),
            tables: tables::figures(it, lang),
            stamp: Stamp::new(Query::Figures { on: it.on }, lang, head),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Of certificates of products and makers.
    pub fn papers(it: &Papers, lang: Lang) -> Document {
        let on = date_text(it.on);
        let subject = match lang {
            Lang::Vi => format!("Giấy chứng nhận của sản phẩm và chủ thể OCOP, ngày {on}"),
            Lang::En => format!("Certificates of OCOP products and producers on {on}"),
        };
        let head = (it.journal_pos, it.journal_head.as_str());
        Document {
            subject,
            sentence: papers::words::sentence(it, lang),
            tables: papers::words::tables(it, lang),
            stamp: Stamp::new(Query::Papers { on: it.on }, lang, head),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Of a table that somebody chose.
    pub fn pivot(it: &Pivot, lang: Lang) -> Document {
        let (title, of) = (pivot::words::title(it, lang), pivot::words::subject(it, lang));
        let head = (it.journal_pos, it.journal_head.as_str());
        Document {
            subject: format!("{title} ({of})"),
            sentence: pivot::words::sentence(it, lang),
            tables: vec![pivot::words::table(it, lang)],
            stamp: Stamp::new(Query::Table(it.ask.clone()), lang, head),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Of rewards and support.
    pub fn rewards(it: &Rewards, lang: Lang) -> Document {
        let (from, to) = (date_text(it.from), date_text(it.to));
        let subject = match lang {
            Lang::Vi => format!("Thưởng, hỗ trợ sản phẩm OCOP có giấy ký từ {from} đến {to}"),
            Lang::En => format!("Rewards and support for products rated from {from} to {to}"),
        };
        let head = (it.journal_pos, it.journal_head.as_str());
        let query = Query::Rewards { from: it.from, to: it.to };
        Document {
            subject,
            sentence: rewards::words::sentence(it, lang),
            tables: rewards::words::tables(it, lang),
            stamp: Stamp::new(query, lang, head),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Of online sales.
    pub fn online(it: &Online, lang: Lang) -> Document {
        let (from, to) = (date_text(it.from), date_text(it.to));
        let subject = match lang {
            Lang::Vi => format!("Bán hàng OCOP trực tuyến từ ngày {from} đến ngày {to}"),
            Lang::En => format!("Online sales of OCOP goods from {from} to {to}"),
        };
        let head = (it.journal_pos, it.journal_head.as_str());
        let query = Query::Online { from: it.from, to: it.to };
        Document {
            subject,
            sentence: online::words::sentence(it, lang),
            tables: online::words::tables(it, lang),
            stamp: Stamp::new(query, lang, head),
            letterhead: Letterhead::default(),
            charts: Vec::new(),
        }
    }

    /// Reads what is asked for; none when the book has no such fair or booth.
    pub async fn read(
        db: &mut SqliteConnection,
        query: &Query,
        lang: Lang,
    ) -> sqlx::Result<Option<Document>> {
        Ok(match query {
            Query::Season { from, to } => {
                Some(Document::season(&season::season(db, *from, *to).await?, lang))
            }
            Query::Fair { code } => match fairs::fair_by_code(db, code).await? {
                Some(row) => Some(Document::fair(&fair::fair(db, &row).await?, lang)),
                None => None,
            },
            Query::Draft { code } => match fairs::fair_by_code(db, code).await? {
                Some(row) => Some(Document::draft(&fair::fair(db, &row).await?, lang)),
                None => None,
            },
            Query::Booth { fair, code } => {
                let Some(fair) = fairs::fair_by_code(db, fair).await? else { return Ok(None) };
                let booths = fairs::booths(db, fair.id).await?;
                match booths.into_iter().find(|row| row.code == *code) {
                    Some(row) => {
                        Some(Document::booth(&booth::booth(db, fair.id, &row).await?, lang))
                    }
                    None => None,
                }
            }
            Query::Account { fair, place, on } => match fairs::fair_by_code(db, fair).await? {
                Some(row) => {
                    let it = account::account(db, &row, place.as_deref(), *on).await?;
                    Some(Document::account(&it, lang))
                }
                None => None,
            },
            Query::Lot { product, code } => {
                let it = lot::lot(db, *product, code).await?;
                it.map(|it| Document::lot(&it, lang))
            }
            Query::Owner { fair, owner, on } => match fairs::fair_by_code(db, fair).await? {
                Some(row) => {
                    let it = account::account(db, &row, None, *on).await?;
                    it.of_owner(*owner).map(|it| Document::account(&it, lang))
                }
                None => None,
            },
            Query::Figures { on } => {
                Some(Document::figures(&figures::figures(db, *on).await?, lang))
            }
            Query::Table(ask) => match pivot::pivot(db, ask).await {
                Ok(it) => Some(Document::pivot(&it, lang)),
                Err(Failure::Untold(_)) => None,
                Err(Failure::Store(error)) => return Err(error),
            },
            Query::Papers { on } => Some(Document::papers(&papers::papers(db, *on).await?, lang)),
            Query::Rewards { from, to } => {
                Some(Document::rewards(&rewards::rewards(db, *from, *to).await?, lang))
            }
            Query::Online { from, to } => {
                Some(Document::online(&online::online(db, *from, *to).await?, lang))
            }
            Query::Products { on } => {
                Some(Document::products(&products::products(db, *on).await?, lang))
            }
        })
    }
}

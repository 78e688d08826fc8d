//! Horizontal bars: who is first, and by how much.

use crate::base::lang::Lang;
use maud::{Markup, html};

/// A name with its bar and its figure.
#[derive(Debug, Clone)]
pub struct Rank {
    /// Who.
    pub name: String,
    /// What the bar measures, from zero to the largest of all.
    pub size: i64,
    /// As shown.
    pub value: String,
    /// Where it leads.
    pub to: Option<String>,
}

/// Horizontal bars with their figures, which are the table.
pub fn ranks(ranks: &[Rank], lang: Lang) -> Markup {
    let most = ranks.iter().map(|rank| rank.size).max().unwrap_or(0).max(1);
    html! {
        @if ranks.is_empty() {
            p.empty { (lang.say("Chưa bán phiếu nào hôm nay.", "Nothing sold yet today.")) }
        }
        ol.ranks {
            @for rank in ranks {
                li {
                    span.rank-name {
                        @match &rank.to {
                            Some(to) => a href=(to) { (rank.name) },
                            None => (rank.name),
                        }
                    }
                    span.rank-value { (rank.value) }
                    progress.rank-bar max=(most) value=(rank.size.max(0)) aria-hidden="true" {}
                }
            }
        }
    }
}

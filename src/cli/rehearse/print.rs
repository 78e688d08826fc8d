//! What a rehearsal says on the terminal.

use super::{Outcome, Plan, histogram::Histogram, tally::Progress};
use crate::base::{lang::Lang, money::group};
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

/// Differences that are written out; the rest is counted.
const SHOWN: usize = 20;

/// Counts on a line of standard error, once a second.
pub async fn progress(progress: Arc<Progress>, lang: Lang) {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{elapsed} {msg}") {
        bar.set_style(style);
    }
    loop {
        let [due, sold, errors] =
            [&progress.due, &progress.sold, &progress.errors].map(|it| it.load(Ordering::Relaxed));
        bar.set_message(match lang {
            Lang::Vi => format!("{sold}/{due} phiếu, {errors} lỗi"),
            Lang::En => format!("{sold} of {due} sales, {errors} errors"),
        });
        bar.tick();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// The outcome, a line for each figure.
pub fn outcome(plan: &Plan, it: &Outcome, lang: Lang) {
    let tally = &it.tally;
    let line = |vi: &str, en: &str, value: String| println!("{:<34} {value}", lang.say(vi, en));
    let number = |count: u64| group(count as i64);
    let rate = tally.sales.count() as f64 / it.lasted.as_secs_f64();
    line("Hội chợ diễn tập", "Rehearsal's fair", it.fair.clone());
    line("Gian · người xem · người lạ", "Booths · viewers · strangers", {
        format!("{} · {} · {}", plan.booths, plan.viewers, plan.strangers)
    });
    line("Phiếu phải bán", "Sales that were due", number(tally.due));
    line("Phiếu đã có số", "Sales with a receipt", number(tally.sales.count()));
    line("Bị từ chối", "Refused", number(tally.refused));
    line("Không có trả lời", "Unanswered", number(tally.unanswered));
    line("Gửi lại, trả lời y như cũ", "Sent again, answered the same", number(tally.resent));
    line("Phiếu mỗi giây", "Sales a second", format!("{rate:.1}"));
    let times = |all: &Histogram| {
        let ms = |took: Duration| format!("{:.1}", took.as_secs_f64() * 1000.0);
        let [half, most, worst] = [0.5, 0.99, 1.0].map(|share| ms(all.quantile(share)));
        format!("{half} / {most} / {worst} ms")
    };
    line("Bán: p50 / p99 / chậm nhất", "Sale: p50 / p99 / max", times(&tally.sales));
    line("Mở máy bán: p50 / p99 / chậm nhất", "Till opened: p50 / p99 / max", {
        times(&tally.opened)
    });
    if plan.returns {
        let back = times(&tally.returned);
        line("Máy trở lại: p50 / p99 / chậm nhất", "Till came back: p50 / p99 / max", back);
    }
    line("Tin mà máy và bảng nghe được", "Messages heard on streams", number(tally.heard));
    line("Lần máy chủ ngắt người lạ", "Strangers sent away", number(tally.sent_away));
    for (what, count) in &tally.errors {
        line("Lỗi", "Error", format!("{count} × {what}"));
    }
    books(&it.differences, lang);
}

fn books(differences: &[String], lang: Lang) {
    let what = lang.say("Đối chiếu sổ", "Books");
    let agree = match differences.len() {
        0 => lang.say("khớp đến từng đồng", "agree to the đồng").to_owned(),
        count => format!("{count} {}", lang.say("chỗ sai khác", "differences")),
    };
    println!("{what:<34} {agree}");
    for difference in differences.iter().take(SHOWN) {
        println!("  {difference}");
    }
}

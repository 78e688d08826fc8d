//! What those who oversee a fair are told on every page: that this machine was restored and does
//! not sell yet, that no copy could be made, that the last one is old.

use crate::{
    backup::{notes, store},
    base::lang::Say,
    node::Standing,
    web::http::{app::App, guard::Caller},
};
use maud::{Markup, html};
use sqlx::SqliteConnection;

/// A notice with where to go about it.
#[derive(Debug, Clone)]
pub struct Notice {
    /// `stop` where nothing goes on, `gold` where something is to be seen to.
    kind: &'static str,
    say: Say,
    to: &'static str,
    label: Say,
}

/// What there is to tell now, by the reader with which the guard looks who asks.
pub async fn load(
    app: &App,
    db: &mut SqliteConnection,
    standing: &Standing,
) -> sqlx::Result<Vec<Notice>> {
    let mut notices = Vec::new();
    if standing.follows {
        notices.push(follows());
    } else if standing.waits() {
        notices.push(waits());
    }
    if standing.followed {
        notices.push(followed());
    }
    notices.extend(silent(app, db).await?);
    let failed = app.keeper.state().borrow().failed.clone();
    let copies = match failed {
        Some((_, say)) => Some(say),
        None => notes::stale(db, app.shop.clock.now()).await?,
    };
    notices.extend(unsent(app));
    notices.extend(copies.map(|say| Notice {
        kind: "gold",
        say,
        to: "/backups",
        label: Say::new("Sao lưu", "Backups"),
    }));
    Ok(notices)
}

/// That the book has not come to the hub for long.
fn unsent(app: &App) -> Option<Notice> {
    let state = app.upward.state().borrow().clone();
    let (since, _) = state.failed.as_ref().filter(|_| state.is_stuck(app.shop.clock.now()))?;
    let since = since.text();
    Some(Notice {
        kind: "gold",
        say: Say::new(
            format!("Sổ chưa gửi được lên máy tổng hợp từ {since}."),
            format!("The book has not come to the hub since {since}."),
        ),
        to: "/sync",
        label: Say::new("Xem vì sao", "See why"),
    })
}

/// That a standby is silent while a fair is open.
async fn silent(app: &App, db: &mut SqliteConnection) -> sqlx::Result<Option<Notice>> {
    let now = app.shop.clock.now();
    let all = app.standbys.standing_in(&mut *db).await?;
    let Some(it) = all.iter().find(|it| it.is_silent(now)) else { return Ok(None) };
    if store::open_fairs(db, now.date()).await?.is_empty() {
        return Ok(None);
    }
    let name = &it.row.name;
    Ok(Some(Notice {
        kind: "gold",
        say: Say::new(
            format!("Máy dự phòng {name} không theo được nữa: máy này hỏng thì nó thiếu phiếu."),
            format!("The standby {name} is not heard: should this machine break, it lacks sales."),
        ),
        to: "/backups#standbys",
        label: Say::new("Xem", "See"),
    }))
}

fn follows() -> Notice {
    Notice {
        kind: "gold",
        say: Say::new(
            "Đây là máy dự phòng: nó theo máy chính và không bán.",
            "This is a standby: it follows the first laptop and does not sell.",
        ),
        to: "/takeover",
        label: Say::new("Máy cũ không còn dùng nữa", "The old machine is gone"),
    }
}

fn followed() -> Notice {
    Notice {
        kind: "stop",
        say: Say::new(
            "Hội chợ đã chuyển sang máy khác: máy này không nhận bán nữa. Hãy dùng máy kia.",
            "The fair has moved to another machine: this one takes no sales any more. Use that \
             one.",
        ),
        to: "/backups",
        label: Say::new("Sao lưu", "Backups"),
    }
}

fn waits() -> Notice {
    Notice {
        kind: "stop",
        say: Say::new(
            "Máy này được khôi phục từ bản sao và chưa bán được. Điện thoại vẫn giữ phiếu và sẽ \
             gửi sau.",
            "This machine was restored from a copy and does not sell yet. Phones keep what they \
             sell and send it later.",
        ),
        to: "/takeover",
        label: Say::new("Máy cũ không còn dùng nữa", "The old machine is gone"),
    }
}

/// The notices at the head of a page.
pub fn draw_for(caller: &Caller) -> Markup {
    let lang = caller.lang;
    let may = caller.organiser().is_ok();
    html! {
        @for notice in &caller.notices {
            div class={ "notice " (notice.kind) } role="alert" {
                p {
                    (notice.say.in_lang(lang)) " "
                    @if may { a href=(notice.to) { (notice.label.in_lang(lang)) } }
                }
            }
        }
    }
}

//! The one confirmation by which a restored machine takes over: somebody types the fair's code, and
//! says with it that the old machine is gone.

use crate::{
    backup::store,
    base::{lang::Say, refusal::Refusal},
    node,
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::Spoken,
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change_all, saved, shown, to},
            form::{Ask, Form, Kind, submit},
            page,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Route of the confirmation.
pub fn router() -> Router<App> {
    Router::new().route("/takeover", get(ask).merge(post(take)))
}

/// The codes of which one is typed: of the fairs that are open, else of all.
async fn codes(app: &App) -> Result<Vec<String>, Refusal> {
    let mut db = app.shop.read().await?;
    let open = store::open_fairs(&mut db, app.shop.clock.now().date()).await?;
    Ok(if open.is_empty() { store::fairs(&mut db).await? } else { open })
}

async fn waits(app: &App) -> Result<bool, Refusal> {
    let mut db = app.shop.read().await?;
    Ok(node::store::standing(&mut db, app.shop.desk.origin()).await?.waits())
}

async fn ask(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    if !waits(&app).await.spoken(caller.lang)? {
        return to("/");
    }
    let codes = codes(&app).await.spoken(caller.lang)?;
    shown(draw(&caller, &Form::default(), &codes))
}

async fn take(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    let codes = codes(&app).await.spoken(caller.lang)?;
    let typed = form.text("code", 80);
    let known = |code: &String| code.to_lowercase() == typed.to_lowercase();
    if !codes.is_empty() && !codes.iter().any(known) {
        let vi = "Mã này không phải mã của hội chợ trong sổ";
        form.wrong("code", Say::new(vi, "That is no code of a fair in this book"));
        return again(&form, draw(&caller, &form, &codes));
    }
    match take_over(&app, &caller).await {
        Ok(()) => saved("/fairs"),
        Err(refusal) => {
            form.refuse("code", &refusal);
            again(&form, draw(&caller, &form, &codes))
        }
    }
}

/// Whatever the old machine can still tell is here first; afterwards it is told.
async fn take_over(app: &App, caller: &Caller) -> Result<(), Refusal> {
    let (commands, turn) = app.follower.taking_over().await?;
    change_all(app, caller, commands).await?;
    drop(turn);
    app.follower.wake();
    Ok(())
}

fn draw(caller: &Caller, form: &Form, codes: &[String]) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let title = lang.say("Máy cũ không còn dùng nữa", "The old machine is gone");
    let hint = codes.join(", ");
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p { (lang.say(
                "Máy này theo máy cũ hoặc được khôi phục từ bản sao. Khi bạn xác nhận, nó nhận bán \
                 hàng thay máy cũ: điện thoại gửi lại những phiếu mà nó chưa có, và phiếu mới mang \
                 ký hiệu của máy này.",
                "This machine follows the old one or was restored from a copy. When you say so, it \
                 takes sales instead of it: phones send again what is not here, and new receipts \
                 carry this machine’s sign.",
            )) }
            p class="notice stop" { (lang.say(
                "Chỉ xác nhận khi máy cũ đã tắt hẳn và sẽ không bán nữa. Hai máy cùng bán một hội \
                 chợ thì sổ bị tách đôi.",
                "Only when the old machine is off and will not sell again. Two machines that sell \
                 at one fair split its book.",
            )) }
            form class="form" method="post" action="/takeover" {
                (ask.head())
                (ask.field("code", lang.say("Gõ mã hội chợ để xác nhận",
                    "Type the fair’s code to say so"), Kind::Text, &hint))
                (submit(title))
            }
        }
    };
    page::page(caller, "/takeover", title, body)
}

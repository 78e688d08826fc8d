//! The head and the end of a report as a letter: which office writes, and who signs.

use crate::{
    base::lang::Lang,
    report::letterhead::{LINE, Letterhead, store},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::Spoken,
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{Ask, Form, Kind, submit},
            page,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Route of the page.
pub fn router() -> Router<App> {
    Router::new().route("/letterhead", get(one).merge(post(save)))
}

async fn one(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let it = store::load(&mut db).await.spoken(caller.lang)?;
    let form = Form::of([
        ("parent", it.parent),
        ("office", it.office),
        ("symbol", it.symbol),
        ("place", it.place),
        ("receiver", it.receiver),
        ("drafter", it.drafter),
        ("rank", it.rank),
        ("signer", it.signer),
    ]);
    shown(draw(&caller, &form))
}

async fn save(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    let it = Letterhead {
        parent: form.text("parent", LINE),
        office: form.text("office", LINE),
        symbol: form.text("symbol", LINE),
        place: form.text("place", LINE),
        receiver: form.text("receiver", LINE),
        drafter: form.text("drafter", LINE),
        rank: form.text("rank", LINE),
        signer: form.text("signer", LINE),
    };
    if !form.ok() {
        return again(&form, draw(&caller, &form));
    }
    let kept = app.shop.desk.local(move |db| Box::pin(async move { store::keep(db, &it).await }));
    kept.await.spoken(caller.lang)?;
    saved("/letterhead")
}

fn draw(caller: &Caller, form: &Form) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Đầu thư và người ký", "Letterhead and signer");
    let ask = Ask(form, lang);
    let body = html! {
        h1 { (title) }
        p class="sub" { (lang.say(
            "Báo cáo tải về dạng Word và PDF mang các dòng này theo thể thức văn bản. Ô để trống \
             thì trên giấy là chỗ điền tay; số và ngày luôn điền khi ký.",
            "Reports as Word and PDF carry these lines in the official form. What is left empty is \
             a place to fill in by hand on the paper; number and day always are.",
        )) }
        form class="form" method="post" action="/letterhead" {
            (ask.head())
            (fields(&ask, lang))
            (submit(lang.say("Lưu", "Save")))
        }
    };
    page::page(caller, "/settings", title, body)
}

fn fields(ask: &Ask, lang: Lang) -> Markup {
    let text = |name, (vi, en), (vi_hint, en_hint)| {
        ask.maybe(name, lang.say(vi, en), Kind::Text, lang.say(vi_hint, en_hint))
    };
    let name = ("Nguyễn Văn A", "As it stands below the signature");
    html! {
        (text("parent", ("Cơ quan chủ quản", "Parent body"),
            ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH", "The people’s committee above it")))
        (text("office", ("Cơ quan lập báo cáo", "Office that writes"),
            ("SỞ CÔNG THƯƠNG", "In capitals, as on its seal")))
        (text("symbol", ("Ký hiệu sau số", "Symbol after the number"), ("BC-SCT", "BC-SCT")))
        (text("place", ("Địa danh", "Place"), ("Quảng Ninh", "Before the date")))
        (text("receiver", ("Nơi nhận", "Receiver"), ("UBND tỉnh", "Who gets the letter")))
        (text("drafter", ("Đơn vị soạn thảo", "Drafted by"), ("QLTM", "For the archive")))
        (text("rank", ("Chức vụ người ký", "Rank of the signer"), ("GIÁM ĐỐC", "In capitals")))
        (text("signer", ("Họ và tên người ký", "Name of the signer"), name))
    }
}

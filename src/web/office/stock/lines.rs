//! What the forms of documents share: questions about what was typed, and posting.

use crate::{
    base::{
        fold::tidy,
        id::{CommandId, DocumentId},
        lang::{Lang, Say},
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::{kinds::measured, pack::Packs},
    desk::command::Command,
    journal::store::last_pos,
    stock::{Act, Ask as Document, Line, Place, ask::LINES, load::store::posted},
    web::{
        http::{app::App, guard::Caller, submit::submit},
        ui::{answer::saved_already, form::Form},
    },
};

/// Questions about what was typed: each is asked once, and what is sent again is meant.
pub struct Doubts {
    sent: bool,
    asked: Vec<(String, Say, String)>,
}

impl Doubts {
    /// None so far. A form that was `sent` before is answered as the first time, whatever it has
    /// changed since: nothing is asked of it.
    pub fn unless(sent: bool) -> Doubts {
        Doubts { sent, asked: Vec::new() }
    }

    /// Another question, at a field. `value` is all that it is about (goods, lot, amount): where
    /// one of them is another it is asked again.
    pub fn add(&mut self, field: &str, say: Say, value: impl ToString) {
        self.asked.push((field.to_owned(), say, format!("{field}={}", value.to_string())));
    }

    /// Asks them, unless the form says that they were asked already, or is wrong anyhow.
    pub fn ask(self, form: &mut Form) {
        let asked = self.asked.iter().map(|it| it.2.as_str()).collect::<Vec<_>>().join(" ");
        if self.sent || asked.is_empty() || !form.ok() || form.get("sure") == asked {
            return;
        }
        form.replace("sure", asked);
        for (field, Say { vi, en }, _) in self.asked {
            let (vi, en) =
                (format!("{vi} Nếu đúng, bấm lưu lần nữa."), format!("{en} If so, save again."));
            form.wrong(&field, Say::new(vi, en));
        }
    }
}

/// The quantity at a field, of goods of a unit with these packs: `2 thùng 5 chai`, or a figure of
/// the unit. What is counted in pieces is whole. None when it is empty.
pub fn quantity(form: &mut Form, field: &str, (unit, packs): (&str, &Packs)) -> Option<Quantity> {
    let typed = Some(form.get(field)).filter(|typed| !typed.trim().is_empty())?;
    let quantity = packs.quantity(typed, unit).map_err(|say| form.wrong(field, say)).ok()?;
    if quantity.0 % 1000 != 0 && !measured(unit) {
        let vi = format!("Đếm theo {unit}: ghi số nguyên");
        form.wrong(field, Say::new(vi, format!("Counted by {unit}: give a whole number")));
        return None;
    }
    if quantity.0.unsigned_abs() > Quantity::LIMIT.0.unsigned_abs() {
        form.wrong(field, Say::new("Số lượng quá lớn", "The quantity is too large"));
        return None;
    }
    Some(quantity)
}

/// The units that keys beside a field of a quantity write into it (`static/js/lib/unit_keys.js`);
/// none where there is nothing to choose from.
pub fn offered(packs: &Packs, unit: &str) -> Option<String> {
    Some(packs.units(unit).join("|")).filter(|units| !units.is_empty())
}

/// Whether the document of a form stands already.
pub async fn sent(app: &App, form: &Form) -> Result<bool, Refusal> {
    let Ok(uid) = form.get("uid").parse() else { return Ok(false) };
    let mut db = app.shop.read().await?;
    Ok(posted(&mut db, uid).await?.is_some())
}

/// A blank form of a document: its id comes with it, so that sent twice it is posted once.
pub fn blank(app: &App) -> Form {
    Form::of([("uid", app.shop.chance.uid(app.shop.clock.now()).to_string())])
}

/// The same with the position of the journal as it is drawn: what changes after it, while somebody
/// fills the form in, is said when it is saved (`since.rs`).
pub async fn drawn(app: &App) -> Result<Form, Refusal> {
    let mut form = blank(app);
    let mut db = app.shop.read().await?;
    form.set("drawn", last_pos(&mut db).await?.to_string());
    Ok(form)
}

/// A document of these lines as a form asks for it; none where its id is lost.
pub fn document(form: &mut Form, place: Place, act: Act, lines: Vec<Line>) -> Option<Document> {
    let reason = tidy(form.get("reason"));
    let uid: DocumentId = form.uid("uid")?;
    Some(Document { reason, ..Document::new(uid, place, act, lines) })
}

/// Posts a document of this caller; where it can be looked at. What is refused is said by the form.
pub async fn post(app: &App, caller: &Caller, ask: Document, form: &mut Form) -> Option<String> {
    let by = caller.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    let device = caller.device.as_ref().map(|device| device.uid);
    let uid = ask.uid;
    let command = Command::Stock(Box::new(Document { by, device, ..ask }));
    let answer = submit(app, caller, CommandId(uid.0), command).await;
    // Its id stands for another document: that one was saved. All others have their own words.
    let said = |refusal| match refusal == Refusal::other_content() {
        true => saved_already(),
        false => refusal,
    };
    match answer.map_err(said) {
        Ok(_) => Some(format!("/documents/{uid}")),
        Err(refusal) => {
            form.refuse("", &refusal);
            None
        }
    }
}

/// Refuses more lines than a document has, and says how many are too many.
pub fn not_too_many(form: &mut Form, lines: usize) {
    if lines > LINES {
        let over = lines - LINES;
        let vi = format!(
            "Mỗi phiếu tối đa {LINES} dòng, ở đây có {lines}: bỏ trống {over} dòng, lưu phiếu này, \
             rồi ghi chúng vào phiếu sau"
        );
        let en = format!(
            "A document has at most {LINES} lines, and these are {lines}: leave {over} empty, save \
             this one, and give them in the next"
        );
        form.wrong("", Say::new(vi, en));
    }
}

/// The words for a document without a line.
pub fn no_line() -> Say {
    Say::new("Chưa ghi số lượng nào", "No quantity was given")
}

/// The words for a quantity that is not above zero.
pub fn above_zero() -> Say {
    Say::new("Số lượng phải lớn hơn 0", "The quantity is above zero")
}

/// A lot's name in words; one without a name says so.
pub fn lot_words(lot: &str, lang: Lang) -> String {
    match lot {
        "" => lang.say("không ghi lô", "no lot").to_owned(),
        lot => format!("{} {lot}", lang.say("lô", "lot")),
    }
}

/// A refusal for a document that is not there.
pub fn no_document() -> Refusal {
    Refusal::NotFound(Say::new("Không có phiếu này", "No such document"))
}

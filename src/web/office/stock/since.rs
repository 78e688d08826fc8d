//! What changed since a form was drawn, so that its figures may mean something else now: the packs
//! and units of the goods it names and, where a place is counted, what moved there meanwhile. It is
//! said once, at the field; what was typed stays, and what is saved again is meant.

use crate::{
    base::{
        id::{ProducerId, ProductId},
        lang::Say,
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::{counted_in::store::counted_in, pack::Packs},
    journal::store::last_pos,
    stock::read::store::{MovedRow, moved_since},
    web::{http::app::App, ui::form::Form},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Documents that are named at a field; of more only how many there are.
const NAMED: usize = 4;

/// A lot: product, owner and code.
pub type Lot<'a> = (ProductId, ProducerId, &'a str);

/// What changed.
#[derive(Debug, Default)]
pub struct Since {
    /// What products were counted in that were changed since.
    counted_in: HashMap<ProductId, (String, Packs)>,
    /// What moved at the counted place.
    moved: Vec<MovedRow>,
    /// The position up to which all of this is known.
    pos: i64,
}

impl Since {
    /// Reads it for the goods that a form names; `counted` is the place that it counts. Nothing has
    /// changed for a form that does not say when it was drawn.
    pub async fn load(
        app: &App,
        form: &Form,
        goods: &[ProductId],
        counted: Option<Uuid>,
    ) -> Result<Since, Refusal> {
        let Ok(drawn) = form.get("drawn").parse() else { return Ok(Since::default()) };
        let mut db = app.shop.read().await?;
        // First the position: what comes after it is found the next time too.
        let pos = last_pos(&mut db).await?;
        let mut it = Since { pos, ..Since::default() };
        if pos == drawn {
            return Ok(it);
        }
        for then in counted_in(&mut db, goods, drawn).await? {
            let Ok(product) = then.uid.parse() else { continue };
            it.counted_in.insert(product, (then.unit, then.packs));
        }
        if let Some(place) = counted {
            it.moved = moved_since(&mut db, place, drawn).await?;
        }
        Ok(it)
    }

    /// Says at a field that its goods are counted otherwise now. Whether it did.
    pub fn packs(
        &self,
        form: &mut Form,
        field: &str,
        product: ProductId,
        (unit, packs): (&str, &Packs),
    ) -> bool {
        let then = self.counted_in.get(&product);
        let Some((was, were)) = then.filter(|(was, were)| was != unit || were != packs) else {
            return false;
        };
        let (was, now) = (words(was, were), words(unit, packs));
        form.wrong(
            field,
            Say::new(
                format!(
                    "Lúc mở trang, hàng này tính bằng {was}; nay tính bằng {now}. Xem lại số, rồi \
                     lưu lần nữa."
                ),
                format!(
                    "When this page was opened the product was counted in {was}; now it is in \
                     {now}. Look at the figure, and save again."
                ),
            ),
        );
        true
    }

    /// Says at the field of a counted lot what moved of it meanwhile. Whether anything did.
    pub fn moved(
        &self,
        form: &mut Form,
        field: &str,
        lot: Lot,
        shown: impl Fn(Quantity) -> String,
    ) -> bool {
        let mine = |it: &&MovedRow| (it.product, it.owner, it.lot.as_str()) == lot;
        let all: Vec<&MovedRow> = self.moved.iter().filter(mine).collect();
        if all.is_empty() {
            return false;
        }
        let one = |it: &&MovedRow| format!("{} {}", it.doc_no, shown(Quantity(it.quantity)));
        let mut said: Vec<String> = all.iter().take(NAMED).map(one).collect();
        if all.len() > NAMED {
            said.push(format!("… (+{})", all.len() - NAMED));
        }
        let said = said.join(", ");
        form.wrong(
            field,
            Say::new(
                format!(
                    "Từ lúc mở trang, lô này đã chuyển: {said}. Số ghi ở đây là số còn lúc này: \
                     đếm lại. Nếu đúng, bấm lưu lần nữa."
                ),
                format!(
                    "Some of this lot moved since the page was opened: {said}. What is given here \
                     is what there is now: count it again. If so, save again."
                ),
            ),
        );
        true
    }

    /// What was said is not said again when the form comes back.
    pub fn renew(&self, form: &mut Form) {
        form.replace("drawn", self.pos.to_string());
    }
}

/// What a product is counted in: `chai (thùng=24; lốc=6)`.
fn words(unit: &str, packs: &Packs) -> String {
    if packs.is_empty() { unit.to_owned() } else { format!("{unit} ({})", packs.text()) }
}

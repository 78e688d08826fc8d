//! The photo of a product in its form. The browser makes it small (`static/js/lib/photo_field.js`)
//! and sends its two files as digits in fields of the form, so that a form that comes back keeps
//! what was chosen.

use crate::{
    base::{id::ProductId, lang::Say, refusal::Refusal},
    catalog::{
        Change,
        photo::{
            self, Shown,
            folder::Kept,
            store::{PhotoRow, photo as stands},
        },
    },
    web::{http::app::App, ui::form::Ask, ui::form::Form},
};
use maud::{Markup, html};

/// What a form says about the photo.
#[derive(Default)]
pub struct Asked {
    /// The change that it makes, if it makes one.
    pub change: Option<Change>,
    /// Its files stay until this is gone: nobody sweeps before its entry is written.
    pub kept: Option<Kept>,
}

/// Looks at the photo of a form and writes its files; none when the form says what is wrong.
pub async fn asked(app: &App, form: &mut Form, product: ProductId) -> Option<Asked> {
    let files = files(form)?;
    if files.is_none() && form.get("photo_gone") != "1" {
        return Some(Asked::default());
    }
    let now = match load(app, product).await {
        Ok(now) => now,
        Err(refusal) => {
            form.refuse("photo", &refusal);
            return None;
        }
    };
    let Some((page, tile)) = files else {
        let gone = Change::Photo(Shown { product, photo: None });
        return Some(Asked { change: now.map(|_| gone), kept: None });
    };
    match app.shop.photos.keep(page, tile).await {
        Ok(kept) => {
            let it = kept.photo;
            let same = |row: PhotoRow| {
                row.page == it.page.sha256.to_string() && row.tile == it.tile.sha256.to_string()
            };
            let change = Change::Photo(Shown { product, photo: Some(it) });
            Some(Asked { change: (!now.is_some_and(same)).then_some(change), kept: Some(kept) })
        }
        Err(say) => {
            // What is no photo is not sent again.
            form.replace("photo_page", "");
            form.replace("photo_tile", "");
            form.wrong("photo", say);
            None
        }
    }
}

/// The bytes that were sent; none where nobody chose a photo.
fn files(form: &mut Form) -> Option<Option<(Vec<u8>, Vec<u8>)>> {
    let (page, tile) = (form.get("photo_page"), form.get("photo_tile"));
    if page.is_empty() && tile.is_empty() {
        return Some(None);
    }
    let read = hex::decode(page).ok().zip(hex::decode(tile).ok());
    if read.is_none() {
        let say = "Không đọc được ảnh. Hãy chọn lại ảnh";
        form.wrong("photo", Say::new(say, "The photo cannot be read. Choose it again"));
    }
    read.map(Some)
}

async fn load(app: &App, product: ProductId) -> Result<Option<PhotoRow>, Refusal> {
    let mut db = app.shop.read().await?;
    Ok(stands(&mut db, &product.bytes()).await?)
}

/// The part of the form in which a photo is chosen, changed or taken back.
pub fn field(ask: Ask, stands: Option<&PhotoRow>) -> Markup {
    let (form, lang) = (ask.0, ask.1);
    let choose = match stands {
        Some(_) => lang.say("Đổi ảnh", "Change the photo"),
        None => lang.say("Chọn ảnh", "Choose a photo"),
    };
    html! {
        section class="card photo-card" data-photo=(photo::PAGE.side)
            data-photo-tile=(photo::TILE.side) data-photo-most=(photo::PAGE.bytes)
            data-photo-tile-most=(photo::TILE.bytes) {
            h2 { (lang.say("Ảnh", "Photo")) }
            div class="photo-now" {
                @if let Some(row) = stands { (picture(row, form.get("name"))) }
            }
            (ask.hidden("photo_page"))
            (ask.hidden("photo_tile"))
            div class="photo-keys" hidden {
                input class="photo-file" id="photo-file" type="file" accept="image/*"
                    aria-describedby="photo-said";
                label class="button" for="photo-file" { (choose) }
            }
            noscript { p class="hint" {
                (lang.say("Bật JavaScript để chọn ảnh", "Switch JavaScript on to choose a photo"))
            } }
            @if stands.is_some() {
                (ask.tick("photo_gone", lang.say("Bỏ ảnh", "Remove the photo")))
            }
            div id="photo-said" {
                p class="hint" { (lang.say(
                    "Ảnh được thu nhỏ trên máy này rồi mới gửi, không kèm nơi chụp và máy chụp",
                    "It is made small on this device first, without where and with what it was \
                     taken",
                )) }
                (form.error("photo", lang))
            }
        }
    }
}

/// A photo as a page shows it. Where its bytes are not here, its words stand in its place.
pub fn picture(row: &PhotoRow, name: &str) -> Markup {
    html! {
        img class="photo" src={ "/photos/" (row.page) ".jpg" } alt=(name) width=(row.width)
            height=(row.height);
    }
}

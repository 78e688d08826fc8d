//! The product of a form as commands: its producer when new, itself, its price, its certificate.

use crate::{
    base::{
        id::{CertificateId, CommandId, ProducerId, ProductId},
        lang::Say,
        money::Money,
        refusal::Refusal,
    },
    catalog::{
        Certificate, Change, Price, Producer, Product, check, expiry,
        pack::Packs,
        store::{self, Full},
    },
    desk::command::Command,
    stock::relabel::Relabel,
    web::{
        http::{app::App, guard::Caller, submit::submit_all},
        office::products::photo::{self, Asked},
        ui::{
            answer::{already, fresh},
            form::Form,
        },
    },
};

/// Writes what a form says about a product; none when the form says what is wrong. `stands` is
/// the product and its producer's name as they stand.
pub async fn keep(
    app: &App,
    caller: &Caller,
    stands: Option<(&Full, &str)>,
    form: &mut Form,
) -> Option<()> {
    let mut changes = read(app, stands, form).await?;
    if let Some(say) = changes.iter().find_map(|change| check(change).err()) {
        form.wrong("", say);
        return None;
    }
    // A new product comes under its own uid: the same form sent twice makes one.
    let uid = |change: &Change| match change {
        Change::Product(product) if stands.is_none() => CommandId(product.uid.0),
        _ => fresh(app),
    };
    let product = ProductId(form.get("uid").parse().unwrap_or_default());
    let Asked { change, kept } = photo::asked(app, form, product).await?;
    let photographed = change.is_some();
    changes.extend(change);
    let commands = changes.into_iter().map(|change| (uid(&change), Command::Catalog(change)));
    let written = submit_all(app, caller, commands.collect()).await.map_err(already);
    drop(kept);
    form.takes("name", written).then_some(())?;
    // The photo that it had goes; where that fails, at the next start.
    if photographed && let Err(refusal) = app.shop.sweep_photos().await {
        tracing::warn!(?refusal, "photos that nothing shows were not removed");
    }
    Some(())
}

async fn read(app: &App, stands: Option<(&Full, &str)>, form: &mut Form) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    let uid: ProductId = form.uid("uid")?;
    let (name, unit) = (form.required("name", 160), form.required("unit", 40));
    let price = form.asked_price("price");
    let producer = producer(app, stands, form, &mut changes).await?;
    let packs = packs(form, &unit);
    let star = form.count("star").and_then(|star| u8::try_from(star).ok());
    let product = Product {
        uid,
        name,
        unit,
        producer,
        star,
        ocop_group: u8::try_from(form.count("ocop_group").unwrap_or_default()).unwrap_or_default(),
        province_2024: form.text("province_2024", 60),
        province_now: form.text("province_now", 60),
        barcode: form.barcode("barcode"),
        sku: form.item("sku"),
        vat: form.text("vat", 20),
        lot: form.text("lot", 40),
        evidence: form.text("evidence", 500),
        active: form.get("active") == "1",
        free_amount: form.get("free_amount") == "1",
        packs,
    };
    if let Some((full, _)) = stands {
        asked_unit(app, form, &full.clone().product(), &product).await;
    }
    changes.push(Change::Product(product));
    let before = stands.and_then(|(full, _)| full.price).map(Money);
    if let Some(amount) = price.filter(|amount| before != Some(*amount)) {
        changes.push(Change::Price(Price {
            product: uid,
            booth: None,
            fair: None,
            amount: Some(amount),
        }));
    }
    changes.extend(certificate(app, form, uid, star).map(Change::Certificate));
    form.ok().then_some(changes)
}

/// Another unit makes other figures of whatever lies at places: that is asked about, and meant when
/// it is sent again.
async fn asked_unit(app: &App, form: &mut Form, was: &Product, now: &Product) {
    let Some(relabel) = Relabel::of(was, now) else { return };
    let said = async { Ok(relabel.said(&mut *app.shop.read().await?).await?) };
    match said.await {
        Ok(None) => {}
        Ok(Some(say)) => form.doubt("unit", say),
        Err(refusal) => form.refuse("unit", &refusal),
    }
}

/// The packs of a product that is sold by this unit, with what is wrong said at their field.
fn packs(form: &mut Form, unit: &str) -> Packs {
    let read = Packs::parse(form.get("packs"), unit);
    read.unwrap_or_else(|say| {
        form.wrong("packs", say);
        Packs::default()
    })
}

/// The producer of that name; a new one is made, as a change before the product's.
async fn producer(
    app: &App,
    stands: Option<(&Full, &str)>,
    form: &mut Form,
    changes: &mut Vec<Change>,
) -> Option<ProducerId> {
    let name = form.required("producer", 160);
    if let Some((full, _)) = stands.filter(|(_, producer)| *producer == name) {
        return Some(full.producer);
    }
    let known = match load_producers(app).await {
        Ok(known) => known,
        Err(refusal) => {
            form.refuse("producer", &refusal);
            return None;
        }
    };
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    if let Some((uid, _)) = known.iter().find(|(_, other)| same(other)) {
        return Some(ProducerId::of_bytes(uid));
    }
    let subject_type = form.word("subject_type")?;
    let uid = ProducerId(app.shop.chance.uid(app.shop.clock.now()));
    let empty = String::new;
    changes.push(Change::Producer(Producer {
        uid,
        name,
        subject_type,
        unit_code: empty(),
        commune: empty(),
        tax_code: empty(),
        phone: empty(),
        rehearsal: false,
    }));
    Some(uid)
}

async fn load_producers(app: &App) -> Result<Vec<(Vec<u8>, String)>, Refusal> {
    let mut db = app.shop.read().await?;
    Ok(store::producers(&mut db).await?)
}

fn certificate(
    app: &App,
    form: &mut Form,
    product: ProductId,
    star: Option<u8>,
) -> Option<Certificate> {
    let number = form.text("certificate_no", 60);
    let signed_on = form.date("certificate_signed_on");
    if number.is_empty() && signed_on.is_none() {
        return None;
    }
    let (Some(signed_on), Some(star), false) = (signed_on, star, number.is_empty()) else {
        form.wrong(
            "certificate_no",
            Say::new(
                "Giấy chứng nhận cần cả số, ngày ký và hạng sao",
                "A certificate needs its number, its day and the stars",
            ),
        );
        return None;
    };
    let uid = CertificateId(app.shop.chance.uid(app.shop.clock.now()));
    let expires_on = expiry(signed_on);
    Some(Certificate { uid, product, number, star, signed_on, expires_on })
}

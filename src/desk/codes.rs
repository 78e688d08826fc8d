//! Whose each code is. A number given by GS1 belongs to one active product of the catalogue; a code
//! of people's own making (item codes, barcodes for use within a shop) to one product of a producer
//! and to one in the range of a booth, so that a scan never means two. Two booths may both have an
//! item `01`.

mod store;

use super::command::{Command, Envelope};
use crate::{
    base::{code, fold::brief, refusal::Refusal},
    catalog::{self, Product},
    fair::{self, Range},
};
use sqlx::SqliteConnection;
use std::collections::{HashMap, HashSet};

/// The codes of a product, in the way they are compared.
#[derive(Debug, Clone, Default)]
struct Coded {
    /// Its name with its producer's, for who is refused.
    name: String,
    /// Its producer's uid.
    producer: String,
    /// Its number by GS1, or empty.
    gtin: String,
    /// Codes of people's own making, each with the field that it stands in.
    own: Vec<(&'static str, String)>,
}

impl Coded {
    fn new(name: String, producer: String, barcode: &str, sku: &str) -> Coded {
        let barcode = code::normal(barcode);
        let (gtin, own) = match code::is_gtin(&barcode) {
            true => (barcode, String::new()),
            false => (String::new(), code::key(&barcode)),
        };
        let own = [("barcode", own), ("sku", code::key(sku))];
        let own = own.into_iter().filter(|(_, code)| !code.is_empty()).collect();
        Coded { name, producer, gtin, own }
    }

    /// Codes that no other product of its producer and of its booths may have as its own.
    fn all(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let gtin = Some(("barcode", &self.gtin)).filter(|it| !it.1.is_empty());
        self.own.iter().map(|(field, own)| (*field, own)).chain(gtin)
    }
}

/// The codes of all active products and of the ranges that a batch touches, by uids (hexadecimal).
#[derive(Debug, Default)]
pub(super) struct Codes {
    products: HashMap<String, Coded>,
    gtins: HashMap<String, String>,
    /// Product by producer and code.
    of_producer: HashMap<(String, String), String>,
    /// Products by booth and code.
    of_booth: HashMap<(String, String), HashSet<String>>,
    /// Booths by product.
    sold: HashMap<String, HashSet<String>>,
}

impl Codes {
    /// Loads what the changes of products and ranges of a batch are held against.
    pub async fn load(db: &mut SqliteConnection, commands: &[Envelope]) -> sqlx::Result<Codes> {
        let (mut products, mut booths) = (Vec::new(), Vec::new());
        for envelope in commands {
            match &envelope.command {
                Command::Catalog(catalog::Change::Product(it)) => products.push(it.uid.hex()),
                Command::Fair(fair::Change::Range(it)) if it.active => booths.push(it.booth.hex()),
                _ => {}
            }
        }
        let mut codes = Codes::default();
        if products.is_empty() && booths.is_empty() {
            return Ok(codes);
        }
        for it in store::coded(db).await? {
            let name = format!("{} ({})", it.name, it.maker);
            codes.put(&it.uid, Coded::new(name, it.producer, &it.barcode, &it.sku));
        }
        for (booth, product) in store::sold(db, &booths, &products).await? {
            codes.sell(&booth, &product);
        }
        Ok(codes)
    }

    /// A product as it now stands: its codes are its own, or it is refused with the other's name.
    pub fn product(&mut self, it: &Product) -> Result<(), Refusal> {
        let uid = it.uid.hex();
        if !it.active {
            self.take(&uid);
            return Ok(());
        }
        let now = Coded::new(it.name.clone(), it.producer.hex(), &it.barcode, &it.sku);
        let other = self.gtins.get(&now.gtin).filter(|holder| **holder != uid);
        if let Some(other) = other {
            return Err(self.taken("barcode", &now.gtin, other));
        }
        for (field, own) in now.all() {
            // A scan of that number finds the other product.
            if let Some(other) = self.gtins.get(own).filter(|holder| **holder != uid) {
                return Err(self.taken(field, own, other));
            }
            let holder = self.of_producer.get(&(now.producer.clone(), own.clone()));
            if let Some(other) = holder.filter(|holder| **holder != uid) {
                return Err(self.taken(field, own, other));
            }
            for booth in self.sold.get(&uid).into_iter().flatten() {
                self.free_at(booth, &uid, field, own)?;
            }
        }
        self.take(&uid);
        self.put(&uid, now);
        Ok(())
    }

    /// Products that a booth sells from now on, or no longer.
    pub fn range(&mut self, it: &Range) -> Result<(), Refusal> {
        let booth = it.booth.hex();
        let products: Vec<String> = it.products.iter().map(|product| product.hex()).collect();
        let mut among: HashMap<&str, &String> = HashMap::new();
        for uid in products.iter().filter(|_| it.active) {
            let own = self.products.get(uid).map(|coded| coded.own.as_slice());
            for (field, own) in own.unwrap_or_default() {
                self.free_at(&booth, uid, field, own)?;
                if let Some(other) = among.insert(own, uid).filter(|other| *other != uid) {
                    return Err(self.taken(field, own, other));
                }
            }
        }
        for uid in &products {
            match it.active {
                true => self.sell(&booth, uid),
                false => self.stop(&booth, uid),
            }
        }
        Ok(())
    }

    fn free_at(&self, booth: &str, uid: &str, field: &str, own: &str) -> Result<(), Refusal> {
        let holders = self.of_booth.get(&(booth.to_owned(), own.to_owned()));
        match holders.into_iter().flatten().find(|holder| *holder != uid) {
            Some(other) => Err(self.taken(field, own, other)),
            None => Ok(()),
        }
    }

    fn taken(&self, field: &str, own: &str, other: &str) -> Refusal {
        let name = brief(self.products.get(other).map_or("", |it| it.name.as_str()));
        let own = brief(own);
        match field {
            "sku" => Refusal::malformed(
                "sku_taken",
                format!("Mã hàng “{own}” đã là của “{name}”"),
                format!("Item code “{own}” is that of “{name}”"),
            ),
            _ => Refusal::malformed(
                "barcode_taken",
                format!("Mã vạch “{own}” đã là của “{name}”"),
                format!("Barcode “{own}” is that of “{name}”"),
            ),
        }
    }

    fn put(&mut self, uid: &str, coded: Coded) {
        if !coded.gtin.is_empty() {
            self.gtins.insert(coded.gtin.clone(), uid.to_owned());
        }
        for (_, own) in &coded.own {
            let key = (coded.producer.clone(), own.clone());
            self.of_producer.insert(key, uid.to_owned());
        }
        self.products.insert(uid.to_owned(), coded);
        for booth in self.sold.get(uid).cloned().unwrap_or_default() {
            self.sell(&booth, uid);
        }
    }

    /// Forgets the codes of a product, not where it is sold.
    fn take(&mut self, uid: &str) {
        let Some(was) = self.products.remove(uid) else { return };
        self.gtins.remove(&was.gtin);
        for (_, own) in was.own {
            for booth in self.sold.get(uid).into_iter().flatten() {
                if let Some(holders) = self.of_booth.get_mut(&(booth.clone(), own.clone())) {
                    holders.remove(uid);
                }
            }
            self.of_producer.remove(&(was.producer.clone(), own));
        }
    }

    fn sell(&mut self, booth: &str, uid: &str) {
        let own = self.products.get(uid).map(|it| it.own.clone()).unwrap_or_default();
        for (_, own) in own {
            let key = (booth.to_owned(), own);
            self.of_booth.entry(key).or_default().insert(uid.to_owned());
        }
        self.sold.entry(uid.to_owned()).or_default().insert(booth.to_owned());
    }

    fn stop(&mut self, booth: &str, uid: &str) {
        let own = self.products.get(uid).map(|it| it.own.as_slice()).unwrap_or_default();
        for (_, own) in own {
            if let Some(holders) = self.of_booth.get_mut(&(booth.to_owned(), own.clone())) {
                holders.remove(uid);
            }
        }
        if let Some(booths) = self.sold.get_mut(uid) {
            booths.remove(booth);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::{BoothId, ProducerId, ProductId};
    use uuid::Uuid;

    fn product(n: u128, producer: u128, barcode: &str, sku: &str) -> Product {
        Product {
            uid: ProductId(Uuid::from_u128(n)),
            name: format!("Hàng {n}"),
            unit: "gói".into(),
            producer: ProducerId(Uuid::from_u128(producer)),
            star: None,
            ocop_group: 1,
            province_2024: String::new(),
            province_now: String::new(),
            barcode: barcode.into(),
            sku: sku.into(),
            vat: String::new(),
            lot: String::new(),
            evidence: String::new(),
            active: true,
            free_amount: false,
            packs: Default::default(),
        }
    }

    fn range(booth: u128, products: &[u128], active: bool) -> Range {
        let products = products.iter().map(|n| ProductId(Uuid::from_u128(*n))).collect();
        Range { booth: BoothId(Uuid::from_u128(booth)), products, active }
    }

    fn said(done: Result<(), Refusal>) -> String {
        done.map_err(|refusal| refusal.say().en).err().unwrap_or_default()
    }

    #[test]
    fn a_number_of_gs1_belongs_to_one_active_product_of_the_catalogue() {
        let mut codes = Codes::default();
        assert_eq!(codes.product(&product(1, 1, "8938505974194", "")), Ok(()));
        let refused = said(codes.product(&product(2, 2, "8938505974194", "")));
        assert_eq!(refused, "Barcode “8938505974194” is that of “Hàng 1”");
        let gone = Product { active: false, ..product(1, 1, "8938505974194", "") };
        assert_eq!(codes.product(&gone), Ok(()));
        assert_eq!(codes.product(&product(2, 2, "8938505974194", "")), Ok(()));
        assert!(codes.product(&product(1, 1, "8938505974194", "")).is_err(), "sold again");
        assert_eq!(codes.product(&product(1, 1, "", "")), Ok(()));
    }

    #[test]
    fn an_item_code_is_no_number_of_another_product() {
        let mut codes = Codes::default();
        assert_eq!(codes.product(&product(1, 1, "8938505974194", "")), Ok(()));
        let taken = said(codes.product(&product(2, 1, "", "8938505974194")));
        assert!(taken.ends_with("that of “Hàng 1”"), "a scan would sell the first: {taken}");
        let both = product(1, 1, "8938505974194", "8938505974194");
        assert_eq!(codes.product(&both), Ok(()), "its own number");
        // The other way round: the number comes to be known after it was used as an item code.
        assert_eq!(codes.product(&product(3, 3, "", "8936000000129")), Ok(()));
        assert!(codes.product(&product(4, 3, "8936000000129", "")).is_err());
    }

    #[test]
    fn two_booths_may_both_have_an_item_01_but_not_one_booth_or_producer() {
        let mut codes = Codes::default();
        assert_eq!(codes.product(&product(1, 1, "", "01")), Ok(()));
        assert_eq!(codes.product(&product(2, 2, "", "1")), Ok(()), "another producer's");
        assert!(said(codes.product(&product(3, 1, "", "001"))).ends_with("of “Hàng 1”"));
        assert_eq!(codes.range(&range(1, &[1], true)), Ok(()));
        assert_eq!(codes.range(&range(2, &[2], true)), Ok(()));
        assert!(said(codes.range(&range(1, &[2], true))).ends_with("of “Hàng 1”"));
        assert!(codes.range(&range(3, &[1, 2], true)).is_err());
        assert_eq!(codes.range(&range(1, &[1], false)), Ok(()));
        assert_eq!(codes.range(&range(1, &[2], true)), Ok(()));
        assert_eq!(codes.product(&product(4, 4, "2000010000012", "")), Ok(()));
        assert_eq!(codes.range(&range(1, &[4], true)), Ok(()));
        let taken = product(2, 2, "2000010000012", "1");
        assert!(said(codes.product(&taken)).ends_with("of “Hàng 4”"), "both are sold at booth 1");
    }
}

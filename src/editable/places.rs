//! Booths, gates, store rooms and what booths sell as rows.

use super::{
    Part,
    fairs::commands,
    names::{Called, Names},
    table::{Column, code, text},
    thing::{BOOTH, FAIR, Line, PRODUCT, Thing, flag, joined},
};
use crate::{
    base::id::{BoothId, ProductId},
    desk::command::Command,
    fair::{Booth, Change, Gate, Limits, Range},
    payment::bank,
    sheet::cells::{count, money},
    stock::Room,
};
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Products of one entry.
const PRODUCTS: usize = 500;

impl Thing for Booth {
    const PART: Part = Part::Booths;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("fair_id", "Mã hệ thống của hội chợ"),
        code("fair", "Mã hội chợ"),
        code("code", "Mã gian hàng"),
        text("name", "Tên gian hàng"),
        text("zone", "Khu"),
        text("origin_unit", "Địa phương"),
        text("seller", "Người bán"),
        text("address", "Địa chỉ"),
        code("phone", "Điện thoại"),
        code("tax_code", "Mã số thuế"),
        code("bank_bin", "Mã ngân hàng (BIN)"),
        code("account", "Số tài khoản"),
        code("discount_percent", "Giảm giá tối đa (%)"),
        code("refund_limit", "Trả hàng tối đa (đồng)"),
        code("offline_refund_limit", "Trả hàng tối đa khi mất mạng (đồng)"),
        text("methods", "Cách trả tiền"),
        text("pictures", "Hiện ảnh hàng"),
        text("closed", "Đã đóng"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Booth {
        Booth { uid: uid.into(), ..self }
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.fair.to_string(),
            names.name(self.fair.0).to_owned(),
            self.code.clone(),
            self.name.clone(),
            self.zone.as_str().to_owned(),
            self.origin_unit.clone(),
            self.seller.clone(),
            self.address.clone(),
            self.phone.clone(),
            self.tax_code.clone(),
            self.bank_bin.clone(),
            self.account.clone(),
            self.limits.discount_percent.to_string(),
            self.limits.refund.0.to_string(),
            self.limits.offline_refund.0.to_string(),
            self.methods.text(),
            flag(self.pictures),
            flag(self.closed),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Booth>) -> Option<Booth> {
        let fair = line.refer(FAIR, stands.map(|it| it.fair.0));
        let code = line.text("code", stands.map(|it| &it.code));
        let name = line.text("name", stands.map(|it| &it.name));
        let zone = line.word("zone", stands.map(|it| it.zone));
        let (bank_bin, account) = paid(line, stands);
        let methods = line.maybe("methods", stands.map(|it| it.methods.clone()), str::parse);
        Some(Booth {
            uid: BoothId::default(),
            code,
            name,
            origin_unit: line.text("origin_unit", stands.map(|it| &it.origin_unit)),
            seller: line.text("seller", stands.map(|it| &it.seller)),
            address: line.text("address", stands.map(|it| &it.address)),
            phone: line.text("phone", stands.map(|it| &it.phone)),
            tax_code: line.text("tax_code", stands.map(|it| &it.tax_code)),
            bank_bin,
            account,
            limits: limits(line, stands),
            methods: methods.unwrap_or_default(),
            pictures: line.yes("pictures", stands.is_some_and(|it| it.pictures)),
            closed: line.yes("closed", stands.is_some_and(|it| it.closed)),
            fair: fair?,
            zone: zone?,
        })
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.fair.to_string(), &self.code])]
    }

    fn called(&self) -> Option<Called> {
        Some(Called { name: self.code.clone(), fair: Some(self.fair), also: Vec::new() })
    }

    /// From then on the money of the booth goes elsewhere.
    fn doubtful(was: &Booth, now: &Booth) -> bool {
        let pays = |it: &Booth| (it.bank_bin.clone(), it.account.clone());
        pays(was) != pays(now)
    }

    fn commands(things: Vec<(usize, Booth)>) -> Vec<(usize, Command)> {
        commands(things, Change::Booth)
    }
}

/// The bank and the account, as one another's check says.
fn paid(line: &mut Line, stands: Option<&Booth>) -> (String, String) {
    let bin = line.text("bank_bin", stands.map(|it| &it.bank_bin));
    let account = line.text("account", stands.map(|it| &it.account));
    let known = stands.is_some_and(|it| it.bank_bin == bin && it.account == account);
    let account = if known { account } else { bank::account(&account) };
    if !known && let Err((column, say)) = bank::check(&bin, &account) {
        line.wrong(column, say);
    }
    (bin, account)
}

fn limits(line: &mut Line, stands: Option<&Booth>) -> Limits {
    let (usual, now) = (Limits::default(), stands.map(|it| it.limits));
    let percent = line.maybe("discount_percent", now.map(|it| it.discount_percent), count);
    let refund = line.maybe("refund_limit", now.map(|it| it.refund), money);
    let offline = line.maybe("offline_refund_limit", now.map(|it| it.offline_refund), money);
    Limits {
        discount_percent: percent.unwrap_or(usual.discount_percent),
        refund: refund.unwrap_or(usual.refund),
        offline_refund: offline.unwrap_or(usual.offline_refund),
    }
}

impl Thing for Gate {
    const PART: Part = Part::Gates;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("fair_id", "Mã hệ thống của hội chợ"),
        code("fair", "Mã hội chợ"),
        code("code", "Mã cổng"),
        text("name", "Tên cổng"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Gate {
        Gate { uid: uid.into(), ..self }
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        let fair = names.name(self.fair.0).to_owned();
        let (code, name) = (self.code.clone(), self.name.clone());
        vec![self.uid.to_string(), self.fair.to_string(), fair, code, name]
    }

    fn read(line: &mut Line, stands: Option<&Gate>) -> Option<Gate> {
        let fair = line.refer(FAIR, stands.map(|it| it.fair.0));
        let code = line.text("code", stands.map(|it| &it.code));
        let name = line.text("name", stands.map(|it| &it.name));
        Some(Gate { uid: Default::default(), fair: fair?, code, name })
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.fair.to_string(), &self.code])]
    }

    fn commands(things: Vec<(usize, Gate)>) -> Vec<(usize, Command)> {
        commands(things, Change::Gate)
    }
}

impl Thing for Room {
    const PART: Part = Part::StoreRooms;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("fair_id", "Mã hệ thống của hội chợ"),
        code("fair", "Mã hội chợ"),
        code("code", "Mã kho"),
        text("name", "Tên kho"),
        text("active", "Còn dùng"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Room {
        Room { uid: uid.into(), ..self }
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        let fair = names.name(self.fair.0).to_owned();
        let (code, name) = (self.code.clone(), self.name.clone());
        vec![self.uid.to_string(), self.fair.to_string(), fair, code, name, flag(self.active)]
    }

    fn read(line: &mut Line, stands: Option<&Room>) -> Option<Room> {
        let fair = line.refer(FAIR, stands.map(|it| it.fair.0));
        let code = line.text("code", stands.map(|it| &it.code));
        let name = line.text("name", stands.map(|it| &it.name));
        let active = line.yes("active", stands.is_none_or(|it| it.active));
        Some(Room { uid: Default::default(), fair: fair?, code, name, active })
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.fair.to_string(), &self.code])]
    }

    fn commands(things: Vec<(usize, Room)>) -> Vec<(usize, Command)> {
        things.into_iter().map(|(row, it)| (row, Command::Room(it))).collect()
    }
}

/// A product in the range of a booth, or taken out of it.
#[derive(Debug, Clone, Serialize)]
pub struct OnSale {
    pub booth: BoothId,
    pub product: ProductId,
    /// False: no longer sold there.
    pub active: bool,
}

impl Thing for OnSale {
    const PART: Part = Part::Ranges;
    const COLUMNS: &'static [Column] = &[
        text("booth_id", "Mã hệ thống của gian"),
        code("fair", "Mã hội chợ"),
        code("booth", "Mã gian hàng"),
        text("product_id", "Mã hệ thống của sản phẩm"),
        text("product", "Sản phẩm"),
        text("active", "Còn bán"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> OnSale {
        self
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.booth.to_string(),
            names.fair(self.booth.0).to_owned(),
            names.name(self.booth.0).to_owned(),
            self.product.to_string(),
            names.name(self.product.0).to_owned(),
            flag(self.active),
        ]
    }

    fn read(line: &mut Line, stands: Option<&OnSale>) -> Option<OnSale> {
        let booth = line.refer(BOOTH, stands.map(|it| it.booth.0));
        let product = line.refer(PRODUCT, stands.map(|it| it.product.0));
        let active = line.yes("active", stands.is_none_or(|it| it.active));
        Some(OnSale { booth: booth?, product: product?, active })
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.booth.to_string(), &self.product.to_string()])]
    }

    /// What a booth stops selling first: its codes are free for what comes. One entry takes many
    /// products, under the row of the first.
    fn commands(things: Vec<(usize, OnSale)>) -> Vec<(usize, Command)> {
        let mut of: BTreeMap<(bool, BoothId), Vec<(usize, ProductId)>> = BTreeMap::new();
        for (row, it) in things {
            of.entry((it.active, it.booth)).or_default().push((row, it.product));
        }
        let mut commands = Vec::new();
        for ((active, booth), sold) in of {
            for some in sold.chunks(PRODUCTS) {
                let products = some.iter().map(|it| it.1).collect();
                let row = some.first().map_or(0, |it| it.0);
                let range = Range { booth, products, active };
                commands.push((row, Command::Fair(Change::Range(range))));
            }
        }
        commands
    }
}

//! What stands in the journal: a kind and a body for each sort of fact.

use crate::{
    catalog, fair, node,
    payment::event::Stepped,
    sale::{Sold, aside::Aside, shift},
    staff, stock,
    visitor::Counted,
};

/// The shape of bodies that new entries are written with.
pub const BODY_VERSION: i64 = 1;

/// A decided command: the contents of a journal entry.
#[derive(Debug, Clone)]
pub enum Fact {
    /// People and devices.
    Staff(staff::Change),
    /// The catalogue.
    Catalog(catalog::Change),
    /// Fairs and booths.
    Fair(fair::Change),
    /// Goods that arrived.
    Received(stock::Receive),
    /// Visits.
    Counted(Counted),
    /// A step of a transfer.
    Stepped(Stepped),
    /// A sale or its reversal.
    Sold(Box<Sold>),
    /// What happened to a shift.
    Shift(shift::Event),
    /// A refused row that a manager put aside.
    SetAside(Aside),
    /// A node began, or took over.
    Node(node::Event),
}

impl Fact {
    /// The kind as the journal names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Fact::Staff(_) => "staff.changed",
            Fact::Catalog(_) => "catalog.changed",
            Fact::Fair(_) => "fair.changed",
            Fact::Received(_) => "stock.received",
            Fact::Counted(_) => "visit.counted",
            Fact::Stepped(_) => "payment.stepped",
            Fact::Sold(sold) if sold.voids() => "sale.voided",
            Fact::Sold(sold) if sold.reverses.is_some() => "sale.refunded",
            Fact::Sold(_) => "sale.made",
            Fact::Shift(it) => it.kind(),
            Fact::SetAside(_) => "row.set_aside",
            Fact::Node(it) => it.kind(),
        }
    }

    /// The uid of what it happened to.
    pub fn subject(&self) -> String {
        match self {
            Fact::Staff(staff::Change::Person(it)) => it.uid.to_string(),
            Fact::Staff(staff::Change::Device(it)) => it.uid.to_string(),
            Fact::Catalog(catalog::Change::Producer(it)) => it.uid.to_string(),
            Fact::Catalog(catalog::Change::Product(it)) => it.uid.to_string(),
            Fact::Catalog(catalog::Change::Certificate(it)) => it.product.to_string(),
            Fact::Catalog(catalog::Change::Price(it)) => it.product.to_string(),
            Fact::Fair(fair::Change::Fair(it)) => it.uid.to_string(),
            Fact::Fair(fair::Change::Booth(it)) => it.uid.to_string(),
            Fact::Fair(fair::Change::Gate(it)) => it.uid.to_string(),
            Fact::Fair(fair::Change::Range(it)) => it.booth.to_string(),
            Fact::Fair(fair::Change::OpeningDay(it)) => it.fair.to_string(),
            Fact::Fair(fair::Change::Promotion(it)) => it.uid.to_string(),
            Fact::Fair(fair::Change::ScaleLabel(it)) => it.fair.to_string(),
            Fact::Fair(fair::Change::Published(it)) => format!("{}/{}", it.starts_on, it.ends_on),
            Fact::Received(it) => it.booth.to_string(),
            Fact::Counted(it) => it.gate.to_string(),
            Fact::Stepped(it) => it.step.request.to_string(),
            Fact::Sold(it) => it.id.to_string(),
            Fact::Shift(it) => it.shift().to_string(),
            Fact::SetAside(it) => it.row.to_string(),
            Fact::Node(it) => it.node().to_string(),
        }
    }

    /// The contents as JSON.
    pub fn body(&self) -> serde_json::Result<String> {
        match self {
            Fact::Staff(it) => serde_json::to_string(it),
            Fact::Catalog(it) => serde_json::to_string(it),
            Fact::Fair(it) => serde_json::to_string(it),
            Fact::Received(it) => serde_json::to_string(it),
            Fact::Counted(it) => serde_json::to_string(it),
            Fact::Stepped(it) => serde_json::to_string(it),
            Fact::Sold(it) => serde_json::to_string(it),
            Fact::Shift(it) => it.body(),
            Fact::SetAside(it) => serde_json::to_string(it),
            Fact::Node(it) => it.body(),
        }
    }

    /// Reads an entry. None for a kind or version that this program does not know, or for a body
    /// that does not fit its kind.
    pub fn parse(kind: &str, version: i64, body: &str) -> Option<Fact> {
        if version != BODY_VERSION {
            return None;
        }
        match kind {
            "staff.changed" => serde_json::from_str(body).ok().map(Fact::Staff),
            "catalog.changed" => serde_json::from_str(body).ok().map(Fact::Catalog),
            "fair.changed" => serde_json::from_str(body).ok().map(Fact::Fair),
            "stock.received" => serde_json::from_str(body).ok().map(Fact::Received),
            "visit.counted" => serde_json::from_str(body).ok().map(Fact::Counted),
            "payment.stepped" => serde_json::from_str(body).ok().map(Fact::Stepped),
            "row.set_aside" => serde_json::from_str(body).ok().map(Fact::SetAside),
            "sale.made" | "sale.voided" | "sale.refunded" => {
                serde_json::from_str(body).ok().map(|sold| Fact::Sold(Box::new(sold)))
            }
            _ => shift::Event::parse(kind, body)
                .map(Fact::Shift)
                .or_else(|| node::Event::parse(kind, body).map(Fact::Node)),
        }
    }
}

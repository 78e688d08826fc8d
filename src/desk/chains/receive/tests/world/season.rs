//! A season of several machines, some of which went on from each other.

use super::{
    Machine, NOW, Stall, Things,
    asks::{close, hand_over, request, shelf, step_to, visit},
    receive,
};
use crate::{
    base::{clock::Ms, id::Chance, series::sign},
    journal::Entry,
    payment::event::{State, Step},
    sale::Checkout,
    stock::ask::Ask,
    visitor::Count,
};
use uuid::Uuid;

/// Two laptops, two copies of the first that took over from it, and a province whose product the
/// first sells while it is alone.
pub struct World(Vec<Machine>);

/// What is sent to several machines.
struct Season {
    chance: Chance,
    stall: Stall,
    things: Things,
    brought: Ask,
    sent: Vec<Checkout>,
    phones: [Uuid; 3],
    count: Count,
    counted: Ask,
    paid: Step,
}

impl Season {
    async fn begun(seed: u64, first: &mut Machine) -> Season {
        // No machine's own ids: those are seeded by its number.
        let chance = Chance::seeded(seed.wrapping_add(1 << 32));
        let uid = || chance.uid(NOW);
        let stall = first.fair("HE", 20_000).await;
        let (promotion, certificate, room) = (uid(), uid(), uid());
        let (person, device) = (uid(), uid());
        let things = Things { promotion, certificate, room, person, device };
        first.things(&stall, things, "Trước", 5).await;
        let brought = first.deliver(&stall, 40, "2024-05-01").await;
        let phones = [uid(), uid(), uid()];
        let (count, counted) = (visit(&stall, uid()), shelf(&stall, uid(), 30));
        let (paid, sent) = (request(&stall, uid()), Vec::new());
        Season { stall, things, brought, sent, phones, count, counted, paid, chance }
    }

    fn uid(&self) -> Uuid {
        self.chance.uid(NOW)
    }

    fn dice(&self, sides: u64) -> i64 {
        let low = self.uid().as_u64_pair().1;
        i64::try_from(low % sides).unwrap()
    }

    /// Some sales, which are sent again elsewhere.
    async fn sold(&mut self, first: &mut Machine) {
        for _ in 0..=self.dice(4) {
            let units = 1 + self.dice(5);
            self.sent.push(first.sell(&self.stall, units).await);
        }
    }

    /// The first laptop goes on for a while; all of it is sent again elsewhere.
    async fn went_on(&mut self, first: &mut Machine) {
        self.sold(first).await;
        let stall = self.stall.clone();
        first.opened(&stall, &self.phones[..2]).await;
        first.count(&self.count).await;
        let day = if self.dice(2) == 0 { "2024-05-02" } else { "2024-05-04" };
        first.deliver(&stall, 5, day).await;
        first.post(&self.counted).await;
        self.sent.push(first.sell_at(&stall, 1, Ms(NOW.0 - 600_000)).await);
        first.rename(&stall, "Miến của máy cũ").await;
        first.range(&stall, self.dice(2) == 0).await;
        first.step(&self.paid).await;
    }

    /// And on, though two took over; it sells what the province added meanwhile.
    async fn was_alone(&mut self, first: &mut Machine, (provinces, theirs): (&[Entry], &Stall)) {
        let stall = self.stall.clone();
        first.booth(&stall, "Gian máy cũ").await;
        first.things(&stall, self.things, "Máy cũ", 6).await;
        receive(&mut first.db, first.node, provinces).await.unwrap();
        let late = Stall { product: theirs.product, ..stall.clone() };
        first.range(&late, true).await;
        first.price(&late, 50_000).await;
        first.sell(&late, 1 + self.dice(3)).await;
        first.send(&stall, self.things, 2, self.uid()).await;
        first.step(&step_to(&self.paid, self.uid(), State::Withdrawn)).await;
        let handing = self.uid();
        first.shift(hand_over(&stall, (self.phones[0], handing), "Người cũ"), handing).await;
        first.price(&stall, 21_000).await;
        first.sell(&stall, 2).await;
        let new = first.fair("THU", 15_000).await;
        first.sell(&new, 3).await;
        if self.dice(2) == 0 {
            first.refund(self.uid(), self.sent[0].id).await;
            first.take_back(&stall, &self.brought, self.uid()).await;
        }
    }

    /// One that took over changes what it owns now, and is sent everything again.
    async fn took_over(&self, heir: &mut Machine) {
        let (stall, mine) = (&self.stall, sign(heir.node));
        heir.price(stall, 22_000 + self.dice(3) * 1_000).await;
        heir.rename(stall, &format!("Miến {mine}")).await;
        heir.things(stall, self.things, &mine, 10 + self.dice(9)).await;
        heir.send(stall, self.things, 1, self.uid()).await;
        let [one, two, three] = self.phones;
        heir.opened(stall, &[two, one, three]).await;
        heir.count(&self.count).await;
        heir.step(&self.paid).await;
        heir.deliver(stall, 3, "2024-05-03").await;
        heir.post(&self.counted).await;
        for sale in &self.sent {
            heir.resend(sale).await;
        }
        heir.sell_at(stall, 2, Ms(NOW.0 - 500_000)).await;
        heir.refund(self.uid(), self.sent[0].id).await;
        if self.dice(2) == 0 {
            heir.take_back(stall, &self.brought, self.uid()).await;
        }
        let seen = if self.dice(2) == 0 { State::Confirmed } else { State::Withdrawn };
        heir.step(&step_to(&self.paid, self.uid(), seen)).await;
        let (handing, closing) = (self.uid(), self.uid());
        let to = format!("Người {mine}");
        heir.shift(hand_over(stall, (two, handing), &to), handing).await;
        heir.shift(close(stall, (two, closing), heir.at), closing).await;
    }
}

impl World {
    /// Plays a season by a seed.
    pub async fn played(seed: u64) -> World {
        let (mut first, mut second) = (Machine::new(5).await, Machine::new(3).await);
        let mut province = Machine::new(9).await;
        let theirs = province.fair("TINH", 50_000).await;
        province.figure(7).await;
        let mut season = Season::begun(seed, &mut first).await;
        season.sold(&mut first).await;
        if season.dice(2) == 0 {
            first.opened(&season.stall, &season.phones[2..]).await;
        }
        let at = first.head().await;
        let mut older = first.copied(100 + seed % 900, at).await;
        season.went_on(&mut first).await;
        let later = first.head().await;
        let mut newer = first.copied(1_000 + seed % 900, later).await;
        season.was_alone(&mut first, (&province.chain().await, &theirs)).await;
        for heir in [&mut older, &mut newer] {
            season.took_over(heir).await;
        }
        let other = second.fair("HE", 30_000).await;
        second.sell(&other, 4).await;
        World(vec![first, second, older, newer, province])
    }

    /// Every machine's own chain.
    pub async fn chains(mut self) -> Vec<Vec<Entry>> {
        let mut chains = Vec::new();
        for machine in &mut self.0 {
            chains.push(machine.chain().await);
        }
        chains
    }
}

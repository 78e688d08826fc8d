//! Which tokens are devices'. Anybody on the Wi-Fi can invent one: what the book did not hold when
//! it was last asked is looked up where pages are, and never stands before a sale.
//!
//! It only chooses the lane: whether a token holds is asked of the book each time, so that a
//! revoked device is refused at once.

use crate::{
    base::refusal::Refusal, db::readers::Lane, desk::book::Shop, staff::access::store,
    web::http::guard::Credentials,
};
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::OnceCell;

/// Tokens that are remembered: many times the devices of a fair.
const MOST: usize = 10_000;

type Held = Mutex<HashSet<Vec<u8>>>;

/// Digests of tokens that held when they were last looked up; at first, of all in the book. Clones
/// share them.
#[derive(Debug, Clone, Default)]
pub struct Known(Arc<OnceCell<Held>>);

impl Known {
    /// The lane in which these credentials are looked up.
    pub async fn lane(&self, shop: &Shop, who: &Credentials) -> Result<Lane, Refusal> {
        let Some(token) = &who.token else { return Ok(Lane::Pages) };
        let held = self.0.get_or_try_init(|| load(shop)).await?;
        Ok(if locked(held).contains(token) { Lane::Selling } else { Lane::Pages })
    }

    /// Notes whether a token holds.
    pub fn note(&self, token: &[u8], holds: bool) {
        let Some(mut held) = self.0.get().map(locked) else { return };
        if !holds {
            held.remove(token);
        } else if !held.contains(token) {
            if held.len() >= MOST {
                held.clear();
            }
            held.insert(token.to_vec());
        }
    }
}

async fn load(shop: &Shop) -> Result<Held, Refusal> {
    let tokens = store::tokens(&mut *shop.read_to_sell().await?).await?;
    Ok(Mutex::new(tokens.into_iter().collect()))
}

fn locked(held: &Held) -> MutexGuard<'_, HashSet<Vec<u8>>> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

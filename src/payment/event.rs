//! What happens to a transfer: requested, claimed, confirmed, missing, withdrawn. The last event
//! is the state; revenue never changes by it.

use crate::base::{
    clock::Ms,
    id::{BoothId, CommandId, RequestId},
    lang::Say,
    money::Money,
    refusal::Refusal,
};
pub use crate::fair::methods::Method;
use serde::{Deserialize, Serialize};

crate::words! {
    /// Where a transfer stands.
    State {
        /// The QR is shown; no number, no revenue, no stock.
        Requested = "requested", "Chờ thanh toán", "Waiting";
        /// The seller said that the money came.
        Claimed = "claimed", "Đã nhận tiền", "Money received";
        /// The bank's notice or file says so too.
        Confirmed = "confirmed", "Ngân hàng xác nhận", "Confirmed by the bank";
        /// The bank's file does not have it.
        Missing = "missing", "Ngân hàng không thấy", "Not seen by the bank";
        /// Changed to another way of paying before any money came.
        Withdrawn = "withdrawn", "Đã đổi cách trả", "Withdrawn";
    }
}

/// A step of a transfer that is not part of a sale.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step {
    /// The message's own id.
    pub uid: CommandId,
    /// The request it belongs to; its first step has the same uid.
    pub request: RequestId,
    /// The booth whose account it is.
    pub booth: BoothId,
    /// The new state.
    pub state: State,
    /// The nine-character reference.
    pub reference: String,
    /// Đồng.
    pub amount: Money,
    /// When, by the device's clock.
    pub at: Ms,
}

/// The journal entry of a step.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stepped {
    /// What was asked.
    pub step: Step,
    /// The account as it stood: bank BIN, a slash, the number.
    pub account: String,
}

/// The last known state of a reference at a booth.
#[derive(Debug, Clone)]
pub struct Known {
    /// The account that its QR showed: bank BIN, a slash, the number. The booth may have another
    /// by now; the money went to this one.
    pub account: String,
    /// Whether a sale has claimed it.
    pub claimed: bool,
    /// Its request, when there was one.
    pub request: Option<RequestId>,
    /// Where it stands.
    pub state: State,
    /// Đồng asked for.
    pub amount: Money,
}

/// Decides a step against what is known of its reference. `account` is the booth's own, for a
/// new one. What the bank has seen is always recorded, even by a QR that was withdrawn: such money
/// has no sale yet, and a person settles it.
pub fn decide(step: &Step, account: &str, known: Option<&Known>) -> Result<Stepped, Refusal> {
    use State::{Claimed, Confirmed, Missing, Requested, Withdrawn};
    let account = known.map_or(account, |known| &known.account);
    // Only a QR needs one; money that was taken all the same is settled by what a person saw.
    if step.state == Requested && account.is_empty() {
        return Err(Refusal::malformed(
            "no_account",
            "Gian hàng chưa có tài khoản ngân hàng",
            "This booth has no bank account",
        ));
    }
    let allowed = match (step.state, known.map(|known| known.state)) {
        (Requested, None) => true,
        (Withdrawn, Some(Requested)) => {
            known.is_some_and(|known| known.request == Some(step.request))
        }
        (Confirmed, Some(Claimed | Missing | Requested | Withdrawn)) => true,
        (Missing, Some(Claimed)) => true,
        // A word about the bank is taken back; what a sale claims waits again.
        (Claimed, Some(Confirmed | Missing)) => known.is_some_and(|known| known.claimed),
        _ => false,
    };
    if !allowed {
        return Err(refused(step, known));
    }
    Ok(Stepped { step: step.clone(), account: account.to_owned() })
}

/// Why a step is not taken. A withdrawal that comes too late is told what came before it: after a
/// sale or another withdrawal nobody need look; after the bank's word the customer, who paid in
/// another way, has paid twice.
fn refused(step: &Step, known: Option<&Known>) -> Refusal {
    let reference = &step.reference;
    let not_now = Say::new(
        format!("Mã {reference} không ở trạng thái cho phép việc này"),
        format!("Reference {reference} is not in a state that allows this"),
    );
    let Some(known) = known.filter(|_| step.state == State::Withdrawn) else {
        return Refusal::Conflict(not_now);
    };
    match known.state {
        _ if known.claimed => Refusal::Settled { code: "claimed", say: not_now },
        State::Withdrawn => Refusal::Settled { code: "withdrawn", say: not_now },
        State::Confirmed => {
            let amount = known.amount.text();
            let say = Say::new(
                format!(
                    "Ngân hàng đã báo có {amount} theo mã {reference}. Khách đã trả bằng cách khác \
                     là trả hai lần: trả lại khách một khoản và báo chủ gian"
                ),
                format!(
                    "The bank has {amount} under {reference}. A customer who paid in another way \
                     has paid twice: give one back and tell the manager"
                ),
            );
            Refusal::Settled { code: "confirmed", say }
        }
        _ => Refusal::Conflict(not_now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(state: State) -> Step {
        Step {
            uid: CommandId::default(),
            request: RequestId::default(),
            booth: BoothId::default(),
            state,
            reference: "OC7K3M9QX".into(),
            amount: Money(453_000),
            at: Ms(0),
        }
    }

    fn transfer_in(state: State) -> Known {
        let request = Some(RequestId::default());
        let account = "970436/1".into();
        Known { account, claimed: false, request, state, amount: Money(453_000) }
    }

    #[test]
    fn a_reference_is_asked_for_once_on_an_account() {
        assert!(decide(&step(State::Requested), "970436/1", None).is_ok());
        let asked = transfer_in(State::Requested);
        assert!(decide(&step(State::Requested), "970436/1", Some(&asked)).is_err());
    }

    #[test]
    fn a_request_can_be_withdrawn_only_while_no_money_came() {
        let (asked, claimed) = (transfer_in(State::Requested), transfer_in(State::Claimed));
        assert!(decide(&step(State::Withdrawn), "970436/1", Some(&asked)).is_ok());
        assert!(decide(&step(State::Withdrawn), "970436/1", Some(&claimed)).is_err());
    }

    #[test]
    fn money_that_was_claimed_is_settled_though_the_booth_had_no_account() {
        let claimed = Known { account: String::new(), ..transfer_in(State::Claimed) };
        assert!(decide(&step(State::Requested), "", None).is_err());
        assert!(decide(&step(State::Confirmed), "", Some(&claimed)).is_ok());
        assert!(decide(&step(State::Missing), "", Some(&claimed)).is_ok());
    }

    #[test]
    fn a_word_about_the_bank_is_taken_back_where_a_sale_claims_the_money() {
        let said = |state, claimed| Known { claimed, ..transfer_in(state) };
        for state in [State::Confirmed, State::Missing] {
            let back = |claimed| decide(&step(State::Claimed), "", Some(&said(state, claimed)));
            assert!(back(true).is_ok() && back(false).is_err(), "{state:?}");
        }
        let waits = decide(&step(State::Claimed), "", Some(&said(State::Claimed, true)));
        assert!(waits.is_err(), "there is nothing to take back");
    }

    #[test]
    fn the_bank_may_find_later_what_it_missed() {
        let missing = transfer_in(State::Missing);
        assert!(decide(&step(State::Confirmed), "970436/1", Some(&missing)).is_ok());
        let withdrawn = transfer_in(State::Withdrawn);
        assert!(decide(&step(State::Confirmed), "970436/1", Some(&withdrawn)).is_ok());
    }
}

//! SQL that makes room for the rows of a better twin, and for things that are projected anew.

use crate::db::several::Statement;

/// Removes what the worse twin left under `id`. A sale or a shift keeps its own row, which others
/// refer to, and has it written over.
pub fn clear(id: i64) -> [Statement; 9] {
    [
        Statement::new("delete from sale_line where sale = ?").bind_number(id),
        Statement::new("delete from tender where sale = ?").bind_number(id),
        Statement::new("delete from movement where entry = ?").bind_number(id),
        Statement::new("delete from payment_event where id between ? and ?")
            .bind_number(id * 8)
            .bind_number(id * 8 + 7),
        Statement::new("delete from visit where id = ?").bind_number(id),
        Statement::new("delete from shift_join where id = ?").bind_number(id),
        Statement::new("delete from shift_event where id = ?").bind_number(id),
        Statement::new("delete from shift_closing where id = ?").bind_number(id),
        Statement::new("delete from set_aside where id = ?").bind_number(id),
    ]
}

/// Removes what hangs on things and is not found by an id of its own: ranges, opening days, labels
/// and prices; and promotions that are foreign now. Verdicts on things go before.
pub fn clear_things() -> [Statement; 5] {
    [
        Statement::new("delete from booth_product"),
        Statement::new("delete from opening_day"),
        Statement::new("delete from scale_label"),
        Statement::new("delete from price"),
        Statement::new(
            "delete from promotion where id in (select pos from verdict where verdict = 'foreign')",
        ),
    ]
}

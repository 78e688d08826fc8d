//! The book's tables, each with the statement that reads its rows in order of its key.

use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

/// Rows read at a time.
const PAGE: i64 = 5000;

/// A book table and how its rows are read: key and contents as text, `?` rows after an offset.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    select: &'static str,
}

/// Every table that is projected from the journal. Local tables are not here.
pub const TABLES: &[Table] = &[
    Table {
        name: "fair",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'code', \
                 code, 'name', name, 'level', level, 'kind', kind, 'starts_on', starts_on, \
                 'ends_on', ends_on, 'place', place, 'cash_rounding', cash_rounding, \
                 'published_visits', published_visits, 'published_revenue', published_revenue, \
                 'published_revenue_local_zone', published_revenue_local_zone) from fair order \
                 by id limit ? offset ?",
    },
    Table {
        name: "booth",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'fair', \
                 fair, 'code', code, 'name', name, 'zone', zone, 'origin_unit', origin_unit, \
                 'seller', seller, 'address', address, 'phone', phone, 'tax_code', tax_code, \
                 'bank_bin', bank_bin, 'account', account, 'discount_percent', \
                 discount_percent, 'refund_limit', refund_limit, 'offline_refund_limit', \
                 offline_refund_limit, 'methods', methods) from booth order by id limit ? \
                 offset ?",
    },
    Table {
        name: "gate",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'fair', \
                 fair, 'code', code, 'name', name) from gate order by id limit ? offset ?",
    },
    Table {
        name: "booth_product",
        select: "select json_array(booth, product), json_object('booth', booth, 'product', \
                 product, 'active', active) from booth_product order by booth, product limit ? \
                 offset ?",
    },
    Table {
        name: "opening_day",
        select: "select json_array(fair, day), json_object('fair', fair, 'day', day, 'opens', \
                 opens, 'closes', closes) from opening_day order by fair, day limit ? offset ?",
    },
    Table {
        name: "published",
        select: "select json_array(id), json_object('id', id, 'starts_on', starts_on, 'ends_on', \
                 ends_on, 'fairs', fairs, 'visits', visits, 'revenue', revenue, \
                 'revenue_local_zone', revenue_local_zone, 'source', source) from published \
                 order by id limit ? offset ?",
    },
    Table {
        name: "scale_label",
        select: "select json_array(fair, prefix), json_object('fair', fair, 'prefix', prefix, \
                 'kind', kind, 'item_digits', item_digits, 'step', step, 'active', active) from \
                 scale_label order by fair, prefix limit ? offset ?",
    },
    Table {
        name: "producer",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'name', \
                 name, 'subject_type', subject_type, 'unit_code', unit_code, 'commune', \
                 commune, 'tax_code', tax_code, 'phone', phone, 'rehearsal', rehearsal) from \
                 producer order by id limit ? offset ?",
    },
    Table {
        name: "product",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'name', \
                 name, 'folded', folded, 'unit', unit, 'producer', producer, 'star', star, \
                 'ocop_group', ocop_group, 'province_2024', province_2024, 'province_now', \
                 province_now, 'barcode', barcode, 'sku', sku, 'vat', vat, 'lot', lot, \
                 'evidence', evidence, 'active', active, 'free_amount', free_amount) \
                 from product order by id limit ? offset ?",
    },
    Table {
        name: "promotion",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'fair', \
                 fair, 'booth', booth, 'name', name, 'products', products, 'deal', deal, \
                 'starts_ms', starts_ms, 'ends_ms', ends_ms) from promotion order by id limit ? \
                 offset ?",
    },
    Table {
        name: "certificate",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), \
                 'product', product, 'number', number, 'star', star, 'signed_on', signed_on, \
                 'expires_on', expires_on) from certificate order by id limit ? offset ?",
    },
    Table {
        name: "price",
        select: "select json_array(id), json_object('id', id, 'product', product, 'booth', \
                 booth, 'fair', fair, 'amount', amount) from price order by id limit ? offset ?",
    },
    Table {
        name: "person",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'name', \
                 name, 'login', login, 'role', role, 'booth', booth, 'active', active) from \
                 person order by id limit ? offset ?",
    },
    Table {
        name: "device",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'name', \
                 name, 'letter', letter, 'booth', booth, 'gate', gate, 'revoked', revoked) from \
                 device order by id limit ? offset ?",
    },
    Table {
        name: "movement",
        select: "select json_array(entry, n), json_object('entry', entry, 'n', n, 'booth', \
                 booth, 'product', product, 'lot', lot, 'expires_on', expires_on, 'owner', owner, \
                 'quantity', quantity, 'cause', cause) \
                 from movement order by entry, n limit ? offset ?",
    },
    Table {
        name: "level",
        select: "select json_array(booth, product, lot), json_object('booth', booth, 'product', \
                 product, 'lot', lot, 'expires_on', expires_on, 'quantity', quantity, \
                 'received', received) from level order by booth, product, lot limit ? offset ?",
    },
    Table {
        name: "shift",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'booth', \
                 booth, 'opened_ms', opened_ms, 'opened_by', opened_by, 'float_amount', \
                 float_amount, 'float_notes', float_notes) from shift order by id limit ? \
                 offset ?",
    },
    Table {
        name: "shift_join",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'shift', \
                 shift, 'at_ms', at_ms, 'actor', actor, 'counted', counted) from shift_join \
                 order by id limit ? offset ?",
    },
    Table {
        name: "shift_event",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'shift', \
                 shift, 'kind', kind, 'at_ms', at_ms, 'actor', actor, 'amount', amount, \
                 'reason', reason, 'holder', holder, 'counted', counted, 'expected', expected, \
                 'supplement', supplement) from shift_event order by id limit ? offset ?",
    },
    Table {
        name: "shift_closing",
        select: "select json_array(id), json_object('id', id, 'shift', shift, 'booth', booth, \
                 'origin', lower(hex(origin)), 'number', number, 'z_no', z_no, 'closed_ms', \
                 closed_ms, 'closed_by', closed_by, 'sales', sales, 'revenue', revenue, \
                 'expected', expected, 'counted', counted, 'counted_ms', counted_ms) \
                 from shift_closing order by id limit ? offset ?",
    },
    Table {
        name: "node",
        select: "select json_array(id), json_object('id', id, 'origin', lower(hex(origin)), \
                 'parent', lower(hex(parent)), 'parent_seq', parent_seq, 'parent_hash', \
                 lower(hex(parent_hash)), 'sign', sign) from node order by id limit ? offset ?",
    },
    Table {
        name: "takeover",
        select: "select json_array(id), json_object('id', id, 'origin', lower(hex(origin)), \
                 'at_ms', at_ms, 'actor', actor) from takeover order by id limit ? offset ?",
    },
    Table {
        name: "set_aside",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'booth', \
                 booth, 'device', lower(hex(device)), 'row_uid', lower(hex(row_uid)), 'kind', \
                 kind, 'number', number, 'amount', amount, 'made_ms', made_ms, 'refusal', \
                 refusal, 'reason', reason, 'actor', actor, 'at_ms', at_ms) from set_aside \
                 order by id limit ? offset ?",
    },
    Table {
        name: "sale",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'origin', \
                 lower(hex(origin)), 'fair', fair, 'booth', booth, 'number', number, \
                 'receipt_no', receipt_no, 'provisional_no', provisional_no, 'device', \
                 lower(hex(device)), 'device_seq', device_seq, 'seller', seller, 'paid_ms', \
                 paid_ms, 'received_ms', received_ms, 'day', day, 'hour', hour, 'total', total, \
                 'rounding', rounding, 'flags', flags, 'reverses', reverses, 'reason', reason, \
                 'void', void, 'shift', shift, 'supplement', supplement) \
                 from sale order by id limit ? offset ?",
    },
    Table {
        name: "sale_line",
        select: "select json_array(sale, n), json_object('sale', sale, 'n', n, 'product', \
                 product, 'name', name, 'unit', unit, 'star', star, 'producer', producer, \
                 'unit_code', unit_code, 'vat', vat, 'quantity', quantity, \
                 'price', price, 'amount', amount, 'sample_value', sample_value) \
                 from sale_line order by sale, n limit ? offset ?",
    },
    Table {
        name: "returned",
        select: "select json_array(sale, n), json_object('sale', sale, 'n', n, 'quantity', \
                 quantity, 'sold', sold, 'amount', amount) from returned order by sale, n limit ? \
                 offset ?",
    },
    Table {
        name: "tender",
        select: "select json_array(sale, n), json_object('sale', sale, 'n', n, 'method', \
                 method, 'amount', amount, 'given', given, 'reference', reference) from tender \
                 order by sale, n limit ? offset ?",
    },
    Table {
        name: "payment_event",
        select: "select json_array(id), json_object('id', id, 'request', lower(hex(request)), \
                 'booth', booth, 'account', account, 'reference', reference, 'state', state, \
                 'amount', amount, 'at_ms', at_ms, 'actor', actor) from payment_event order by \
                 id limit ? offset ?",
    },
    Table {
        name: "rollup_line",
        select: "select json_array(fair, day, hour, booth, product, star, ocop_group, \
                 producer_type), json_object('fair', fair, 'day', day, 'hour', hour, 'booth', \
                 booth, 'product', product, 'star', star, 'ocop_group', ocop_group, \
                 'producer_type', producer_type, 'quantity', quantity, 'amount', amount, \
                 'sampled', sampled, 'sample_value', sample_value) from rollup_line \
                 order by fair, day, hour, booth, product, star, ocop_group, \
                 producer_type limit ? offset ?",
    },
    Table {
        name: "rollup_tender",
        select: "select json_array(fair, day, hour, booth, method), json_object('fair', fair, \
                 'day', day, 'hour', hour, 'booth', booth, 'method', method, 'count', count, \
                 'amount', amount, 'taken', taken) from rollup_tender \
                 order by fair, day, hour, booth, method \
                 limit ? offset ?",
    },
    Table {
        name: "rollup_sale",
        select: "select json_array(fair, day, hour, booth, zone, origin_unit), \
                 json_object('fair', fair, 'day', day, 'hour', hour, 'booth', booth, 'zone', \
                 zone, 'origin_unit', origin_unit, 'sales', sales, 'voids', voids, 'revenue', \
                 revenue, 'rounding', rounding) from rollup_sale order by fair, day, hour, \
                 booth, zone, origin_unit limit ? offset ?",
    },
    Table {
        name: "visit",
        select: "select json_array(id), json_object('id', id, 'uid', lower(hex(uid)), 'gate', \
                 gate, 'at_ms', at_ms, 'count', count) from visit order by id limit ? offset ?",
    },
    Table {
        name: "rollup_visit",
        select: "select json_array(fair, day, hour, gate), json_object('fair', fair, 'day', \
                 day, 'hour', hour, 'gate', gate, 'visits', visits) from rollup_visit order by \
                 fair, day, hour, gate limit ? offset ?",
    },
];

/// A page of rows as (key, contents) texts.
pub async fn page(
    db: &mut SqliteConnection,
    table: &Table,
    offset: i64,
) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query(table.select).bind(PAGE).bind(offset).fetch_all(db).await?;
    Ok(rows.iter().map(|row: &SqliteRow| (row.get(0), row.get(1))).collect())
}

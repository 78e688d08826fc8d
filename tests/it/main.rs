//! The shop told as stories, through the router, with a real book in a folder of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a story stops at the first surprise")]

mod account;
mod agree;
mod agree_till;
mod approvals;
mod asides;
mod attention;
#[cfg(unix)]
mod backups;
mod batches;
mod books;
mod bulk_transfers;
#[cfg(target_os = "linux")]
mod chosen_table;
mod closed;
mod copies;
mod counting;
#[cfg(unix)]
mod crash;
#[cfg(unix)]
mod damage;
mod day;
mod described;
mod device_numbers;
mod differences;
mod discounts;
#[cfg(target_os = "linux")]
mod disk_full;
mod display;
mod export;
#[cfg(unix)]
mod folder;
mod foreign;
mod forms;
mod found;
mod gates;
mod golden;
mod goods;
mod goods_account;
mod goods_kept;
mod guard;
mod handed_out;
#[cfg(target_os = "linux")]
mod handles;
#[cfg(unix)]
mod handover;
mod help;
#[cfg(unix)]
mod hub;
mod kept;
mod kept_forms;
mod labels;
mod laptop_clock;
mod largest;
mod localities;
mod lockout;
#[cfg(unix)]
mod log;
mod looks;
mod moment;
mod offers;
mod old_book;
mod one_press;
mod outage;
mod outbox;
mod packs;
mod pages;
mod papers;
mod payments;
mod photos;
mod photos_carried;
mod pins;
mod places;
mod preview;
mod prints;
#[cfg(unix)]
mod program;
#[cfg(unix)]
mod raw_books;
mod recall;
mod receipt_pages;
mod refill;
mod refund_agree;
mod refund_rights;
mod refund_sums;
mod refunds;
mod rehearsals;
mod rehearse;
mod restored;
mod returning;
mod rewards;
mod rights;
mod rollups;
mod samples;
mod screens;
mod season_page;
mod secure;
mod selling;
mod sessions;
mod settings;
mod several;
mod shift_books;
mod shift_cash;
mod shift_clocks;
mod shift_day;
mod shift_joined;
mod shift_loose;
mod shift_rows;
mod shifts;
mod shop;
mod signed;
mod slips;
#[cfg(target_os = "linux")]
mod small_disk;
#[cfg(unix)]
mod standby;
mod stock_api;
mod stock_pages;
mod stopping;
mod sweep;
mod taken_back;
mod tender_counts;
mod tenders;
mod together;
mod told_units;
mod trace_lot;
mod wire;
mod writing_stops;
mod wrong_clocks;

//! Chợ Phiên, the trade-fair till: a server for one laptop at one fair.
//!
//! The modules in reading order; each may use those above it and none below.

pub mod base;
pub mod locality;

pub mod folder;

pub mod db;
pub mod disk;
pub mod journal;
pub mod sheet;

pub mod catalog;
pub mod fair;
pub mod node;
pub mod staff;
pub mod visitor;

pub mod payment;
pub mod sale;
pub mod stock;

pub mod desk;

pub mod live;
pub mod print;
pub mod report;
pub mod tls;

pub mod sync;

pub mod backup;
pub mod editable;

pub mod standby;

pub mod web;

pub mod config;

pub mod cli;

//! Paper: a receipt is laid out into blocks, the blocks are drawn as dots, the dots are wrapped
//! into a printer's commands. All of that is pure: the same receipt is the same bytes. The spool
//! follows the journal and carries the bytes to printers.
//!
//! Architecture invariant: no sale waits for this room; a broken printer cannot break a sale.

pub mod block;
pub mod ean;
pub mod escpos;
pub mod label;
pub mod letters;
pub mod raster;
pub mod receipt;

pub mod address;
pub mod calibration;
pub mod drawer;
pub mod job;
pub mod paper;
pub mod printer;
pub mod shift;
pub mod signed;
pub mod slip;
pub mod spool;
pub mod stock;
pub mod store;
mod wire;

#[cfg(test)]
mod sample;

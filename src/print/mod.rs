//! Paper: a receipt is laid out into blocks, the blocks are drawn as dots, the dots are wrapped
//! into a printer's commands. All of it is pure: the same receipt is the same bytes.

pub mod block;
pub mod escpos;
pub mod letters;
pub mod raster;
pub mod receipt;
#[cfg(test)]
mod sample;

//! The numbers that devices give to their own sales, 1, 2, 3 …: what is missing among them was
//! made on a device and never came here.

pub mod store;

//! The program: parses the command line and runs.

fn main() {}

//! What is said of the devices' calls, and the calls.

use super::{
    none, root,
    routes::{self, Route},
};
use serde_json::Value;
use std::fs;

const DESCRIPTION: &str = "static/data/openapi.json";

/// The calls that are described.
fn described() -> Vec<Route> {
    let text = fs::read_to_string(root().join(DESCRIPTION)).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let mut calls = Vec::new();
    for (path, operations) in all["paths"].as_object().unwrap() {
        let methods = operations.as_object().unwrap().keys();
        calls.extend(methods.map(|it| routes::route(it, path)));
    }
    calls
}

#[test]
fn every_call_is_described_and_every_described_one_is_there() {
    let (there, mut breaches) = routes::there();
    let described = described();
    let calls = there.iter().filter(|it| it.path.starts_with("/api/v1/"));
    let missing = calls.filter(|it| !described.contains(it));
    breaches.extend(missing.map(|it| format!("{} {} is not described", it.method, it.path)));
    let gone = described.iter().filter(|it| !there.contains(it));
    breaches.extend(gone.map(|it| format!("{} {} is not there", it.method, it.path)));
    none("the description of the calls is whole", breaches);
    assert!(described.len() > 30, "only {} calls were found", described.len());
}

//! Which thing of the book each row of a file means: by its id, else by what it is known by. Two
//! rows never mean one thing.

use super::thing::Thing;
use std::collections::{HashMap, VecDeque};
use uuid::Uuid;

/// A row that was read.
pub struct Told<T> {
    /// Its number.
    pub row: usize,
    /// The id that stands in it.
    pub id: Option<Uuid>,
    /// What it says, under whatever id.
    pub thing: T,
    /// The place among what stands of the thing that it means; none: it is new.
    pub stands: Option<usize>,
}

/// Finds what rows mean that were not found by their ids. Of several things that are known by the
/// same, each row means another one, in the order in which they stand: an import that is repeated
/// finds what it made.
pub fn claim<T: Thing>(told: &mut [Told<T>], stand: &[T]) {
    let mut free = vec![true; stand.len()];
    told.iter().filter_map(|it| it.stands).for_each(|at| free[at] = false);
    // What is the same throughout comes first, then what is known by most.
    pass(told, stand, &mut free, content);
    let levels = stand.first().map_or(0, |it| it.keys().len());
    for level in 0..levels {
        pass(told, stand, &mut free, |it| it.keys().get(level).cloned().flatten());
    }
}

fn pass<T: Thing>(
    told: &mut [Told<T>],
    stand: &[T],
    free: &mut [bool],
    key: impl Fn(&T) -> Option<String>,
) {
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, thing) in stand.iter().enumerate().filter(|(at, _)| free[*at]) {
        if let Some(key) = key(thing) {
            places.entry(key).or_default().push_back(at);
        }
    }
    for told in told.iter_mut().filter(|it| it.stands.is_none()) {
        let found = key(&told.thing).and_then(|key| places.get_mut(&key)?.pop_front());
        if let Some(at) = found {
            free[at] = false;
            told.stands = Some(at);
        }
    }
}

/// All that a thing is, without its id.
fn content<T: Thing>(thing: &T) -> Option<String> {
    serde_json::to_string(&thing.clone().under(Uuid::nil())).ok()
}

/// Rows that mean the same as another one: of each its place and the other's number. Rows with ids
/// of their own may be called alike.
pub fn doubled<T: Thing>(told: &[Told<T>]) -> Vec<(usize, usize)> {
    let mut first: HashMap<String, (usize, bool)> = HashMap::new();
    let mut doubled = Vec::new();
    for it in told {
        let Some(key) = it.thing.keys().into_iter().next().flatten() else { continue };
        match first.get(&key) {
            Some((row, known)) if !known || it.id.is_none() => doubled.push((it.row, *row)),
            Some(_) => {}
            None => drop(first.insert(key, (it.row, it.id.is_some()))),
        }
    }
    doubled
}

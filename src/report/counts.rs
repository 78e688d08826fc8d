//! Small tables of a word and a number, in the order people expect, as a JSON object.

use serde::{Serialize, Serializer, ser::SerializeMap};

/// Words with their numbers: counts, or đồng.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(pub Vec<(String, i64)>);

impl Counts {
    /// Every one of these words, at zero.
    pub fn zeros<'a>(words: impl IntoIterator<Item = &'a str>) -> Counts {
        Counts(words.into_iter().map(|word| (word.to_owned(), 0)).collect())
    }

    /// Adds to a word; an unknown word is put at the end.
    pub fn add(&mut self, word: &str, number: i64) {
        match self.0.iter_mut().find(|(known, _)| known == word) {
            Some((_, sum)) => *sum += number,
            None => self.0.push((word.to_owned(), number)),
        }
    }

    /// The number of a word, zero when it is not there.
    pub fn get(&self, word: &str) -> i64 {
        self.0.iter().find(|(known, _)| known == word).map_or(0, |(_, number)| *number)
    }

    /// The sum of all.
    pub fn sum(&self) -> i64 {
        self.0.iter().map(|(_, number)| number).sum()
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.len()))?;
        for (word, number) in &self.0 {
            map.serialize_entry(word, number)?;
        }
        map.end()
    }
}

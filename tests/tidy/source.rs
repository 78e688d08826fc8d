//! Reading Rust source just well enough for the house's rules: without comments and literals, by
//! function, by literal, by the rooms it names.

/// A string literal: its first line, and what it says.
pub struct Literal {
    pub line: usize,
    pub text: String,
}

/// A function: its line, name and body.
pub struct Function {
    pub line: usize,
    pub name: String,
    pub body: String,
}

/// A piece of source: code, or something that is not.
enum Piece {
    Code,
    Comment,
    Text,
}

/// Cuts source into pieces: (kind, from, to) in characters.
fn pieces(source: &[char]) -> Vec<(Piece, usize, usize)> {
    let (mut found, mut at, mut from) = (Vec::new(), 0, 0);
    while at < source.len() {
        let Some((kind, end)) = special(source, at) else {
            at += 1;
            continue;
        };
        found.push((Piece::Code, from, at));
        found.push((kind, at, end));
        (at, from) = (end, end);
    }
    found.push((Piece::Code, from, source.len()));
    found
}

/// The comment or literal that begins at `at`, and where it ends.
fn special(source: &[char], at: usize) -> Option<(Piece, usize)> {
    let next = source.get(at + 1).copied().unwrap_or('\0');
    let before = if at == 0 { ' ' } else { source[at - 1] };
    match (source[at], next) {
        ('/', '/') => Some((Piece::Comment, find(source, at, |c| c == '\n'))),
        ('/', '*') => Some((Piece::Comment, block_end(source, at))),
        ('r', '"' | '#') if !before.is_alphanumeric() && before != '_' => raw(source, at),
        ('"', _) => Some((Piece::Text, quoted_end(source, at))),
        ('\'', '\\') => Some((Piece::Text, find(source, at + 3, |c| c == '\'') + 1)),
        ('\'', _) if source.get(at + 2) == Some(&'\'') => Some((Piece::Text, at + 3)),
        _ => None,
    }
}

fn find(source: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    (from..source.len()).find(|&at| is(source[at])).unwrap_or(source.len())
}

fn block_end(source: &[char], at: usize) -> usize {
    let ends = |&at: &usize| source[at] == '*' && source.get(at + 1) == Some(&'/');
    (at + 2..source.len()).find(ends).map_or(source.len(), |at| at + 2)
}

fn quoted_end(source: &[char], at: usize) -> usize {
    let mut at = at + 1;
    while at < source.len() && source[at] != '"' {
        at += if source[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(source.len())
}

fn raw(source: &[char], at: usize) -> Option<(Piece, usize)> {
    let hashes = source[at + 1..].iter().take_while(|&&c| c == '#').count();
    let open = at + 1 + hashes;
    if source.get(open) != Some(&'"') {
        return None;
    }
    let closes = |&at: &usize| {
        source[at] == '"'
            && source[at + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes
    };
    let end = (open + 1..source.len()).find(closes).map_or(source.len(), |at| at + 1 + hashes);
    Some((Piece::Text, end))
}

/// The code alone: comments and literals become spaces, lines stay where they are.
pub fn bare(text: &str) -> String {
    let source: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (kind, from, to) in pieces(&source) {
        for &c in &source[from..to] {
            let kept = matches!(kind, Piece::Code) || c == '\n';
            out.push(if kept { c } else { ' ' });
        }
    }
    out
}

/// The literals, with their escapes read.
pub fn literals(text: &str) -> Vec<Literal> {
    let source: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (kind, from, to) in pieces(&source) {
        if !matches!(kind, Piece::Text) || source[from] == '\'' {
            continue;
        }
        let line = source[..from].iter().filter(|&&c| c == '\n').count() + 1;
        let raw = source[from] == 'r';
        let open = find(&source, from, |c| c == '"') + 1;
        let inside = &source[open..to.saturating_sub(1).max(open)];
        let text = if raw { inside.iter().collect() } else { unescape(inside) };
        found.push(Literal { line, text });
    }
    found
}

fn unescape(inside: &[char]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    while at < inside.len() {
        if inside[at] != '\\' {
            out.push(inside[at]);
            at += 1;
            continue;
        }
        match inside.get(at + 1) {
            Some('\n') => at = find(inside, at + 1, |c| !c.is_whitespace()),
            Some('n') => (at, _) = (at + 2, out.push('\n')),
            Some(&other) => (at, _) = (at + 2, out.push(other)),
            None => break,
        }
    }
    out
}

/// Source up to its own tests, which stand at the end and may know everything.
pub fn without_tests(text: &str) -> String {
    text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

/// Numbers of the lines that hold `word`, where no longer name ends in it.
pub fn lines_with(text: &str, word: &str) -> Vec<usize> {
    lines_where(text, word, |c| c.is_alphanumeric() || c == '_')
}

/// Numbers of the lines that name a crate: not a room of ours by the same name.
pub fn lines_naming(text: &str, krate: &str) -> Vec<usize> {
    lines_where(text, &format!("{krate}::"), |c| c.is_alphanumeric() || c == '_' || c == ':')
}

/// Whether a name stands for a room of ours here, whatever crate has the same name.
pub fn imports_room(code: &str, name: &str) -> bool {
    let uses = code.split("use ").skip(1).filter_map(|rest| rest.split(';').next());
    let own = |path: &&str| path.starts_with("super") || path.starts_with("crate");
    let word =
        |path: &str| path.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == name);
    uses.filter(own).any(word)
}

fn lines_where(text: &str, word: &str, joined: impl Fn(char) -> bool) -> Vec<usize> {
    let begins_name = word.chars().next().is_some_and(&joined);
    let holds = |line: &str| {
        line.match_indices(word)
            .any(|(at, _)| !begins_name || !line[..at].chars().next_back().is_some_and(&joined))
    };
    text.lines().enumerate().filter(|(_, line)| holds(line)).map(|(n, _)| n + 1).collect()
}

/// Functions of bare code.
pub fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        let rest = &code[at + 3..];
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if before.is_alphanumeric() || name.is_empty() {
            continue;
        }
        let Some(open) = body_start(rest) else { continue };
        let end = matching(&rest[open..]) + open;
        let line = code[..at].matches('\n').count() + 1;
        found.push(Function { line, name, body: rest[open..end].to_owned() });
    }
    found
}

/// Where the body begins; none for a declaration without one.
fn body_start(rest: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ';' if depth == 0 => return None,
            '{' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// The end of the block that begins here.
fn matching(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// The rooms that bare code names by `crate::`, each with its line. Macros are of no room.
pub fn rooms(code: &str) -> Vec<(usize, String)> {
    named(code, "crate::")
}

/// What bare code names right behind `prefix` (`web::`), alone or in a group, each with its line.
pub fn named(code: &str, prefix: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, path) in code.match_indices(prefix) {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + path.len()..];
        let group = if rest.starts_with('{') { &rest[..matching(rest)] } else { "" };
        if group.is_empty() {
            found.extend(first_name(rest).map(|name| (line, name)));
            continue;
        }
        let mut depth = 0;
        for (n, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 1 && (c == '{' || c == ',') {
                let inside = group[..n].matches('\n').count();
                let name = first_name(group[n + 1..].trim_start());
                found.extend(name.map(|name| (line + inside, name)));
            }
        }
    }
    found
}

/// The name at the beginning, unless it is a macro's.
fn first_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let is_macro = text[name.len()..].starts_with('!');
    (!name.is_empty() && !is_macro).then_some(name)
}

//! HTML as lines that a difference can be read in: a tag to a line, indented, an element that
//! holds only text on one. A space at the edge of a text is shown as `␣`.

/// Elements that have no end.
const VOID: [&str; 7] = ["meta", "link", "input", "hr", "br", "img", "!DOCTYPE"];

/// A tag or a text, as it stands.
fn pieces(html: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), html);
    while !rest.is_empty() {
        let end = match rest.starts_with('<') {
            true => rest.find('>').map_or(rest.len(), |at| at + 1),
            false => rest.find('<').unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(end);
        found.push(piece);
        rest = after;
    }
    found
}

fn opens(piece: &str) -> bool {
    let name = piece.trim_start_matches('<').split([' ', '>', '/']).next().unwrap_or_default();
    piece.starts_with('<') && !piece.starts_with("</") && !VOID.contains(&name)
}

fn closes(piece: &str) -> bool {
    piece.starts_with("</")
}

/// A text with its edges shown.
fn shown(piece: &str) -> String {
    if piece.starts_with('<') {
        return piece.to_owned();
    }
    let inner = piece.trim_matches(' ');
    if inner.is_empty() {
        return "␣".to_owned();
    }
    let edge = |there: bool| if there { "␣" } else { "" };
    format!("{}{inner}{}", edge(piece.starts_with(' ')), edge(piece.ends_with(' ')))
}

/// The page, line by line.
pub fn lines(html: &str) -> String {
    let (pieces, mut out, mut depth, mut at) = (pieces(html), String::new(), 0usize, 0);
    while at < pieces.len() {
        let is = |ahead: usize, what: fn(&str) -> bool| {
            pieces.get(at + ahead).is_some_and(|piece| what(piece))
        };
        let text = |piece: &str| !piece.starts_with('<');
        let taken = match () {
            () if is(0, opens) && is(1, closes) => 2,
            () if is(0, opens) && is(1, text) && is(2, closes) => 3,
            () => 1,
        };
        depth -= usize::from(is(0, closes)).min(depth);
        let line: String = pieces[at..at + taken].iter().map(|piece| shown(piece)).collect();
        out.push_str(&format!("{:indent$}{line}\n", "", indent = 2 * depth));
        depth += usize::from(taken == 1 && is(0, opens));
        at += taken;
    }
    out
}

/// The texts of a page that people read: between tags, and the labels of what has no text.
pub fn texts(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces(html) {
        if !piece.starts_with('<') {
            found.push(piece.trim().to_owned());
        }
        for label in ["aria-label=\"", "placeholder=\"", "title=\""] {
            let rest = piece.split(label).nth(1).filter(|_| piece.starts_with('<'));
            found.extend(rest.and_then(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    found.retain(|text| !text.is_empty());
    found
}

//! What printers say, told apart by its fixed bits. A printer may speak unasked: four bytes of
//! status whenever something changes (set by a switch beneath it), a greeting in text, a late
//! answer. None of that may be taken for the answer that is waited for.

/// Which question's answer is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// `DLE EOT n`, answered at once: 0xx1xx10.
    Status,
    /// `GS r 1`, answered in its turn: 0000xxxx.
    Done,
}

/// What is to be made of the bytes so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The answer.
    Answer(u8),
    /// Something else: a text that is no whole line, or an answer to nothing that was asked.
    Noise,
    /// No more than what printers say unasked.
    Nothing,
}

/// Makes sense of what was heard since the question, once the line is quiet.
pub fn sense(heard: &[u8], wanted: Wanted) -> Sense {
    let rest = answers(heard);
    let sure = match wanted {
        Wanted::Status => {
            let all = rest.iter().all(|byte| is_status(*byte));
            rest.last().filter(|_| all).copied()
        }
        Wanted::Done => {
            let others: Vec<u8> = rest.iter().copied().filter(|it| !is_status(*it)).collect();
            match others[..] {
                [byte] if is_done(byte) => Some(byte),
                // Late answers alone are none of this question's.
                [] => return Sense::Nothing,
                _ => None,
            }
        }
    };
    match sure {
        Some(byte) => Sense::Answer(byte),
        None if rest.is_empty() => Sense::Nothing,
        None => Sense::Noise,
    }
}

/// How many answers about status were heard.
pub fn statuses(heard: &[u8]) -> usize {
    answers(heard).iter().filter(|byte| is_status(**byte)).count()
}

/// The automatic status at the end of which the rest is still to come: that rest would pass for an
/// answer.
pub fn unfinished(heard: &[u8]) -> Vec<u8> {
    parts(heard).1
}

/// What is left of the bytes without lines of text and without automatic status; of a status that
/// has not come whole yet nothing is left either.
fn answers(heard: &[u8]) -> Vec<u8> {
    parts(heard).0
}

/// The answers, and an automatic status that has not come whole yet.
fn parts(heard: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (mut rest, mut begun, mut at) = (Vec::new(), Vec::new(), 0);
    while at < heard.len() {
        if let Some(line) = text_line(&heard[at..]) {
            at += line;
        } else if is_automatic(heard[at]) {
            begun.push(heard[at]);
            at += 1;
            // An answer that is given at once may come between its bytes.
            while begun.len() < 4 && at < heard.len() {
                match heard[at] & 0x90 {
                    0 => begun.push(heard[at]),
                    _ => rest.push(heard[at]),
                }
                at += 1;
            }
            if begun.len() == 4 {
                begun.clear();
            }
        } else {
            rest.push(heard[at]);
            at += 1;
        }
    }
    (rest, begun)
}

/// How long the line of text is that stands here, its end with it; none where none stands.
fn text_line(heard: &[u8]) -> Option<usize> {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | 0x80..);
    let words = heard.iter().take_while(|byte| plain(byte)).count();
    let end = heard[words..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    (words >= 2 && end > 0 || end >= 2).then_some(words + end)
}

/// The first byte of an automatic status: 0xx1xx00.
fn is_automatic(byte: u8) -> bool {
    byte & 0x93 == 0x10
}

fn is_status(byte: u8) -> bool {
    byte & 0x93 == 0x12
}

/// The paper's two sensors, each in one or both of its bits; line ends and tabs are none.
fn is_done(byte: u8) -> bool {
    byte & 0xf0 == 0 && ![b'\t', b'\n', b'\r'].contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn done(heard: &[u8]) -> Sense {
        sense(heard, Wanted::Done)
    }

    fn status(heard: &[u8]) -> Sense {
        sense(heard, Wanted::Status)
    }

    #[test]
    fn automatic_status_is_no_answer_to_whether_the_job_is_done() {
        assert_eq!(done(&[0x10, 0x00, 0x00, 0x0f]), Sense::Nothing);
        assert_eq!(done(&[0x18, 0x00, 0x0c, 0x0f]), Sense::Nothing);
        // Half of it has come: the rest is waited for.
        assert_eq!(done(&[0x10, 0x00]), Sense::Nothing);
        assert_eq!(done(&[0x10, 0x00, 0x00, 0x0f, 0x00]), Sense::Answer(0x00));
        assert_eq!(done(&[0x03, 0x10, 0x00, 0x03, 0x0f]), Sense::Answer(0x03));
        // An answer about status that came late, and the one that was waited for.
        assert_eq!(done(&[0x12, 0x0c]), Sense::Answer(0x0c));
        assert_eq!(done(&[0x12]), Sense::Nothing);
        assert_eq!(done(&[]), Sense::Nothing);
    }

    #[test]
    fn of_automatic_status_that_was_cut_the_rest_is_no_answer() {
        assert_eq!(unfinished(&[0x10, 0x12, 0x00]), [0x10, 0x00]);
        assert_eq!(done(&[unfinished(&[0x10, 0x12, 0x00]), vec![0x00, 0x0f]].concat()), done(&[]));
        assert!(unfinished(&[0x10, 0x00, 0x00, 0x0f]).is_empty());
        assert_eq!(statuses(&[0x12, 0x10, 0x12, 0x00, 0x00, 0x0f]), 2);
    }

    #[test]
    fn automatic_status_is_no_answer_to_how_the_printer_is() {
        assert_eq!(status(&[0x10, 0x00, 0x00, 0x0f]), Sense::Nothing);
        assert_eq!(status(&[0x10, 0x00, 0x00, 0x0f, 0x16]), Sense::Answer(0x16));
        assert_eq!(status(&[0x18, 0x12, 0x00, 0x0c, 0x0f]), Sense::Answer(0x12));
        assert_eq!(status(&[0x32]), Sense::Answer(0x32));
    }

    #[test]
    fn a_greeting_says_nothing_about_paper() {
        // Letters have the fixed bits of every kind: "r" those of a status, "0" of another.
        for greeting in ["r\r\n", "HP JetDirect 0r2\r\n", "Print server ready\r\n\r\n", "\r\n"] {
            let mut heard = greeting.as_bytes().to_vec();
            assert_eq!(status(&heard), Sense::Nothing, "{greeting:?}");
            assert_eq!(done(&heard), Sense::Nothing, "{greeting:?}");
            heard.push(0x12);
            assert_eq!(status(&heard), Sense::Answer(0x12), "{greeting:?}");
        }
        assert_eq!(status(b"login: "), Sense::Noise);
        assert_eq!(done(b"login: "), Sense::Noise);
        assert_eq!(status("Máy in đã sẵn sàng\n".as_bytes()), Sense::Nothing);
    }

    /// An automatic status as manuals describe it.
    fn automatic() -> impl Strategy<Value = [u8; 4]> {
        let first = (0u8..8).prop_map(|it| 0x10 | (it & 3) << 2 | (it & 4) << 3);
        let error = proptest::sample::select(vec![0x00u8, 0x04, 0x08, 0x0c, 0x20, 0x40]);
        let paper = proptest::sample::select(vec![0x00u8, 0x03, 0x0c, 0x0f]);
        let last = proptest::sample::select(vec![0x00u8, 0x0f]);
        (first, error, paper, last).prop_map(|(one, two, three, four)| [one, two, three, four])
    }

    proptest! {
        #[test]
        fn among_any_automatic_status_the_answer_is_found(
            before in proptest::collection::vec(automatic(), 0..4),
            after in proptest::collection::vec(automatic(), 0..4),
            answer in proptest::sample::select(vec![0x00u8, 0x03, 0x0c, 0x0f]),
        ) {
            let mut heard = before.concat();
            prop_assert_eq!(done(&heard), Sense::Nothing);
            heard.push(answer);
            heard.extend(after.concat());
            prop_assert_eq!(done(&heard), Sense::Answer(answer));
        }
    }
}

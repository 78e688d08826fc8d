//! How to install the certificate, with a drawn picture for every step.

use crate::base::lang::Lang;
use maud::{Markup, html};

/// Words in Vietnamese and English.
type Pair = (&'static str, &'static str);

/// One step: what to do, and what the screen shows; the row at `mark` is the one to press.
struct Step {
    words: Pair,
    title: Pair,
    rows: &'static [Pair],
    mark: usize,
}

/// A kind of device.
struct Kind {
    name: &'static str,
    /// Words of a browser's `User-Agent` on it.
    agents: &'static [&'static str],
    steps: [Step; 3],
}

const ANDROID: Kind = Kind {
    name: "Android",
    agents: &["Android"],
    steps: [
        Step {
            words: (
                "Bấm “Tải chứng chỉ” ở trên bằng Chrome. Máy phải có khóa màn hình.",
                "Press “Download the certificate” above in Chrome. The phone needs a screen lock.",
            ),
            title: ("Tệp đã tải", "Downloads"),
            rows: &[("chophien-ca.crt", "chophien-ca.crt"), ("Ảnh", "Images"), ("Khác", "Other")],
            mark: 0,
        },
        Step {
            words: (
                "Mở Cài đặt → Bảo mật → Mã hóa và thông tin xác thực. Không thấy thì tìm “chứng \
                 chỉ” trong Cài đặt.",
                "Open Settings → Security → Encryption & credentials. If it is not there, search \
                 Settings for “certificate”.",
            ),
            title: ("Bảo mật", "Security"),
            rows: &[
                ("Khóa màn hình", "Screen lock"),
                ("Vân tay", "Fingerprint"),
                ("Mã hóa và thông tin…", "Encryption & credentials"),
            ],
            mark: 2,
        },
        Step {
            words: (
                "Chọn Cài đặt một chứng chỉ → Chứng chỉ CA → Vẫn cài đặt, rồi chọn tệp \
                 chophien-ca.crt. Sau đó máy báo “mạng có thể bị giám sát”: đó là chứng chỉ này.",
                "Choose Install a certificate → CA certificate → Install anyway, then the file \
                 chophien-ca.crt. The phone then says “network may be monitored”: that is this \
                 certificate.",
            ),
            title: ("Cài đặt một chứng chỉ", "Install a certificate"),
            rows: &[
                ("Chứng chỉ CA", "CA certificate"),
                ("Chứng chỉ VPN", "VPN & app certificate"),
                ("Chứng chỉ Wi-Fi", "Wi-Fi certificate"),
            ],
            mark: 0,
        },
    ],
};

const APPLE: Kind = Kind {
    name: "iPhone, iPad",
    agents: &["iPhone", "iPad", "Macintosh"],
    steps: [
        Step {
            words: (
                "Mở trang này bằng Safari, bấm “Tải chứng chỉ”, rồi Cho phép.",
                "Open this page in Safari, press “Download the certificate”, then Allow.",
            ),
            title: ("Tải về hồ sơ cấu hình?", "Download a profile?"),
            rows: &[("Bỏ qua", "Ignore"), ("Cho phép", "Allow")],
            mark: 1,
        },
        Step {
            words: (
                "Mở Cài đặt → Đã tải về hồ sơ → Cài đặt, gõ mật mã của máy.",
                "Open Settings → Profile Downloaded → Install, and type the device’s passcode.",
            ),
            title: ("Cài đặt", "Settings"),
            rows: &[
                ("Đã tải về hồ sơ", "Profile Downloaded"),
                ("Wi-Fi", "Wi-Fi"),
                ("Cài đặt chung", "General"),
            ],
            mark: 0,
        },
        Step {
            words: (
                "Mở Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận, bật “Chợ \
                 Phiên CA”. Thiếu bước này máy vẫn chưa tin.",
                "Open Settings → General → About → Certificate Trust Settings and switch on “Chợ \
                 Phiên CA”. Without this step it is not trusted yet.",
            ),
            title: ("Tin cậy chứng nhận", "Certificate Trust"),
            rows: &[("Chợ Phiên CA   ● bật", "Chợ Phiên CA   ● on")],
            mark: 0,
        },
    ],
};

const WINDOWS: Kind = Kind {
    name: "Windows",
    agents: &["Windows"],
    steps: [
        Step {
            words: (
                "Bấm “Tải chứng chỉ”, mở tệp đã tải, rồi bấm Install Certificate.",
                "Press “Download the certificate”, open the file, then Install Certificate.",
            ),
            title: ("Chứng chỉ", "Certificate"),
            rows: &[
                ("Chợ Phiên CA", "Chợ Phiên CA"),
                ("Install Certificate…", "Install Certificate…"),
                ("OK", "OK"),
            ],
            mark: 1,
        },
        Step {
            words: (
                "Chọn Current User, rồi “Place all certificates in the following store” → Browse.",
                "Choose Current User, then “Place all certificates in the following store” → \
                 Browse.",
            ),
            title: ("Kho chứng chỉ", "Certificate Store"),
            rows: &[
                ("Automatically select…", "Automatically select…"),
                ("Place all in this store", "Place all in this store"),
                ("Browse…", "Browse…"),
            ],
            mark: 1,
        },
        Step {
            words: (
                "Chọn “Trusted Root Certification Authorities” → OK → Next → Finish → Yes. Mở lại \
                 Chrome hoặc Edge.",
                "Choose “Trusted Root Certification Authorities” → OK → Next → Finish → Yes. \
                 Restart Chrome or Edge.",
            ),
            title: ("Chọn kho", "Choose a store"),
            rows: &[
                ("Personal", "Personal"),
                ("Trusted Root Certification…", "Trusted Root Certification…"),
                ("Enterprise Trust", "Enterprise Trust"),
            ],
            mark: 1,
        },
    ],
};

/// The steps for every kind of device; those for the asking one are unfolded.
pub fn all(agent: &str, lang: Lang) -> Markup {
    let kinds = [ANDROID, APPLE, WINDOWS];
    let own = |kind: &Kind| kind.agents.iter().any(|word| agent.contains(word));
    let open = kinds.iter().position(own).unwrap_or(0);
    html! {
        section class="card" {
            h2 { (lang.say("2. Cài vào máy", "2. Install it")) }
            @for (n, kind) in kinds.iter().enumerate() {
                details open[n == open] {
                    summary { (kind.name) }
                    ol class="trust-steps" {
                        @for step in &kind.steps {
                            li {
                                p { (lang.say(step.words.0, step.words.1)) }
                                (picture(step, lang))
                            }
                        }
                    }
                }
            }
            p class="hint" {
                (lang.say(
                    "Hết hội chợ có thể gỡ: xóa chứng chỉ “Chợ Phiên CA” ở cùng chỗ đó.",
                    "After the fair it can be removed: delete “Chợ Phiên CA” in the same place.",
                ))
            }
        }
    }
}

const WIDTH: usize = 256;
const ROW: usize = 44;
const HEAD: usize = 40;

/// A screen of settings: its title, its rows, the one to press ringed. Words beside it say the
/// same, so it is decoration to who hears the page.
fn picture(step: &Step, lang: Lang) -> Markup {
    let height = HEAD + step.rows.len() * ROW + 12;
    html! {
        svg class="trust-picture" viewBox={ "0 0 " (WIDTH) " " (height) } width=(WIDTH)
            height=(height) aria-hidden="true" {
            rect class="frame" x="1" y="1" width=(WIDTH - 2) height=(height - 2) rx="14" {}
            text class="title" x="16" y="27" { (lang.say(step.title.0, step.title.1)) }
            @for (n, row) in step.rows.iter().enumerate() {
                @let top = HEAD + n * ROW;
                @let marked = n == step.mark;
                rect class=(if marked { "row marked" } else { "row" }) x="10" y=(top)
                    width=(WIDTH - 20) height=(ROW - 6) rx="8" {}
                text class=(if marked { "words marked" } else { "words" }) x="20" y=(top + 25) {
                    (lang.say(row.0, row.1))
                }
                @if marked { (hand(WIDTH - 34, top + 22)) }
            }
        }
    }
}

/// A finger's touch.
fn hand(x: usize, y: usize) -> Markup {
    html! {
        circle class="touch" cx=(x) cy=(y) r="11" {}
        circle class="tip" cx=(x) cy=(y) r="5" {}
    }
}

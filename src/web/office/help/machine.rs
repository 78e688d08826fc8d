//! Help for the laptop: papers, copies, the way to the hub, and what to do when something is wrong.

use super::Help;

/// The pages of the laptop.
pub(super) const HELP: &[Help] = &[
    Help {
        name: "settings",
        title: ("Cài đặt", "Settings"),
        about: (
            "Những gì thuộc về máy tính này, không thuộc một hội chợ nào.",
            "What belongs to this laptop and to no fair.",
        ),
        steps: &[
            (
                "Mở *Cài đặt*. Mỗi thẻ nói ngay đang thế nào.",
                "Open *Settings*. Each card says how things stand.",
            ),
            (
                "*Thiết bị*: điện thoại nào đang dùng, ghép thêm, thu hồi máy mất.",
                "*Devices*: which phones are in use; pair more, revoke a lost one.",
            ),
            (
                "*Máy in và ngăn kéo*: gian nào in ở máy nào.",
                "*Printers and drawers*: which booth prints where.",
            ),
            ("*Sao lưu*: bản sao, máy dự phòng.", "*Backups*: copies and the standby laptop."),
        ],
        notes: &[(
            "Địa chỉ của máy này ghi ở thẻ cuối: gõ vào điện thoại khi không quét được mã.",
            "This laptop's address is in the last card: type it where a code does not scan.",
        )],
        wide: true,
    },
    Help {
        name: "printers",
        title: ("Máy in và phiếu in", "Printers and receipts"),
        about: (
            "Máy in hỏng không làm mất phiếu: phiếu đã ghi sổ rồi mới in.",
            "A broken printer loses nothing: a sale is recorded before it is printed.",
        ),
        steps: &[
            (
                "Mở *Máy in*, mục *Thêm máy in*: ghi tên và địa chỉ của máy.",
                "Open *Printers*, *Add a printer*: enter its name and address.",
            ),
            (
                "Bấm *In thử*. Chữ lệch hay bị cắt thì bấm *Canh khổ giấy*.",
                "Press *Test page*. If it is cut or aside, press *Fit the paper*.",
            ),
            (
                "Ở *Gian nào in ở máy nào*, chọn máy cho từng gian.",
                "Under *Which booth prints where* choose a printer for each booth.",
            ),
            (
                "Phiếu chưa in được nằm trong bảng phiếu gần đây: bấm *In lại*.",
                "Papers that did not come out stand in the table below: press *Try again*.",
            ),
        ],
        notes: &[
            (
                "Không có giấy ra: xem nguồn điện, giấy, nắp máy, dây mạng hoặc USB, rồi in thử.",
                "Nothing comes out: see to power, paper, lid and cable, then print a test page.",
            ),
            (
                "Không có máy in: đặt địa chỉ khách xem được phiếu, khách quét mã trên máy bán.",
                "No printer: set the address of receipts, and customers scan the code on the till.",
            ),
        ],
        wide: true,
    },
    Help {
        name: "backups",
        title: ("Sao lưu và máy dự phòng", "Backups and a standby laptop"),
        about: (
            "Máy hỏng giữa chợ thì bán tiếp ở máy khác.",
            "If the laptop breaks during a fair, selling goes on at another.",
        ),
        steps: &[
            (
                "Cắm USB, mở *Sao lưu*, ghi thư mục của USB vào *Nơi để bản sao*, rồi lưu.",
                "Plug in a USB stick, open *Backups*, enter its folder at *Where copies go*, save.",
            ),
            (
                "Máy tự sao lưu khi hội chợ mở. Cần ngay thì bấm *Sao lưu ngay*.",
                "Copies are then made by themselves; *Make one now* makes one at once.",
            ),
            (
                "Có máy thứ hai: làm theo mục *Máy dự phòng*. Nó theo sát từng giây.",
                "A second laptop: see *Standby*. It keeps up within a second.",
            ),
            (
                "Máy chính hỏng: trên máy dự phòng bấm thay, rồi bán tiếp.",
                "The first one breaks: take over on the standby and go on selling.",
            ),
        ],
        notes: &[
            (
                "Ai có bản sao có thể dò mã PIN: giữ USB như giữ tiền.",
                "Who has a copy can try out PINs: keep the stick as you keep money.",
            ),
            (
                "Đừng bao giờ cho hai máy cùng bán một sổ.",
                "Never let two laptops sell from one book.",
            ),
        ],
        wide: true,
    },
    Help {
        name: "hub",
        title: ("Gửi sổ lên máy tổng hợp", "Send the book to a hub"),
        about: (
            "Văn phòng tỉnh thấy số liệu mọi hội chợ; sổ còn lại khi máy này hỏng.",
            "The province sees every fair's figures, and the book outlives this laptop.",
        ),
        steps: &[
            (
                "Ở máy tổng hợp bấm *Mời máy hội chợ*: có địa chỉ và *Mã mời*.",
                "At the hub press *Invite a laptop*: it shows an address and an *Invitation*.",
            ),
            (
                "Ở máy này mở *Sao lưu*, *Gửi sổ lên máy tổng hợp*.",
                "On this laptop open *Backups*, *The book goes to a hub*.",
            ),
            (
                "Nhập địa chỉ và mã trong mười phút, bấm *Kết nối*.",
                "Enter both within ten minutes and press *Join*.",
            ),
            (
                "Xem trang này: còn bao nhiêu mục chưa gửi, lần gửi cuối lúc nào.",
                "The page tells what is still to be sent, and when it last went.",
            ),
        ],
        notes: &[(
            "Không có internet vẫn bán bình thường; có lại thì máy tự gửi tiếp.",
            "Selling needs no internet; what waits is sent once it is back.",
        )],
        wide: true,
    },
    Help {
        name: "trouble",
        title: ("Khi có sự cố", "When something is wrong"),
        about: (
            "Phiếu đã bán không mất: máy giữ lại và tự gửi.",
            "No sale is lost: the device keeps it and sends it by itself.",
        ),
        steps: &[
            (
                "Mất Wi-Fi: cứ bán. Dòng trên cùng báo *Mất kết nối* và số phiếu chưa gửi. Đừng \
                 xóa dữ liệu trình duyệt.",
                "No Wi-Fi: go on selling. The top line says *Not connected* and what is unsent. Do \
                 not clear the browser's data.",
            ),
            (
                "Chạm dòng đó, bấm *Thử gửi ngay* khi có Wi-Fi.",
                "Touch that line and press *Try now* once there is Wi-Fi.",
            ),
            (
                "Máy tính đổi địa chỉ: *Máy chủ có địa chỉ mới*, gõ địa chỉ ghi trên máy tính.",
                "The laptop has moved: *The server has a new address*, and type what it shows.",
            ),
            (
                "Điện thoại không gửi được nữa: *Lưu ra tệp*, đem tệp tới *Nhập phiếu chưa gửi*.",
                "A phone can send no more: *Save to a file*, and bring it to *Bring in unsent \
                 sales*.",
            ),
            (
                "Đĩa đầy: dọn tệp trên máy tính. Điện thoại vẫn bán; sổ ghi tiếp khi có chỗ.",
                "The disk is full: make room on the laptop. Phones go on selling meanwhile.",
            ),
            (
                "Máy in câm: xem điện, giấy, dây; phiếu chờ và in lại được.",
                "The printer is silent: power, paper, cable; papers wait and print again.",
            ),
            (
                "Máy tính hỏng: thay bằng máy dự phòng hoặc bản sao.",
                "The laptop broke: take over on the standby, or restore a copy.",
            ),
        ],
        notes: &[],
        wide: false,
    },
];

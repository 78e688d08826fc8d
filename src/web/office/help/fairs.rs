//! Help for those who organise a fair or keep a booth.

use super::Help;

/// The pages of fairs and booths.
pub(super) const HELP: &[Help] = &[
    Help {
        name: "first-run",
        title: ("Lần đầu mở chương trình", "The first time"),
        about: (
            "Năm bước, chừng mười phút, không cần internet.",
            "Five steps, some ten minutes, no internet needed.",
        ),
        steps: &[
            (
                "Đặt tên, tên đăng nhập và mật khẩu của bạn. Ghi mật khẩu lại: không ai đọc được.",
                "Enter your name, sign-in name and password. Write it down: nobody can read it.",
            ),
            (
                "Khai hội chợ: tên, ngày khai mạc, ngày bế mạc.",
                "Enter the fair: its name, first day and last day.",
            ),
            (
                "Khai gian đầu tiên, người bán và mã PIN của người đó.",
                "Enter the first booth, its seller and that person's PIN.",
            ),
            (
                "Ghi vài món hàng với giá. Sau này nhập cả danh sách từ tệp.",
                "Enter some goods and prices. Whole lists come from a file later.",
            ),
            (
                "Quét mã bằng điện thoại bán hàng, rồi bán thử một phiếu.",
                "Scan the code with the selling phone, and make a first sale.",
            ),
        ],
        notes: &[
            (
                "Đã có danh sách trong Excel? Ở bước hội chợ có chỗ nhập từ tệp.",
                "Lists in Excel already? The fair's step leads to importing them.",
            ),
            (
                "Bỏ dở giữa chừng thì mở lại là làm tiếp từ bước đó.",
                "Left half way, it goes on from that step when opened again.",
            ),
        ],
        wide: true,
    },
    Help {
        name: "fair",
        title: ("Hội chợ", "Fairs"),
        about: (
            "Mọi thứ của một hội chợ nằm ở các thẻ trên trang của nó.",
            "All that belongs to a fair stands in the tabs of its page.",
        ),
        steps: &[
            (
                "Mở *Hội chợ*, bấm *Thêm hội chợ*, hoặc *Nhập từ tệp* nếu đã có danh sách.",
                "Open *Fairs* and press *New fair*, or *Import a file* if there is a list.",
            ),
            (
                "Trong thẻ *Gian hàng*, bấm *Thêm gian hàng* cho từng gian.",
                "In the tab *Booths* press *New booth* for each of them.",
            ),
            (
                "Trong *Cổng và giờ mở cửa*, ghi giờ từng ngày.",
                "In *Gates and hours* enter each day's hours.",
            ),
            (
                "Trong *Thiết bị*, ghép điện thoại của các gian.",
                "In *Devices* pair the booths' phones.",
            ),
            ("Ngày mở cửa, xem thẻ *Hôm nay*.", "On the day itself look at the tab *Today*."),
        ],
        notes: &[
            (
                "Điểm bán quanh năm là hội chợ không có ngày bế mạc.",
                "A shop open all year is a fair without a last day.",
            ),
            (
                "Tem của cân điện tử, làm tròn tiền mặt và địa điểm ở thẻ *Thiết lập*.",
                "A scale's labels, cash rounding and the place stand under *Settings*.",
            ),
            (
                "Nhập nhầm hay không dùng nữa: nút “…” đóng hội chợ hoặc gian. Không mất gì, mở \
                 lại được.",
                "Made by mistake or not used any more: “…” closes a fair or a booth. Nothing is \
                 lost, and it can be opened again.",
            ),
        ],
        wide: true,
    },
    Help {
        name: "booth",
        title: ("Gian hàng và hàng bán", "A booth and its goods"),
        about: (
            "Chủ gian tự chọn hàng, đặt giá và thêm người bán.",
            "A booth's manager chooses its goods, prices and sellers.",
        ),
        steps: &[
            (
                "Thẻ *Hàng bán*: bấm *Chọn hàng bán* để lấy hàng từ danh mục.",
                "Tab *Goods*: press *Choose products* to take them from the catalogue.",
            ),
            (
                "Hàng chưa có trong danh mục: *Thêm hàng mới*.",
                "Not in the catalogue: *New product*.",
            ),
            (
                "Ghi giá của gian, bấm *Lưu giá*. Để trống là theo giá chung.",
                "Enter the booth's prices and press *Save prices*. Empty means the common price.",
            ),
            (
                "*Tem và bảng giá* in tem dán hàng và bảng giá để trước gian.",
                "*Labels and signs* prints labels for goods and price signs.",
            ),
            (
                "Thẻ *Thiết lập*: tên gian, ngân hàng và số tài khoản nhận VietQR.",
                "Tab *Settings*: the booth's name, its bank and account for VietQR.",
            ),
        ],
        notes: &[(
            "Giá mới tới máy bán trong vài giây; giỏ đang mở giữ giá cũ đã báo khách.",
            "New prices reach the tills in seconds; an open cart keeps what was told.",
        )],
        wide: true,
    },
    Help {
        name: "prices",
        title: ("Giá và khuyến mãi", "Prices and promotions"),
        about: (
            "Giá gian đi trước giá hội chợ, giá hội chợ đi trước giá chung.",
            "A booth's price comes before the fair's, and the fair's before the common one.",
        ),
        steps: &[
            (
                "Giá cho cả hội chợ: thẻ *Hàng và giá*, ghi giá, bấm *Lưu giá*.",
                "Prices for a whole fair: tab *Goods and prices*, enter them, *Save prices*.",
            ),
            (
                "Khuyến mãi: thẻ *Khuyến mãi*, bấm *Thêm khuyến mãi*.",
                "Promotions: tab *Promotions*, press *New promotion*.",
            ),
            (
                "Chọn loại: giảm phần trăm, giảm tiền, mua N tặng M, hoặc cả bộ một giá.",
                "Choose its kind: a share off, a sum off, buy N get M, or a set at one price.",
            ),
            (
                "Chọn sản phẩm, từ ngày giờ nào đến ngày giờ nào, rồi lưu.",
                "Choose its products, from when until when, and save.",
            ),
        ],
        notes: &[
            (
                "Tên khuyến mãi in trên phiếu của khách.",
                "A promotion's name is printed on the receipt.",
            ),
            (
                "Máy đang mất mạng biết khuyến mãi mới khi nối lại.",
                "A till without a network learns of it once it is connected.",
            ),
        ],
        wide: true,
    },
    Help {
        name: "people",
        title: ("Người, mã PIN, mật khẩu", "People, PINs, passwords"),
        about: (
            "Mỗi người một tên: sổ ghi ai bán, ai sửa.",
            "Each person has a name of his own: the book says who sold and who changed.",
        ),
        steps: &[
            (
                "Ban tổ chức mở *Nhân sự*; chủ gian mở *Nhân viên* của gian mình.",
                "Organisers open *People*; a manager opens his booth's *People*.",
            ),
            (
                "Bấm *Thêm người*, ghi tên và vai trò.",
                "Press *New person*, enter the name and the role.",
            ),
            (
                "Người bán và chủ gian dùng mã PIN; ban tổ chức dùng tên đăng nhập và mật khẩu.",
                "Sellers and managers have a PIN; organisers a sign-in name and a password.",
            ),
            (
                "Tự đổi mã của mình: bấm tên mình ở góc trên.",
                "To change your own, press your name at the top.",
            ),
            (
                "Ai nghỉ thì mở tên người đó, bỏ dấu *Đang làm việc*.",
                "Someone leaves: open the name and clear *Works here*.",
            ),
        ],
        notes: &[(
            "Gõ sai nhiều lần thì máy khóa một lúc. Chủ gian hoặc ban tổ chức đặt mã mới được \
                 ngay.",
            "Wrong too often, it locks for a while. A manager or organiser can set a new one.",
        )],
        wide: true,
    },
    Help {
        name: "board",
        title: ("Theo dõi trực tiếp", "The live board"),
        about: (
            "Số liệu hôm nay của hội chợ, tự đổi sau mỗi phiếu bán.",
            "The fair's figures of today, new after every sale.",
        ),
        steps: &[
            (
                "Mở *Trực tiếp*. Bấm vào con số nào cũng tới các phiếu làm nên nó.",
                "Open *Live board*. Any figure leads to the sales that make it.",
            ),
            (
                "Xem thẻ *Cần xem*: gian im lặng, phiếu chưa gửi, chuyển khoản chưa chắc, máy in.",
                "Look at *To look at*: silent booths, unsent sales, uncertain transfers, printers.",
            ),
            (
                "Bấm vào một dòng để tới chỗ sửa nó. Chưa sửa được thì bấm *Để sau…* và ghi lý do.",
                "A line leads to where it is mended. Not now? Press *Later…* and say why.",
            ),
            (
                "*Màn hình lớn* để chiếu ở cổng hoặc phòng ban tổ chức.",
                "*Big screen* is for the entrance or the organisers' room.",
            ),
        ],
        notes: &[(
            "So với hôm qua là so cùng giờ: chỉ tính những giờ đã trọn.",
            "Yesterday is compared hour by hour, full hours only.",
        )],
        wide: true,
    },
    Help {
        name: "transfers",
        title: ("Đối chiếu chuyển khoản", "Check transfers"),
        about: (
            "So những khoản máy bán ghi đã nhận với sao kê ngân hàng.",
            "Compare what tills took by transfer with the bank's statement.",
        ),
        steps: &[
            (
                "Mở *Chuyển khoản* của hội chợ hoặc của gian.",
                "Open *Transfers* of the fair or the booth.",
            ),
            (
                "Khoản nào cũng có mã trong nội dung chuyển khoản: tìm mã đó trong sao kê.",
                "Each has a code in its text: look for it in the statement.",
            ),
            (
                "Bấm *Đối chiếu…*, rồi *Đã thấy tiền* hoặc *Không thấy*.",
                "Press *Compare…*, then *Confirmed* or *Missing*.",
            ),
            (
                "Sao kê có đủ cả thì xác nhận tất cả một lần.",
                "If the statement has them all, confirm them at once.",
            ),
        ],
        notes: &[(
            "Lời xác nhận vào sổ cùng tên bạn, và rút lại được; cả hai đều còn trong sổ.",
            "Your word is recorded with your name and can be taken back; both stay.",
        )],
        wide: true,
    },
    Help {
        name: "reports",
        title: ("Báo cáo", "Reports"),
        about: (
            "Mọi con số đều dẫn tới các phiếu làm nên nó.",
            "Every figure leads to the sales that make it.",
        ),
        steps: &[
            (
                "Cả mùa: mở *Báo cáo*, chọn ngày, bấm *Xem kỳ này*.",
                "A whole season: open *Reports*, choose the days, *Show this period*.",
            ),
            (
                "Một hội chợ: thẻ *Báo cáo* trên trang của nó. Một gian: bấm tên gian trong bảng.",
                "One fair: the tab *Report* of its page. One booth: its name in the table.",
            ),
            (
                "Lấy ra tệp bằng nút Excel, Word, PDF hoặc CSV ở đầu trang.",
                "Take it as a file by Excel, Word, PDF or CSV at the top.",
            ),
            (
                "Số đã công bố, kế hoạch: *Công bố, chỉ tiêu*. Chúng đứng cạnh, không thay số sổ.",
                "Published figures and plans: *Published, targets*. They stand beside the book's.",
            ),
        ],
        notes: &[(
            "Dưới tên báo cáo có số dòng sổ cái và mã chuỗi: ai cũng kiểm lại được.",
            "Below its name stand the journal's line and hash, so that anyone can check it.",
        )],
        wide: true,
    },
];

//! Help for those who sell.

use super::Help;

/// The screens of a phone at a booth or a gate.
pub(super) const HELP: &[Help] = &[
    Help {
        name: "join",
        title: ("Ghép điện thoại với gian", "Pair a phone with a booth"),
        about: (
            "Mỗi điện thoại, máy tính bảng được ghép một lần với gian hoặc cổng của nó.",
            "Each phone or tablet is paired once with its booth or gate.",
        ),
        steps: &[
            ("Cho điện thoại vào Wi-Fi của hội chợ.", "Put the phone on the fair's Wi-Fi."),
            (
                "Trên máy tính, mở *Thiết bị*, bấm *Ghép thiết bị*.",
                "On the laptop open *Devices* and press *Pair a device*.",
            ),
            (
                "Chọn gian hoặc cổng, rồi bấm *Hiện mã ghép*.",
                "Choose the booth or gate, then press *Show the code*.",
            ),
            (
                "Quét mã QR bằng máy ảnh của điện thoại. Mã dùng một lần, trong 24 giờ.",
                "Scan the QR code with the phone's camera. It works once, within 24 hours.",
            ),
            (
                "Đặt tên máy, bấm ghép, rồi mở màn hình bán hàng.",
                "Name the device, pair it, and open the till.",
            ),
        ],
        notes: &[
            (
                "Không quét được? Gõ địa chỉ và mã hiện dưới mã QR.",
                "It does not scan? Type the address and the code shown below the QR code.",
            ),
            (
                "Mất điện thoại: tìm nó ở *Thiết bị*, bấm *Thu hồi…*. Máy đó không bán được nữa.",
                "A phone is lost: find it under *Devices* and press *Revoke…*. It sells no more.",
            ),
        ],
        wide: true,
    },
    Help {
        name: "sell",
        title: ("Bán hàng", "Sell"),
        about: (
            "Điện thoại của gian là máy bán hàng. Mất Wi-Fi vẫn bán được.",
            "The booth's phone is the till. It sells without Wi-Fi too.",
        ),
        steps: &[
            ("Chạm tên mình và bấm mã PIN.", "Touch your name and type your PIN."),
            (
                "Chạm món hàng để cho vào giỏ, chạm nữa là thêm một. Hàng cân thì nhập số cân.",
                "Touch a product to put it in the cart; once more adds one. Weigh what is sold \
                 by weight.",
            ),
            (
                "Không thấy món? Gõ vài chữ không dấu, hoặc quét mã vạch.",
                "Not in sight? Type a few letters, or scan its barcode.",
            ),
            (
                "Bấm *Xem giỏ* để sửa số lượng hoặc *Giảm giá*.",
                "Press *View cart* to change quantities or give a *Discount*.",
            ),
            ("Bấm *Thanh toán*.", "Press *Pay*."),
        ],
        notes: &[
            (
                "Khách còn chọn mà người sau đang chờ: trong giỏ bấm *Lưu tạm*, lát nữa mở lại.",
                "A customer still thinks while others wait: *Set aside* in the cart keeps it.",
            ),
            (
                "Dòng trên cùng cho biết còn bao nhiêu phiếu chưa gửi. Máy tự gửi khi có Wi-Fi.",
                "The line on top tells how many sales are unsent. They go by themselves.",
            ),
        ],
        wide: false,
    },
    Help {
        name: "cash",
        title: ("Nhận tiền mặt", "Take cash"),
        about: (
            "Máy tính tiền thừa, bạn chỉ đếm tiền.",
            "The till works out the change; you count the money.",
        ),
        steps: &[
            (
                "Trong giỏ bấm *Thanh toán*. Số tiền *Khách cần trả* hiện to nhất.",
                "Press *Pay* in the cart. What there is *To pay* stands largest.",
            ),
            (
                "Khách đưa vừa đủ: bấm *Đúng tiền*.",
                "The customer gives the very sum: press *Exact*.",
            ),
            (
                "Đưa nhiều hơn: bấm từng tờ khách đưa, hoặc *Số khác…* để gõ.",
                "More than that: press each note given, or *Other…* to type it.",
            ),
            (
                "Trả khách số *Tiền thừa trả khách*, rồi bấm *Đã nhận tiền*.",
                "Give back the *Change*, then press *Money received*.",
            ),
            ("Phiếu đã ghi sổ. Bấm *Đơn mới*.", "The sale is recorded. Press *New sale*."),
        ],
        notes: &[
            (
                "Khách trả nửa tiền mặt, nửa chuyển khoản: bấm *Trả nhiều cách…*.",
                "Half in cash, half by transfer: press *Pay in several ways…*.",
            ),
            (
                "Ghi nhầm thì không xóa được; hãy làm phiếu trả hàng.",
                "A mistake cannot be erased: take the sale back by a refund.",
            ),
        ],
        wide: false,
    },
    Help {
        name: "vietqr",
        title: ("Nhận chuyển khoản VietQR", "Take a VietQR transfer"),
        about: (
            "Mã QR đã có sẵn số tiền và nội dung; khách chỉ quét.",
            "The code carries the sum and the text; the customer only scans.",
        ),
        steps: &[
            (
                "Bấm *Thanh toán*, chọn *VietQR* rồi mở mã.",
                "Press *Pay*, choose *VietQR* and show the code.",
            ),
            (
                "Đưa màn hình cho khách: *Quét bằng ứng dụng ngân hàng*.",
                "Hold it to the customer: *Scan with a banking app*.",
            ),
            (
                "Nhìn điện thoại nhận tiền của gian. Tiền vào rồi thì bấm *Đã nhận tiền…* và trả \
                 lời câu hỏi.",
                "Look at the booth's banking phone. Once the money is there press *Money \
                 received…* and answer.",
            ),
            (
                "Tiền chưa vào mà khách sau đang đợi: bấm *Để chờ, bán khách khác*.",
                "It is not there yet and others wait: press *Leave waiting, next customer*.",
            ),
        ],
        notes: &[
            (
                "Đừng tin ảnh chụp màn hình của khách: chỉ tin tiền đã vào tài khoản.",
                "Trust the account, never a picture on the customer's phone.",
            ),
            (
                "Không có nút VietQR? Gian chưa khai tài khoản ngân hàng; chủ gian khai ở Thiết \
                 lập của gian.",
                "No VietQR? The booth has no bank account yet; its manager enters it in the \
                 booth's settings.",
            ),
        ],
        wide: false,
    },
    Help {
        name: "refund",
        title: ("Khách trả hàng", "A customer brings goods back"),
        about: (
            "Phiếu đã ghi thì không sửa; trả hàng là một phiếu mới, ngược lại.",
            "A recorded sale is never changed; a refund is a sale of its own, the other way.",
        ),
        steps: &[
            ("Trên máy bán hàng bấm *Phiếu*.", "Press *Sales* on the till."),
            (
                "Tìm phiếu theo số cuối, số tiền hoặc tên hàng, rồi chạm vào phiếu.",
                "Find the sale by its number's end, its sum or its goods, and touch it.",
            ),
            (
                "Chọn số lượng khách trả, hoặc *Trả tất cả*.",
                "Say how many come back, or *Take everything back*.",
            ),
            (
                "Chọn lý do ở *Vì sao trả?* và cách *Trả tiền bằng*.",
                "Choose *Why?* and how the *Money back by* goes.",
            ),
            (
                "Chờ máy báo được rồi mới đưa tiền cho khách.",
                "Hand the money out only when the till says so.",
            ),
        ],
        notes: &[
            (
                "Phiếu của người khác, của ca khác, hoặc số tiền lớn: cần mã PIN của chủ gian.",
                "Another's sale, another shift's, or a large sum needs the manager's PIN.",
            ),
            (
                "Mất mạng: chỉ trả được phiếu bán ở chính máy này.",
                "Without a network only this device's own sales can be taken back.",
            ),
        ],
        wide: false,
    },
    Help {
        name: "shift",
        title: ("Ca bán hàng và phiếu Z", "Shifts and the Z report"),
        about: (
            "Ca cho biết trong két phải có bao nhiêu tiền. Các máy của gian dùng chung một ca.",
            "A shift tells what the drawer should hold. A booth's devices share one.",
        ),
        steps: &[
            (
                "Đầu buổi: mở ca trên máy bán hàng, đếm tiền lẻ trong két.",
                "In the morning open a shift on the till and count the float.",
            ),
            (
                "Trong ngày: bỏ thêm hay lấy bớt tiền thì ghi *Thu thêm* hoặc *Chi ra*, kèm lý do.",
                "By day write down what goes in or out: *Pay in*, *Pay out*, each with a reason.",
            ),
            (
                "Đổi người giữ tiền: *Bàn giao*, hai người cùng đếm.",
                "Another takes the drawer: *Hand over*, and both count.",
            ),
            ("Xem số giữa buổi: *In phiếu X*.", "Figures in between: *Print an X*."),
            (
                "Cuối buổi: *Chốt ca*, đếm hết tiền trong két. Đếm xong máy mới hiện số phải có.",
                "At the end *Close the shift* and count everything. What should be there is told \
                 afterwards.",
            ),
        ],
        notes: &[(
            "Phiếu Z không bao giờ đổi. Phiếu bán gửi muộn đứng riêng ở phần bổ sung.",
            "A Z never changes. Sales that come late stand below it as supplements.",
        )],
        wide: false,
    },
    Help {
        name: "gate",
        title: ("Đếm khách ở cổng", "Count visitors at a gate"),
        about: (
            "Mỗi lần bấm là một lượt khách qua cổng. Mất mạng vẫn đếm được.",
            "Each press is one visitor through the gate. It counts without a network too.",
        ),
        steps: &[
            (
                "Ở trang hội chợ, mục *Cổng và giờ mở cửa*, thêm cổng và giờ mở cửa từng ngày.",
                "On the fair's page, under *Gates and hours*, add the gate and each day's hours.",
            ),
            ("Ghép một điện thoại với cổng đó.", "Pair a phone with that gate."),
            (
                "Mỗi người qua cổng thì bấm nút lớn; đoàn đông bấm *Nhóm 5* hoặc *Nhóm 10*.",
                "Press the large button for each person; for many, *Group of 5* or *Group of 10*.",
            ),
            ("Bấm nhầm thì bấm *Bớt 1*.", "One too many: press *Less 1*."),
        ],
        notes: &[(
            "Lượt khách hiện ở trang theo dõi trực tiếp và trong báo cáo.",
            "Visits show on the live board and in reports.",
        )],
        wide: false,
    },
];

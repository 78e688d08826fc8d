//! Help for goods and stock.

use super::Help;

/// The pages of the catalogue, of stock, and of a stocktake.
pub(super) const HELP: &[Help] = &[
    Help {
        name: "products",
        title: ("Danh mục sản phẩm", "The catalogue"),
        about: (
            "Sản phẩm, chủ thể, giá chung, hạng sao và giấy chứng nhận OCOP.",
            "Products, producers, common prices, stars and OCOP certificates.",
        ),
        steps: &[
            (
                "Mở *Sản phẩm*, bấm *Thêm sản phẩm*, hoặc *Nhập từ tệp* khi có nhiều.",
                "Open *Products* and press *New product*, or *Import a file* for many.",
            ),
            (
                "Nhập từ tệp: tải tệp mẫu, điền, chọn tệp, bấm *Xem trước*.",
                "From a file: download the template, fill it in, choose it, press *Preview*.",
            ),
            (
                "Dòng sai được nêu rõ dòng nào, cột nào, vì sao. Sửa trong tệp rồi chọn lại.",
                "What is wrong is named by row and column. Mend the file and choose it again.",
            ),
            ("Xem trước đúng rồi mới lưu.", "Save once the preview is right."),
        ],
        notes: &[
            (
                "Đơn vị ghi “kg” là hàng cân; gói, hũ, chai bán theo cái.",
                "The unit “kg” means weighed goods; packs and jars are sold by the piece.",
            ),
            (
                "Thôi bán một món thì bỏ dấu *Còn bán*; phiếu cũ vẫn nguyên.",
                "To stop selling something clear *Still sold*; older sales stay as they are.",
            ),
        ],
        wide: true,
    },
    Help {
        name: "papers",
        title: ("Giấy chứng nhận và bán trực tuyến", "Certificates and online sales"),
        about: (
            "Giấy OCOP, VietGAP, hữu cơ, mã vùng trồng còn hạn đến bao giờ; sản phẩm trên sàn nào.",
            "OCOP, VietGAP, organic, growing areas: until when they hold; and sales platforms.",
        ),
        steps: &[
            (
                "Mở *Sản phẩm*, bấm *Giấy chứng nhận*. Thẻ lọc cho biết giấy nào sắp hết hạn.",
                "Open *Products*, press *Certificates*. Chips show which expire soon.",
            ),
            (
                "Bấm tên sản phẩm để ghi giấy OCOP mới; giấy cũ vẫn còn trong sổ.",
                "Press a product's name to enter its new OCOP certificate; the old one stays.",
            ),
            (
                "Mở chủ thể, rồi “Giấy chứng nhận chất lượng” để ghi VietGAP, mã vùng, diện tích.",
                "Open a producer, then its quality certificates: VietGAP, area codes, hectares.",
            ),
            (
                "Mở sản phẩm, bấm *Sàn thương mại điện tử…* để ghi sàn và liên kết.",
                "Open a product, *Sales platforms…*, for platforms and links.",
            ),
            (
                "Ở *Báo cáo*, bấm *Bán trực tuyến*: nhập doanh thu từng tháng, hoặc *Nhập từ tệp*.",
                "In *Reports* press *Online sales*: enter each month, or *Import a file*.",
            ),
        ],
        notes: &[(
            "Ngày hết hạn là ngày đầu tiên giấy không còn hiệu lực.",
            "A paper expires on the first day on which it no longer holds.",
        )],
        wide: true,
    },
    Help {
        name: "delivery",
        title: ("Nhập, chuyển, trả hàng", "Deliveries, transfers, returns"),
        about: (
            "Mỗi lần hàng vào, ra hay hỏng là một phiếu kho có số.",
            "Whatever comes, goes or spoils is a numbered document.",
        ),
        steps: &[
            (
                "Mở thẻ kho của gian, hoặc kho của hội chợ.",
                "Open the booth's stock, or a store room of the fair.",
            ),
            (
                "Hàng về: *Nhập hàng*, ghi số thực nhận, lô và hạn dùng.",
                "Goods arrive: *Delivery*, with what was received, its lot and last day.",
            ),
            (
                "Chuyển cho gian khác: *Chuyển hàng*. Nơi nhận bấm *Nhận* và ghi số thực nhận.",
                "To another booth: *Transfer*. There one presses *Receive* and says what came.",
            ),
            (
                "Vỡ, dùng thử, tặng: *Hao hụt · Tặng*. Trả lại: *Trả nhà sản xuất*.",
                "Broken or given: *Loss · Gift*. Sent back: *To the producer*.",
            ),
            ("In phiếu để hai bên ký.", "Print the document for both to sign."),
        ],
        notes: &[
            (
                "Lập nhầm thì mở phiếu, bấm “…”, hủy: phiếu ngược lại được ghi, phiếu cũ vẫn còn.",
                "Made by mistake: open it, press “…”, take it back. The old one stays in the book.",
            ),
            (
                "Bán quá số trong kho vẫn bán được; phiếu được đánh dấu để xem lại.",
                "More can be sold than the book knows of; such a sale is flagged.",
            ),
        ],
        wide: true,
    },
    Help {
        name: "count",
        title: ("Kiểm kho", "Stocktake"),
        about: (
            "Đếm hàng trên kệ ngay khi đang bán, mất mạng cũng được.",
            "Count what is on the shelf while selling goes on, with or without a network.",
        ),
        steps: &[
            (
                "Chủ gian đăng nhập trên máy bán hàng, chạm tên mình, chọn *Kiểm kho*.",
                "The manager signs in on the till, touches his name and chooses *Stocktake*.",
            ),
            (
                "Chạm từng dòng, ghi số đếm được. Hết hàng thì ghi 0.",
                "Touch each line and enter what you counted. None left is 0.",
            ),
            ("Thẻ *Chưa đếm* cho biết còn dòng nào.", "*Not counted* shows what is left to count."),
            (
                "Bấm *Xem chênh lệch*, đếm lại dòng lệch, rồi lưu.",
                "Press *See the differences*, count those once more, and save.",
            ),
        ],
        notes: &[
            (
                "Mỗi dòng tính theo lúc đếm dòng đó; bán thêm sau đó không làm lệch.",
                "Each line counts at its own instant; what is sold later does no harm.",
            ),
            (
                "Kho của hội chợ kiểm ở trang của kho.",
                "A fair's store room is counted on its page.",
            ),
        ],
        wide: false,
    },
    Help {
        name: "account",
        title: ("Bảng kê hàng", "The goods account"),
        about: (
            "Hàng của ai, vào bao nhiêu, bán bao nhiêu, còn bao nhiêu: để tính với chủ hàng.",
            "Whose goods came in, sold and are left: to settle with their owners.",
        ),
        steps: &[
            (
                "Mở thẻ *Tồn kho* của hội chợ, hoặc *Bảng kê hàng* của gian.",
                "Open the fair's *Stock*, or a booth's *Goods account*.",
            ),
            (
                "Bấm tên chủ hàng để xem riêng hàng của người đó ở mọi nơi.",
                "An owner's name shows that owner's goods everywhere.",
            ),
            (
                "Bấm con số nào cũng tới từng lần vào, ra làm nên nó.",
                "Any figure leads to each movement that makes it.",
            ),
            (
                "Lấy ra Excel, hoặc in để hai bên ký.",
                "Take it as Excel, or print it for both to sign.",
            ),
        ],
        notes: &[(
            "Chênh lệch và hao hụt có cột riêng, không lẫn vào hàng đã bán.",
            "Differences and losses have columns of their own, apart from what was sold.",
        )],
        wide: true,
    },
    Help {
        name: "recall",
        title: ("Lô hàng và thu hồi", "Lots and recalls"),
        about: (
            "Biết một lô đang ở đâu, đã bán cho phiếu nào, và chặn bán ngay.",
            "Where a lot lies, which sales it went into, and how to stop it at once.",
        ),
        steps: &[
            (
                "Tìm lô ở mục *Lô hàng* của hội chợ, hoặc mở sản phẩm trong danh mục.",
                "Find it under *Lots* of the fair, or open its product.",
            ),
            (
                "Bấm thu hồi, ghi lý do, xem còn bao nhiêu ở đâu.",
                "Press recall, say why, and see how much lies where.",
            ),
            (
                "Xác nhận: trong vài giây mọi máy bán hỏi lấy lô khác.",
                "Confirm: within seconds every till asks for another lot.",
            ),
            (
                "Mở danh sách phiếu đã bán lô đó để báo khách.",
                "Open the sales it went into to tell customers.",
            ),
        ],
        notes: &[(
            "Máy đang mất mạng chỉ biết khi nối lại; phiếu của nó vẫn nhận và được đánh dấu.",
            "A till without a network learns of it later; its sales are taken and flagged.",
        )],
        wide: true,
    },
];

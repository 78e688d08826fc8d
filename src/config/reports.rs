//! Which report, and how it is written.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;

/// Which report, and in which form.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Tổng hợp các hội chợ trong kỳ · The roll-up over fairs
    Season {
        /// Ngày đầu, yyyy-mm-dd · First day
        #[arg(long)]
        from: Date,
        /// Ngày cuối, yyyy-mm-dd · Last day
        #[arg(long)]
        to: Date,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Một hội chợ · One fair
    Fair {
        /// Mã hội chợ · The fair's code
        code: String,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Bảng kê của một gian hàng · One booth's statement
    Booth {
        /// Mã gian hàng · The booth's code
        code: String,
        /// Mã hội chợ, khi nhiều hội chợ có cùng mã gian · The fair's code
        #[arg(long)]
        fair: Option<String>,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Giấy chứng nhận của sản phẩm và chủ thể · Certificates of products and producers
    Papers {
        /// Ngày, yyyy-mm-dd; không ghi: hôm nay · The day; else today
        #[arg(long)]
        on: Option<Date>,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Bảng tự chọn: theo gì, lọc gì, so với gì · A table: by what, filtered, compared
    Table {
        /// Như trên địa chỉ trang: from=…&to=…&by=zone&star=4 · As in the page's address
        query: String,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Thưởng, hỗ trợ cho giấy ký trong kỳ · Rewards and support
    Rewards {
        /// Ngày đầu, yyyy-mm-dd · First day
        #[arg(long)]
        from: Date,
        /// Ngày cuối, yyyy-mm-dd · Last day
        #[arg(long)]
        to: Date,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Bán trực tuyến theo tháng · Online sales by month
    Online {
        /// Ngày đầu, yyyy-mm-dd · First day
        #[arg(long)]
        from: Date,
        /// Ngày cuối, yyyy-mm-dd · Last day
        #[arg(long)]
        to: Date,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
    /// Tồn kho và bảng kê hàng hóa · Stock and the goods account
    Stock {
        /// Mã hội chợ; không ghi: mọi hội chợ · The fair's code
        #[arg(long)]
        fair: Option<String>,
        /// Mã gian hàng hoặc kho · The code of a booth or store room
        #[arg(long)]
        booth: Option<String>,
        /// Cuối ngày, yyyy-mm-dd · At the end of this day
        #[arg(long)]
        on: Option<Date>,
        /// json, csv, html
        #[arg(long, default_value = "json", value_parser = ["json", "csv", "html"])]
        format: String,
        /// Ghi vào tệp thay vì màn hình · To this file instead of standard output
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Chỉ tiêu của danh mục · The catalogue's indicators
    Products {
        /// Vào ngày, yyyy-mm-dd · On this day
        #[arg(long)]
        on: Option<Date>,
        /// How it is written.
        #[command(flatten)]
        out: Out,
    },
}

/// How a report is written.
#[derive(Debug, Args)]
pub struct Out {
    /// json, csv, html, xlsx, docx, pdf
    #[arg(long, default_value = "json",
        value_parser = ["json", "csv", "html", "xlsx", "docx", "pdf"])]
    pub format: String,
    /// Ghi vào tệp thay vì màn hình · To this file instead of standard output
    #[arg(long)]
    pub out: Option<PathBuf>,
}

//! Labels and price signs on a booth's printer.

use super::{Spool, orders::no_printer};
use crate::{
    base::{
        id::{BoothId, JobId},
        lang::Say,
        refusal::Refusal,
    },
    print::{
        job::Purpose,
        label::{MM, fits, strip},
        printer::store as printers,
        raster::Bitmap,
    },
};

impl Spool {
    /// Prints labels on a booth's printer, each so many times, one below the other as on their
    /// roll.
    pub async fn labels(
        &self,
        booth: BoothId,
        title: &str,
        labels: &[(Bitmap, u32)],
    ) -> Result<JobId, Refusal> {
        let printer = printers::printer_of(&mut *self.shop.read_to_sell().await?, booth).await?;
        let printer = printer.ok_or_else(no_printer)?;
        let width = printer.head.width.dots();
        if let Some((wide, _)) = labels.iter().find(|(one, _)| !fits(one, width)) {
            return Err(too_wide(wide.width, width));
        }
        let mut roll = Bitmap::blank(width, 0);
        for (one, count) in labels {
            roll.append(&strip(one, *count, width));
        }
        self.drawn(&printer, Some(booth), (Purpose::Sheet, title), &roll).await
    }
}

/// A label whose ends the head does not reach, in dots.
fn too_wide(label: u32, head: u32) -> Refusal {
    let (label, head) = (label / MM, head / MM);
    Refusal::Conflict(Say::new(
        format!(
            "Tem rộng {label} mm, mà máy in của gian chỉ in được {head} mm: chọn cỡ tem nhỏ hơn, \
             hoặc tải trang A4 về in"
        ),
        format!(
            "The label is {label} mm wide, and the booth’s printer reaches {head} mm: choose a \
             smaller one, or print the A4 page"
        ),
    ))
}

//! Labels and price signs on a booth's printer.

use super::{Spool, orders::no_printer};
use crate::{
    base::{
        id::{BoothId, JobId},
        refusal::Refusal,
    },
    print::{job::Purpose, label::strip, printer::store as printers, raster::Bitmap},
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
        let mut roll = Bitmap::blank(width, 0);
        for (one, count) in labels {
            roll.append(&strip(one, *count, width));
        }
        self.drawn(&printer, Some(booth), (Purpose::Sheet, title), &roll).await
    }
}

//! Photos of products as rows: what their files are. The files themselves lie beside the rows, in a
//! folder, each under its SHA-256; a photo is chosen and changed on the product's page.

use super::{
    Part,
    names::Names,
    table::{Column, code, text},
    thing::{Line, PRODUCT, Thing, joined, shown},
};
use crate::{
    base::lang::Say,
    catalog::{
        Change,
        photo::{Hash, Image, Photo, Shown},
    },
    desk::command::Command,
};
use uuid::Uuid;

impl Thing for Shown {
    const PART: Part = Part::Photos;
    const COLUMNS: &'static [Column] = &[
        text("product_id", "Mã hệ thống của sản phẩm"),
        text("product", "Sản phẩm"),
        text("page", "Tệp ảnh (SHA-256)"),
        code("width", "Rộng (điểm ảnh)"),
        code("height", "Cao (điểm ảnh)"),
        code("bytes", "Cỡ (byte)"),
        text("tile", "Tệp ảnh vuông (SHA-256)"),
        code("tile_side", "Cạnh (điểm ảnh)"),
        code("tile_bytes", "Cỡ ảnh vuông (byte)"),
    ];

    fn uid(&self) -> Option<Uuid> {
        None
    }

    fn under(self, _uid: Uuid) -> Shown {
        self
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        let (page, tile) = (self.photo.map(|it| it.page), self.photo.map(|it| it.tile));
        vec![
            self.product.to_string(),
            names.name(self.product.0).to_owned(),
            shown(page.map(|it| it.sha256)),
            shown(page.map(|it| it.width)),
            shown(page.map(|it| it.height)),
            shown(page.map(|it| it.bytes)),
            shown(tile.map(|it| it.sha256)),
            shown(tile.map(|it| it.width)),
            shown(tile.map(|it| it.bytes)),
        ]
    }

    /// Without a page's file the photo is taken back.
    fn read(line: &mut Line, stands: Option<&Shown>) -> Option<Shown> {
        let product = line.refer(PRODUCT, stands.map(|it| it.product.0));
        let stands = stands.and_then(|it| it.photo);
        let page = line.maybe("page", stands.map(|it| it.page.sha256), digest);
        let photo = match page {
            Some(page) => Some(photo(line, page, stands)?),
            None => None,
        };
        let shown = Shown { product: product?, photo };
        if let Err(say) = shown.check() {
            line.wrong("page", say);
        }
        Some(shown)
    }

    fn keys(&self) -> Vec<Option<String>> {
        vec![joined(&[&self.product.to_string()])]
    }

    fn commands(things: Vec<(usize, Shown)>) -> Vec<(usize, Command)> {
        things.into_iter().map(|(row, it)| (row, Command::Catalog(Change::Photo(it)))).collect()
    }
}

fn photo(line: &mut Line, page: Hash, stands: Option<Photo>) -> Option<Photo> {
    let (was, tile) = (stands.map(|it| it.page), stands.map(|it| it.tile));
    let width = line.read("width", was.map(|it| it.width), number);
    let height = line.read("height", was.map(|it| it.height), number);
    let bytes = line.read("bytes", was.map(|it| it.bytes), number);
    let hash = line.read("tile", tile.map(|it| it.sha256), digest);
    let side = line.read("tile_side", tile.map(|it| it.width), number::<u32>);
    let tile_bytes = line.read("tile_bytes", tile.map(|it| it.bytes), number);
    Some(Photo {
        page: Image { sha256: page, width: width?, height: height?, bytes: bytes? },
        tile: Image { sha256: hash?, width: side?, height: side?, bytes: tile_bytes? },
    })
}

fn digest(text: &str) -> Result<Hash, Say> {
    text.parse().map_err(|_| Say::new("Không phải mã SHA-256", "This is no SHA-256"))
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, Say> {
    text.parse().map_err(|_| Say::new("Không phải số nguyên", "This is no whole number"))
}

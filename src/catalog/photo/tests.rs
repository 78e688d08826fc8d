use super::{
    Hash, PAGE, TILE,
    folder::{FOLDER, Photos, missing, write},
    jpeg::{Flaw, Size, clean},
    look,
};
use std::fs;

const HONEY: &[u8] = include_bytes!("../../../tests/it/photos/honey.jpg");
const HONEY_TILE: &[u8] = include_bytes!("../../../tests/it/photos/honey-tile.jpg");
const TEA: &[u8] = include_bytes!("../../../tests/it/photos/tea-progressive.jpg");
const TEA_TILE: &[u8] = include_bytes!("../../../tests/it/photos/tea-tile.jpg");

/// A segment as a camera or a program puts it behind the start.
fn with_segment(jpeg: &[u8], marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, contents, &jpeg[2..]].concat()
}

/// EXIF as phones write it: 10° 02′ north, as three fractions behind a GPS directory.
fn exif() -> Vec<u8> {
    let mut exif =
        b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"\x02\0\x01\0\x02\0\x02\0\0\0N\0\0\0\x02\0\x05\0\x03\0\0\0\x38\0\0\0\0\0\0\0");
    for number in [10_u32, 1, 2, 1, 0, 1] {
        exif.extend(number.to_le_bytes());
    }
    exif
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|it| it == text)
}

#[test]
fn nothing_that_a_camera_adds_is_kept_and_what_draws_the_picture_is() {
    let (plain, size) = clean(HONEY, PAGE).unwrap();
    assert_eq!(size, (480, 320));
    let mut sent = with_segment(HONEY, 0xe1, &exif());
    sent = with_segment(&sent, 0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Lan</x:xmpmeta>");
    sent = with_segment(&sent, 0xe2, b"ICC_PROFILE\0\x01\x01Camera of Lan");
    sent = with_segment(&sent, 0xed, b"Photoshop 3.0\08BIM Lan");
    sent = with_segment(&sent, 0xfe, b"taken by Lan");
    sent.extend(b"PK\x03\x04 a file behind the picture");
    assert!(holds(&sent, b"Exif") && holds(&sent, b"N\0\0\0"));
    let (cleaned, size) = clean(&sent, PAGE).unwrap();
    assert_eq!((size, &cleaned), ((480, 320), &plain));
    for trace in ["Exif", "adobe", "ICC", "Lan", "JFIF", "PK"] {
        assert!(!holds(&cleaned, trace.as_bytes()), "{trace}");
    }
    assert!(cleaned.ends_with(&[0xff, 0xd9]));
}

#[test]
fn what_is_clean_comes_out_as_it_went_in_progressive_pictures_too() {
    for (sent, most) in [(HONEY, PAGE), (HONEY_TILE, TILE), (TEA, PAGE), (TEA_TILE, TILE)] {
        let (once, size) = clean(sent, most).unwrap();
        assert_eq!(clean(&once, most).unwrap(), (once, size));
    }
}

#[test]
fn a_file_is_what_its_bytes_are_whatever_its_name() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    let webp = b"RIFF\x24\0\0\0WEBPVP8 ";
    let page = b"<!DOCTYPE html><script>alert(1)</script>";
    for other in [&png[..], webp, page, b"", b"\xff", b"\xff\xd8", b"GIF89a"] {
        assert_eq!(clean(other, PAGE), Err(Flaw::Other), "{other:?}");
    }
    let say = look(png, HONEY_TILE).unwrap_err();
    assert_eq!(say.vi, "Tệp này không phải ảnh JPEG. Hãy chọn lại ảnh");
    assert_eq!(say.en, "This file is no JPEG picture. Choose the photo again");
}

#[test]
fn a_picture_that_ends_too_soon_is_refused_wherever_it_was_cut() {
    for end in 3..TEA.len() {
        assert_eq!(clean(&TEA[..end], PAGE), Err(Flaw::Broken), "{end} bytes");
    }
    for end in [200, HONEY.len() / 2, HONEY.len() - 1] {
        assert_eq!(clean(&HONEY[..end], PAGE), Err(Flaw::Broken), "{end} bytes");
    }
}

#[test]
fn a_small_file_that_says_it_is_huge_is_refused_before_it_is_decoded() {
    let frame = TEA_TILE.windows(2).position(|it| it == [0xff, 0xc0]).unwrap();
    let mut bomb = TEA_TILE.to_vec();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(clean(&bomb, PAGE), Err(Flaw::TooLarge));
    // No height, and one part too many.
    let mut flat = TEA_TILE.to_vec();
    flat[frame + 5..frame + 7].copy_from_slice(&[0, 0]);
    assert_eq!(clean(&flat, PAGE), Err(Flaw::Broken));
    let mut inks = TEA_TILE.to_vec();
    inks[frame + 9] = 4;
    assert_eq!(clean(&inks, PAGE), Err(Flaw::Broken));
    // A second frame would tell another size than the first.
    let end =
        frame + 2 + usize::from(u16::from_be_bytes([TEA_TILE[frame + 2], TEA_TILE[frame + 3]]));
    let twice = [&TEA_TILE[..end], &TEA_TILE[frame..end], &TEA_TILE[end..]].concat();
    assert_eq!(clean(&twice, PAGE), Err(Flaw::Broken));
}

#[test]
fn a_picture_with_more_pixels_or_bytes_than_a_page_needs_is_refused() {
    assert_eq!(clean(HONEY, TILE), Err(Flaw::TooLarge), "480 pixels on a tile");
    let small = Size { side: 480, bytes: HONEY.len() / 2 };
    assert_eq!(clean(HONEY, small), Err(Flaw::TooLarge));
    assert!(look(HONEY, HONEY).is_err());
    // A tile is square.
    assert!(look(TEA, TEA).is_err());
    let whole = look(HONEY, HONEY_TILE).unwrap();
    assert_eq!((whole.photo.page.width, whole.photo.page.height), (480, 320));
    assert_eq!((whole.photo.tile.width, whole.photo.tile.height), (240, 240));
    assert_eq!(whole.photo.page.bytes, whole.page.len() as u64);
    assert_eq!(whole.photo.page.sha256, Hash::of(&whole.page));
}

#[test]
fn noise_is_no_picture_and_breaks_nothing() {
    // Every byte of a picture changed in turn: it is refused, or is a picture as small.
    for at in 0..TEA.len() {
        let mut odd = TEA.to_vec();
        odd[at] ^= 0x5a;
        if let Ok((bytes, (width, height))) = clean(&odd, PAGE) {
            assert!(width.max(height) <= PAGE.side && bytes.len() <= odd.len(), "byte {at}");
        }
    }
}

#[test]
fn a_name_is_the_digest_of_the_bytes_and_no_path() {
    let name = Hash::of(b"abc").to_string();
    assert_eq!(name, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(name.parse::<Hash>().unwrap(), Hash::of(b"abc"));
    for bad in ["", "abc", "../../../../etc/passwd", &name.to_uppercase(), &format!("{name}0")] {
        assert!(bad.parse::<Hash>().is_err(), "{bad}");
    }
}

#[tokio::test]
async fn what_no_product_shows_is_swept_and_what_is_changed_on_disk_is_missed() {
    let data = tempfile::tempdir().unwrap();
    let photos = Photos::of(data.path());
    let names = |shown: &super::Photo, name: &str| {
        [(shown.page.sha256, name.to_owned()), (shown.tile.sha256, name.to_owned())]
    };
    let honey = photos.keep(HONEY.to_vec(), HONEY_TILE.to_vec()).await.unwrap().photo;
    let tea = photos.keep(TEA.to_vec(), TEA_TILE.to_vec()).await.unwrap().photo;
    let count = || fs::read_dir(data.path().join(FOLDER)).unwrap().count();
    assert_eq!(count(), 4);
    fs::write(data.path().join(FOLDER).join("half.jpg.new"), "x").unwrap();
    photos.sweep(photos.turn().await, names(&honey, "Mật ong").to_vec()).await;
    assert_eq!(count(), 2, "the tea's went, and what a cut left");
    assert!(photos.read(honey.page.sha256).await.is_some());
    assert_eq!(photos.read(tea.page.sha256).await, None);

    let named = [names(&honey, "Mật ong"), names(&tea, "Chè")].concat();
    assert_eq!(missing(data.path(), &named), ["Chè"]);
    let file = data.path().join(FOLDER).join(format!("{}.jpg", honey.tile.sha256));
    fs::write(&file, "something else").unwrap();
    assert_eq!(missing(data.path(), &named), ["Chè", "Mật ong"]);
    // Choosing the photo again mends it.
    write(&data.path().join(FOLDER), &look(HONEY, HONEY_TILE).unwrap()).unwrap();
    assert_eq!(missing(data.path(), &named), ["Chè"]);
}

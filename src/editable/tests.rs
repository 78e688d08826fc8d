use super::*;
use proptest::prelude::*;
use tempfile::tempdir;
use world::{Random, done, files, shop, text, with, without_ids, wrong};

mod more;
mod rows;
pub mod world;

async fn taken(shop: &Shop, files: Vec<Named>) -> Done {
    import(shop, "thử", files, How::KEEP).await.unwrap()
}

/// What stands in a shop goes out and in again: into itself nothing is written, into an empty one
/// the same files come out but for their ids, and a second time nothing is written there either.
async fn round(commands: Vec<Command>) {
    let folders = [tempdir().unwrap(), tempdir().unwrap()];
    let (one, other) = (shop(folders[0].path(), 1).await, shop(folders[1].path(), 2).await);
    done(&one, commands).await;
    let out = files(&one).await;
    let head = *one.desk.head().borrow();
    let again = taken(&one, out.clone()).await;
    assert_eq!((again.made, *one.desk.head().borrow()), (0, head));
    assert!(again.counts.iter().all(|(_, it)| (it.new, it.changed) == (0, 0)));
    let first = taken(&other, out.clone()).await;
    assert!(first.written && first.asked == 0);
    let came = files(&other).await;
    for (came, out) in without_ids(&came).iter().zip(without_ids(&out)) {
        assert_eq!(*came, out);
    }
    let ids = |files: &[Named]| -> Vec<String> {
        let text = text(files, "products.csv");
        let id = text.lines().filter_map(|line| line.get(..36));
        id.filter(|it| it.parse::<uuid::Uuid>().is_ok()).map(str::to_owned).collect()
    };
    let (theirs, own) = (ids(&out), ids(&came));
    assert_eq!(theirs.len(), own.len());
    assert!(own.iter().all(|id| !theirs.contains(id)), "a new thing has an id of its own");
    assert_eq!(taken(&other, out).await.made, 0, "what it made is known again");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_shop_holds_goes_out_and_comes_in_unchanged(seed: u64) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(round(Random::new(seed).shop()));
    }
}

//! Several statements that go to the driver in one hand-over.

use chophien::db::{
    self,
    several::{Several, Statement},
};

const KEEP: &str = "insert into setting (name, value) values (?, ?)";

#[tokio::test]
async fn each_question_has_its_own_answer_and_each_statement_its_own_values() {
    let mut db = db::scratch().await.unwrap();
    let mut several = Several::default();
    let one = several
        .ask::<(i64, String)>(Statement::new("select ?, ?").bind_number(7).bind("bảy".to_owned()));
    several.add(Statement::new(KEEP).bind("a".to_owned()).bind("b".to_owned()));
    let none = several.ask::<(i64,)>(Statement::new("select 1 where false"));
    let two = several
        .ask::<(String, Vec<u8>)>(Statement::new("select value, ? from setting").bind_bytes(&[1]));
    let mut rows = several.fetch(&mut db).await.unwrap();
    assert_eq!(rows.take(two).unwrap(), [("b".to_owned(), vec![1])]);
    assert_eq!(rows.take(one).unwrap(), [(7, "bảy".to_owned())]);
    assert_eq!(rows.take(none).unwrap(), []);
}

#[tokio::test]
async fn nothing_after_one_that_fails_is_done() {
    let mut db = db::scratch().await.unwrap();
    let mut several = Several::default();
    several.add(Statement::new("insert into setting (name, value) values ('a', null)"));
    several.add(Statement::new(KEEP).bind("b".to_owned()).bind("c".to_owned()));
    assert!(several.run(&mut db).await.is_err());
    let kept: i64 =
        sqlx::query_scalar("select count(*) from setting").fetch_one(&mut db).await.unwrap();
    assert_eq!(kept, 0);
}

/// SQLite would take it for null, and give each later statement its neighbour's values.
#[tokio::test]
async fn a_value_too_few_or_too_many_is_an_error_before_anything_is_done() {
    let mut db = db::scratch().await.unwrap();
    for values in [1, 3] {
        let mut several = Several::default();
        several.add(Statement::new(KEEP).bind("a".to_owned()).bind("b".to_owned()));
        let mut wrong = Statement::new("update setting set value = ? where name = ?");
        for _ in 0..values {
            wrong = wrong.bind("c".to_owned());
        }
        several.add(wrong);
        assert!(several.run(&mut db).await.is_err(), "{values}");
    }
    let kept: i64 =
        sqlx::query_scalar("select count(*) from setting").fetch_one(&mut db).await.unwrap();
    assert_eq!(kept, 0);
}

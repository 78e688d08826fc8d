//! People as rows, without their secrets: who is new gets a PIN or password from whoever stands
//! above him or her.

use super::{
    Part,
    names::Names,
    table::{Column, code, text},
    thing::{BOOTH, Line, Thing, flag, joined, shown},
};
use crate::{
    base::{
        id::{BoothId, PersonId},
        lang::Say,
    },
    desk::command::Command,
    staff::{Change, Person, Role},
};
use uuid::Uuid;

impl Thing for Person {
    const PART: Part = Part::People;
    const COLUMNS: &'static [Column] = &[
        text("id", "Mã hệ thống"),
        text("name", "Họ tên"),
        code("login", "Tên đăng nhập"),
        text("role", "Vai trò"),
        text("booth_id", "Mã hệ thống của gian"),
        code("fair", "Mã hội chợ"),
        code("booth", "Mã gian hàng"),
        text("active", "Còn làm"),
    ];

    fn uid(&self) -> Option<Uuid> {
        Some(self.uid.0)
    }

    fn under(self, uid: Uuid) -> Person {
        Person { uid: uid.into(), ..self }
    }

    fn cells(&self, names: &Names) -> Vec<String> {
        vec![
            self.uid.to_string(),
            self.name.clone(),
            self.login.clone(),
            self.role.as_str().to_owned(),
            shown(self.booth),
            shown(self.booth.map(|it| names.fair(it.0))),
            shown(self.booth.map(|it| names.name(it.0))),
            flag(self.active),
        ]
    }

    fn read(line: &mut Line, stands: Option<&Person>) -> Option<Person> {
        let name = line.text("name", stands.map(|it| &it.name));
        let login = line.text("login", stands.map(|it| &it.login));
        let role = line.word("role", stands.map(|it| it.role));
        let booth = line.maybe_refer(BOOTH, stands.and_then(|it| it.booth).map(|it| it.0));
        let booth = booth.map(BoothId);
        let active = line.yes("active", stands.is_none_or(|it| it.active));
        let (uid, role) = (PersonId::default(), role?);
        let person = Person { uid, name, login, role, booth, active };
        let known = stands.is_some_and(|it| it.role == role && it.booth == booth);
        if !known && matches!(role, Role::Seller | Role::Manager) && booth.is_none() {
            line.wrong("booth", Say::new("Hãy chọn gian hàng", "Choose a booth"));
        }
        if stands.is_some_and(|it| it.role.uses_pin() != role.uses_pin()) {
            let vi = "Vai trò này đăng nhập cách khác; hãy đổi ở trang Nhân sự, kèm PIN hoặc mật \
                khẩu mới";
            let en = "This role signs in otherwise; change it on the page of people, with a new \
                PIN or password";
            line.wrong("role", Say::new(vi, en));
        }
        let rules = stands.is_some_and(|it| it.role == Role::Admin && it.active);
        if rules && (person.role != Role::Admin || !person.active) {
            let vi = "Người quản trị chỉ đổi được ở trang Nhân sự";
            line.wrong("role", Say::new(vi, "An administrator is changed on the page of people"));
        }
        Some(person)
    }

    /// Who signs in with a name is known by it, who has a PIN by name and booth.
    fn keys(&self) -> Vec<Option<String>> {
        let place = shown(self.booth);
        vec![match self.login.as_str() {
            "" => joined(&[self.role.as_str(), &place, &self.name]),
            login => joined(&["login", login]),
        }]
    }

    /// Somebody else's rights, or none any more.
    fn doubtful(was: &Person, now: &Person) -> bool {
        // Whoever may sign in, where, and as whom.
        let access = |it: &Person| (it.role, it.login.clone(), it.active, it.booth);
        access(was) != access(now) || was.name != now.name
    }

    fn frees(was: &Person, now: &Person) -> bool {
        was.login != now.login
    }

    fn ends(was: &Person, now: &Person) -> Option<PersonId> {
        (was.active && !now.active || was.role != now.role).then_some(now.uid)
    }

    fn commands(things: Vec<(usize, Person)>) -> Vec<(usize, Command)> {
        things.into_iter().map(|(row, it)| (row, Command::Staff(Change::Person(it)))).collect()
    }
}

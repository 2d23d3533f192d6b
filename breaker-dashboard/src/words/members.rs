//! How many members of a fleet have opened a circuit, as people say it: who is known to have, which
//! is not who is open.

/// What the fleet counts, and who was the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Openers<'o> {
    pub(crate) count: u32,
    pub(crate) members: u32,
    /// A sample tells: others may have opened as well.
    pub(crate) is_estimate: bool,
    pub(crate) first: &'o str,
    /// The first was this process.
    pub(crate) here: bool,
    /// Somebody has got through: they are counted no more.
    pub(crate) is_over: bool,
}

impl Openers<'_> {
    /// `opened by 3 of 20 members`, `opened here alone, of 20 members`; `None` where it is over, or
    /// nobody else is there.
    pub(crate) fn said(&self) -> Option<String> {
        let Self { count, members, .. } = self;
        (!self.is_over && *members > 1).then(|| match (count, self.is_estimate) {
            (0, _) => format!("opened by how many of {members} members is not known"),
            (1, false) => format!("opened {} alone, of {members} members", self.first()),
            (_, false) => format!("opened by {count} of {members} members"),
            (1, true) => format!("opened by few of {members} members"),
            (_, true) => format!("opened by about {count} of {members} members"),
        })
    }

    /// `opened by 3 of 20 members, first by pod-7`: with the one that was first.
    pub(crate) fn said_with_first(&self) -> String {
        match self.said() {
            None => format!("opened {}", self.first()),
            Some(_) if self.count == 0 => {
                let Self { members, .. } = self;
                format!("opened {}, by how many of {members} members is not known", self.first())
            }
            Some(said) if self.count == 1 && !self.is_estimate => said,
            Some(said) => format!("{said}, first {}", self.first()),
        }
    }

    fn first(&self) -> String {
        if self.here { "here".to_owned() } else { format!("by {}", self.first) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_all_are_told_apart() {
        let openers = |count, members| {
            let is_estimate = members >= 40;
            Openers { count, members, is_estimate, first: "pod-7", here: false, is_over: false }
        };
        let said = |count, members| openers(count, members).said_with_first();
        assert_eq!(said(1, 20), "opened by pod-7 alone, of 20 members");
        assert_eq!(said(20, 20), "opened by 20 of 20 members, first by pod-7");
        assert_eq!(said(260, 500), "opened by about 260 of 500 members, first by pod-7");
        assert_eq!(said(1, 500), "opened by few of 500 members, first by pod-7");
        assert_eq!([said(1, 1), said(1, 0)], ["opened by pod-7"; 2]);
        assert_eq!(said(0, 20), "opened by pod-7, by how many of 20 members is not known");
        let over = Openers { is_over: true, ..openers(0, 20) };
        assert_eq!((over.said(), &*over.said_with_first()), (None, "opened by pod-7"));
        let here = |count| Openers { here: true, ..openers(count, 6) }.said_with_first();
        assert_eq!(here(1), "opened here alone, of 6 members");
        assert_eq!(here(4), "opened by 4 of 6 members, first here");
        let unknown = "opened by how many of 6 members is not known";
        assert_eq!(openers(0, 6).said().as_deref(), Some(unknown));
    }
}

//! What was asked for on the command line.

use std::ffi::OsString;

use super::address::Address;

/// What is printed for `--help`.
pub(crate) const HELP: &str = "\
breaker-top: every circuit of a program, live, in the terminal

usage: breaker-top [OPTIONS] [ADDRESS]

ADDRESS is where the program serves its dashboard, http://127.0.0.1:7070/ unless it is said. There
is no TLS: from another machine, `ssh -L 7070:127.0.0.1:7070 the-machine` leads there.

  --once            prints one list as plain text, and ends
  --header 'N: V'   is sent along, for a dashboard that asks who looks; may be repeated
  --help, --version

`--once` ends with 1 while a circuit is in an outage, 2 if there was no answer, or an option is
wrong, else with 0: also if one is forced, or waits for a call to try it; and whether or not all of
it is read. NO_COLOR is honoured.

keys: ↑ ↓ choose, Enter one circuit, Esc back, / search, s sort, x closes what is told of a
restart, q quit, Ctrl-Z to the shell
";

const OPTIONS: [&str; 4] = ["--once", "--header", "--help", "--version"];

/// A run that was asked for.
#[derive(Debug, PartialEq)]
pub(crate) enum Wish {
    Help,
    Version,
    Look { address: Address, headers: Vec<(String, String)>, once: bool },
}

/// Reads the arguments, the program's name not among them.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Wish, String> {
    let mut arguments = arguments.into_iter().map(text);
    let (mut address, mut headers, mut once) = (None, Vec::new(), false);
    while let Some(argument) = arguments.next() {
        match &*argument? {
            "-h" | "--help" => return Ok(Wish::Help),
            "-V" | "--version" => return Ok(Wish::Version),
            "--" => {}
            "--once" => once = true,
            "--header" => {
                let line = arguments.next().ok_or("`--header` is followed by `name: value`")??;
                headers.push(header(&line)?);
            }
            other => match other.strip_prefix("--header=") {
                Some(line) => headers.push(header(line)?),
                None if other.starts_with('-') => return Err(unknown(other)),
                None if OPTIONS.iter().any(|option| option.get(2..) == Some(other)) => {
                    return Err(format!("`{other}` is no address: did you mean `--{other}`?"));
                }
                None => match &address {
                    Some(first) => return Err(format!("two addresses: {first} and `{other}`")),
                    None => address = Some(Address::read(other)?),
                },
            },
        }
    }
    let address = address.map_or_else(|| Address::read("http://127.0.0.1:7070/"), Ok)?;
    Ok(Wish::Look { address, headers, once })
}

fn text(argument: OsString) -> Result<String, String> {
    argument.into_string().map_err(|it| format!("`{}` is no text", it.to_string_lossy()))
}

fn unknown(option: &str) -> String {
    if let Some((known, _)) = option.split_once('=').filter(|(name, _)| OPTIONS.contains(name)) {
        return format!("`{known}` takes no value");
    }
    let short = match option {
        "-H" => Some("--header"),
        "-v" => Some("--version"),
        _ => None,
    };
    if let Some(meant) = short {
        return format!("there is no option `{option}`: did you mean `{meant}`?");
    }
    let distance = |known: &&str| strsim::osa_distance(option, known);
    match OPTIONS.iter().min_by_key(|known| distance(known)) {
        Some(nearest) if distance(nearest) <= 2 => {
            format!("there is no option `{option}`: did you mean `{nearest}`?")
        }
        _ => format!("there is no option `{option}`"),
    }
}

/// A header as it may be sent: nothing in it ends its line.
fn header(line: &str) -> Result<(String, String), String> {
    let wrong = || String::from("`--header` is followed by `name: value`");
    let (name, value) = line.split_once(':').ok_or_else(wrong)?;
    let (name, value) = (name.trim(), value.trim());
    let may_be_in_a_name =
        |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let is_sendable = value.chars().all(|character| !character.is_control());
    if name.is_empty() || !name.bytes().all(may_be_in_a_name) || !is_sendable {
        return Err(wrong());
    }
    if value.is_empty() {
        return Err(format!("`{name}` has no value; in quotes it is `--header '{name}: value'`"));
    }
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(arguments: &[&str]) -> Result<Wish, String> {
        read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn an_address_headers_and_once() {
        let wish = wish(&["--once", "--header", "authorization: Basic YTpi", "localhost:80/ops"]);
        let address = Address::read("http://localhost:80/ops/").unwrap();
        let headers = vec![("authorization".to_owned(), "Basic YTpi".to_owned())];
        assert_eq!(wish, Ok(Wish::Look { address, headers, once: true }));
    }

    #[test]
    fn what_can_not_be_meant_is_said() {
        for wrong in [
            &["--twice"][..],
            &["--header"],
            &["--header", "authorization"],
            &["--header", "a b: c"],
            &["--header", "a: b\r\nc: d"],
            &["localhost", "localhost"],
            &["https://localhost/"],
        ] {
            assert!(wish(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(wish(&["--once", "-h"]), Ok(Wish::Help));
        assert_eq!(wish(&["--onse"]).unwrap_err(), {
            "there is no option `--onse`: did you mean `--once`?"
        });
        for (arguments, said) in [
            (&["once", "localhost"][..], "`once` is no address: did you mean `--once`?"),
            (&["--once=true"], "`--once` takes no value"),
            (&["-H", "a: b"], "there is no option `-H`: did you mean `--header`?"),
            (&["-v"], "there is no option `-v`: did you mean `--version`?"),
            (&["a", "b"], "two addresses: http://a/ and `b`"),
            (
                &["--header", "x-user:", "anna", "localhost"],
                "`x-user` has no value; in quotes it is `--header 'x-user: value'`",
            ),
        ] {
            assert_eq!(wish(arguments).unwrap_err(), said);
        }
        assert_eq!(wish(&["--", "localhost"]), wish(&["localhost"]));
        assert_eq!(wish(&["-x"]).unwrap_err(), "there is no option `-x`");
    }

    #[cfg(unix)]
    #[test]
    fn an_argument_may_be_no_text() {
        use std::os::unix::ffi::OsStringExt;

        let argument = OsString::from_vec(vec![b'a', 0xff]);
        assert_eq!(read([argument]).unwrap_err(), "`a\u{fffd}` is no text");
    }
}

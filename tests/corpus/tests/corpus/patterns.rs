//! Patterns of parameters: bound as written, however they bind.

use breaker_runtime::circuit_breaker;

use crate::callee::{Error, block_on};

#[derive(Clone, Debug, PartialEq)]
struct Order {
    id: u32,
    lines: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Pair(u32, u32);

struct Unit;

fn order() -> Order {
    Order { id: 1, lines: vec!["a".to_owned(), "b".to_owned()] }
}

#[circuit_breaker]
fn by_mutable_reference(
    ref mut id: u32,
    Order { ref mut lines, .. }: Order,
) -> Result<String, Error> {
    *id += 1;
    lines.push(id.to_string());
    Ok(lines.concat())
}

#[circuit_breaker]
async fn by_mutable_reference_later(
    (ref mut first, ref second): (String, String),
    [.., ref mut last]: [String; 3],
) -> Result<String, Error> {
    first.push_str(second);
    last.push_str(first);
    Ok(last.clone())
}

#[circuit_breaker(fallback = |_| Ok(lines.concat()))]
fn by_mutable_reference_with_fallback(Order { ref mut lines, .. }: Order) -> Result<String, Error> {
    lines.push("c".to_owned());
    Ok(lines.concat())
}

#[circuit_breaker(fallback = instead)]
fn by_mutable_reference_with_path(ref mut order: Order) -> Result<String, Error> {
    order.lines.push("c".to_owned());
    Ok(order.lines.concat())
}

fn instead(order: Order) -> Result<String, Error> {
    Ok(order.lines.concat())
}

#[circuit_breaker]
fn behind_a_reference(
    Order { id, lines }: &mut Order,
    &Pair(left, right): &Pair,
    &mut (ref mut first, _): &mut (u32, u32),
) -> Result<u32, Error> {
    *id += left;
    lines.clear();
    *first += right;
    Ok(*first)
}

#[circuit_breaker]
async fn behind_a_reference_later(
    Order { id, lines }: &mut Order,
    &Pair(left, _): &Pair,
) -> Result<usize, Error> {
    *id += left;
    lines.clear();
    Ok(lines.len())
}

#[circuit_breaker]
fn bound_whole(
    whole @ Pair(left, ..): Pair,
    all @ [first, .., last]: [u32; 4],
    ref kept @ Order { ref lines, .. }: Order,
) -> Result<u32, Error> {
    assert_eq!((whole.0, all.len(), kept.lines.len()), (left, 4, lines.len()));
    Ok(first + last)
}

#[circuit_breaker]
async fn bound_whole_later(
    mut whole @ Pair(left, _): Pair,
    (): (),
    Unit: Unit,
) -> Result<u32, Error> {
    whole.1 += left;
    Ok(whole.1)
}

#[circuit_breaker]
fn nested(
    ((mut sum, one), [(two, _), (three, ref unit)]): ((u32, u32), [(u32, Unit); 2]),
) -> Result<u32, Error> {
    let Unit = unit;
    sum += one + two + three;
    Ok(sum)
}

#[circuit_breaker]
fn either(
    (Ok(number) | Err(number)): Result<u32, u32>,
    _: u8,
    _: &str,
    _: (u8, u8),
) -> Result<u32, Error> {
    Ok(number)
}

#[circuit_breaker(fallback = any)]
async fn nothing_named(_: u8, _: &str, _: String, _: String, _: (u8, u8)) -> Result<u32, Error> {
    Ok(1)
}

async fn any(_: u8, _: &str, _: String, _: String, _: (u8, u8)) -> Result<u32, Error> {
    Ok(2)
}

#[circuit_breaker(key = first, fallback = |_| Ok(first + second))]
fn keyed((first, second): (u32, u32), Order { id, lines: _ }: Order) -> Result<u32, Error> {
    Ok(first + second + id)
}

#[circuit_breaker(key = host.as_str(), fallback = |_| Ok(host), fallback_on = failure)]
async fn keyed_and_kept((mut host, port): (String, u16)) -> Result<String, Error> {
    host.push_str(&port.to_string());
    Err(Error::Down)
}

#[circuit_breaker]
fn raw(
    r#type: u32,
    (r#fn, r#match): (u32, u32),
    Raw { r#in, r#as: r#use }: Raw,
) -> Result<u32, Error> {
    Ok(r#type + r#fn + r#match + r#in + r#use)
}

struct Raw {
    r#in: u32,
    r#as: u32,
}

#[test]
fn mutable_references() {
    assert_eq!(by_mutable_reference(1, order()), Ok("ab2".to_owned()));
    let text = |text: &str| text.to_owned();
    let call =
        by_mutable_reference_later((text("a"), text("b")), [text("x"), text("y"), text("z")]);
    assert_eq!(block_on(call), Ok(text("zab")));
    assert_eq!(by_mutable_reference_with_fallback(order()), Ok(text("abc")));
    assert_eq!(by_mutable_reference_with_path(order()), Ok(text("abc")));
}

#[test]
fn references() {
    let (mut order, mut pair) = (order(), (1, 2));
    assert_eq!(behind_a_reference(&mut order, &Pair(3, 4), &mut pair), Ok(5));
    assert_eq!((&order, pair), (&Order { id: 4, lines: Vec::new() }, (5, 2)));
    assert_eq!(block_on(behind_a_reference_later(&mut order, &Pair(3, 4))), Ok(0));
}

#[test]
fn wholes_and_parts() {
    assert_eq!(bound_whole(Pair(1, 2), [1, 2, 3, 4], order()), Ok(5));
    assert_eq!(block_on(bound_whole_later(Pair(1, 2), (), Unit)), Ok(3));
    assert_eq!(either(Ok(1), 0, "", (0, 0)), Ok(1));
    let any = nothing_named(0, "", String::new(), String::new(), (0, 0));
    assert_eq!(block_on(any), Ok(1));
}

#[test]
fn names_that_keys_and_fallbacks_use() {
    assert_eq!(keyed((1, 2), order()), Ok(4));
    assert_eq!(block_on(keyed_and_kept(("a".to_owned(), 1))), Ok("a".to_owned()));
}

#[test]
fn parts_of_parts() {
    assert_eq!(nested(((1, 2), [(3, Unit), (4, Unit)])), Ok(10));
}

#[test]
fn raw_names() {
    assert_eq!(raw(1, (2, 3), Raw { r#in: 4, r#as: 5 }), Ok(15));
}

//! In this edition temporaries of the tail expression may borrow from arguments, which outlive
//! them.

use std::cell::RefCell;
use std::io::Result;
use std::sync::Mutex;

use breaker_runtime::circuit_breaker;

#[circuit_breaker]
fn first(cell: RefCell<Vec<u32>>) -> Result<u32> {
    Ok(cell.borrow()[0])
}

#[circuit_breaker]
fn locked((mutex, _): (Mutex<u32>, u8)) -> Result<u32> {
    Ok(*mutex.lock().unwrap())
}

#[test]
fn of_an_argument_by_value() {
    assert_eq!(first(RefCell::new(vec![7])).unwrap(), 7);
}

#[test]
fn of_a_part_of_a_pattern() {
    assert_eq!(locked((Mutex::new(7), 0)).unwrap(), 7);
}

//! Draws the charts of docs/performance.md: `charts <directory of data> <directory of charts>`.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

mod bars;
mod catalogue;
mod data;
mod lines;
mod style;
mod svg;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let drawn = match &arguments[..] {
        [data, charts] => draw(Path::new(data), Path::new(charts)),
        _ => Err("usage: charts <directory of data> <directory of charts>".into()),
    };
    if let Err(error) = drawn {
        eprintln!("charts: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn draw(data: &Path, charts: &Path) -> Result<(), Box<dyn Error>> {
    for (name, picture) in catalogue::draw(data)? {
        let file = charts.join(name);
        fs::write(&file, picture)?;
        println!("{}", file.display());
    }
    Ok(())
}

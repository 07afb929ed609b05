//! What can be read off a figure: by a script, from its axes and groups; by another program, from its CSV.

use crate::support::{before_and_after, html, pictures, shown};
use lab::prelude::*;

fn comparison() -> Comparison {
    let (one, apart) = before_and_after();
    compare([("one machine", &one), ("apart", &apart)])
        .under(&shop_traffic(2e5))
        .within(ms(300.0))
        .draft()
}

/// An axis as the page's script reads it: from a place [user units] to a value.
fn value_at(axis: &str, place: f64) -> f64 {
    let (scale, numbers) = axis.split_once(' ').expect("a scale");
    let numbers: Vec<f64> = numbers
        .split(' ')
        .map(|number| number.parse().expect("a number"))
        .collect();
    let [low, high, from, to] = numbers[..] else {
        panic!("four numbers: {axis}")
    };
    let share = (place - from) / (to - from);
    match scale {
        "log" => low * libm::pow(high / low, share),
        _ => low + share * (high - low),
    }
}

/// The rows of a text without quotes, header first.
fn rows(csv: &str) -> Vec<Vec<&str>> {
    csv.lines().map(|row| row.split(',').collect()).collect()
}

#[test]
fn a_script_reads_the_values_of_points_off_a_picture() {
    let points = [(10.0, 2.0, 0.5), (1000.0, 5.0, 0.0), (31_600.0, 9.7, 0.0)];
    let figure = chart("read me")
        .x("users")
        .log_x()
        .y("time, ms")
        .line("a & b", points.map(|(x, y, _)| (x, y)))
        .points(points);
    let picture = &pictures(&html(&figure))[0];
    let document = roxmltree::Document::parse(picture).expect("well-formed");
    let root = document.root_element();
    let axis = |name| root.attribute(name).expect("an axis");
    assert_eq!((axis("data-over"), axis("data-unit")), ("users", "ms"));
    let group = |name| {
        let mut all = root.descendants();
        all.find(|node| node.attribute(name) == Some("a & b"))
            .expect("a group")
    };
    assert!(group("data-line").first_element_child().is_some());
    let circles = group("data-dots")
        .children()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "circle")));
    // Each point is two discs, one for its inside.
    for (circle, (x, y, _)) in circles.step_by(2).zip(points) {
        let place = |name: &str| -> f64 {
            let text = circle.attribute(name).expect("a place");
            text.parse().expect("a number")
        };
        let (read_x, read_y) = (
            value_at(axis("data-x"), place("cx")),
            value_at(axis("data-y"), place("cy")),
        );
        // Places are written in tenths of a unit, some 280 and 200 units stand for the axes.
        assert!((read_x / x - 1.0).abs() < 0.01, "{read_x} for {x}");
        assert!((read_y - y).abs() < 0.02, "{read_y} for {y}");
    }
}

#[test]
fn the_three_panels_share_their_horizontal_axis() {
    let text = html(&comparison().without_simulation());
    let axes: Vec<&str> = text
        .split("data-x=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|axis| axis.rsplitn(3, ' ').last().expect("scale, low, high"))
        .collect();
    assert_eq!(axes.len(), 3);
    assert!(axes.iter().all(|axis| *axis == axes[0]), "{axes:?}");
    for unit in ["%", "ms", "$"] {
        assert!(text.contains(&format!("data-unit=\"{unit}\"")), "{unit}");
    }
}

#[test]
fn a_figure_gives_its_numbers_with_every_digit() {
    let outputs = shown(&comparison());
    let csv = outputs.iter().find(|output| output.mime == "text/csv");
    let csv = &csv.expect("a CSV").text;
    assert!(csv.len() < 15_000, "{} bytes", csv.len());
    let header = csv.lines().next().expect("a header");
    for unit in [", %\"", "\"p99, ms\"", "US dollars per million requests"] {
        assert!(header.contains(unit), "{unit} in {header}");
    }
    let (one, _) = before_and_after();
    let p99_column = 6;
    let formula = rows(csv)
        .into_iter()
        .skip(1)
        .filter(|row| row[..2] == ["one machine", "closed form"]);
    let mut count = 0;
    for row in formula {
        let number = |index: usize| -> f64 { row[index].parse().expect("a number") };
        let prediction = one.predict(&shop_traffic(number(2))).expect("valid");
        let report = prediction.steady().expect("steady");
        // The lines go from load to load, and end a hair beside what one load alone gives.
        let (written, alone) = (number(p99_column), report.response.p99.value.millis());
        assert!(
            (written / alone - 1.0).abs() < 1e-6,
            "{written} for {alone}"
        );
        count += 1;
    }
    assert!(count > 20, "{count} rows");
    let played = rows(csv)
        .into_iter()
        .filter(|row| row.get(1) == Some(&"simulation"));
    let with_interval = played.filter(|row| row[p99_column + 1].parse::<f64>().is_ok());
    assert!(with_interval.count() >= 6);
}

#[test]
fn a_chart_gives_lines_and_points() {
    let figure = chart("both")
        .x("load, %")
        .y("time, ms")
        .curve("line", 0.0..=1.0, |x| x / 3.0)
        .points([(0.5, 0.2, 0.01)]);
    let csv = figure.csv().expect("a CSV");
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("line,kind,\"load, %\",\"time, ms\",half of the 95% interval")
    );
    assert_eq!(lines.next(), Some("line,curve,0,0,"));
    assert_eq!(csv.lines().last(), Some("line,point,0.5,0.2,0.01"));
    assert!(csv.contains(&format!("line,curve,1,{},", 1.0 / 3.0)));
}

#[test]
fn tables_give_their_numbers() {
    let (one, _) = before_and_after();
    let bill = one.bill();
    let csv = bill.csv().expect("a CSV");
    assert_eq!(
        csv.lines().count(),
        1 + bill.lines.len() + bill.unpriced.len()
    );
    assert!(csv.contains(&bill.lines[0].unit_price.usd().to_string()));
    let report = one.predict(&shop_traffic(2e5)).expect("valid");
    let p99 = report.steady().expect("steady").response.p99.value;
    let csv = report.csv().expect("a CSV");
    let last = csv.lines().last().expect("rows");
    assert_eq!(last, format!("\"response, p99\",,,,,{}", p99.millis()));
    let overloaded = one.predict(&shop_traffic(1e9)).expect("valid");
    assert_eq!(overloaded.csv(), None);
}

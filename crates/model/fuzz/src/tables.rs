//! Tables as text: whatever stands in them, a table is read, or an error names a line of it.

use crate::answers::{judged, named, ordinary, read};
use model::data::{Statistic, Table, great_circle};
use model::prelude::*;

/// Reads a text and judges what comes of it.
type Reader = fn(&str);

/// The columns of each kind of table.
const KINDS: [(&str, Reader); 9] = [
    ("time,rate", series),
    ("parameter,value,unit,source", parameters),
    ("operation,value,unit,as_of,source", base_rates),
    (
        "from,to,value,unit,statistic,note,as_of,source",
        round_trips,
    ),
    (
        "book,role,item,unit,from,to,usd,region,as_of,source",
        prices,
    ),
    ("item,unit,usd,region,as_of,source", prices),
    (
        "name,cores,memory_gib,disk,read_us,write_us,disk_gib,price,disk_price,source",
        machines,
    ),
    ("key,other", columns),
    ("", keys),
];

/// Reads a text as every kind of table: as it is, and, so that no byte is lost on columns, below those of one kind.
pub fn read_all(text: &str) {
    for (_, read) in KINDS {
        read(text);
    }
    let kind = text.bytes().next().unwrap_or(0);
    let (columns, read) = KINDS[usize::from(kind) % KINDS.len()];
    read(&format!("# Invented.\n{columns}\n{text}"));
}

fn series(text: &str) {
    let Some(series) = read("series", text, Series::parse(text)) else {
        return;
    };
    ordinary("series", &(series.length(), series.mean(), series.peak()));
    ordinary("phases", &series.phases());
    let (half, most) = (series.percentile(0.5), series.percentile(1.0));
    assert!(half.unwrap() <= most.unwrap(), "{text:?}");
    if let Some(ratio) = judged("peak to mean", series.peak_to_mean()) {
        assert!(ratio >= 1.0 - 1e-9, "{ratio} of {text:?}");
    }
    if let Some(scaled) = judged("scaled series", series.scaled(per_second(10.0))) {
        let mean = scaled.mean().per_second();
        assert!((mean - 10.0).abs() < 1e-6, "{mean} of {text:?}");
    }
    let above = series.time_above(Rate::ZERO);
    assert!(above <= series.length() * (1.0 + 1e-9), "{text:?}");
}

fn parameters(text: &str) {
    if let Some(parameters) = read("parameters", text, Parameters::parse(text)) {
        let finite = parameters.rows().iter().all(|row| row.value.is_finite());
        assert!(finite, "{text:?}");
        judged("work", parameters.work());
    }
}

fn base_rates(text: &str) {
    if let Some(rates) = read("base rates", text, BaseRates::parse(text)) {
        for rate in rates.rates() {
            ordinary("base rate", &rate.time);
            assert!(rates.time(&rate.operation).is_ok(), "{rate:?}");
        }
        for medium in Medium::ALL {
            judged("disk", medium.disk(&rates, gib(1.0)));
        }
    }
}

fn round_trips(text: &str) {
    let Some(table) = read("round trips", text, RoundTrips::parse(text)) else {
        return;
    };
    for row in table.rows() {
        ordinary("round trip", &row.time);
        let between = table.between(&row.from, &row.to);
        let extreme = [Statistic::P95, Statistic::Minimum].contains(&row.statistic);
        assert!(between.is_ok() || extreme, "{row:?}");
        let floor = table.floor(&row.to, &row.from);
        assert!(floor.is_none_or(|floor| floor <= row.time), "{row:?}");
    }
    judged("estimate", table.estimate(1_000.0));
    let place = |index: usize| {
        table
            .rows()
            .get(index)
            .map_or(0.0, |row| row.time.seconds())
    };
    let (a, b) = ((place(0), place(1)), (-place(2), place(3)));
    judged("distance", great_circle(a, b));
}

fn prices(text: &str) {
    let Some(book) = read("prices", text, PriceBook::parse(text)) else {
        return;
    };
    let first = book.prices().first();
    let region = first.map_or("-".to_owned(), |price| price.region.clone());
    let mut books = vec![book.clone()];
    for name in book.books() {
        books.push(book.in_book(name).expect("a book of the list"));
    }
    for one in books {
        for role in Role::ALL {
            for amount in [0.0, 1.0, 1e3, 1e18] {
                match one.price(role, &region, amount) {
                    Ok(bill) => assert!(bill.monthly().is_finite(), "{bill} of {text:?}"),
                    Err(error) => named("bill", &error),
                }
            }
        }
    }
    for price in book.in_region(&region).prices() {
        let line = price.line(3.0);
        assert!(line.total().is_finite(), "{line:?} of {text:?}");
    }
    if let Err(error) = book.by_thumb(&Machine::named("any").cores(2)) {
        named("rule of thumb", &error);
    }
}

/// Machines, with prices before an empty line if there is one.
fn machines(text: &str) {
    let (machines, priced) = text.split_once("\n\n").unwrap_or((text, ""));
    let book = PriceBook::parse(priced).unwrap_or_default();
    let one = "# One price.\nitem,unit,usd,region,as_of,source\na,month,1,-,-,invented\n";
    let one = PriceBook::parse(one).expect("a price list");
    for book in [book, one] {
        let all = Catalogue::parse(machines, &book);
        if let Some(all) = read("machines", machines, all) {
            for machine in all.machines() {
                assert!(
                    all.machine(machine.name()).is_ok() && all.book_of(machine.name()).is_some()
                );
                ordinary("machine", &(machine.core_count(), machine.memory_size()));
            }
        }
        read(
            "machines",
            machines,
            Catalogue::parse_in(machines, &book, "-"),
        );
    }
}

fn columns(text: &str) {
    for names in [&["key", "other"][..], &["a"], &[]] {
        if let Some(table) = read("table", text, Table::parse(text, names)) {
            for row in table.rows() {
                for column in 0..names.len() + 1 {
                    let number = row.number(column, -1.0, 1.0);
                    assert!(row.text(column).is_ok() || number.is_err(), "{row:?}");
                    let within = number.as_ref().map_or(true, |n| (-1.0..=1.0).contains(n));
                    assert!(within, "{row:?}");
                }
            }
        }
    }
    let popularity = Popularity::recorded_column(text, "key");
    if let Some(popularity) = read("column of keys", text, popularity) {
        judged("popularity", popularity.check());
    }
}

fn keys(text: &str) {
    if let Some(popularity) = read("keys", text, Popularity::recorded(text)) {
        let all: f64 = popularity.shares().iter().sum();
        assert!((all - 1.0).abs() < 1e-9, "{all} of {text:?}");
        let top = popularity.share_of_top(1.0, popularity.shares().len() as f64);
        judged("share of the top", top);
    }
}

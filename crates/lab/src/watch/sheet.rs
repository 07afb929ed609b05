//! Single requests as a sheet: a row a step, in the order of the steps, and a last row with the end of each request.

use super::film::{Film, Job, Stay, Watched};
use crate::csv::{Field, Sheet};
use model::simulation::{Doing, End};

/// All requests that are seen. Times count from the first moment; who came before has negative ones.
pub(super) fn of(film: &Film) -> Sheet {
    let columns = [
        "request",
        "part",
        "does",
        "machine",
        "machine number",
        "resource",
        "from, ms",
        "until, ms",
    ];
    let mut sheet = Sheet::new(columns.map(str::to_owned));
    for (index, request) in film.requests.iter().enumerate() {
        let number = (index + 1) as f64;
        let mut attempts = 0;
        for job in &request.jobs {
            attempts += usize::from(job.route == 0);
            let part = part(job, attempts);
            let mut stays: Vec<&Stay> = job.stays.iter().chain(&job.holds).collect();
            stays.sort_by_key(|stay| (stay.from, stay.until));
            for stay in stays {
                sheet.row(step(film, number, &part, stay));
            }
        }
        sheet.row(end(film, number, request));
    }
    sheet
}

/// "attempt 2", or what an attempt has set going.
fn part(job: &Job, attempts: usize) -> String {
    if job.route == 0 {
        format!("attempt {attempts}")
    } else {
        "afterwards".to_owned()
    }
}

fn step(film: &Film, number: f64, part: &str, stay: &Stay) -> Vec<Field> {
    let does = match stay.doing {
        Doing::Waiting | Doing::WaitingForPlace => "waits",
        Doing::Served => "is served",
        Doing::Holding => "holds",
        Doing::Delayed => "is on the way",
        Doing::BackingOff => "backs off",
    };
    let mut row: Vec<Field> = vec![number.into(), part.into(), does.into()];
    match stay.spot {
        Some((spot, machine)) => {
            let stand = &film.spots[spot].stand;
            let machine = f64::from(machine + 1);
            row.extend([(&*stand.machine).into(), machine.into()]);
            row.push(stand.resource.to_string().into());
        }
        None => row.resize(6, Field::Empty),
    }
    row.extend([millis(stay.from), millis(stay.until)]);
    row
}

fn end(film: &Film, number: f64, request: &Watched) -> Vec<Field> {
    let word = match request.end {
        End::Unfinished => "is still inside",
        End::Answered => "is answered",
        End::Refused => "is refused",
        End::Failed => "fails",
        End::TimedOut => "is given up",
    };
    let at = millis(request.ended.unwrap_or(film.until));
    let mut row: Vec<Field> = vec![number.into(), Field::Empty, word.into()];
    row.resize(6, Field::Empty);
    row.extend([at.clone(), at]);
    row
}

fn millis(micros: i64) -> Field {
    (micros as f64 / 1e3).into()
}

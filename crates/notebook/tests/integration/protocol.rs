//! The lines between the program and the kernel, and a run collected from them.

use notebook::protocol::{CellRequest, Event, FailureKind, Request};
use notebook::{Chapter, Execution, Output, StreamName};
use serde_json::json;

#[test]
fn every_event_has_one_spelling() {
    let cell = || "knee".to_owned();
    let failed = |cell, kind| Event::Failed {
        cell,
        line: 7,
        kind,
        message: "m".into(),
    };
    let rows = [
        (Event::Ready, json!({"event": "ready"})),
        (
            Event::Started { cell: cell() },
            json!({"event": "started", "cell": "knee"}),
        ),
        (
            Event::Stream {
                cell: cell(),
                name: StreamName::Stderr,
                text: "t\n".into(),
            },
            json!({"event": "stream", "cell": "knee", "name": "stderr", "text": "t\n"}),
        ),
        (
            Event::Output {
                cell: cell(),
                data: [("text/plain".to_owned(), "1".to_owned())].into(),
            },
            json!({"event": "output", "cell": "knee", "data": {"text/plain": "1"}}),
        ),
        (
            Event::Finished {
                cell: cell(),
                millis: 12,
            },
            json!({"event": "finished", "cell": "knee", "millis": 12}),
        ),
        (
            failed(Some(cell()), FailureKind::Timeout),
            json!({"event": "failed", "cell": "knee", "line": 7, "kind": "timeout", "message": "m"}),
        ),
        (
            failed(None, FailureKind::Setup),
            json!({"event": "failed", "cell": null, "line": 7, "kind": "setup", "message": "m"}),
        ),
        (Event::Done, json!({"event": "done"})),
    ];
    for (event, written) in rows {
        assert_eq!(serde_json::to_value(&event).unwrap(), written);
        assert_eq!(serde_json::from_value::<Event>(written).unwrap(), event);
    }
}

#[test]
fn a_request_comes_back_as_it_was() {
    let chapter = Chapter::parse("a.md", "```rust,cell,id=a\n1\n```\n").unwrap();
    let request = Request {
        chapter: chapter.path.clone(),
        cells: chapter.cells().map(CellRequest::from).collect(),
        native: false,
        settings: [("users".to_owned(), json!(2e6))].into(),
        cell_seconds: 60.0,
    };
    assert_eq!(request.cells[0].line, 2);
    let line = serde_json::to_string(&request).unwrap();
    assert!(!line.contains('\n'));
    assert_eq!(serde_json::from_str::<Request>(&line).unwrap(), request);
}

#[test]
fn a_run_is_collected_from_its_events() {
    let stream = |name, text: &str| Event::Stream {
        cell: "a".into(),
        name,
        text: text.into(),
    };
    let data = [(
        "application/vnd.millions.control.users+json".to_owned(),
        r#"{"kind": "slider"}"#.to_owned(),
    )];
    let events = [
        Event::Ready,
        Event::Started { cell: "a".into() },
        stream(StreamName::Stdout, "one "),
        stream(StreamName::Stdout, "line\n"),
        stream(StreamName::Stderr, "warning\n"),
        Event::Output {
            cell: "a".into(),
            data: data.into(),
        },
        Event::Finished {
            cell: "a".into(),
            millis: 3,
        },
        Event::Started { cell: "b".into() },
        Event::Failed {
            cell: Some("b".into()),
            line: 9,
            kind: FailureKind::Panic,
            message: "no\nmore".into(),
        },
        Event::Done,
    ];
    let mut run = Execution::default();
    events.iter().for_each(|event| run.record(event));
    assert!(run.done);
    assert_eq!(run.millis["a"], 3);
    assert_eq!(
        run.cells["a"].outputs[0],
        Output::Stream {
            name: StreamName::Stdout,
            text: "one line\n".into()
        }
    );
    let control = run.cells["a"].controls().next().unwrap();
    assert_eq!(
        (control.name.as_str(), control.kind.as_str()),
        ("users", "slider")
    );
    assert!(run.cells["b"].failed() && !run.cells["a"].failed());
    let failure = run.failure.unwrap();
    assert_eq!(
        (failure.cell.as_deref(), failure.line, failure.kind),
        (Some("b"), 9, FailureKind::Panic)
    );
}

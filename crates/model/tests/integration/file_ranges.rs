//! Numbers of a system file that are out of their range: told where they stand.

use model::file::Scenario;

const SHOP: &str = include_str!("../../examples/shop.toml");

/// A number out of its range is told with its line and its key, in a table inside a table, too; where the parameter names
/// none, with the table.
#[test]
fn a_number_out_of_range_has_a_place() {
    let line = |text: &str| SHOP.lines().position(|l| l.starts_with(text)).unwrap() + 1;
    for (from, to, at, said) in [
        (
            "writes = 0.05",
            "writes = 1.5",
            "writes",
            "work.writes: must be from 0 to 1, was 1.5",
        ),
        (
            "web_cpu = \"8 ms\"",
            "web_cpu = \"-8 ms\"",
            "web_cpu",
            "work.web_cpu: must be from 0.000001 to 3 600, was -0.008",
        ),
        (
            "share = 0.02",
            "share = 2",
            "task",
            "work.task.share: share of requests with a task must be from 0 to 1, was 2",
        ),
        (
            "size = \"4 KiB\"",
            "size = \"0 B\"",
            "objects",
            "work.objects.size: size of an object must be from 1",
        ),
        (
            "size = \"300 KiB\"",
            "size = \"0 B\"",
            "assets",
            "work.assets.size: size of an asset must be from 1",
        ),
        (
            "cores = 2",
            "cores = 0",
            "cores",
            "machines.small.cores: cores of machine small must be from 1 to 1 024, was 0",
        ),
        (
            "machines = 4",
            "machines = 0",
            "machines = 4",
            "web.machines: machines of fleet small must be from 1 to 10 000, was 0",
        ),
        (
            "lookup = \"50 us\"",
            "lookup = \"2 h\"",
            "lookup",
            "cache.lookup: cache lookup must be from",
        ),
        (
            "every = \"5 s\"",
            "every = \"0 s\"",
            "health_checks",
            "balancer.health_checks: interval of health checks must be from",
        ),
        (
            "time = \"181 ms\"",
            "time = \"181 s\"",
            "[cdn]",
            "cdn: round trip between Seoul and Toronto must be from",
        ),
        (
            "attempts = 5",
            "attempts = 0",
            "attempts",
            "queue.attempts: must be from 1 to 1 000, was 0",
        ),
        (
            "jitter = 1.0",
            "jitter = 7",
            "jitter",
            "client.jitter: must be from 0 to 1, was 7",
        ),
    ] {
        assert!(SHOP.contains(from), "{from}");
        let error = Scenario::read(&SHOP.replacen(from, to, 1), &[]).unwrap_err();
        let begin = format!("line {}: {said}", line(at));
        let told = error.to_string().replace('\u{202f}', " ");
        assert!(told.starts_with(&begin), "{begin}\n{told}");
    }
}

/// Where several keys have the name, and where a name holds the words of another key.
#[test]
fn a_number_out_of_range_is_told_at_its_own_key() {
    for (assignment, said) in [
        (
            "database.failover={detection=\"-1 s\",promotion=\"1 s\"}",
            "database.failover.detection: detection must",
        ),
        (
            "balancer.failures={up=\"0 s\",repair=\"1 h\"}",
            "balancer.failures.up: failures: time up must",
        ),
        (
            "machines.large.charges=[{what=\"machine hours\",quantity=-1,unit_price=\"$1\",source=\"me\"}]",
            "machines.large.charges[0].quantity: quantity of machine hours of machine large must",
        ),
        (
            "machines.idle={cores=0}",
            "machines.idle.cores: cores of machine idle must",
        ),
        (
            "traffic.audience={York=0.5,\"New York\"=1.5}",
            "traffic.audience.New York: share of users in New York must",
        ),
        (
            "queue.autoscaling={min=0,max=9,backlog=5,period=\"1 min\",start=\"1 min\"}",
            "queue.autoscaling: fewest workers must",
        ),
        (
            "queue.human_step={share=0.1,mean=\"1 h\",staff=3,hours=[-1,17]}",
            "queue.human_step.hours: start of the working hours must",
        ),
        (
            "cdn.access_at=[{place=\"Seoul\",rate=\"0 B/s\"}]",
            "cdn.access_at[0].rate: rate of the access line in Seoul must",
        ),
        (
            "cdn.shield={place=\"Toronto\",memory=\"-1 B\"}",
            "cdn: memory of the edge in Toronto must",
        ),
        (
            "work.assets.zipf=99",
            "work.assets.zipf: zipf exponent must",
        ),
    ] {
        let error = Scenario::read(SHOP, &[assignment]).unwrap_err().to_string();
        assert!(error.contains(&format!(": {said}")), "{said}\n{error}");
    }
}

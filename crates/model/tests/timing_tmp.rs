use model::prelude::*;
use model::workload::Popularity;
fn ticks() -> f64 {
    let s = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
struct Instant(f64);
impl Instant {
    fn now() -> Self {
        Self(ticks())
    }
    fn elapsed(&self) -> std::time::Duration {
        std::time::Duration::from_secs_f64(ticks() - self.0)
    }
}
fn machine(name: &str, cores: u32, memory: f64) -> Machine {
    Machine::named(name)
        .cores(cores)
        .memory(gib(memory))
        .disk(Disk::new("SSD", us(100.0), gib(500.0)).writes(us(300.0)))
        .bandwidth(per_second(1e9))
}
#[test]
fn timing() {
    let work = Work::per_request()
        .web_cpu(ms(8.0))
        .web_reads(0.2)
        .queries(3)
        .query_cpu(ms(1.5))
        .pages_per_query(2.0)
        .data_per_user(kib(40.0))
        .workers(64)
        .worker_memory(mib(40.0))
        .reserved_memory(mib(512.0))
        .writes(0.1)
        .objects(kib(4.0), Popularity::zipf(0.8))
        .page_size(kib(30.0))
        .task(0.1, ms(40.0));
    let (small, medium) = (machine("small", 1, 2.0), machine("medium", 2, 4.0));
    let large = machine("large", 4, 16.0);
    let base = System::apart((medium.clone(), 16), Database::on(large), us(250.0), work).balancer(
        Balancer::round_robin()
            .on(small.clone(), 2)
            .forwarding(us(50.0))
            .hop(us(250.0)),
    );
    let rep = base.clone().replicas(2);
    let cache = Cache::lru()
        .on(medium.clone(), 1)
        .reserved(gib(1.0))
        .lookup(us(100.0));
    let cached = rep.clone().cache(cache.clone());
    let full = cached.clone().queue(
        Queue::on(small)
            .handing_over(us(200.0))
            .hop(us(250.0))
            .workers(Fleet::of(4, medium)),
    );
    let habits = Traffic::daily_users(1.0)
        .requests_each(20.0)
        .peak_to_mean(1.85);
    for (n, s) in [
        ("base", &base),
        ("rep", &rep),
        ("cached", &cached),
        ("full", &full),
    ] {
        let top = s.saturation(&habits).unwrap().users;
        for load in [0.2, 0.6, 0.95] {
            let at = habits.at_users(load * top);
            let t = Instant::now();
            for _ in 0..2000 {
                std::hint::black_box(s.predict(&at).unwrap());
            }
            println!(
                "{n} {load}: {:.1} us",
                t.elapsed().as_secs_f64() * 1e6 / 2000.0
            );
        }
    }
    let users: Vec<f64> = (1..=200)
        .map(|n| full.saturation(&habits).unwrap().users * f64::from(n) / 201.0)
        .collect();
    let t = Instant::now();
    for _ in 0..3 {
        std::hint::black_box(full.sweep(&habits, &users).unwrap());
    }
    println!("sweep {:.3} ms", t.elapsed().as_secs_f64() * 1e3 / 3.0);
    let p = Popularity::zipf(0.8);
    let t = Instant::now();
    for i in 0..200 {
        std::hint::black_box(
            cache
                .closed_hit_ratio(2e7 + f64::from(i), kib(4.0), &p, per_second(500.0))
                .unwrap(),
        );
    }
    println!("che {:.1} us", t.elapsed().as_secs_f64() * 1e6 / 200.0);
}

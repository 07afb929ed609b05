"""M/M/4 at 90% in SimPy: prints the mean time in the system and the processor time it took. Arguments: customers, seed."""

import random
import sys
import time

import simpy


def customer(env, servers, dice, times):
    arrived = env.now
    with servers.request() as turn:
        yield turn
        yield env.timeout(dice.expovariate(1.0))
    times.append(env.now - arrived)


def arrivals(env, servers, dice, times, customers):
    for _ in range(customers):
        yield env.timeout(dice.expovariate(3.6))
        env.process(customer(env, servers, dice, times))


def main():
    customers, seed = int(sys.argv[1]), int(sys.argv[2])
    begin = time.process_time()
    env, dice, times = simpy.Environment(), random.Random(seed), []
    servers = simpy.Resource(env, capacity=4)
    env.process(arrivals(env, servers, dice, times, customers))
    env.run()
    times.sort()  # for the percentiles
    print(sum(times) / len(times), time.process_time() - begin)


main()

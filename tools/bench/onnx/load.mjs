/**
 * Callers that ask again when they are answered, for so many seconds after half a second of warm-up.
 *
 * @param cpuSeconds user and system time of the process that answers: per answer it says what a core can do, whatever else
 *   the machine is busy with.
 */
export async function closedLoop(callers, ask, seconds, cpuSeconds) {
  await askFor(callers, ask, 0.5);
  const before = cpuSeconds();
  const times = (await askFor(callers, ask, seconds)).toSorted((a, b) => a - b);
  const cpu_us = Math.round(((cpuSeconds() - before) / times.length) * 1e6);
  const at = (share) => Number(times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(3));
  return { cpu_us, per_s: Math.round(times.length / seconds), p50_ms: at(0.5), p99_ms: at(0.99) };
}

/** Of this process. */
export function ownCpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function askFor(callers, ask, seconds) {
  const until = performance.now() + seconds * 1e3;
  const times = [];
  const caller = async () => {
    while (performance.now() < until) {
      const asked = performance.now();
      await ask();
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return times;
}

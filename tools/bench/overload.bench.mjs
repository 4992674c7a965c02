// What an app does under five times the load that it can take, and how soon it is itself again:
//   node tools/bench/overload.bench.mjs [--model] [--seconds 20]
// Against a small app that computes half a millisecond an answer or, with --model, the cancellation answer of standalone
// with a trained model. Prints JSON. The load comes from a process of its own, on the loopback; Linux only.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { predictChurn, predictChurnBatch } from '@bellwether/contracts';
import { cpuSeconds, startServing } from './serving-stack.mjs';

const { values: flags } = parseArgs({
  options: { model: { type: 'boolean', default: false }, seconds: { type: 'string', default: '20' } },
});
const seconds = Number(flags.seconds);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** Each with an amount of its own, so that no answer comes from the cache. */
const BOOKING = '{"booking_id":"BOOK001","features":{"total_amount":1%n,"room_type":"suite","booking_source":"ota"}}';
const BATCH = JSON.stringify({ booking_ids: ['A', 'B', 'C'] });

const app = flags.model ? await trainedStack() : await smallApp();
try {
  process.stdout.write(`${JSON.stringify(await measure(app))}\n`);
} finally {
  await app.stop();
}

async function measure({ pid, url, body }) {
  await load(url, [[0, 3]], body);
  const cpuBefore = cpuSeconds(pid);
  const eager = await load(url, [[0, 3]], body);
  const cpuPerAnswer = (cpuSeconds(pid) - cpuBefore) / answered(eager).length;
  const capacity = answered(eager).length / 3;
  const light = Math.max(20, Math.round(capacity / 10));
  const unloaded = answered(await load(url, [[light, seconds]], body));
  const memoryBefore = residentMb(pid);
  const cpuAtStart = cpuSeconds(pid);
  const peak = watchMemory(pid);
  const heavy = Math.round(5 * capacity);
  const over = await load(
    url,
    [
      [heavy, seconds],
      [light, 5],
    ],
    body,
  );
  const memoryPeak = peak();
  const cpuOver = cpuSeconds(pid) - cpuAtStart;
  const during = ({ at }) => at < seconds;
  const accepted = answered(over).filter(during);
  const refused = (over.byStatus['429'] ?? []).filter(during);
  const unloadedP99 = p99(unloaded);
  const acceptedP99 = p99(accepted);
  return {
    protocol: `${flags.model ? 'Cancellation answer of standalone, simulated hotel of the standard size, one booking whose amount differs in each request' : 'A small app on the platform, 0.5 ms of computing an answer'}; capacity by four connections that ask again when answered, for 3 s; unloaded at a tenth of it and overload at five times it for ${seconds} s each, then a tenth again for 5 s; requests sent when due, over up to 400 connections made beforehand; latency from when a request was due; the onset is the first second of the overload and part of the accepted; recovery is the end of the last tenth of a second after the overload whose requests had a median above the bar. Client and server share the machine.`,
    bar: 'accepted p99 ≤ 3 × unloaded p99 at 5 × capacity, memory flat, recovery ≤ 2 s',
    capacity_per_s: round(capacity),
    offered_per_s: heavy,
    unloaded_p50_ms: p50(unloaded),
    unloaded_p99_ms: unloadedP99,
    accepted_per_s: round(accepted.length / seconds),
    accepted_p50_ms: p50(accepted),
    accepted_p99_ms: acceptedP99,
    accepted_p99_to_unloaded: round(acceptedP99 / unloadedP99),
    accepted_p99_from_sending_ms: p99(accepted.map(({ ms, lag }) => ({ ms: ms - lag }))),
    onset_p99_ms: p99(accepted.filter(({ at }) => at < 1)),
    sent_late_p99_ms: p99(accepted.map(({ lag }) => ({ ms: lag }))),
    refused_per_s: round(refused.length / seconds),
    refused_p99_ms: p99(refused),
    refusal_cpu_us: round(((cpuOver - answered(over).length * cpuPerAnswer) / refused.length) * 1e6),
    answer_cpu_us: round(cpuPerAnswer * 1e6),
    other_statuses: Object.keys(over.byStatus).filter((status) => status !== '200' && status !== '429'),
    broken_connections: over.broken,
    unanswered: over.unanswered,
    resident_before_mb: memoryBefore,
    resident_peak_mb: memoryPeak,
    recovery_s: recovery(over, 3 * unloadedP99),
  };
}

/** Seconds from the end of the overload to that of the last tenth of a second whose median latency is above the bar. */
function recovery({ byStatus }, bar) {
  const after = Object.values(byStatus).flat();
  let last = 0;
  for (let from = seconds; from < seconds + 5; from += 0.1) {
    const window = after.filter(({ at }) => at >= from && at < from + 0.1);
    if (window.length > 0 && p50(window) > bar) last = from + 0.1 - seconds;
  }
  return round(last);
}

async function load(url, phases, body) {
  const args = [here('overload/open-loop.mjs'), url, phases.map((phase) => phase.join('x')).join(','), body];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 512 * 2 ** 20 });
  return JSON.parse(stdout);
}

function quantile(answers, share) {
  const sorted = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}

function p50(answers) {
  return quantile(answers, 0.5);
}

function p99(answers) {
  return quantile(answers, 0.99);
}

function answered({ byStatus }) {
  if (byStatus['200'] === undefined) throw new Error(`nothing was answered: ${Object.keys(byStatus)}`);
  return byStatus['200'];
}

async function smallApp() {
  const child = spawn(process.execPath, [here('overload/small-app.mjs')], {
    env: { ...process.env, PORT: '0', GRPC_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { pid: child.pid, url: line.split(' ')[0] + predictChurnBatch.path, body: BATCH, stop };
}

async function trainedStack() {
  const { pid, url, stop } = await startServing();
  return { pid, url: url + predictChurn.path, body: BOOKING, stop };
}

/** Samples the resident memory until asked for the most that was seen. */
function watchMemory(pid) {
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, residentMb(pid))), 100);
  return () => {
    clearInterval(timer);
    return most;
  };
}

function residentMb(pid) {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
}

function round(value) {
  return Math.round(value * 100) / 100;
}

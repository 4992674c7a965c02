// What an app does under five times the load that it can take, and how soon it is itself again:
//   node tools/bench/overload.bench.mjs [--model] [--seconds 10]
// Against a small app that computes half a millisecond an answer or, with --model, the cancellation answer of standalone
// with a trained model. Prints JSON. The load comes from a process of its own, on the loopback; Linux only.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { predictChurn, predictChurnBatch } from '@bellwether/contracts';
import { startServing } from './serving-stack.mjs';

const { values: flags } = parseArgs({
  options: { model: { type: 'boolean', default: false }, seconds: { type: 'string', default: '10' } },
});
const seconds = Number(flags.seconds);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BATCH = JSON.stringify({ booking_ids: ['A', 'B', 'C'] });

const app = flags.model ? await trainedStack() : await smallApp();
try {
  process.stdout.write(`${JSON.stringify(await measure(app))}\n`);
} finally {
  await app.stop();
}

async function measure({ pid, url, body }) {
  await load(url, 0, 3, body);
  const cpuBefore = cpuSeconds(pid);
  const eager = await load(url, 0, 3, body);
  const cpuPerAnswer = (cpuSeconds(pid) - cpuBefore) / answered(eager).ms.length;
  const capacity = answered(eager).ms.length / 3;
  const light = Math.max(20, Math.round(capacity / 10));
  const unloaded = answered(await load(url, light, seconds, body));
  const memoryBefore = residentMb(pid);
  const cpuAtStart = cpuSeconds(pid);
  const peak = watchMemory(pid);
  const over = await load(url, Math.round(5 * capacity), seconds, body);
  const memoryPeak = peak();
  const cpuOver = cpuSeconds(pid) - cpuAtStart;
  const after = answered(await load(url, light, 5, body));
  const accepted = answered(over);
  const refused = over.byStatus['429']?.ms ?? [];
  const bar = 3 * quantile(unloaded.ms, 0.99);
  return {
    protocol: `${flags.model ? 'Cancellation answer of standalone, simulated hotel of the standard size, one booking' : 'A small app on the platform, 0.5 ms of computing an answer'}; capacity by four connections that ask again when answered, for 3 s; unloaded at a tenth of it and overload at five times it for ${seconds} s each, requests sent when due, up to 400 connections; latency from when a request was due; recovery is when the last answer above the bar was due after the load ended. Client and server share the machine.`,
    bar: 'accepted p99 ≤ 3 × unloaded p99 at 5 × capacity, memory flat, recovery ≤ 2 s',
    capacity_per_s: round(capacity),
    offered_per_s: Math.round(5 * capacity),
    unloaded_p50_ms: quantile(unloaded.ms, 0.5),
    unloaded_p99_ms: quantile(unloaded.ms, 0.99),
    accepted_per_s: round(accepted.ms.length / seconds),
    accepted_p50_ms: quantile(accepted.ms, 0.5),
    accepted_p99_ms: quantile(accepted.ms, 0.99),
    accepted_p99_to_unloaded: round(quantile(accepted.ms, 0.99) / quantile(unloaded.ms, 0.99)),
    refused_per_s: round(refused.length / seconds),
    refused_p99_ms: quantile(refused, 0.99),
    refusal_cpu_us: round(((cpuOver - accepted.ms.length * cpuPerAnswer) / refused.length) * 1e6),
    answer_cpu_us: round(cpuPerAnswer * 1e6),
    other_statuses: Object.keys(over.byStatus).filter((status) => status !== '200' && status !== '429'),
    broken_connections: over.broken,
    unanswered: over.unanswered,
    resident_before_mb: memoryBefore,
    resident_peak_mb: memoryPeak,
    recovery_s: Math.max(0, ...after.at.filter((_, i) => after.ms[i] > bar)),
  };
}

async function load(url, rate, duration, body) {
  const args = [here('overload/open-loop.mjs'), url, String(rate), String(duration), body];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 512 * 2 ** 20 });
  return JSON.parse(stdout);
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
  return { pid, url: url + predictChurn.path, body: JSON.stringify({ booking_id: 'BOOK001' }), stop };
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

/** User and system time of a process, from /proc; 100 clock ticks a second on every Linux that Node runs on. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}

function round(value) {
  return Math.round(value * 100) / 100;
}

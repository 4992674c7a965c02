// The full cancellation answer (probability, attributions, actions scored again) at a steady rate, over HTTP and gRPC,
// beside a bare Fastify + zod echo of the same bodies:
//   node tools/bench/answer.bench.mjs [--rate 200] [--seconds 20]
// Prints JSON. Requests are sent when they are due, answered or not, and latency counts from then, so that a slow answer
// hides no other. CPU is that of the server's process as the kernel counts it; Linux only.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGrpcClient, predictChurn } from '@bellwether/contracts';
import { startProcess, startServing } from './serving-stack.mjs';
import { postTo, round, steadyLoad } from './steady-load.mjs';

const { values: flags } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    echo: { type: 'boolean', default: false },
  },
});
const rate = Number(flags.rate);
const seconds = Number(flags.seconds);

if (flags.echo) await serveEcho();
else await measure();

/** The same request schema, and an answer of the same size that is serialised anew each time. */
async function serveEcho() {
  const { default: fastify } = await import('fastify');
  const answer = JSON.parse(process.env.ECHO_ANSWER);
  const app = fastify();
  app.post(predictChurn.path, (request, reply) => {
    const { booking_id } = predictChurn.request.parse(request.body);
    return reply.send({ ...answer, booking_id });
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  process.stdout.write(`${url}\n`);
}

async function measure() {
  const { pid, url, address, client, version, stop } = await startServing();
  const grpc = createGrpcClient({ address, timeoutMs: 10_000, validate: false });
  try {
    const overHttp = await load(pid, sendHttp(url));
    const overGrpc = await load(pid, (body) => grpc.predictChurn(body));
    const answer = await client.predictChurn(requestOf(0));
    const echo = await startProcess([fileURLToPath(import.meta.url), '--echo'], {
      ECHO_ANSWER: JSON.stringify(answer),
    });
    const echoed = await load(echo.pid, sendHttp(echo.line));
    echo.child.kill();
    process.stdout.write(
      `${JSON.stringify({
        protocol: `Standalone with the simulated hotel of the standard size and its trained model (${version.metrics.trees} trees, ${version.feature_count} features); ${rate} requests a second for ${seconds} s after a warm-up of 5 s, each due at its own time, five in six with features sent along; latency from when a request was due; client and server share the machine.`,
        bar: 'HTTP p99 ≤ 10 ms and ≤ 1 ms of CPU an answer at 200 requests a second',
        http: overHttp,
        grpc: overGrpc,
        bare_fastify_zod_echo: echoed,
        cpu_ratio_to_bare_echo: round(overHttp.cpu_ms_per_answer / echoed.cpu_ms_per_answer),
        mean_answer_bytes: JSON.stringify(answer).length,
        mean_recommended_actions: await meanActions(client),
      })}\n`,
    );
  } finally {
    grpc.close();
    await stop();
  }
}

/** Fifty bookings, most with what a booking engine would send along. */
function requestOf(i) {
  const booking_id = `BOOK${String(1 + (i % 50)).padStart(3, '0')}`;
  if (i % 6 === 0) return { booking_id };
  return {
    booking_id,
    guest_id: 'GUEST001',
    features: {
      booking_lead_time_days: 20 + (i % 100),
      room_type: ['standard', 'deluxe', 'suite'][i % 3],
      total_amount: 1_000_000 + 10_000 * (i % 997),
      payment_method: ['credit_card', 'bank_transfer', 'cash'][i % 3],
      booking_source: ['website', 'ota', 'phone'][i % 3],
      special_requests: i % 3,
      loyalty_tier: ['none', 'silver', 'gold'][i % 3],
      days_until_checkin: i % 20,
    },
  };
}

async function meanActions(client) {
  let actions = 0;
  for (let i = 0; i < 50; i++) actions += (await client.predictChurn(requestOf(i))).recommended_actions.length;
  return actions / 50;
}

function sendHttp(url) {
  const post = postTo(url);
  return (body) => post(predictChurn.path, body);
}

function load(pid, send) {
  return steadyLoad(pid, (i) => send(requestOf(i)), { rate, seconds });
}

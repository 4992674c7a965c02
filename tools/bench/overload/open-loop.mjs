// Sends one HTTP request over and over, each when it is due whether the ones before are answered or not, from a process
// of its own: node tools/bench/overload/open-loop.mjs <url> <rate>x<seconds>[,<rate>x<seconds> …] <body>
// Prints JSON: for each status its answers, with the latency in milliseconds from when each was due (ms), and when that
// was in seconds since the start (at), and by how much this process sent it late (lag, in milliseconds). With rate 0 four connections ask again as soon as they are answered.
// A %n in the body becomes a number of six digits that counts up. Its connections are made beforehand, as making them would delay the first half second of requests.
//
// Plain sockets and a ready-made request, because a client that costs as much as the server would slow it instead.
import net from 'node:net';

const [, , url, phasesText, body] = process.argv;
const { hostname, port, pathname, host } = new URL(url);
const phases = phasesText.split(',').map((phase) => phase.split('x').map(Number));
const highest = Math.max(...phases.map(([rate]) => rate));
const MOST_CONNECTIONS = 400;
const EAGER_CONNECTIONS = 4;
const COUNTER_DIGITS = 6;
const counted = body.replace('%n', '0'.repeat(COUNTER_DIGITS));
const message = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(counted)}\r\n\r\n${body}`;
const [before, behind] = message.split('%n');

const free = [];
const waiting = [];
const answers = [];
let connections = 0;
let broken = 0;
let under = 0;
let sent = 0;

/** The request, its %n replaced by how many went before it, so that no two are the same. */
function nextMessage() {
  if (behind === undefined) return before;
  sent = (sent + 1) % 10 ** COUNTER_DIGITS;
  return before + String(sent).padStart(COUNTER_DIGITS, '0') + behind;
}

/** A connection with one request under way at a time. */
function connect(whenFree) {
  connections += 1;
  const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
  let read = '';
  let due;
  let lag;
  const connection = {
    send(at) {
      due = at;
      lag = performance.now() - at;
      under += 1;
      socket.write(nextMessage());
    },
  };
  socket.setEncoding('latin1');
  socket.on('connect', () => whenFree(connection));
  socket.on('data', (chunk) => {
    read += chunk;
    const head = read.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(read.slice(0, head))?.[1]);
    if (read.length < head + 4 + length) return;
    answers.push({ status: read.slice(9, 12), ms: performance.now() - due, lag, at: (due - started) / 1000 });
    under -= 1;
    read = '';
    due = undefined;
    whenFree(connection);
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    connections -= 1;
    if (due === undefined) return;
    broken += 1;
    under -= 1;
  });
}

function nextOnFree(connection) {
  const due = waiting.shift();
  if (due === undefined) free.push(connection);
  else connection.send(due);
}

function sendAt(due) {
  const connection = free.pop();
  if (connection !== undefined) return connection.send(due);
  waiting.push(due);
  if (connections < MOST_CONNECTIONS) connect(nextOnFree);
}

/** A few at a time, so that the server has turns in between. */
async function connectAll(count) {
  while (connections < count) {
    for (let i = 0; i < 10 && connections < count; i++) connect(nextOnFree);
    await pause(5);
  }
  while (free.length < count) await pause(5);
}

/** A few connections that ask again as soon as they are answered, until the phase ends. */
async function askAgain() {
  const again = (connection) => performance.now() < until && connection.send(performance.now());
  for (let i = 0; i < EAGER_CONNECTIONS; i++) connect(again);
  await pause(until - performance.now());
}

async function sendAll(rate, from) {
  const total = Math.round((rate * (until - from)) / 1000);
  for (let i = 0; i < total;) {
    const due = from + (i * 1000) / rate;
    if (performance.now() < due) await pause(1);
    else {
      sendAt(due);
      i += 1;
      if (i % 50 === 0) await new Promise(setImmediate);
    }
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
await connectAll(Math.min(MOST_CONNECTIONS, highest));
const started = performance.now();
let until = started;
for (const [rate, seconds] of phases) {
  const from = until;
  until += seconds * 1000;
  if (rate === 0) await askAgain();
  else await sendAll(rate, from);
}
for (let waited = 0; under + waiting.length > 0 && waited < 5_000; waited += 10) await pause(10);
const thousandths = (value) => Math.round(value * 1000) / 1000;
const byStatus = {};
for (const { status, ms, lag, at } of answers) {
  (byStatus[status] ??= []).push({ ms: thousandths(ms), lag: thousandths(lag), at: thousandths(at) });
}
process.stdout.write(JSON.stringify({ byStatus, broken, unanswered: under + waiting.length }), () => process.exit(0));

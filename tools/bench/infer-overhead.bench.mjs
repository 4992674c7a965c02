// What the Open Inference Protocol costs over the runtime itself, at the same load:
//   node tools/bench/infer-overhead.bench.mjs [--seconds 3] [--models trees,mlp]
// Prints JSON, a result for each model. The server is a process of its own on the loopback, the callers are in this one.
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, credentials, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { inferenceProto } from '@bellwether/contracts';
import { openSession } from '@bellwether/model-kernel/onnx-runtime';
import { closedLoop, ownCpuSeconds } from './onnx/load.mjs';
import { feedsOf, MODELS } from './onnx/models.mjs';
import { cpuSeconds, startProcess } from './serving-stack.mjs';

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    models: { type: 'string', default: Object.keys(MODELS).join(',') },
  },
});
const seconds = Number(flags.seconds);
const CALLERS = [1, 8, 32];
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

for (const name of flags.models.split(',')) {
  const model = MODELS[name];
  const ways = [
    ...(await inProcess(model)),
    ...(await served(name, model, false)),
    ...(await served(name, model, true)),
  ];
  const result = {
    title: `Overhead of the inference protocol: ${model.what}`,
    protocol: `${model.what}, one row a request, ONNX Runtime with one thread a run throughout. Callers ask again when answered, for ${seconds} s each after 0.5 s of warm-up; cpu_us is the time on a core, for each answer, of the process that answers. In process: the session itself, without a server. Over HTTP (JSON, or tensors as bytes both ways) and gRPC (raw contents): a server in a process of its own on the same machine, with no more than the platform in it. Gathered: in the server, rows that come while two runs are under way go together, at most 32. A request that is refused for overload is sent again, its time included. Server and callers share the machine.`,
    ways,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
agent.destroy();

async function inProcess(model) {
  const session = await openSession(model.encode());
  const feeds = feedsOf(model);
  const rows = await atEachLoad('in process', () => session.run(feeds), ownCpuSeconds);
  await session.release();
  return rows;
}

async function served(name, model, isGathered) {
  const script = fileURLToPath(new URL('onnx/infer-app.mjs', import.meta.url));
  const app = await startProcess([script], {
    ...{ MODEL: name, GATHER: isGathered ? '1' : '0', PORT: '0', GRPC_PORT: '0' },
    // Of the two limits on overload the one on the event loop is lifted: this machine's load is not the server's doing.
    MAX_LOOP_TURN_MS: '60000',
  });
  try {
    const [, url, address] = /^(\S+) \(HTTP\), (\S+) \(gRPC\)$/.exec(app.line);
    const cpu = () => cpuSeconds(app.pid);
    if (isGathered) return await atEachLoad('HTTP, bytes, gathered', askHttpBytes(url, model), cpu);
    return [
      ...(await atEachLoad('HTTP, JSON', askHttpJson(url, model), cpu)),
      ...(await atEachLoad('HTTP, bytes', askHttpBytes(url, model), cpu)),
      ...(await overGrpc(address, model, cpu)),
    ];
  } finally {
    app.child.kill('SIGTERM');
    await once(app.child, 'exit');
  }
}

async function atEachLoad(way, ask, cpu) {
  const rows = [];
  for (const callers of CALLERS) rows.push({ way, callers, ...(await closedLoop(callers, ask, seconds, cpu)) });
  return rows;
}

function askHttpJson(url, model) {
  const { dims, values } = feedsOf(model)[model.input];
  const body = JSON.stringify({ inputs: [{ name: model.input, shape: dims, datatype: 'FP32', data: [...values] }] });
  return () => post(url, body, { 'content-type': 'application/json' });
}

function askHttpBytes(url, model) {
  const { dims, values } = feedsOf(model)[model.input];
  const head = Buffer.from(
    JSON.stringify({
      parameters: { binary_data_output: true },
      inputs: [
        { name: model.input, shape: dims, datatype: 'FP32', parameters: { binary_data_size: values.byteLength } },
      ],
    }),
  );
  const body = Buffer.concat([head, Buffer.from(values.buffer)]);
  const headers = { 'content-type': 'application/octet-stream', 'inference-header-content-length': head.byteLength };
  return () => post(url, body, headers);
}

function post(url, body, headers) {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${url}/v2/models/bench/infer`, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else if (response.statusCode === 429) resolve(post(url, body, headers));
        else reject(new Error(`answered with ${response.statusCode}`));
      });
    });
    sent.end(body);
  });
}

async function overGrpc(address, model, cpu) {
  const { path, requestSerialize, responseDeserialize } = loadSync(inferenceProto, { keepCase: true })[
    'inference.GRPCInferenceService'
  ].ModelInfer;
  const { dims, values } = feedsOf(model)[model.input];
  const message = {
    model_name: 'bench',
    inputs: [{ name: model.input, shape: dims, datatype: 'FP32' }],
    raw_input_contents: [Buffer.from(values.buffer)],
  };
  const client = new Client(address, credentials.createInsecure());
  const ask = () =>
    new Promise((resolve, reject) =>
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, message, (error) => {
        if (error === null) resolve();
        else if (error.code === status.RESOURCE_EXHAUSTED) resolve(ask());
        else reject(error);
      }),
    );
  const rows = await atEachLoad('gRPC, raw', ask, cpu);
  client.close();
  return rows;
}

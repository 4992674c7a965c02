// A small app on the real bootstrap that serves one ONNX model over the Open Inference Protocol: what the benchmark of the
// protocol's overhead asks. MODEL names it; with GATHER=1 requests that come while the model runs go together.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { drainOnSignals, LOGGER, startApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
import { HealthRegistry } from '@bellwether/platform/health';
import { ModelCatalogue } from '@bellwether/platform/inference-protocol';
import { openSession } from '@bellwether/model-kernel/onnx-runtime';
import { gather } from './gather.mjs';
import { MODELS } from './models.mjs';

const model = MODELS[process.env.MODEL];
const session = await openSession(model.encode());

const together = gather(session, { maxRunning: 2, most: 32 });
async function runGathered(feeds, wanted) {
  const { outputs, place } = await together(feeds[model.input].values);
  const rowOf = ({ type, values, dims }) => {
    const width = values.length / dims[0];
    return { type, dims: [1, ...dims.slice(1)], values: values.slice(place * width, (place + 1) * width) };
  };
  return Object.fromEntries(wanted.map((name) => [name, rowOf(outputs[name])]));
}

const { inputs, outputs } = session;
const run = process.env.GATHER === '1' ? runGathered : session.run;
const served = { name: 'bench', version: '1', platform: 'onnx_onnxv1', inputs, outputs, run };
const models = {
  domain: 'model-registry',
  names: ['bench'],
  list: async () => [{ name: 'bench', version: '1', ready: true, reason: '' }],
  versions: async () => ['1'],
  use: (_name, _version, work) => work(served),
  load: async () => undefined,
  unload: async () => undefined,
};

class EmptyModule {}
Module({})(EmptyModule);

const running = await startApp({
  name: 'infer',
  version: '0.0.0',
  config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { ...process.env, LOG_LEVEL: 'error' }),
  modules: [EmptyModule],
  operations: {},
});
running.app.get(ModelCatalogue).register(models);
running.app.get(HealthRegistry).started();
drainOnSignals(running.stop, running.app.get(LOGGER));
process.stdout.write(`${running.url} (HTTP), ${running.grpcAddress} (gRPC)\n`);

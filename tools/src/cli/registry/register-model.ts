import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { inspectOnnx, type OnnxSummary } from '@bellwether/model-kernel/onnx';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import type { Stack } from '../stack/stack.js';
import { formatBytes, formatCount } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderPairs } from '../terminal/table.js';
import { exampleRequest, valueType } from './inference-example.js';
import { mlModelFile } from './ml-model-file.js';

/** Experiment that every registry has. */
const DEFAULT_EXPERIMENT = '0';
const FOLDER = 'model';
const MODEL_FILE = 'model.onnx';
const CHAMPION = 'champion';

interface Registered {
  readonly model_name: string;
  readonly version: string;
  readonly run_id: string;
  readonly inputs: OnnxSummary['inputs'];
  readonly outputs: OnnxSummary['outputs'];
  readonly infer_url: string;
}

/** `bellwether register`: an ONNX file becomes a version in production. */
export async function registerModel(session: Session, name: string, file: string): Promise<void> {
  const path = session.path(file);
  const bytes = await readFile(path);
  // Refused here already: nothing of a bad file reaches the registry.
  const summary = inspectOnnx(bytes);
  const registered = await withStack(session, (stack) => upload(session, stack, { name, path, bytes, summary }));
  session.report.result(registered, (result) => asText(result, summary));
}

interface ModelUpload {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly summary: OnnxSummary;
}

function upload({ report, host }: Session, stack: Stack, model: ModelUpload): Promise<Registered> {
  const { name, path, bytes, summary } = model;
  const { registry } = stack;
  return showing(report.progress, `Registering ${basename(path)} as ${name}`, async (progress) => {
    const { info } = await registry.runs.create({
      experiment_id: DEFAULT_EXPERIMENT,
      run_name: `register ${name}`,
      user_id: host.env['USER'] ?? 'bellwether',
      tags: [{ key: 'bellwether.registered_from', value: basename(path) }],
    });
    try {
      progress.update(0.1, formatBytes(bytes.byteLength));
      const folder = `${info.artifact_uri}/${FOLDER}`;
      await registry.artifacts.upload(folder, MODEL_FILE, bytes);
      await registry.artifacts.upload(folder, 'MLmodel', Buffer.from(mlModelFile(info.run_id, summary)));
      progress.update(0.7, 'creating the version');
      await registry.models.ensure(name);
      const { version } = await registry.versions.create({ name, source: folder, run_id: info.run_id });
      await registry.models.setAlias(name, CHAMPION, version);
      await registry.runs.update(info.run_id, { status: 'FINISHED' });
      return {
        value: {
          model_name: name,
          version,
          run_id: info.run_id,
          inputs: summary.inputs,
          outputs: summary.outputs,
          infer_url: `${stack.url}/v2/models/${encodeURIComponent(name)}/infer`,
        },
        outcome: `version ${version} is in production`,
      };
    } catch (error) {
      // The run stays as a record of the attempt; there is no version of it.
      await registry.runs.update(info.run_id, { status: 'FAILED' });
      throw error;
    }
  });
}

function asText({ model_name, version, inputs, outputs, infer_url }: Registered, summary: OnnxSummary): string {
  const opsets = Object.entries(summary.opsets).map(([domain, opset]) => `${domain || 'ai.onnx'} ${opset}`);
  const example = exampleRequest(inputs);
  const body = example === undefined ? '@request.json' : `'${JSON.stringify(example)}'`;
  return [
    `${model_name} version ${version}`,
    renderPairs([
      ...inputs.map((value) => ['  input', `${value.name}: ${valueType(value)}`] as const),
      ...outputs.map((value) => ['  output', `${value.name}: ${valueType(value)}`] as const),
      ['  operators', `${formatCount(summary.nodeCount)}; operator sets ${opsets.join(', ')}`],
      ['  producer', summary.producer === '' ? 'unnamed' : summary.producer],
    ]),
    '',
    `curl -s ${infer_url} -H 'content-type: application/json' -d ${body}`,
  ].join('\n');
}

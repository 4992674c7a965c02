import { expect } from '@jest/globals';
import { scalingModel } from './onnx-models.js';
import type { TestRegistry } from './registry.js';

const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts';

/** An answer, read by tests that know its form. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = Record<string, any>;

/** Sends what a stock MLflow client sends, one request at a time; each must be answered as the client takes it. */
export interface Replay {
  /** Below `/api/2.0/mlflow/`: the answer must be exactly 200 and a JSON object, even where it is empty. */
  ok(verb: string, path: string, body?: object): Promise<Json>;
  /** The same for a request that the client expects to be refused. */
  refused(verb: string, path: string, body?: object): Promise<{ status: number; error_code: unknown }>;
  /** Uploads a file to the folder of an `mlflow-artifacts:/` URI, with the type that the client guesses by its name. */
  put(root: string, path: string, content: string, type: string): Promise<void>;
  /** Downloads a folder as the client does: it asks for a listing of each folder, then for each file. */
  download(root: string): Promise<Record<string, string>>;
}

export function replayOn(registry: TestRegistry): Replay {
  const ok: Replay['ok'] = async (verb, path, body) => {
    const answer = await registry.call(verb, path, body);
    expect({ path, status: answer.status, text: answer.text }).toMatchObject({ path, status: 200 });
    return answer.json;
  };
  const download: Replay['download'] = async (root) => {
    const found: Record<string, string> = {};
    const visit = async (folder: string): Promise<void> => {
      const path = [pathOf(root), folder].filter((part) => part !== '').join('/');
      const { files } = await ok('GET', `${ARTIFACTS}?path=${encodeURIComponent(path)}`);
      for (const file of files as { path: string; is_dir: boolean }[]) {
        const below = folder === '' ? file.path : `${folder}/${file.path}`;
        if (file.is_dir) await visit(below);
        else found[below] = await textOf(`${registry.url}${ARTIFACTS}/${pathOf(root)}/${below}`);
      }
    };
    await visit('');
    return found;
  };
  return {
    ok,
    download,
    refused: async (verb, path, body) => {
      const { status, json } = await registry.call(verb, path, body);
      return { status, error_code: json['error_code'] };
    },
    put: async (root, path, content, type) => {
      const target = `${registry.url}${ARTIFACTS}/${pathOf(root)}/${path}`;
      const answer = await fetch(target, {
        method: 'PUT',
        body: Buffer.from(content, 'latin1'),
        headers: { 'content-type': type },
      });
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, '{}']);
    },
  };
}

/** The files of a model of the flavour onnx, a character a byte, and the types that the client guesses for them. */
export const ONNX_MODEL: readonly (readonly [path: string, content: string, type: string])[] = [
  ['MLmodel', 'flavors:\n  onnx:\n    data: model.onnx\n', 'text/plain'],
  ['conda.yaml', 'channels: []\n', 'text/plain'],
  ['model.onnx', Buffer.from(scalingModel([1, 2])).toString('latin1'), 'application/octet-stream'],
  ['python_env.yaml', 'python: 3.11.7\n', 'text/plain'],
  ['requirements.txt', 'onnx==1.17.0\n', 'text/plain'],
];

export const ONNX_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  ONNX_MODEL.map(([path, content]) => [path, content]),
);

/** A query as the client's HTTP library writes it. */
export function query(fields: Readonly<Record<string, string | number>>): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) written.append(name, String(value));
  return written.toString();
}

function pathOf(root: string): string {
  expect(root).toMatch(/^mlflow-artifacts:\/[^/]/);
  return root.slice('mlflow-artifacts:/'.length);
}

async function textOf(url: string): Promise<string> {
  const answer = await fetch(url);
  expect([url, answer.status]).toEqual([url, 200]);
  return Buffer.from(await answer.arrayBuffer()).toString('latin1');
}

import { readFile } from 'node:fs/promises';
import { BUNDLE_DIGEST_TAG, openBundle, signBundle, SIGNATURE_TAG } from '@bellwether/platform/model-runtime';
import { CommandError } from '../command-error.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import type { Stack } from '../stack/stack.js';

export interface SignOptions {
  readonly key: string;
}

interface Signed {
  readonly model_name: string;
  readonly version: string;
  readonly signature: string;
}

/** `bellwether sign`. The key stays here: the registry gets the signature alone. */
export async function signVersion(
  session: Session,
  model: string,
  version: string,
  { key }: SignOptions,
): Promise<void> {
  const privateKey = await readFile(session.path(key), 'utf8');
  const signed = await withStack(session, (stack) => sign(stack, model, version, privateKey));
  session.report.result(signed, ({ signature }) => `${model} version ${version} is signed: ${signature}`);
}

/** Signs what was looked at: every file is downloaded and has the digest that the manifest tells. */
async function sign({ registry }: Stack, model: string, version: string, privateKey: string): Promise<Signed> {
  const { versions, artifacts } = registry;
  const { name, tags = [] } = await versions.get(model, version);
  const digest = tags.find(({ key }) => key === BUNDLE_DIGEST_TAG)?.value;
  if (digest === undefined) {
    throw new CommandError(
      'FAILED_PRECONDITION',
      `${model} version ${version} has no bundle of Bellwether's, and nothing that accounts for its files`,
      'Only versions that were trained here can be signed.',
    );
  }
  const source = await versions.downloadUri(name, version);
  const files = new Map<string, Uint8Array>();
  for (const { path } of await artifacts.listAll(source)) files.set(path, await artifacts.download(source, path));
  openBundle(files, digest);
  const signature = signBundle(privateKey, name, digest);
  await versions.setTag(name, version, SIGNATURE_TAG, signature);
  return { model_name: name, version, signature };
}

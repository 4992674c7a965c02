import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sha256, signBundle, TrustedKeys } from '@bellwether/platform/model-runtime';
import { startRegistry, type TestRegistry } from '../support/registry.js';

const newPair = () =>
  generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

describe('a registered version', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await startRegistry();
  }, 60_000);
  afterAll(() => registry?.stop());

  it('says once what its bytes are', async () => {
    const { versions, models, runs } = registry.client;
    await models.create({ name: 'm' });
    const { info } = await runs.create({});
    await versions.create({ name: 'm', source: `runs:/${info.run_id}/model`, run_id: info.run_id });
    const key = 'bellwether.bundle_sha256';
    await versions.setTag('m', '1', key, 'a');
    await versions.setTag('m', '1', key, 'a');
    await expect(versions.setTag('m', '1', key, 'b')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(versions.deleteTag('m', '1', key)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect((await versions.get('m', '1')).tags).toEqual([{ key, value: 'a' }]);
  });
});

describe('a registry that asks for signatures', () => {
  const { publicKey, privateKey } = newPair();
  const manifest = Buffer.from('{"format":"bellwether-bundle/1"}');
  const digest = sha256(manifest);
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await startRegistry({ trustedKeys: new TrustedKeys(publicKey) });
    await registry.client.models.create({ name: 'signed' });
  }, 60_000);
  afterAll(() => registry?.stop());

  const newVersion = async () => {
    const { info } = await registry.client.runs.create({});
    await registry.client.artifacts.upload(info.artifact_uri!, 'model/bellwether.json', manifest);
    const { version } = await registry.client.versions.create({
      ...{ name: 'signed', source: `runs:/${info.run_id}/model`, run_id: info.run_id },
      tags: [{ key: 'bellwether.bundle_sha256', value: digest }],
    });
    return { version, folder: `0/${info.run_id}/artifacts/model` };
  };
  const sign = (version: string, signature: string) =>
    registry.client.versions.setTag('signed', version, 'bellwether.signature', signature);
  const promote = (version: string, more = {}) =>
    registry.operations.promoteModel({ model_name: 'signed', version, ...more });

  it('puts into production what one of its keys has signed, and nothing else', async () => {
    const { version } = await newVersion();
    await expect(promote(version)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'the bundle of signed is not signed',
    });
    await sign(version, signBundle(newPair().privateKey, 'signed', digest));
    await expect(promote(version)).rejects.toThrow(/not trusted here/);
    // No force makes up for it, and no other way round it.
    await expect(promote(version, { force: true, reason: 'now' })).rejects.toThrow(/not trusted here/);
    await expect(registry.client.models.setAlias('signed', 'champion', version)).rejects.toThrow(/not trusted here/);
    await sign(version, signBundle(privateKey, 'signed', digest));
    await promote(version);
  });

  it('refuses a bundle whose manifest is not the one that was signed', async () => {
    const { version, folder } = await newVersion();
    await sign(version, signBundle(privateKey, 'signed', digest));
    await registry.store.put(`${folder}/bellwether.json`, Buffer.from('{}'));
    await expect(promote(version)).rejects.toThrow(/is not what was signed/);
  });
});

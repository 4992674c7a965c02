import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '@bellwether/platform/bootstrap';
import { parseConfig } from '@bellwether/platform/config';
import { consoleApp } from '../src/app.js';
import { ConsoleConfig } from '../src/config.js';
import { readPageFiles } from '../src/page-files.js';
import { servePage } from '../src/serve-page.js';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-console-'));
let app: RunningApp;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'assets/index-abc.js'), 'export {};');
  const config = parseConfig(ConsoleConfig, { PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'error' });
  app = await startApp({ ...consoleApp(config), plugins: [servePage(folder)] });
}, 60_000);

afterAll(async () => {
  await app?.stop();
  rmSync(folder, { recursive: true });
});

describe('the console as an app of its own', () => {
  it('answers its page and its files, and nothing beside them', async () => {
    const status = async (path: string) => (await fetch(app.url + path)).status;
    expect([await status('/'), await status('/assets/index-abc.js')]).toEqual([200, 200]);
    expect([await status('/assets/other.js'), await status('/index.html'), await status('/api')]).toEqual([
      404, 404, 404,
    ]);
    expect([await status('/livez'), await status('/api/v1/ml/health')]).toEqual([200, 200]);
  });

  it('compresses where that is taken, and answers 304 to who has the file', async () => {
    const ask = (headers: Record<string, string>) => fetch(`${app.url}/assets/index-abc.js`, { headers });
    const packed = await ask({ 'accept-encoding': 'gzip' });
    expect([packed.headers.get('content-encoding'), await packed.text()]).toEqual(['gzip', 'export {};']);
    const plain = await ask({ 'accept-encoding': 'identity' });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, 'export {};']);
    const again = await ask({ 'if-none-match': plain.headers.get('etag')! });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('lets everybody have its files, whoever must say who they are for the rest', () => {
    const files = app.routes.filter(({ route }) => /^(GET|HEAD) \/(assets\/.*)?$/.test(route));
    expect(files.map(({ access }) => access)).toEqual(['open', 'open', 'open', 'open']);
  });
});

describe('the files of a page', () => {
  it('are none where it was not built', () => {
    expect(readPageFiles(join(folder, 'assets'))).toEqual([]);
  });

  it('are of types that are known', () => {
    const other = mkdtempSync(join(tmpdir(), 'bellwether-console-'));
    writeFileSync(join(other, 'index.html'), '');
    writeFileSync(join(other, 'font.woff2'), '');
    expect(() => readPageFiles(other)).toThrow('the page has font.woff2, whose type is not known');
    rmSync(other, { recursive: true });
  });
});

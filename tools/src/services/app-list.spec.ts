import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DOMAINS } from '@bellwether/contracts';
import { serviceApps, WORKSPACE } from './app-list.js';

describe('the list of services', () => {
  const apps = serviceApps();

  it('has an app for every domain, the page, and none besides', () => {
    expect(apps.map(({ name }) => name).sort()).toEqual([...DOMAINS, 'console'].sort());
  });

  it('gives no port to two apps', () => {
    const ports = apps.flatMap(({ http, grpc }) => [http, grpc]);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it.each(apps)('says the ports of $name as its configuration has them', ({ name, http, grpc }) => {
    const config = readFileSync(join(WORKSPACE, 'apps', name, 'src/config.ts'), 'utf8');
    expect(config).toContain(`baseConfig({ http: ${http}, grpc: ${grpc} })`);
  });
});

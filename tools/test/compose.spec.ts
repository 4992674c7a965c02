import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DOMAINS } from '@bellwether/contracts';
import { load } from 'js-yaml';
import { z } from 'zod';
import { composeBreaches, parseCompose } from '../src/images/compose.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const source = read('docker/compose.yaml');
const compose = parseCompose(source);

const Manifest = z.object({ bellwether: z.object({ http: z.int(), grpc: z.int() }) });

describe('compose.yaml', () => {
  it('has the form of its fields and breaks no rule', () => {
    expect(composeBreaches(compose)).toEqual([]);
  });

  it.each(DOMAINS)('%s is built by its name, at the ports that it has outside of containers', (app) => {
    const { bellwether } = Manifest.parse(JSON.parse(read(`apps/${app}/package.json`)));
    const service = compose.services[app]!;
    expect(service.build).toEqual({ context: '..', dockerfile: 'docker/Dockerfile', args: { APP: app } });
    expect(service.ports).toEqual([`127.0.0.1:${bellwether.http}:8080`, `127.0.0.1:${bellwether.grpc}:9090`]);
  });

  it('every app is scraped', () => {
    const Scrapes = z.looseObject({
      scrape_configs: z.array(z.looseObject({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) })),
    });
    const targets = Scrapes.parse(load(read('docker/prometheus/prometheus.yaml')))
      .scrape_configs.flatMap((scrape) => scrape.static_configs)
      .flatMap((config) => config.targets);
    expect(targets).toEqual(DOMAINS.map((app) => `${app}:8080`));
  });

  it('the script makes every file that it reads from secrets, and keeps the password', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bellwether-secrets-'));
    const make = () => execFileSync(process.execPath, [join(ROOT, 'docker/make-secrets.mjs'), folder]);
    make();
    const wanted = new Set([...source.matchAll(/secrets\/([\w.-]+\w)/g)].map(([, name]) => name!));
    for (const name of [...wanted].filter((name) => !['postgres_password:', 'run'].includes(name))) {
      expect([name, statSync(join(folder, name)).size > 0]).toEqual([name, true]);
    }
    const before = readFileSync(join(folder, 'pricing.env'), 'utf8');
    make();
    expect(readFileSync(join(folder, 'pricing.env'), 'utf8')).toBe(before);
    expect(before).toMatch(/^DATABASE_URL=postgres:\/\/bellwether:[\w-]{32}@postgres:5432\/pricing$/m);
    rmSync(folder, { recursive: true });
  });
});

describe('mistakes in a compose file are found', () => {
  const planted = (from: string, to: string) => {
    if (!source.includes(from)) throw new Error(`compose.yaml has no ${from}`);
    return source.replace(from, to);
  };

  it.each([
    ['a misspelt field', 'healthcheck:', 'healthchek:'],
    ['a port for all the world', "'127.0.0.1:3000:3000'", "'3000:3000'"],
    ['a health check by a shell', "'CMD', 'redis-cli'", "'CMD-SHELL', 'redis-cli'"],
    ['waiting for no more than a start', 'condition: service_healthy', 'condition: service_started'],
    ['secrets in the open', 'env_file: secrets/', 'env_file: open/'],
  ])('of form: %s', (_, from, to) => {
    expect(() => parseCompose(planted(from, to))).toThrow(z.ZodError);
  });

  it.each([
    ['an image of any day', 'redis:7.4.6-bookworm', 'redis:latest', 'redis: image redis:latest must name a version'],
    ['an image without a tag', 'nats:2.11.9-alpine', 'nats', 'nats: image nats must name a version'],
    ['a volume that is not there', "['redis:/data']", "['other:/data']", 'redis: no volume other'],
    [
      'a secret in a variable',
      'POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password',
      'POSTGRES_PASSWORD: a',
      'postgres: POSTGRES_PASSWORD must come from a file',
    ],
    [
      'waiting for who never comes',
      '    prometheus: { condition',
      '    rabbitmq: { condition',
      'grafana: waits for rabbitmq, which only a profile starts',
    ],
  ])('of rules: %s', (_, from, to, breach) => {
    expect(composeBreaches(parseCompose(planted(from, to)))).toEqual([breach]);
  });

  it('of rules: an app that may write to its root', () => {
    expect(composeBreaches(parseCompose(planted('  read_only: true\n', '')))).toHaveLength(DOMAINS.length);
  });
});

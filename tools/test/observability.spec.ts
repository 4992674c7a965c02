import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const text = (path: string) => readFile(join(ROOT, path), 'utf8');

const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Bellwether[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string().min(20) }),
        }),
      ),
    }),
  ),
});
const Dashboard = z.looseObject({
  panels: z.array(
    z.looseObject({ title: z.string(), targets: z.array(z.looseObject({ expr: z.string() })).default([]) }),
  ),
  annotations: z.looseObject({ list: z.array(z.looseObject({ expr: z.string() })) }),
});

/** Names of metrics in an expression, or in any text. */
const metricsIn = (expression: string): string[] => [
  ...new Set(expression.match(/\b(bellwether|process|nodejs)_\w+\b/g) ?? []),
];

/** The family that a sample belongs to. */
const familyOf = (sample: string, families: ReadonlySet<string>): string =>
  families.has(sample) ? sample : sample.replace(/_(bucket|sum|count)$/, '');

describe('dashboards and alerts', () => {
  let exported: ReadonlySet<string>;

  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'bellwether-observability-'));
    const { startStandalone } = await import('@bellwether/app-standalone');
    const running = await startStandalone({
      env: { BELLWETHER_HOME: home, MODELS_DIR: join(ROOT, 'models') },
      quiet: true,
    });
    try {
      const metrics = await (await fetch(`${running.url}/api/v1/ml/metrics`)).text();
      exported = new Set([...metrics.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name!));
    } finally {
      await running.stop();
      await rm(home, { recursive: true, force: true });
    }
  }, 60_000);

  const unknown = (expressions: readonly string[]) =>
    expressions.flatMap(metricsIn).filter((sample) => !exported.has(familyOf(sample, exported)));

  it('name no metric that is not exported', async () => {
    const { groups } = Rules.parse(load(await text('docker/prometheus/alerts.yaml')));
    const dashboard = Dashboard.parse(JSON.parse(await text('docker/grafana/dashboards/bellwether.json')));
    const alerts = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
    const panels = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(alerts.length).toBeGreaterThan(10);
    expect(panels.length).toBeGreaterThan(20);
    expect(unknown([...alerts, ...panels, ...dashboard.annotations.list.map(({ expr }) => expr)])).toEqual([]);
    expect(unknown(['rate(bellwether_no_such_total[5m]) + bellwether_http_request_duration_seconds_bucket'])).toEqual([
      'bellwether_no_such_total',
    ]);
  });

  it('show every metric of ours', async () => {
    const shown = new Set(
      [await text('docker/grafana/dashboards/bellwether.json'), await text('docker/prometheus/alerts.yaml')]
        .flatMap(metricsIn)
        .map((sample) => familyOf(sample, exported)),
    );
    expect([...exported].filter((name) => name.startsWith('bellwether_') && !shown.has(name))).toEqual([]);
  });

  it('tell Kubernetes the same alerts as Prometheus', async () => {
    const rule = load(await text('k8s/options/monitoring/rules.yaml')) as { spec: unknown };
    expect(rule.spec).toEqual(load(await text('docker/prometheus/alerts.yaml')));
  });
});

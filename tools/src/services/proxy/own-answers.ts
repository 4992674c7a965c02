import { API_PREFIX, HealthResponse, type OpenApiDocument } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { mergedHealth, type AppReport } from './merged-health.js';
import { mergedMetrics } from './merged-metrics.js';
import { mergedOpenApi } from './merged-openapi.js';

/** How long an app may take to tell of itself, in milliseconds. */
const ASK_TIMEOUT_MS = 4_000;

export interface Answer {
  readonly type: string;
  readonly body: string;
}
type Answering = () => Answer | Promise<Answer>;

const json = (value: unknown): Answer => ({ type: 'application/json; charset=utf-8', body: JSON.stringify(value) });

/** The page of the merged document; its script and style are those that every app serves beside its own page. */
const DOCS = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Bellwether</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui' });</script>
</body></html>
`;

/**
 * What the proxy answers itself, for all apps together. `/readyz` fails with UNAVAILABLE and the names of the apps that
 * are not ready.
 *
 * @param urls of the apps, by name.
 */
export function ownAnswers(
  urls: Readonly<Record<string, string>>,
  version: string,
  clock: () => Date,
): Readonly<Record<string, Answering>> {
  const alive: Answering = () => json({ status: 'ok' });
  const askAll = <T>(path: string, read: (response: Response) => Promise<T>) =>
    Promise.all(Object.entries(urls).map(async ([app, url]) => ({ app, ...(await asked(`${url}${path}`, read)) })));
  return {
    '/livez': alive,
    '/startupz': alive,
    '/readyz': async () => {
      const probes = await askAll('/readyz', async ({ ok }) => ok);
      const waiting = probes.filter(({ value }) => value !== true).map(({ app }) => app);
      if (waiting.length > 0) throw new DomainError('UNAVAILABLE', `not ready: ${waiting.join(', ')}`);
      return json({ status: 'ok' });
    },
    [`${API_PREFIX}/health`]: async () => {
      const told = await askAll(`${API_PREFIX}/health`, async (response) =>
        HealthResponse.parse(await response.json()),
      );
      const reports = told.map(({ app, latencyMs, value }): AppReport => ({ app, latencyMs, report: value }));
      return json(mergedHealth(reports, version, clock()));
    },
    [`${API_PREFIX}/metrics`]: async () => {
      const told = await askAll(`${API_PREFIX}/metrics`, (response) => response.text());
      const texts = told.flatMap(({ app, value }) => (value === undefined ? [] : [[app, value] as const]));
      return { type: 'text/plain; version=0.0.4; charset=utf-8', body: mergedMetrics(Object.fromEntries(texts)) };
    },
    '/openapi.json': async () => {
      const told = await askAll('/openapi.json', (response) => response.json() as Promise<OpenApiDocument>);
      return json(
        mergedOpenApi(
          told.flatMap(({ value }) => value ?? []),
          version,
        ),
      );
    },
    '/docs': () => ({ type: 'text/html; charset=utf-8', body: DOCS }),
  };
}

/** Undefined when the app does not answer, or not with what was asked. */
async function asked<T>(
  url: string,
  read: (response: Response) => Promise<T>,
): Promise<{ readonly latencyMs: number; readonly value: T | undefined }> {
  const started = performance.now();
  const latencyMs = () => Math.round((performance.now() - started) * 100) / 100;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
    const value = await read(response);
    return { latencyMs: latencyMs(), value };
  } catch {
    return { latencyMs: latencyMs(), value: undefined };
  }
}

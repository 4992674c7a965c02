import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HealthResponse, Problem } from '@bellwether/contracts';
import { type AppProcess, startAppProcess } from './app-process.js';
import { isServing, reflectedServices } from './grpc-probe.js';

const START_TIMEOUT_MS = 60_000;

/** An app to be tried, and what is known of it. */
export interface AppUnderTest {
  readonly name: string;
  /** Path of its built `main.js`. */
  readonly main: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of checks that its health report has. */
  readonly checks: readonly string[];
}

/** What every app does, whatever its domain: the suite that each app's end-to-end test begins with. */
export function describeApp({ name, main, environment = {}, checks }: AppUnderTest): void {
  describe(`${name}, in a process of its own`, () => {
    let app: AppProcess;
    beforeAll(async () => {
      app = await startAppProcess(main, environment);
    }, START_TIMEOUT_MS);
    afterAll(() => app?.end('SIGKILL'));

    const get = (path: string) => fetch(`${app.url}${path}`);

    it.each(['/livez', '/readyz', '/startupz'])('answers %s of Kubernetes', async (probe) => {
      expect((await get(probe)).status).toBe(200);
    });

    it('is healthy, and says what it depends on', async () => {
      const report = HealthResponse.parse(await (await get('/api/v1/ml/health')).json());
      expect(report.status).toBe('healthy');
      expect(Object.keys(report.checks)).toEqual(expect.arrayContaining([...checks]));
    });

    it('tells Prometheus how it is', async () => {
      const metrics = await get('/api/v1/ml/metrics');
      expect(metrics.headers.get('content-type')).toContain('text/plain');
      expect(await metrics.text()).toMatch(/^process_cpu_seconds_total /m);
    });

    it('describes itself', async () => {
      const document = await (await get('/openapi.json')).json();
      expect(document).toMatchObject({ openapi: expect.stringMatching(/^3\./), info: { title: `Bellwether ${name}` } });
    });

    it('answers a path that it does not have with a problem', async () => {
      const answer = await get('/api/v1/ml/no/such/route');
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(Problem.parse(await answer.json()).status).toBe(404);
    });

    it('serves the health protocol over gRPC, and reflection lists it', async () => {
      expect(await isServing(app.grpcAddress)).toBe(true);
      expect(await reflectedServices(app.grpcAddress)).toContain('grpc.health.v1.Health');
    });

    it('drains on SIGTERM', async () => {
      expect(await app.end('SIGTERM')).toBe(0);
    });
  });
}

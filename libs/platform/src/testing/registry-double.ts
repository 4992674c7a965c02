import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GateEvidence, GateRule } from '@bellwether/contracts';

interface Version {
  name: string;
  version: string;
  source: string;
  run_id: string;
  tags: { key: string; value: string }[];
  aliases: string[];
}

const SLICES: GateRule = {
  ...{ name: 'fair', kind: 'slices_within', figure: 'calibration_bias', by: 'market_segment' },
  ...{ min: -1, max: 1, min_rows: 1 },
};

type Body = Record<string, never>;

/**
 * The calls of a registry that a training makes, in memory, over HTTP: enough to see what the trainer does. How a real
 * registry behaves is tested where that is written.
 */
export class RegistryDouble {
  readonly files = new Map<string, Buffer>();
  readonly versions: Version[] = [];
  readonly metrics = new Map<string, number>();
  runStatus = 'RUNNING';
  gateReason = '';
  /** What versions were judged by, in order. */
  readonly judged: GateEvidence[] = [];
  /** What the gate says of it; how a real one judges is tested where that is written. */
  lets: (evidence: GateEvidence) => boolean = ({ figures, champion }) =>
    champion === undefined || figures['auc']! >= (champion.figures['auc'] ?? Infinity) - 0.005;
  /** Called before an answer; throwing stands for a crash of the trainer there. */
  beforeCall: (call: string) => void = () => {};
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  champion(name: string): Version | undefined {
    return this.versions.find((version) => version.name === name && version.aliases.includes('champion'));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://registry');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const artifact = /^\/api\/2\.0\/mlflow-artifacts\/artifacts\/?(.*)$/.exec(url.pathname);
    const call = url.pathname.replace('/api/2.0/mlflow/', '');
    try {
      this.beforeCall(artifact ? `${request.method} artifact` : call);
    } catch {
      request.socket.destroy();
      return;
    }
    if (artifact) return this.serveArtifact(request, response, url, decodeURIComponent(artifact[1]!), body);
    const asked = { ...Object.fromEntries(url.searchParams), ...(JSON.parse(body.toString() || '{}') as Body) };
    const answer = this.answer(call, asked as Record<string, never>) ?? this.answerOfGate(call, asked);
    if (answer !== undefined) return send(response, 200, answer);
    send(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `no answer to ${call}` });
  }

  private serveArtifact(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    path: string,
    body: Buffer,
  ): void {
    if (request.method === 'PUT') {
      this.files.set(path, body);
      return send(response, 200, {});
    }
    if (path === '') {
      const folder = `${url.searchParams.get('path')}/`;
      const files = [...this.files].filter(([name]) => name.startsWith(folder));
      return send(response, 200, {
        files: files.map(([name, bytes]) => ({
          path: name.slice(folder.length),
          is_dir: false,
          file_size: bytes.length,
        })),
      });
    }
    const bytes = this.files.get(path);
    if (bytes === undefined) return send(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: path });
    response.writeHead(200).end(bytes);
  }

  private answerOfGate(call: string, asked: object): object | undefined {
    const [, name, version, what] =
      /^\/api\/v1\/ml\/models\/(\w+)(?:\/versions\/(\d+))?\/(gate|promote)$/.exec(call) ?? [];
    if (what === 'promote') {
      this.promote((asked as { version: string }).version);
      return { model_name: name, version: (asked as { version: string }).version, promoted_at: '2026-01-01T00:00:00Z' };
    }
    if (what === undefined) return undefined;
    if (version === undefined) return { model_name: name, rules: [SLICES] };
    const { evidence } = asked as { evidence: GateEvidence };
    this.judged.push(evidence);
    const passed = this.lets(evidence);
    const rule = { name: 'a rule', figure: 'auc', bound: 'a bound', passed, detail: evidence.champion?.reason ?? '' };
    const result = { passed, decided_at: '2026-01-01T00:00:00Z', decided_by: '', rows: evidence.rows, rules: [rule] };
    return { model_name: name, version, status: passed ? 'passed' : 'failed', result };
  }

  private promote(number: string): void {
    for (const version of this.versions) version.aliases = version.version === number ? ['champion'] : [];
  }

  private answer(call: string, asked: Record<string, never>): object | undefined {
    switch (call) {
      case 'runs/get':
        return {
          run: {
            info: {
              run_id: asked['run_id'],
              experiment_id: '1',
              status: this.runStatus,
              artifact_uri: `mlflow-artifacts:/1/${String(asked['run_id'])}/artifacts`,
              lifecycle_stage: 'active',
            },
            data: { metrics: [...this.metrics].map(([key, value]) => ({ key, value, timestamp: 0, step: 0 })) },
          },
        };
      case 'runs/log-batch':
        for (const { key, value } of asked['metrics'] as unknown as { key: string; value: number }[]) {
          this.metrics.set(key, value);
        }
        for (const { key, value } of asked['tags'] as unknown as { key: string; value: string }[]) {
          if (key === 'bellwether.gate_reason') this.gateReason = value;
        }
        return {};
      case 'runs/update':
        this.runStatus = String(asked['status']);
        return {
          run_info: {
            run_id: 'r',
            experiment_id: '1',
            status: this.runStatus,
            artifact_uri: '',
            lifecycle_stage: 'active',
          },
        };
      case 'registered-models/create':
        return { registered_model: { name: asked['name'], creation_timestamp: 0, last_updated_timestamp: 0 } };
      case 'registered-models/alias': {
        if (!('version' in asked)) {
          const champion = this.champion(String(asked['name']));
          return champion && { model_version: shown(champion) };
        }
        this.promote(asked['version']);
        return {};
      }
      case 'model-versions/create': {
        const version = { ...(asked as unknown as Version), version: String(this.versions.length + 1), aliases: [] };
        this.versions.push(version);
        return { model_version: shown(version) };
      }
      case 'model-versions/search': {
        const runId = /run_id = '(.*)'/.exec(String(asked['filter']))![1];
        return { model_versions: this.versions.filter((version) => version.run_id === runId).map(shown) };
      }
      case 'model-versions/get': {
        const version = this.versions.find((one) => one.version === asked['version']);
        return version && { model_version: shown(version) };
      }
      case 'model-versions/get-download-uri':
        return { artifact_uri: this.versions.find(({ version }) => version === asked['version'])!.source };
      default:
        return undefined;
    }
  }
}

function shown(version: Version): object {
  return { ...version, creation_timestamp: 0, last_updated_timestamp: 0, current_stage: 'None', status: 'READY' };
}

function send(response: ServerResponse, status: number, answer: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

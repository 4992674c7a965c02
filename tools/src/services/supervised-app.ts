import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DomainError } from '@bellwether/errors';

export interface AppPlan {
  readonly name: string;
  /** Path of its `main.js`. */
  readonly main: string;
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Told of what happens to the process. */
export interface Watch {
  /** A line that it wrote. */
  line(app: string, text: string): void;
  restarting(app: string, ended: string, delayMs: number): void;
}

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
  /** A process that has run this long has recovered: its next crash counts as the first. */
  readonly steadyMs: number;
}

const BACKOFF: Backoff = { firstMs: 500, maxMs: 30_000, steadyMs: 60_000 };
const LISTENING = / \(HTTP\), \S+ \(gRPC\)$/;
const START_TIMEOUT_MS = 60_000;
/** Above the time that an app gives itself to drain. */
const STOP_TIMEOUT_MS = 30_000;

/** An app as a process that is started again when it crashes, later and later, until it is stopped. */
export class SupervisedApp {
  private child: ChildProcess | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isStopping = false;
  private delayMs: number;
  private lastWords = '';

  private constructor(
    private readonly plan: AppPlan,
    private readonly watch: Watch,
    private readonly backoff: Backoff,
  ) {
    this.delayMs = backoff.firstMs;
  }

  /**
   * Resolves when it listens.
   *
   * @throws UNAVAILABLE with its last words when it does not come to that: a fault at start is not mended by trying again.
   */
  static async start(plan: AppPlan, watch: Watch, backoff = BACKOFF): Promise<SupervisedApp> {
    const app = new SupervisedApp(plan, watch, backoff);
    await app.firstStart();
    return app;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Drains it; what has not ended by then is killed. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.retry);
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(patience);
  }

  private firstStart(): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = this.spawn(() => {
        clearTimeout(patience);
        child.off('exit', onEnd);
        this.keepUp(child);
        resolve();
      });
      const fail = (why: string) => {
        clearTimeout(patience);
        this.isStopping = true;
        child.kill('SIGKILL');
        reject(new DomainError('UNAVAILABLE', `${this.plan.name} ${why}${this.lastWords && `: ${this.lastWords}`}`));
      };
      const patience = setTimeout(() => fail(`does not listen after ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
      const onEnd = (code: number | null, signal: string | null) => fail(`ended with ${code ?? signal}`);
      child.once('exit', onEnd);
      child.once('error', (error) => fail(error.message));
    });
  }

  private spawn(onListening: () => void = () => undefined): ChildProcess {
    const child = spawn(process.execPath, [this.plan.main], {
      cwd: this.plan.cwd,
      env: this.plan.environment,
      // The channel says nothing. It ends with this process, however that ends, and the app with it.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C reaches all processes of the terminal: a child that heard it and then SIGTERM would not drain.
      detached: true,
    });
    this.child = child;
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface(stream).on('line', (line) => {
        if (LISTENING.test(line)) return onListening();
        this.lastWords = line;
        this.watch.line(this.plan.name, line);
      });
    }
    return child;
  }

  private keepUp(child: ChildProcess): void {
    const startedAt = performance.now();
    child.once('exit', (code, signal) => {
      if (this.isStopping) return;
      if (performance.now() - startedAt > this.backoff.steadyMs) this.delayMs = this.backoff.firstMs;
      const delayMs = this.delayMs;
      this.delayMs = Math.min(2 * delayMs, this.backoff.maxMs);
      this.watch.restarting(this.plan.name, String(code ?? signal), delayMs);
      this.retry = setTimeout(() => this.keepUp(this.spawn()), delayMs);
    });
    child.once('error', () => undefined);
  }
}

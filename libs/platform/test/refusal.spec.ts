import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../src/bootstrap/index.js';
import { baseConfig, parseConfig } from '../src/config/index.js';

/** Longer than the limit of a body. */
const LENGTH = 4_000_000;
/** Time in which a server that closes does so. */
const CLOSING_MS = 200;

describe('a body that is too large', () => {
  let running: RunningApp;
  beforeAll(async () => {
    const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'silent' });
    running = await startApp({ name: 'test', version: '1', config, modules: [], operations: {} });
  });
  afterAll(() => running.stop());

  it('is refused while it is sent, and the connection stays until its caller has read that', async () => {
    const { hostname, port } = new URL(running.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    let closed = false;
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', () => (closed = true));
    socket.on('end', () => (closed = true));
    socket.write(
      `POST /api/v1/ml/x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${LENGTH}\r\n\r\n`,
    );
    socket.write(Buffer.alloc(65_536, 'x'));
    while (!answer.includes('\r\n\r\n') && !closed) await pause(10);
    await pause(CLOSING_MS);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(closed).toBe(false);
    // The rest finds somebody who takes it.
    const rest = new Promise((resolve) => socket.write(Buffer.alloc(LENGTH - 65_536, 'x'), resolve));
    expect(await rest).toBeFalsy();
    await pause(CLOSING_MS);
    expect(closed).toBe(false);
    socket.destroy();
  });
});

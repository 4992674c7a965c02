import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockFolder } from './folder-lock.js';

describe('lockFolder', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bellwether-lock-'));
    folder = join(root, 'store');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const holder = () => JSON.parse(readFileSync(`${folder}.lock`, 'utf8')) as Record<string, unknown>;
  const leave = (changes: object) =>
    writeFileSync(
      `${folder}.lock`,
      JSON.stringify({ token: 't', pid: process.pid, host: 'elsewhere', startTicks: null, ...changes }),
    );

  it('is held until released', () => {
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`process ${process.pid}`);
    lock.release();
    lockFolder(folder).release();
  });

  it('falls to the next comer when the pid belongs to another process by now', () => {
    const lock = lockFolder(folder);
    leave({ host: holder()['host'], startTicks: '1' });
    const next = lockFolder(folder);
    lock.release();
    expect(holder()['pid']).toBe(process.pid);
    next.release();
  });

  it('believes a holder on another host while its heartbeat is fresh', () => {
    leave({});
    expect(() => lockFolder(folder)).toThrow('elsewhere');
    const twoMinutesAgo = Date.now() / 1000 - 120;
    utimesSync(`${folder}.lock`, twoMinutesAgo, twoMinutesAgo);
    lockFolder(folder).release();
  });
});

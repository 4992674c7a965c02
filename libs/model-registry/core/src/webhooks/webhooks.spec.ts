import { describe, expect, it } from '@jest/globals';
import { mayTakeLater, retryDelayMs } from './retry-delay.js';
import { readWebhookEvents, WEBHOOK_EVENT_NAMES, writeWebhookEvent } from './webhook-event.js';
import { checkWebhookName, checkWebhookSecret, readWebhookUrl } from './webhook-fields.js';

const https = new Set(['https:']);
const invalid = (message: string) =>
  expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(message) });

describe('events of webhooks', () => {
  it('are read as they are written, each once', () => {
    const written = WEBHOOK_EVENT_NAMES.map(writeWebhookEvent);
    expect(written[2]).toEqual({ entity: 'MODEL_VERSION_TAG', action: 'SET' });
    expect(readWebhookEvents([...written, ...written].reverse())).toEqual(WEBHOOK_EVENT_NAMES);
  });

  it('are refused where there are none, and where nobody tells of them', () => {
    expect(() => readWebhookEvents([])).toThrow(invalid('cannot be empty'));
    for (const event of [
      { entity: 'PROMPT', action: 'CREATED' },
      { entity: 'MODEL_VERSION', action: 'EXCEEDED' },
    ]) {
      expect(() => readWebhookEvents([event])).toThrow(invalid(`Invalid action '${event.action}'`));
    }
  });
});

describe('fields of webhooks', () => {
  it.each([
    ['   ', 'cannot be empty or just whitespace'],
    ['ftp://example.com', 'Invalid webhook URL scheme'],
    ['http://example.com', 'Invalid webhook URL scheme'],
    ['javascript:alert(1)', 'Invalid webhook URL scheme'],
    ['http://[invalid', 'Invalid webhook URL'],
    ['https://user:password@example.com', 'credentials'],
    ['https://example.com/#/x', 'fragment'],
    [`https://example.com/${'x'.repeat(2_048)}`, 'more than 2048'],
  ])('refuse the address %s', (text, message) => {
    expect(() => readWebhookUrl(text, https)).toThrow(invalid(message));
  });

  it('take what is left', () => {
    expect(readWebhookUrl('https://example.com/hook?team=1', https)).toBe('https://example.com/hook?team=1');
    for (const name of ['a', 'test_webhook', 'a.b-c', 'x'.repeat(63)])
      expect(() => checkWebhookName(name)).not.toThrow();
    for (const name of ['', '-a', 'a/b', 'a b', 'x'.repeat(64)]) expect(() => checkWebhookName(name)).toThrow();
    expect(() => checkWebhookSecret('é'.repeat(501))).toThrow(invalid('got 1002'));
    expect(() => checkWebhookSecret('')).toThrow(invalid('got 0'));
  });
});

describe('tries of a delivery', () => {
  it('come ever later, half of it drawn, and not sooner than the receiver wishes', () => {
    expect([1, 2, 3, 7, 50].map((attempts) => retryDelayMs(attempts, 0))).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
    expect(retryDelayMs(3, 0.999_999)).toBeCloseTo(4_000, 0);
    expect([retryDelayMs(1, 0, 7), retryDelayMs(1, 0, 1e6)]).toEqual([7_000, 300_000]);
  });

  it('are made where the receiver may take it later', () => {
    expect([408, 429, 500, 503].map(mayTakeLater)).toEqual([true, true, true, true]);
    expect([301, 400, 401, 404, 410].map(mayTakeLater)).toEqual([false, false, false, false, false]);
  });
});

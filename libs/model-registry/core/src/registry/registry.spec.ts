import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAlias } from './alias.js';
import { versionBefore, type AliasChange } from './alias-history.js';
import { canonicalModelName } from './model-name.js';
import { servingLatencyMs } from './serving-latency.js';
import { canonicalStage, checkTransition } from './stage.js';
import { readVersion } from './version-number.js';

describe('canonicalModelName', () => {
  it('gives two spellings of one name the same place', () => {
    expect(canonicalModelName('Mode\u0301le')).toBe(canonicalModelName('Modéle'));
    expect(canonicalModelName('churn_predictor v2')).toBe('churn_predictor v2');
  });

  it.each(['', ' a', 'a ', 'a/b', 'a\\b', 'a:b', 'a%20b', 'a?b', 'a#b', 'a\u0000', 'a\u200bb', '..', 'x'.repeat(257)])(
    'refuses %j (CVE-2024-3099)',
    (name) => {
      expect(() => canonicalModelName(name)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    },
  );
});

describe('aliases, stages and versions', () => {
  it('refuse what reads as something else', () => {
    checkAlias('champion');
    checkAlias('canary-2_x');
    for (const alias of ['', 'latest', 'Latest', 'v3', 'V12', 'a b', 'a/b', 'ü', 'a'.repeat(256)]) {
      expect(() => checkAlias(alias)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    }
    expect(readVersion('12')).toBe(12);
    for (const version of ['', '0', '-1', '1.5', 'x', '2147483648', '99999999999', ' 1']) {
      expect(() => readVersion(version)).toThrow(/must be an integer/);
    }
  });

  it('know stages in any case, and which of them archive others', () => {
    expect(canonicalStage('PRODUCTION')).toBe('Production');
    expect(() => canonicalStage('live')).toThrow(/Invalid Model Version stage: live/);
    checkTransition('Production', true);
    expect(() => checkTransition('Archived', true)).toThrow(/not an Active stage/);
  });
});

describe('alias history', () => {
  /** Promotions, and as negative numbers rollbacks. */
  const history = (...versions: (number | null)[]): AliasChange[] =>
    versions.map((version) => ({ version: version && Math.abs(version), rollback: version !== null && version < 0 }));
  const always = () => true;

  it('goes back one version at a time', () => {
    expect(versionBefore(history(1, 2, 3), always)).toBe(2);
    // Rolling back is itself a change: the next one goes on to the version before.
    expect(versionBefore(history(1, 2, 3, -2), always)).toBe(1);
    expect(versionBefore(history(1, 2, 3, -2, -1), always)).toBeUndefined();
  });

  it('takes an earlier version that is promoted again for a promotion', () => {
    expect(versionBefore(history(1, 2, 1), always)).toBe(2);
    expect(versionBefore(history(1, 2, 1, -2), always)).toBe(1);
    expect(versionBefore(history(1, 2, 1, 3), always)).toBe(1);
    expect(versionBefore(history(1, 2, -1, 3), always)).toBe(1);
  });

  it('passes over versions that are gone and times without any', () => {
    expect(versionBefore(history(1, 2, 3), (version) => version !== 2)).toBe(1);
    // … also when the way back has already passed over one.
    expect(versionBefore(history(1, 2, 3, -1), (version) => version !== 2)).toBeUndefined();
    expect(versionBefore(history(1, null, 2, 2), always)).toBe(1);
    expect(versionBefore([], always)).toBeUndefined();
    expect(versionBefore(history(4), always)).toBeUndefined();
  });

  it('ends at the first version however often one rolls back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1 }), (versions) => {
        const changes = [...versions];
        for (let back = versionBefore(history(...changes), always); back !== undefined;) {
          changes.push(-back);
          back = versionBefore(history(...changes), always);
        }
        const way = versions.slice(0, -1).reverse();
        expect(changes).toEqual([...versions, ...way.map((version) => -version)]);
      }),
    );
  });
});

describe('servingLatencyMs', () => {
  it('weights replicas by requests, and takes warm-ups alike before the first', () => {
    expect(servingLatencyMs([])).toBeUndefined();
    expect(
      servingLatencyMs([
        { latencyMsMean: 2, requests: 0 },
        { latencyMsMean: 4, requests: 0 },
      ]),
    ).toBe(3);
    expect(
      servingLatencyMs([
        { latencyMsMean: 1, requests: 30 },
        { latencyMsMean: 5, requests: 10 },
        { latencyMsMean: 99, requests: 0 },
      ]),
    ).toBe(2);
  });
});

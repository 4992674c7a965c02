import { describe, expect, it } from '@jest/globals';
import { Routing, type RunningRollout, type ServedModel } from './routing.js';

const served = (version: string): ServedModel<string> => ({ name: 'm', version, model: `model ${version}` });
const champion = served('1');
const entities = Array.from({ length: 10_000 }, (_, i) => `BOOK${i}`);

const rolloutOf = (
  shares: readonly number[],
  changes: Partial<RunningRollout<string>> & { readonly loaded?: readonly string[] } = {},
): RunningRollout<string> => ({
  id: 'r',
  mode: 'split',
  challengers: shares.map((share, i) => {
    const version = String(i + 2);
    return { version, share, served: (changes.loaded ?? ['2', '3']).includes(version) ? served(version) : undefined };
  }),
  ...changes,
});

const versionsOf = (routing: Routing<string>) => entities.map((entity) => routing.route(entity).served.version);
const shareOf = (routing: Routing<string>, version: string) =>
  versionsOf(routing).filter((one) => one === version).length / entities.length;

describe('routing', () => {
  it('without a rollout is to the champion, which was not drawn', () => {
    const routing = new Routing(champion);
    expect(routing.route('a')).toEqual({ served: champion, drawn: undefined });
    expect(routing.shadowsOf('a')).toEqual([]);
  });

  it('gives each version its share, with the propensity that it has', () => {
    const routing = new Routing(champion, rolloutOf([0.2, 0.3]));
    // Three standard deviations of a share of 10,000 are 0.015 at most.
    for (const [version, share] of [
      ['1', 0.5],
      ['2', 0.2],
      ['3', 0.3],
    ] as const) {
      expect(Math.abs(shareOf(routing, version) - share)).toBeLessThan(0.015);
    }
    const propensities = new Map(
      entities.map((entity) => {
        const {
          served: { version },
          drawn,
        } = routing.route(entity);
        return [version, drawn];
      }),
    );
    expect(Object.fromEntries(propensities)).toEqual({
      1: { experiment: 'r', policy: 'champion', propensity: 0.5 },
      2: { experiment: 'r', policy: 'challenger', propensity: 0.2 },
      3: { experiment: 'r', policy: 'challenger', propensity: 0.3 },
    });
  });

  it('takes entities only from the champion when a share grows, and gives them back when it shrinks', () => {
    const before = versionsOf(new Routing(champion, rolloutOf([0.1, 0.2])));
    const after = versionsOf(new Routing(champion, rolloutOf([0.4, 0.05])));
    const moves = new Set(before.map((version, i) => `${version}→${after[i]}`));
    expect([...moves].sort()).toEqual(['1→1', '1→2', '2→2', '3→1', '3→3']);
  });

  it.each([
    [[1], { 2: 10_000 }],
    [[0], { 1: 10_000 }],
    [[0, 1], { 3: 10_000 }],
  ])('keeps to shares of %j to the last entity', (shares, expected) => {
    const counts: Record<string, number> = {};
    for (const version of versionsOf(new Routing(champion, rolloutOf(shares)))) {
      counts[version] = (counts[version] ?? 0) + 1;
    }
    expect(counts).toEqual(expected);
  });

  it('leaves nothing to the champion of shares that sum to 1', () => {
    for (const shares of [
      [0.1, 0.9],
      [0.7, 0.3],
      [1 / 3, 2 / 3],
    ]) {
      expect(shareOf(new Routing(champion, rolloutOf(shares)), '1')).toBe(0);
    }
  });

  it('has the champion answer for a challenger that is not loaded, and moves nobody else', () => {
    const all = versionsOf(new Routing(champion, rolloutOf([0.2, 0.3])));
    const routing = new Routing(champion, rolloutOf([0.2, 0.3], { loaded: ['3'] }));
    expect(versionsOf(routing)).toEqual(all.map((version) => (version === '2' ? '1' : version)));
    const ofChampion = entities.find((entity) => routing.route(entity).served === champion)!;
    expect(routing.route(ofChampion).drawn!.propensity).toBe(0.7);
  });

  it('puts the champion in place of a challenger without a propensity, and nothing in place of the champion', () => {
    const routing = new Routing(champion, rolloutOf([1]));
    const replaced = routing.inPlaceOf(routing.route('a'))!;
    expect(replaced).toEqual({ served: champion, drawn: { experiment: 'r', policy: 'champion' } });
    expect(routing.inPlaceOf(replaced)).toBeUndefined();
  });

  it('of a shadow answers with the champion and has copies scored by share', () => {
    const routing = new Routing(champion, rolloutOf([1, 0.25], { mode: 'shadow' }));
    expect(new Set(versionsOf(routing))).toEqual(new Set(['1']));
    expect(routing.route('a').drawn).toBeUndefined();
    const copies = entities.map((entity) =>
      routing
        .shadowsOf(entity)
        .map(({ served: { version } }) => version)
        .join(),
    );
    expect(new Set(copies)).toEqual(new Set(['2', '2,3']));
    expect(Math.abs(copies.filter((one) => one === '2,3').length / entities.length - 0.25)).toBeLessThan(0.015);
  });
});

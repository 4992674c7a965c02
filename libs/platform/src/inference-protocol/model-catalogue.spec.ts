import { describe, expect, it } from '@jest/globals';
import type { DomainName } from '@bellwether/contracts';
import type { Principal } from '../auth/index.js';
import { ModelCatalogue } from './model-catalogue.js';
import type { InferableModels } from './models.js';

function models(
  domain: DomainName,
  names?: readonly string[],
  listed: readonly string[] = names ?? [],
): InferableModels {
  return {
    ...{ domain, ...(names !== undefined && { names }) },
    list: async (_only, most) => listed.slice(0, most).map((name) => ({ name, version: '1', ready: true, reason: '' })),
    versions: async () => ['1'],
    use: () => Promise.reject(new Error('not asked')),
    load: async () => undefined,
    unload: async () => undefined,
  };
}

function catalogue(): ModelCatalogue {
  const made = new ModelCatalogue();
  made.register(models('model-registry', undefined, ['churn', 'fraud']));
  made.register(models('customer-analytics', ['churn']));
  return made;
}

const caller = (...domains: DomainName[]): Principal => ({ id: 'key:k', role: 'engineer', domains });
const names = async (who: Principal | null) => (await catalogue().list('all', who)).map(({ name }) => name);

describe('the catalogue of models', () => {
  it('gives each name one owner', async () => {
    expect(catalogue().ownerOf('churn', null).domain).toBe('customer-analytics');
    expect(catalogue().ownerOf('fraud', null).domain).toBe('model-registry');
    expect(await names(null)).toEqual(['churn', 'fraud']);
  });

  it('refuses credentials that are for other domains, and shows them nothing', async () => {
    expect(() => catalogue().ownerOf('fraud', caller('customer-analytics'))).toThrow(
      expect.objectContaining({ code: 'PERMISSION_DENIED' }),
    );
    expect(catalogue().ownerOf('churn', caller('customer-analytics')).domain).toBe('customer-analytics');
    expect(catalogue().mayKnow('fraud', caller('customer-analytics'))).toBe(false);
    expect(await names(caller('customer-analytics'))).toEqual(['churn']);
    expect(await names(caller('model-registry'))).toEqual(['fraud']);
    expect(await names(caller('pricing'))).toEqual([]);
  });

  it('knows no model where nobody serves one', async () => {
    const empty = new ModelCatalogue();
    expect(() => empty.ownerOf('churn', null)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(() => catalogue().ownerOf('x'.repeat(300), null)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(await empty.list('all', null)).toEqual([]);
  });

  it('takes no second owner of a name', () => {
    expect(() => catalogue().register(models('pricing', ['churn']))).toThrow('two domains serve a model churn');
    expect(() => catalogue().register(models('pricing'))).toThrow('two domains serve every other model');
  });
});

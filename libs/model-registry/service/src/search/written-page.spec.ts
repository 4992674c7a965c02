import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writtenPage } from './written-page.js';

describe('writtenPage', () => {
  const runs = fc.array(
    fc.record({ name: fc.string({ unit: 'grapheme' }), padding: fc.constantFrom('', 'é'.repeat(40_000)) }),
  );

  it('is the JSON of the page, of the length that it says, in whichever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.option(fc.string(), { nil: undefined }), async (found, token) => {
        const page = writtenPage(
          'runs',
          found.map((run) => JSON.stringify(run)),
          token,
        );
        const sent = Buffer.concat(await page.getStream().toArray());
        expect(sent.length).toBe(page.getHeaders().length);
        expect(JSON.parse(sent.toString())).toEqual({
          runs: found,
          ...(token !== undefined && { next_page_token: token }),
        });
      }),
      { numRuns: 50 },
    );
  });
});

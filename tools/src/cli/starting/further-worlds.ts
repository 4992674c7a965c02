import { SHOP_SOURCE } from '@bellwether/datasets';
import type { Session } from '../session.js';
import { qualityText } from '../training/quality-text.js';
import { SERIES_MODELS } from '../training/trainable-models.js';
import { buildWorld } from '../simulating/build-world.js';
import { publishSegments, publishStock } from '../simulating/publish-features.js';
import { grocerBuild, rentalsBuild, shopBuild } from '../simulating/world-builds.js';
import type { Stack } from '../stack/stack.js';
import { readyFeatures } from './ready-features.js';
import { readyModels } from './ready-models.js';

const SEED = 42;

/** Of a size to look at and to learn from: some seconds each. */
const SHOP = { customers: 300, products: 200, days: 365, seed: SEED };
const RENTALS = { users: 800, properties: 100, destinations: 8, days: 365, seed: SEED };
const GROCER = { samples: 100_000, start_date: '2024-01-01', days: 365, seed: SEED };

/**
 * Builds the worlds beside the hotel, one after the other, and the features of the marketplace, in a stack that answers
 * already. One that cannot be built is told of and passed over: what answers goes on answering.
 */
export async function furtherWorlds(session: Session, stack: Stack, as_of: string): Promise<void> {
  const { host, report } = session;
  const steps: readonly (readonly [what: string, step: () => Promise<unknown>])[] = [
    ...[shopBuild({ ...SHOP, as_of }), rentalsBuild({ ...RENTALS, as_of }), grocerBuild(GROCER)].map(
      (build) => [build.world, () => buildWorld(session, stack, build)] as const,
    ),
    ['features of the marketplace', () => readyFeatures(session, stack)],
    ['stock of the shop', () => publishStock(session, stack, { source: SHOP_SOURCE, as_of })],
    ['segments of the shop', () => publishSegments(session, stack, { source: SHOP_SOURCE, as_of })],
    ['forecasts of the shop and the marketplace', () => readySeries(session, stack)],
  ];
  for (const [what, step] of steps) {
    try {
      await step();
    } catch (error) {
      if (host.signal.aborted) return;
      report.note(`No ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** The models of daily series, with how good they are. */
async function readySeries(session: Session, stack: Stack): Promise<void> {
  const models = await readyModels(session, stack, SERIES_MODELS);
  session.report.note(qualityText(models.map(({ quality }) => quality)));
}

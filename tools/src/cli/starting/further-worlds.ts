import type { SimulateHotelRequest } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { buildWorld } from '../simulating/build-world.js';
import { grocerBuild, hotelBuild, rentalsBuild, shopBuild } from '../simulating/world-builds.js';
import type { Stack } from '../stack/stack.js';

const SEED = 42;

/** Of a size to look at and to learn from: some seconds each. */
const SHOP = { customers: 300, products: 200, days: 365, seed: SEED };
const RENTALS = { users: 800, properties: 100, destinations: 8, days: 365, seed: SEED };
const DETAIL_DAYS = 365;
const GROCER = { samples: 100_000, start_date: '2024-01-01', days: 365, seed: SEED };

/**
 * Builds the worlds beside the hotel, one after the other, and the hotel anew with details, in a stack that answers already. One that cannot be built is
 * told of and passed over: what answers goes on answering.
 */
export async function furtherWorlds(session: Session, stack: Stack, hotel: SimulateHotelRequest): Promise<void> {
  const { host, report } = session;
  const { as_of } = hotel;
  const builds = [shopBuild({ ...SHOP, as_of }), rentalsBuild({ ...RENTALS, as_of }), grocerBuild(GROCER)];
  for (const build of [...builds, hotelBuild({ ...hotel, detail_days: DETAIL_DAYS })]) {
    try {
      await buildWorld(session, stack, build);
    } catch (error) {
      if (host.signal.aborted) return;
      report.note(`No ${build.world}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

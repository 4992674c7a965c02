import { createRng, portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import { clockTime } from '../calendar/clock-time.js';
import { civilDate, isoDate, weekday, type Day } from '../calendar/day.js';
import { drawIndex } from '../drawing/weighted-choice.js';
import { CATEGORY_FACTS, SHOP_CATEGORIES } from './categories.js';
import { CHANNEL_FACTS, CHANNELS, drawTouches, type Channel } from './channels.js';
import { buildCustomers, MEAN_RATE, type ShopCustomer } from './customers.js';
import { funnelOf } from './funnel.js';
import { shopSettings, type ShopSettings, type SimulatedShopOptions } from './options.js';
import { priceRows, pricesOfWeek, weekOf, type WeekPrice } from './prices.js';
import { buildProducts, shelves, type Shelf, type ShopProduct } from './products.js';
import type { InteractionRow, InteractionType, ShopBatch, TouchRow, ViewTruthRow } from './tables.js';
import { Warehouse } from './warehouse.js';

/** Visits by day of the week, Sunday first. */
const WEEKDAY = [1.15, 1, 0.95, 0.95, 0.97, 0.95, 1.05];
const VIEWS_PER_VISIT = 4;
const DAY_SECONDS = 86_400;
const SECONDS_BETWEEN = 20;
const MORE_UNITS = 0.15;

interface World {
  readonly settings: ShopSettings;
  readonly products: readonly ShopProduct[];
  readonly customers: readonly ShopCustomer[];
  /** By category. */
  readonly shelves: readonly Shelf[];
  readonly warehouse: Warehouse;
  /** Day of the last visit of those who are gone, by index of the customer. */
  readonly churned: Map<number, Day>;
  readonly channels: Map<Channel, { incremental_visits: number; cost: number }>;
}

/**
 * A web shop day by day up to a day, with the truth that made it: tables in batches, each as soon as it is known.
 * docs/simulated-shop.md has the equations.
 *
 * The same options give the same rows on every machine.
 *
 * @throws INVALID_ARGUMENT when an option is outside its range.
 */
export function* simulateShop(options: SimulatedShopOptions): Generator<ShopBatch, void, undefined> {
  const settings = shopSettings(options);
  const rng = createRng(settings.seed);
  const world = buildWorld(rng, settings);
  yield { table: 'products', rows: world.products.map(({ row }) => row) };
  yield { table: 'customers', rows: world.customers.map(({ row }) => row) };
  yield { table: 'truth_products', rows: world.products.map(productTruth) };
  const [priceStream, dayStream] = [rng.fork('prices'), rng.fork('days')];
  let prices: WeekPrice[] = [];
  for (let day = settings.start; day < settings.asOf; day++) {
    if (prices.length === 0 || weekOf(day) === day) {
      prices = pricesOfWeek(priceStream, world.products, weekOf(day));
      yield { table: 'prices', rows: priceRows(world.products, prices, weekOf(day)) };
    }
    yield* dayOf(dayStream.fork(day), world, prices, day);
  }
  yield* endings(world);
}

function buildWorld(rng: Rng, settings: ShopSettings): World {
  const products = buildProducts(rng.fork('products'), settings.products);
  return {
    settings,
    products,
    customers: buildCustomers(rng.fork('customers'), settings.customers, settings.start, settings.asOf),
    shelves: shelves(products),
    warehouse: new Warehouse(products),
    churned: new Map(),
    channels: new Map(CHANNELS.map((channel) => [channel, { incremental_visits: 0, cost: 0 }])),
  };
}

/** What a day adds to, in the order of time within each customer. */
interface DayRows {
  readonly interactions: InteractionRow[];
  readonly truth: ViewTruthRow[];
  readonly touches: TouchRow[];
}

function* dayOf(rng: Rng, world: World, prices: readonly WeekPrice[], day: Day): Generator<ShopBatch, void, undefined> {
  const rows: DayRows = { interactions: [], truth: [], touches: [] };
  const { month } = civilDate(day);
  const seasonal = SHOP_CATEGORIES.map((category) => CATEGORY_FACTS[category].season[month - 1]!);
  const busy = WEEKDAY[weekday(day)]!;
  world.customers.forEach((customer, index) => {
    if (customer.joined > day || world.churned.has(index)) return;
    const own = rng.fork(index);
    const visits = drawVisits(own, world, customer, busy, day, rows.touches);
    for (let visit = 0; visit < visits; visit++) {
      drawVisit(own, world, { customer, prices, seasonal, day, visit }, rows);
      if (own.next() < customer.churnHazard) {
        world.churned.set(index, day);
        break;
      }
    }
  });
  if (rows.touches.length > 0) yield { table: 'touches', rows: rows.touches };
  if (rows.interactions.length > 0) {
    yield { table: 'interactions', rows: rows.interactions };
    yield { table: 'truth_views', rows: rows.truth };
  }
  yield { table: 'stock', rows: world.warehouse.closeDay(day) };
}

function drawVisits(
  rng: Rng,
  world: World,
  customer: ShopCustomer,
  busy: number,
  day: Day,
  touches: TouchRow[],
): number {
  const seen = drawTouches(rng, customer.visitRate / MEAN_RATE);
  let effect = 0;
  for (const channel of seen) {
    const facts = CHANNEL_FACTS[channel];
    effect += facts.effect;
    touches.push({ customer_id: customer.row.customer_id, touched_on: isoDate(day), channel, cost: facts.cost });
  }
  const expected = customer.visitRate * busy * portableExp(effect);
  for (const channel of seen) {
    const total = world.channels.get(channel)!;
    total.cost += CHANNEL_FACTS[channel].cost;
    total.incremental_visits += expected * (1 - portableExp(-CHANNEL_FACTS[channel].effect));
  }
  return rng.poisson(expected);
}

interface Visit {
  readonly customer: ShopCustomer;
  readonly prices: readonly WeekPrice[];
  /** Interest of the month, by category. */
  readonly seasonal: readonly number[];
  readonly day: Day;
  readonly visit: number;
}

function drawVisit(rng: Rng, world: World, { customer, prices, seasonal, day, visit }: Visit, rows: DayRows): void {
  const { customer_id } = customer.row;
  const session_id = `${customer_id}-${day}-${visit}`;
  const date = isoDate(day);
  let second = rng.int(DAY_SECONDS - 1_800);
  const views = 1 + rng.poisson(VIEWS_PER_VISIT - 1);
  for (let view = 0; view < views; view++) {
    const product = drawProduct(rng, world, customer, seasonal);
    const { price } = prices[product.index]!;
    const { click, cart, purchase } = funnelOf(customer, product, price);
    const told = (interaction_type: InteractionType, quantity = 0) => {
      const timestamp = `${date}T${clockTime(second)}Z`;
      second += SECONDS_BETWEEN;
      const { product_id } = product.row;
      rows.interactions.push({ customer_id, product_id, interaction_type, timestamp, session_id, price, quantity });
      return timestamp;
    };
    const timestamp = told('view');
    const { product_id } = product.row;
    rows.truth.push({ customer_id, product_id, timestamp, purchase_probability: click * cart * purchase });
    if (rng.next() >= click) continue;
    told('click');
    if (rng.next() >= cart) continue;
    told('cart');
    if (rng.next() >= purchase) continue;
    const sold = world.warehouse.take(product, 1 + rng.poisson(MORE_UNITS));
    if (sold > 0) told('purchase', sold);
  }
}

/** A category by the customer's interest and the season, then a product by its popularity. */
function drawProduct(rng: Rng, world: World, customer: ShopCustomer, seasonal: readonly number[]): ShopProduct {
  for (;;) {
    const drawn = drawIndex(rng, customer.categories);
    // Out of season it is passed over, so that what is left is interest times season.
    if (rng.next() * MOST_SEASON > seasonal[drawn]!) continue;
    const { products, popularity } = world.shelves[drawn]!;
    return products[drawIndex(rng, popularity)]!;
  }
}

const MOST_SEASON = Math.max(...SHOP_CATEGORIES.flatMap((category) => CATEGORY_FACTS[category].season));

function productTruth({ row, popularity, traits }: ShopProduct) {
  const { elasticity } = CATEGORY_FACTS[row.category];
  return { product_id: row.product_id, popularity, elasticity, traits };
}

/** What is known when the history ends. */
function* endings({ customers, churned, channels }: World): Generator<ShopBatch, void, undefined> {
  yield {
    table: 'truth_customers',
    rows: customers.map(({ row, visitRate, churnHazard, tastes }, index) => {
      const gone = churned.get(index);
      return {
        customer_id: row.customer_id,
        visit_rate: visitRate,
        churn_hazard: churnHazard,
        churned_on: gone === undefined ? null : isoDate(gone),
        tastes,
      };
    }),
  };
  yield {
    table: 'truth_channels',
    rows: [...channels].map(([channel, { incremental_visits, cost }]) => ({
      channel,
      effect: CHANNEL_FACTS[channel].effect,
      incremental_visits,
      cost: Math.round(cost * 100) / 100,
    })),
  };
}

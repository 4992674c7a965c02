import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { evaluateCancellation, type CancellationEvaluation } from '../../src/training/evaluate-cancellation.js';
import { readModelConfig } from '../../src/training/model-config.js';

const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

interface FileOptions {
  readonly year: number;
  readonly rows: number;
  readonly agent?: string;
  readonly isLost?: (row: number) => boolean;
}

/** Hotel bookings spread over a year, without the columns that may be left out. */
async function* bookingsFile({ year, rows, agent = '9', isLost = (row) => row % 3 === 0 }: FileOptions) {
  const header =
    'hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_day_of_month,stays_in_weekend_nights,' +
    'stays_in_week_nights,adults,children,babies,meal,market_segment,distribution_channel,is_repeated_guest,' +
    'previous_cancellations,previous_bookings_not_canceled,reserved_room_type,deposit_type,agent,company,customer_type,' +
    'adr,total_of_special_requests';
  const lines = Array.from({ length: rows }, (_, row) => {
    const lost = isLost(row) ? 1 : 0;
    const [month, day, rate] = [MONTHS[row % 12], 1 + (Math.floor(row / 12) % 28), 40 + row / 100];
    return (
      `Pier,${lost},${3 + (row % 11)},${year},${month},${day},0,2,2,0,0,BB,Direct,Direct,0,0,0,A,No Deposit,` +
      `${agent},NULL,Transient,${rate},${lost ? 0 : row % 4}`
    );
  });
  await Promise.resolve();
  yield new TextEncoder().encode(`${[header, ...lines].join('\n')}\n`);
}

let store: AnalyticsStore;
beforeAll(async () => {
  store = await openAnalyticsStore('chdb://memory');
});
afterAll(() => store.close());

async function evaluate(train: FileOptions, test: FileOptions, cutoff: string): Promise<CancellationEvaluation> {
  return evaluateCancellation(store, {
    trainData: bookingsFile(train),
    testData: bookingsFile(test),
    cutoff,
    config: await readModelConfig(MODELS_DIR, 'churn_predictor'),
    hyperparameters: { n_estimators: 20, learning_rate: 0.2 },
  });
}

describe('an evaluation across two files', () => {
  it('scores a later file with agents never seen and without what is written after booking', async () => {
    const { n_train, n, auc, base_rate } = await evaluate(
      { year: 2016, rows: 3_000 },
      { year: 2017, rows: 600, agent: '777' },
      '2017-01-01',
    );
    expect(n_train).toBe(3_000);
    expect(n).toBeGreaterThan(570);
    expect(auc).toBeGreaterThan(0.7);
    expect(base_rate).toBeCloseTo(1 / 3, 1);
  });

  it.each([
    ['2010-01-01', {}, /the training data has no booking with arrival before 2010-01-01/],
    ['2030-01-01', {}, /the data to score has no booking made from 2030-01-01 on/],
    ['2017-01-01', { isLost: () => true }, /the data to score must hold lost bookings and others, got 600 lost of 600/],
  ])('from %s on, of %p, is refused in words that say why', async (cutoff, more, message) => {
    const isLaterOnly = cutoff === '2017-01-01';
    await expect(
      evaluate({ year: 2016, rows: 3_000 }, { year: isLaterOnly ? 2018 : 2017, rows: 600, ...more }, cutoff),
    ).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message: expect.stringMatching(message) });
  });
});

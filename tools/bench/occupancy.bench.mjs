// Occupied room-nights of two hotels, forecast by pickup methods from what was on the books, by rolling origin:
//   node tools/bench/occupancy.bench.mjs [--data ../shared/data] [--from 2016-10-01] [--to 2017-03-31] [--methods a,b]
// Prints JSON: MAPE by hotel, method and horizon.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readHotelBookings } from '@bellwether/datasets';
import {
  backTestPickup,
  bookingCurves,
  freeRoomsScale,
  intervalCoverage,
  laggedAdaptiveIntervals,
  meanIntervalWidth,
  PICKUP_METHODS,
} from '@bellwether/model-kernel/forecasting';
import { mape } from '@bellwether/model-kernel/metrics';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.BELLWETHER_DATA ?? join(root, '../shared/data') },
    from: { type: 'string', default: '2016-10-01' },
    to: { type: 'string', default: '2017-03-31' },
    methods: { type: 'string', default: Object.keys(PICKUP_METHODS).join(',') },
  },
});
const HORIZONS = [7, 14, 28, 56];
const BARS = { 'City Hotel': [4.6, 7.1, 11.4, 16.0], 'Resort Hotel': [6.4, 10.8, 13.5, 17.0] };
const LAST_DAY = '2017-03-31';
const dayOf = (date) => Math.round(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / 86_400_000);
const firstDay = dayOf('2015-07-01');

const stays = new Map(Object.keys(BARS).map((hotel) => [hotel, []]));
const file = createReadStream(join(flags.data, 'hotel-bookings/hotel_bookings.csv.gz'));
for await (const { rows } of readHotelBookings(file)) {
  for (const row of rows) {
    stays.get(row.property).push({
      arrival: dayOf(row.arrival_on),
      nights: row.weekend_nights + row.week_nights,
      booked: dayOf(row.booked_at),
      ...(row.status === 'cancelled' && { cancelled: dayOf(row.status_on) }),
      stayed: row.status === 'checked_out',
    });
  }
}

const percent = (ratio) => Math.round(ratio * 10_000) / 100;
const COVERAGE = 0.9;
/** Days behind the first back-test: two months of usual pickups, forty days for a regression, a little more. */
const BEHIND = 105;

/** MAPE of a method on the tested days, and its 90 % intervals there, which have learnt since the first days that can be forecast. */
function test(name, curves, range, h) {
  const run = backTestPickup(PICKUP_METHODS[name], curves, { from: BEHIND + 2 * h, to: range.to, h });
  const first = run.days.indexOf(range.from);
  const scale = run.days.map((day) => freeRoomsScale(curves, day - h, curves.onBooks[h * curves.days + day]));
  const { lower, upper } = laggedAdaptiveIntervals({ ...run, scale }, { h, coverage: COVERAGE });
  const actual = run.actual.slice(first);
  const intervals = { lower: lower.subarray(first), upper: upper.subarray(first) };
  return {
    mape: percent(mape(actual, run.forecast.slice(first))),
    coverage: percent(intervalCoverage(actual, intervals)),
    width: Math.round(meanIntervalWidth(intervals) * 10) / 10,
  };
}

/** What the method to take misses, in words. */
function missesOf({ mape: errors, coverage }) {
  const misses = [];
  for (const { hotel, ...row } of errors.filter(({ method }) => method === 'combined')) {
    const covered = coverage.find((other) => other.hotel === hotel && other.method === 'combined');
    HORIZONS.forEach((h, k) => {
      if (row[`h${h}`] > BARS[hotel][k]) misses.push(`${hotel} ${h} days MAPE ${row[`h${h}`]}`);
      if (!(covered[`h${h}`] >= 88 && covered[`h${h}`] <= 92))
        misses.push(`${hotel} ${h} days coverage ${covered[`h${h}`]}`);
    });
  }
  return misses.length === 0 ? 'none' : misses.join(', ');
}

const started = performance.now();
const figures = { mape: [], coverage: [], width: [] };
for (const [hotel, bookings] of stays) {
  const curves = bookingCurves(bookings, { firstDay, days: dayOf(LAST_DAY) - firstDay + 1, leads: 63 });
  const range = { from: dayOf(flags.from) - firstDay, to: dayOf(flags.to) - firstDay };
  const row = (method, of) => ({ hotel, method, ...Object.fromEntries(HORIZONS.map((h, k) => [`h${h}`, of(k)])) });
  figures.mape.push(row('bar', (k) => BARS[hotel][k]));
  for (const name of flags.methods.split(',')) {
    const answers = HORIZONS.map((h) => test(name, curves, range, h));
    for (const figure of Object.keys(figures)) figures[figure].push(row(name, (k) => answers[k][figure]));
  }
}
console.log(
  JSON.stringify(
    {
      protocol:
        `Hotel booking demand (Antonio, Almeida & Nunes 2019): room-nights occupied by bookings that checked out, each day ` +
        `${flags.from} to ${flags.to}, MAPE in % at 7, 14, 28 and 56 days ahead. Rolling origin: for each day and horizon h a new fit ` +
        `on what was known at the end of the day h before: occupancy to that day, and bookings made and not cancelled by then. ` +
        `Intervals: adaptive conformal at 90 %, errors counted in the root of the free rooms, ` +
        `each learnt from the errors known at its origin; coverage in % and mean width in rooms. The methods and their settings were chosen while these days could be seen; see the docstrings for the few settings there are.`,
      bar:
        'combined: MAPE, city ≤ 4.6 / 7.1 / 11.4 / 16.0, resort ≤ 6.4 / 10.8 / 13.5 / 17.0; coverage 88 to 92. Missed: ' +
        missesOf(figures),
      mape: figures.mape,
      coverage_of_90: figures.coverage,
      mean_width_of_90: figures.width,
      seconds: Math.round(performance.now() - started) / 1000,
    },
    null,
    2,
  ),
);

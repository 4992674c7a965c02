import type { TrainPayload } from '@bellwether/contracts';
import { publicHolidays } from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';
import {
  dateOfEpochDay,
  fitLongRange,
  judgeChain,
  originsOf,
  runOrigins,
  TESTED_LEADS,
  typeHistory,
  type ChainBackTest,
  type HotelCalendar,
  type HotelChainModel,
  type HotelSettings,
  type TypeHistory,
} from '@bellwether/forecasting-core';
import { requireSetting } from '@bellwether/platform/jobs';
import {
  codeVersionIn,
  finiteFigures,
  readModelFile,
  resolveHyperparameters,
  type TrainedModel,
  type TrainerContext,
} from '@bellwether/platform/training';
import { ChainConfig } from './chain-config.js';
import { chainBundle } from './chain-bundle.js';
import { chainEvidence } from './chain-evidence.js';
import { championFigures } from './champion-figures.js';
import { normsOf } from './norms.js';
import { readHotel, type HotelData } from './read-hotel.js';

/** Fewer origins say too little of errors. */
const FEWEST_ORIGINS = 12;
/** Holidays are known for so many years after the data. */
const YEARS_AHEAD = 3;
const YEAR = 364;

/** All that a back-test is made of. */
export interface HotelPast {
  readonly data: HotelData;
  readonly histories: readonly TypeHistory[];
  readonly calendar: HotelCalendar;
}

/** Trains the chain of a hotel: the past of each room type, a back-test by rolling origin, and the long-range models of all of it. */
export async function trainHotelChain(asked: TrainPayload, context: TrainerContext): Promise<TrainedModel> {
  const config = await readModelFile(requireSetting(context, 'modelsDir'), asked.model_name, ChainConfig);
  const hyperparameters = resolveHyperparameters(config.hyperparameters, asked.hyperparameters);
  const source = asked.source ?? config.source;
  context.progress(0.01, 'reading reservations');
  const data = await readHotel(context.analytics, source, asked.training_data_range?.end);
  const past = pastOf(data, config.country);
  const settings: HotelSettings = {
    pickup: config.pickup,
    originStep: hyperparameters.origin_step_days,
    changepointPriorScale: hyperparameters.changepoint_prior_scale,
    monthlyOrder: hyperparameters.monthly_order,
  };
  const backTest = backTestChain(
    past,
    settings,
    (share, message) => context.progress(0.05 + 0.7 * share, message),
    context.signal,
  );
  context.progress(0.8, 'fitting the long range');
  const model = fitChain(past, settings, backTest, config);
  const bundle = chainBundle({
    config,
    hyperparameters,
    data,
    model,
    figures: backTest.figures,
    codeVersion: await codeVersionIn(new URL('../../../package.json', import.meta.url)),
  });
  const champion = await championFigures(context.source, asked.model_name, past, {
    settings,
    figures: backTest.figures,
  });
  return {
    bundle,
    params: { ...hyperparameters, source, pickup: config.pickup },
    metrics: backTest.figures,
    runMetrics: champion?.figures['mape'] === undefined ? {} : { champion_mape: champion.figures['mape'] },
    evidence: () => chainEvidence({ data, figures: backTest.figures, bundle, champion }),
  };
}

function pastOf(data: HotelData, country: string): HotelPast {
  const { stays, types, firstDay, asOf, events } = data;
  const year = (day: number): number => Number(dateOfEpochDay(day).slice(0, 4));
  const holidays = publicHolidays(country, year(firstDay), year(asOf) + YEARS_AHEAD);
  return {
    data,
    histories: types.map(({ name }) => typeHistory(stays, name, { firstDay, asOf })),
    calendar: { events, holidays: holidays.map((holiday) => ({ ...holiday, lowerWindow: -1, upperWindow: 1 })) },
  };
}

/**
 * Every room type at each origin, judged.
 *
 * @throws FAILED_PRECONDITION for a history that is too short, with the days that there must be; the reason of the signal.
 */
export function backTestChain(
  { data, histories, calendar }: HotelPast,
  settings: HotelSettings,
  onProgress: (share: number, message: string) => void,
  signal: AbortSignal,
): ChainBackTest {
  const { known } = histories[0]!;
  const origins = originsOf(known, settings.originStep);
  if (origins.length < FEWEST_ORIGINS) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `${data.source} has ${known} days of history: a chain needs a year, for a forecast from each of ${FEWEST_ORIGINS} days of it`,
    );
  }
  let done = 0;
  const onOrigin = (): void => {
    signal.throwIfAborted();
    done += 1;
    onProgress(done / (origins.length * histories.length), `forecasting from ${origins.length} days of the past`);
  };
  const runs = histories.map((history, t) =>
    runOrigins(history, data.types[t]!, calendar, settings, origins, onOrigin),
  );
  const lastYear = origins.map((origin) =>
    TESTED_LEADS.map((lead) =>
      histories.reduce((sum, { rooms }) => sum + (rooms.final[origin + lead - YEAR] ?? NaN), 0),
    ),
  );
  const judged = judgeChain(data.types, runs, lastYear);
  return { ...judged, figures: finiteFigures(judged.figures) };
}

function fitChain(
  { data, histories, calendar }: HotelPast,
  settings: HotelSettings,
  { weights, errors }: ChainBackTest,
  { time_zone, housekeeping }: ChainConfig,
): HotelChainModel {
  return {
    source: data.source,
    timeZone: time_zone,
    currency: data.currency,
    roomTypes: data.types,
    settings,
    firstDay: data.firstDay,
    longRange: histories.map(({ rooms, firstDay, known }) =>
      fitLongRange(rooms.final.subarray(0, known), firstDay, calendar, settings),
    ),
    calendar,
    weights,
    errors,
    norms: normsOf(housekeeping, data),
  };
}

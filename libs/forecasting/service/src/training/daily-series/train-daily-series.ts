import { createHash } from 'node:crypto';
import type { GateEvidence, TrainPayload } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { dayOf } from '@bellwether/feature-engineering';
import { fitKinds, type FittedKinds, dateOfEpochDay } from '@bellwether/forecasting-core';
import { requireSetting } from '@bellwether/platform/jobs';
import {
  codeVersionIn,
  finiteFigures,
  readModelFile,
  resolveHyperparameters,
  type TrainedModel,
  type TrainerContext,
} from '@bellwether/platform/training';
import { seriesBundle, type SeriesBundleParts } from './series-bundle.js';
import { predictionMs } from './prediction-time.js';
import { readRentalDemand, readRentalRevenue, type Panels, type WantedDays } from './read-rentals.js';
import { readShopDemand } from './read-shop.js';
import { SeriesConfig, type SeriesSettings } from './series-config.js';

/** What each target is read from, by the name that the configuration's sources have. */
const READERS = {
  demand: { rentals: readRentalDemand, shop: readShopDemand },
  revenue: { rentals: readRentalRevenue },
} as const;

/**
 * Trains a model of daily series: read, fit several models to each, weigh and measure them at rolling origins.
 *
 * @throws FAILED_PRECONDITION where the sources hold no series, or too short ones.
 */
export async function trainDailySeries(asked: TrainPayload, context: TrainerContext): Promise<TrainedModel> {
  const config = await readModelFile(requireSetting(context, 'modelsDir'), asked.model_name, SeriesConfig);
  const settings = resolveHyperparameters(config.hyperparameters, asked.hyperparameters);
  context.progress(0.01, 'reading the series');
  const panels = await readPanels(asked, config, settings, context);
  const fitted = fitKinds(panels, {
    horizon: settings.horizon_days,
    origins: settings.origins,
    everyDays: settings.origin_every_days,
    seed: settings.seed,
    coverage: settings.coverage,
    keptDays: settings.kept_days,
    ...(config.target === 'revenue' && { shared: { whole: 'marketplace', parts: 'property' } }),
    onProgress: (share) => context.progress(0.05 + 0.85 * share, 'fitting at origins of the past'),
  });
  const metrics = metricsOf(fitted, panels, settings);
  const parts = {
    ...{ config, settings, panels, fitted, metrics },
    source: sourceText(asked, config),
    fingerprint: fingerprintOf(panels),
    codeVersion: await codeVersionIn(new URL('../../../package.json', import.meta.url)),
  };
  const bundle = seriesBundle(parts);
  const champion = await context.source.champion(asked.model_name);
  return {
    bundle,
    params: { ...settings, source: parts.source, target: config.target },
    metrics,
    runMetrics: {},
    evidence: () => evidenceOf(parts, bundle.files, champion?.version),
  };
}

async function readPanels(
  asked: TrainPayload,
  config: SeriesConfig,
  { history_days: atMost }: SeriesSettings,
  { analytics }: TrainerContext,
): Promise<Panels> {
  const range = asked.training_data_range;
  const wanted: WantedDays = {
    atMost,
    from: range && dayOf(range.start, 'training_data_range.start'),
    to: range && dayOf(range.end, 'training_data_range.end'),
  };
  const panels: Record<string, Panels[string]> = {};
  for (const [reader, read] of Object.entries(READERS[config.target])) {
    const source = asked.source ?? config.sources[reader as keyof typeof config.sources];
    if (source !== undefined) Object.assign(panels, await read(analytics, source, wanted));
  }
  if (Object.values(panels).every((panel) => panel.length === 0)) {
    throw new DomainError('FAILED_PRECONDITION', `the source ${sourceText(asked, config)} holds no daily series`);
  }
  return panels;
}

const sourceText = (asked: TrainPayload, { sources }: SeriesConfig): string =>
  asked.source ?? Object.values(sources).join(', ');

function metricsOf({ figures }: FittedKinds, panels: Panels, settings: SeriesSettings): Record<string, number> {
  const kinds = Object.entries(figures);
  const of = (figure: 'relative_rmse' | 'coverage') => kinds.map(([, kind]) => kind[figure]);
  const first = kinds[0]![1];
  return finiteFigures({
    // Of the first kind, the one that the model is named for: the marketplace, or else properties.
    mape: first.mape,
    rmse: first.rmse,
    ...Object.fromEntries(
      kinds.flatMap(([kind, all]) => Object.entries(all).map(([figure, value]) => [`${kind}_${figure}`, value])),
    ),
    worst_relative_rmse: Math.max(...of('relative_rmse').filter((value) => !Number.isNaN(value))),
    least_coverage: Math.min(...of('coverage')),
    most_coverage: Math.max(...of('coverage')),
    origins: settings.origins,
    series: Object.values(panels).reduce((sum, panel) => sum + panel.length, 0),
  });
}

/** SHA-256 over the series in their order. */
function fingerprintOf(panels: Panels): string {
  const hash = createHash('sha256');
  for (const series of Object.values(panels).flat()) {
    hash.update(`${series.kind}\u0000${series.id}\u0000${series.startDay}\u0000${series.values.join(',')}\n`);
  }
  return hash.digest('hex');
}

function evidenceOf(
  parts: SeriesBundleParts,
  files: ReadonlyMap<string, Uint8Array>,
  champion: string | undefined,
): GateEvidence {
  const { settings, panels, fingerprint, metrics } = parts;
  const all = Object.values(panels).flat();
  const last = Math.max(...all.map(({ startDay, values }) => startDay + values.length - 1));
  const firstTested = last - settings.origins * settings.origin_every_days + 1;
  return {
    rows: {
      source: parts.source.slice(0, 64),
      count: all.length * (last - firstTested + 1),
      from: `${dateOfEpochDay(firstTested)}T00:00:00Z`,
      data_fingerprint: fingerprint,
    },
    figures: finiteFigures({
      ...metrics,
      bundle_bytes: [...files.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0),
      prediction_ms: predictionMs(parts),
    }),
    slices: [],
    ...(champion !== undefined && {
      champion: { version: champion, figures: {}, reason: 'it has learnt from days that the new one is measured on' },
    }),
  };
}

import { BundleManifest } from '@bellwether/contracts';
import type { FittedKinds } from '@bellwether/forecasting-core';
import { dateOfEpochDay } from '@bellwether/forecasting-core';
import { bundleOf, finiteFigures, type BundleFiles } from '@bellwether/platform/training';
import { SERIES_FILE, type SeriesContent } from '../../series/series-content.js';
import type { Panels } from './read-rentals.js';
import type { SeriesConfig, SeriesSettings } from './series-config.js';

export interface SeriesBundleParts {
  readonly config: SeriesConfig;
  readonly settings: SeriesSettings;
  readonly panels: Panels;
  readonly fitted: FittedKinds;
  readonly metrics: Readonly<Record<string, number>>;
  readonly source: string;
  readonly fingerprint: string;
  readonly codeVersion: string;
}

const TARGETS = {
  demand: 'bookings a day of properties and destinations, units a day of products',
  revenue: 'price of the stays that begin on a day, cancelled ones left out',
} as const;

/** The bundle of a model of daily series. The same series and settings give the same bytes: nothing in it tells the time or the run. */
export function seriesBundle(parts: SeriesBundleParts): BundleFiles {
  const text = new TextEncoder();
  const mlmodel = ['artifact_path: model', 'flavors:', '  bellwether:', `    data: ${SERIES_FILE}`, ''].join('\n');
  const files = new Map([
    ['MLmodel', text.encode(mlmodel)],
    [SERIES_FILE, text.encode(`${JSON.stringify(contentOf(parts))}\n`)],
  ]);
  return bundleOf(files, (digests) => manifestOf(parts, digests));
}

/** What is served, as plain data. */
export function contentOf({ config, panels, fitted }: SeriesBundleParts): SeriesContent {
  const lasts = Object.values(panels)
    .flat()
    .map(({ startDay, values }) => startDay + values.length - 1);
  const ends = Object.fromEntries(
    Object.entries(panels).map(([kind, [first]]) => [kind, first!.startDay + first!.values.length - 1]),
  );
  return {
    format: 'daily-series/1',
    target: config.target,
    time_zone: config.time_zone,
    currency: config.currency,
    first_day: Math.min(...Object.values(panels).flatMap((panel) => panel.map(({ startDay }) => startDay))),
    last_day: Math.max(...lasts),
    kinds: fitted.kinds.map((kind) => ({ ...kind, last_day: ends[kind.kind]! })),
  };
}

function manifestOf(parts: SeriesBundleParts, files: BundleManifest['files']): BundleManifest {
  const { config, settings, panels } = parts;
  const content = contentOf(parts);
  const protocol =
    `rolling origins: ${settings.origins}, every ${settings.origin_every_days} days up to the end, each fitted anew to the ` +
    `days before it and judged on up to ${settings.horizon_days} days after it; weights and bounds at each origin from the others`;
  return BundleManifest.parse({
    format: 'bellwether-bundle/1',
    model_name: config.name,
    model_type: config.model_type,
    task: 'forecast',
    view: 'daily_series',
    target: TARGETS[config.target],
    features: [],
    metrics: finiteFigures(parts.metrics),
    protocol,
    training: {
      source: parts.source,
      range: { start: dateOfEpochDay(content.first_day), end: dateOfEpochDay(content.last_day) },
      rows: Object.values(panels)
        .flat()
        .reduce((sum, { values }) => sum + values.length, 0),
      data_fingerprint: parts.fingerprint,
      seed: settings.seed,
      hyperparameters: settings,
      code_version: parts.codeVersion,
    },
    files,
  });
}

import { BundleManifest } from '@bellwether/contracts';
import { dateOfEpochDay, STATED_COVERAGE, TESTED_LEADS, type HotelChainModel } from '@bellwether/forecasting-core';
import { MANIFEST_FILE } from '@bellwether/platform/model-runtime';
import { bundleOf, type BundleFiles } from '@bellwether/platform/training';
import { CHAIN_FILE, CHAIN_VIEW } from '../../hotel/hotel-chain.js';
import type { ChainConfig } from './chain-config.js';
import type { HotelData } from './read-hotel.js';

export interface ChainParts {
  readonly config: ChainConfig;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly data: HotelData;
  readonly model: HotelChainModel;
  readonly figures: Readonly<Record<string, number>>;
  readonly codeVersion: string;
}

const MLMODEL = ['artifact_path: model', 'flavors:', '  bellwether:', `    data: ${MANIFEST_FILE}`, ''].join('\n');

/** The bundle of a chain. The same configuration and data give the same bytes: nothing in it is drawn, or tells the time or the run. */
export function chainBundle({ config, hyperparameters, data, model, figures, codeVersion }: ChainParts): BundleFiles {
  const text = new TextEncoder();
  const others = new Map([
    ['MLmodel', text.encode(MLMODEL)],
    [CHAIN_FILE, text.encode(`${JSON.stringify(model)}\n`)],
  ]);
  return bundleOf(others, (files) =>
    BundleManifest.parse({
      format: 'bellwether-bundle/1',
      model_name: config.name,
      model_type: config.model_type,
      task: 'forecast',
      view: CHAIN_VIEW,
      target: 'rooms occupied by guests who came, a day, by room type; and their rates',
      features: [],
      metrics: figures,
      protocol: protocolOf(data, model, figures),
      training: {
        source: data.source,
        range: { start: dateOfEpochDay(data.firstDay), end: dateOfEpochDay(data.asOf) },
        rows: data.stays.length,
        data_fingerprint: data.fingerprint,
        // Nothing is drawn.
        seed: 0,
        hyperparameters: { ...hyperparameters, pickup: config.pickup },
        code_version: codeVersion,
      },
      files,
    }),
  );
}

function protocolOf(
  { types, asOf }: HotelData,
  { settings }: HotelChainModel,
  { origins }: Readonly<Record<string, number>>,
): string {
  return (
    `Rolling origin: ${origins} origins, every ${settings.originStep} days, the last ${TESTED_LEADS.at(-1)} days before ` +
    `${dateOfEpochDay(asOf)}, each forecasting ${TESTED_LEADS.join(', ')} days ahead from what was known at its end: occupancy to that day, ` +
    `bookings made and not cancelled by then, a long-range model refitted every fifteenth origin. Pickup and long range are weighted by lead, ` +
    `each half of the origins by the other half. Errors are of the sum of ${types.length} room types, mape and rmse up to 30 days ahead; ` +
    `revenue is rooms times average rate. Coverage of the ${STATED_COVERAGE} bounds: those of an origin are made of the errors of all others. ` +
    `Local events and holidays count as known ahead.`
  );
}

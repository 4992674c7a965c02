import type { BundleManifest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { HotelChainModel } from '@bellwether/forecasting-core';
import type { Bundle, PreparedModel } from '@bellwether/platform/model-runtime';

/** The model that answers for the hotel. */
export const OCCUPANCY_FORECASTER = 'occupancy_forecaster';

/** File of the bundle that has the fitted chain. */
export const CHAIN_FILE = 'model.json';
export const CHAIN_VIEW = 'hotel_books';

/** A chain in use: what was fitted, and what the manifest says of it. */
export interface HotelChain {
  readonly manifest: BundleManifest;
  readonly model: HotelChainModel;
  /** Of the currency's minor unit, in a major one. */
  readonly minorUnits: number;
}

/** @throws FAILED_PRECONDITION for a bundle that holds no chain. */
export async function prepareHotelChain({ manifest, files }: Bundle): Promise<PreparedModel<HotelChain>> {
  const bytes = files.get(CHAIN_FILE);
  if (manifest.view !== CHAIN_VIEW || bytes === undefined) {
    throw new DomainError('FAILED_PRECONDITION', `bundle: not a chain of a hotel, which has the view ${CHAIN_VIEW}`);
  }
  const model = JSON.parse(new TextDecoder().decode(bytes)) as HotelChainModel;
  return { model: { manifest, model, minorUnits: minorUnitsOf(model.currency) }, warmUpMs: 0 };
}

/** 100 of a currency with cents, 1 of one without. */
export function minorUnitsOf(currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return 10 ** maximumFractionDigits;
}

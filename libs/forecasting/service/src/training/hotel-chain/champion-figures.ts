import { DomainError } from '@bellwether/errors';
import type { HotelChainModel, HotelSettings } from '@bellwether/forecasting-core';
import { openBundle, type ModelSource } from '@bellwether/platform/model-runtime';
import { prepareHotelChain } from '../../hotel/hotel-chain.js';
import { backTestChain, type HotelPast } from './train-hotel-chain.js';

export interface Champion {
  readonly version: string;
  readonly figures: Readonly<Record<string, number>>;
  /** Why it cannot be compared. */
  readonly reason?: string;
}

/**
 * The chain in production at the same origins: what is fitted anew at each of them is the settings' doing, so its settings are
 * what is compared. With the same ones it is the same back-test.
 */
export async function championFigures(
  source: ModelSource,
  modelName: string,
  past: HotelPast,
  challenger: { readonly settings: HotelSettings; readonly figures: Readonly<Record<string, number>> },
): Promise<Champion | undefined> {
  const champion = await source.champion(modelName);
  if (champion === undefined) return undefined;
  const { version } = champion;
  try {
    const bundle = openBundle(await source.download(champion), champion.manifestDigest);
    const { model } = await prepareHotelChain(bundle);
    return { version, figures: figuresOf(model.model, past, challenger) };
  } catch (error) {
    // A bundle of another make is a reason to hold, not to fail; a registry that is away is a reason to try again.
    if (!(error instanceof DomainError && error.code === 'FAILED_PRECONDITION')) throw error;
    return { version, figures: {}, reason: error.message };
  }
}

function figuresOf(
  { settings }: HotelChainModel,
  past: HotelPast,
  challenger: { readonly settings: HotelSettings; readonly figures: Readonly<Record<string, number>> },
): Readonly<Record<string, number>> {
  // The origins are those of the challenger: both are measured on the same days.
  const same = { ...settings, originStep: challenger.settings.originStep };
  if (JSON.stringify(same) === JSON.stringify(challenger.settings)) return challenger.figures;
  return backTestChain(past, same, () => undefined, new AbortController().signal).figures;
}

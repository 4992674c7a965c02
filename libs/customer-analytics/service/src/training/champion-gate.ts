import type { ModelConfig } from './model-config.js';

/** The model in production on the rows that the new one is measured on. */
export type ChampionScore =
  | { readonly kind: 'none' }
  | { readonly kind: 'scored'; readonly version: string; readonly auc: number }
  | { readonly kind: 'incomparable'; readonly version: string; readonly reason: string };

export interface Verdict {
  readonly promote: boolean;
  /** For a person. */
  readonly reason: string;
}

/**
 * Whether a new version may go into production: its probabilities are calibrated, and it ranks the test rows no worse
 * than the champion does, within the tolerance. A champion that cannot be compared is left in place for a person.
 */
export function judge(
  metrics: Readonly<Record<string, number>>,
  champion: ChampionScore,
  gate: ModelConfig['gate'],
): Verdict {
  const { auc, ece, calibration_slope: slope } = metrics;
  const { min, max } = gate.calibration_slope;
  if (!(ece! <= gate.max_calibration_error)) {
    return hold(`its calibration error ${shown(ece!)} is above ${gate.max_calibration_error}`);
  }
  if (slope !== undefined && !(slope >= min && slope <= max)) {
    return hold(`its calibration slope ${shown(slope)} is outside ${min}–${max}`);
  }
  if (champion.kind === 'none') return { promote: true, reason: 'there is no champion yet' };
  if (champion.kind === 'incomparable') {
    return hold(`champion ${champion.version} cannot be compared: ${champion.reason}`);
  }
  const compared = `its AUC ${shown(auc!)} against ${shown(champion.auc)} of champion ${champion.version}`;
  if (auc! >= champion.auc - gate.auc_tolerance) return { promote: true, reason: compared };
  return hold(`${compared}, more than ${gate.auc_tolerance} lower`);
}

function hold(reason: string): Verdict {
  return { promote: false, reason };
}

function shown(value: number): string {
  return value.toFixed(4);
}

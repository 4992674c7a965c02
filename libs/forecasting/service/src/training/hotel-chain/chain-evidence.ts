import type { GateEvidence } from '@bellwether/contracts';
import { dateOfEpochDay, LONGEST_LEAD } from '@bellwether/forecasting-core';
import type { BundleFiles } from '@bellwether/platform/training';
import type { Champion } from './champion-figures.js';
import type { HotelData } from './read-hotel.js';

/** All that the gate of a chain judges a version by. */
export function chainEvidence({
  data,
  figures,
  bundle,
  champion,
}: {
  readonly data: HotelData;
  readonly figures: Readonly<Record<string, number>>;
  readonly bundle: BundleFiles;
  readonly champion: Champion | undefined;
}): GateEvidence {
  const bundle_bytes = [...bundle.files.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);
  return {
    rows: {
      source: data.source,
      count: figures['test_rows'] ?? 0,
      // The first day that is forecast lies a year before the last origin.
      from: `${dateOfEpochDay(data.asOf - LONGEST_LEAD - 360)}T00:00:00Z`,
      data_fingerprint: data.fingerprint,
    },
    figures: { ...figures, bundle_bytes },
    slices: [],
    ...(champion && {
      champion: {
        version: champion.version,
        figures: champion.figures,
        ...(champion.reason !== undefined && { reason: champion.reason }),
      },
    }),
  };
}

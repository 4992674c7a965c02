import { portableExp, type Rng } from '@bellwether/model-kernel/numerics';

/** Where people travel, by kind: its season by month, January first. */
const KINDS = {
  beach: [0.4, 0.45, 0.6, 0.85, 1.1, 1.5, 1.9, 1.9, 1.3, 0.8, 0.5, 0.5],
  mountain: [1.6, 1.7, 1.3, 0.7, 0.6, 0.8, 1.1, 1.1, 0.8, 0.6, 0.6, 1.4],
  city: [0.8, 0.85, 0.95, 1.05, 1.1, 1.05, 1, 1, 1.1, 1.1, 0.95, 1.1],
} as const;
export type DestinationKind = keyof typeof KINDS;
export const DESTINATION_KINDS = Object.keys(KINDS) as DestinationKind[];

export interface DestinationRow {
  /** D01 and on. */
  readonly destination_id: string;
  readonly name: string;
  readonly country: string;
  readonly kind: DestinationKind;
  readonly latitude: number;
  readonly longitude: number;
}

export interface Destination {
  readonly row: DestinationRow;
  /** How often it is searched for. */
  readonly appeal: number;
  /** Searches for it by month of the stay, January first. */
  readonly season: readonly number[];
}

const NAMES = [
  'Alvaro',
  'Brisa',
  'Corvo',
  'Dunmar',
  'Esker',
  'Fjella',
  'Garda',
  'Hollin',
  'Isola',
  'Jura',
  'Kestra',
  'Luz',
];
const COUNTRIES = ['PT', 'ES', 'FR', 'IT', 'HR', 'AT', 'NO', 'GB'];
const APPEAL_SPREAD = 0.4;

export function buildDestinations(rng: Rng, count: number): Destination[] {
  return Array.from({ length: count }, (_, index) => {
    const own = rng.fork(index);
    const kind = DESTINATION_KINDS[index % DESTINATION_KINDS.length]!;
    const suffix = index < NAMES.length ? '' : ` ${Math.floor(index / NAMES.length) + 1}`;
    return {
      row: {
        destination_id: `D${String(index + 1).padStart(2, '0')}`,
        name: `${NAMES[index % NAMES.length]!}${suffix}`,
        country: COUNTRIES[own.int(COUNTRIES.length)]!,
        kind,
        latitude: rounded(36 + 24 * own.next()),
        longitude: rounded(-9 + 25 * own.next()),
      },
      appeal: portableExp(own.normal(0, APPEAL_SPREAD)),
      season: KINDS[kind],
    };
  });
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

import type { RefusedVersion, VersionTraffic } from '@bellwether/contracts';

/** A version of a model, as the registry tells it. */
export interface ChampionVersion {
  readonly version: string;
  /** Where its bundle lies. */
  readonly source: string;
  /** SHA-256 of its manifest, from registration. */
  readonly manifestDigest: string | undefined;
  /** Of its bundle, see signature.ts. */
  readonly signature?: string | undefined;
}

/** A rollout that runs, as the registry tells it. */
export interface RolloutState {
  readonly id: string;
  readonly mode: 'shadow' | 'canary' | 'split';
  readonly challengers: readonly { readonly version: string; readonly share: number }[];
}

/** What a replica tells of a model that it serves. */
export interface ServingReport {
  readonly name: string;
  /** In production. */
  readonly version: string;
  readonly latencyMsMean: number;
  readonly requests: number;
  /** The rollout that it follows, with the traffic of each version since it began. */
  readonly rolloutId?: string;
  readonly versions: readonly VersionTraffic[];
  /** What it was to load and could not. */
  readonly refused: readonly RefusedVersion[];
}

/** Where models come from. */
export interface ModelSource {
  /** @returns undefined while no version of the model is in production. @throws UNAVAILABLE */
  champion(name: string): Promise<ChampionVersion | undefined>;
  /** @throws UNAVAILABLE, NOT_FOUND */
  version(name: string, version: string): Promise<ChampionVersion>;
  /** @returns undefined while no rollout of the model runs. @throws UNAVAILABLE */
  rollout(name: string): Promise<RolloutState | undefined>;
  /** Every file of a version's bundle by its path in it. @throws UNAVAILABLE, NOT_FOUND */
  download(version: ChampionVersion): Promise<Map<string, Uint8Array>>;
  /** Tells the registry what this replica serves, how fast and how well. */
  report(served: ServingReport): Promise<void>;
}

/** Which version of a model is in production, as the registry tells it. */
export interface ChampionVersion {
  readonly version: string;
  /** Where its bundle lies. */
  readonly source: string;
  /** SHA-256 of its manifest, from registration. */
  readonly manifestDigest: string | undefined;
}

/** Where models come from. */
export interface ModelSource {
  /** @returns undefined while no version of the model is in production. @throws UNAVAILABLE */
  champion(name: string): Promise<ChampionVersion | undefined>;
  /** Every file of a version's bundle by its path in it. @throws UNAVAILABLE, NOT_FOUND */
  download(version: ChampionVersion): Promise<Map<string, Uint8Array>>;
  /** Tells the registry what this replica serves and how fast. */
  report(served: { name: string; version: string; latencyMsMean: number; requests: number }): Promise<void>;
}

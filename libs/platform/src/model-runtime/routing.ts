import { rolloutDraw } from './rollout-draw.js';

/** A version of a model in use. A request takes it once and keeps it to its end, whatever is swapped meanwhile. */
export interface ServedModel<Model> {
  readonly name: string;
  readonly version: string;
  readonly model: Model;
}

/** How a version came to answer, for the record of the prediction. */
export interface Drawn {
  /** Id of the rollout. */
  readonly experiment: string;
  readonly policy: 'champion' | 'challenger' | 'shadow';
  /** Probability with which the version was drawn; left out where it was not drawn. */
  readonly propensity?: number;
}

/** The version that answers, and how it came to; without a rollout it was not drawn. */
export interface Routed<Model> {
  readonly served: ServedModel<Model>;
  readonly drawn: Drawn | undefined;
}

/** A rollout as this process can follow it. */
export interface RunningRollout<Model> {
  readonly id: string;
  readonly mode: 'shadow' | 'canary' | 'split';
  /** In the registry's order; one that is not loaded has no version here. */
  readonly challengers: readonly {
    readonly version: string;
    readonly share: number;
    readonly served: ServedModel<Model> | undefined;
  }[];
}

const NO_SHADOWS: readonly never[] = [];

/**
 * Which version answers about which entity, at one moment. It never changes: whoever took it once is told the same to the
 * end of a request, a batch of thousands included.
 *
 * The first challenger has the bottom of the draw's interval, the second its top and the champion the middle, so that a
 * share that changes moves entities between that challenger and the champion alone.
 */
export class Routing<Model> {
  private readonly toChampion: Routed<Model>;
  private readonly bottom: Arm<Model> | undefined;
  private readonly top: Arm<Model> | undefined;
  private readonly shadows: readonly Arm<Model>[];

  constructor(
    readonly champion: ServedModel<Model>,
    readonly rollout?: RunningRollout<Model>,
  ) {
    const arms = (rollout?.challengers ?? []).map((challenger) => armOf(rollout!, challenger));
    const isShadow = rollout?.mode === 'shadow';
    this.shadows = isShadow ? arms.filter((arm) => arm !== undefined) : NO_SHADOWS;
    [this.bottom, this.top] = isShadow ? [] : arms;
    const given = (this.bottom?.share ?? 0) + (this.top?.share ?? 0);
    const propensity = Math.max(0, Number((1 - given).toFixed(12)));
    const drawn = { experiment: rollout?.id ?? '', policy: 'champion', propensity } as const;
    const draws = this.bottom !== undefined || this.top !== undefined;
    this.toChampion = { served: champion, drawn: draws ? drawn : undefined };
  }

  /** In constant time: one hash where a rollout draws, nothing otherwise. */
  route(entityId: string): Routed<Model> {
    const { bottom, top } = this;
    if (bottom === undefined && top === undefined) return this.toChampion;
    const draw = rolloutDraw(this.rollout!.id, entityId);
    if (bottom !== undefined && draw < bottom.share) return bottom.routed;
    if (top !== undefined && draw >= 1 - top.share) return top.routed;
    return this.toChampion;
  }

  /** The champion in place of a version that failed: it was not drawn. */
  inPlaceOf({ served, drawn }: Routed<Model>): Routed<Model> | undefined {
    if (served === this.champion || drawn === undefined) return undefined;
    return { served: this.champion, drawn: { experiment: drawn.experiment, policy: 'champion' } };
  }

  /** The versions that score a copy of what is asked about an entity. */
  shadowsOf(entityId: string): readonly Routed<Model>[] {
    if (this.shadows.length === 0) return NO_SHADOWS;
    const draw = rolloutDraw(this.rollout!.id, entityId);
    return this.shadows.flatMap(({ share, routed }) => (draw < share ? [routed] : []));
  }

  /** Every version that is held warm for it. */
  versions(): ServedModel<Model>[] {
    const challengers = this.rollout?.challengers ?? [];
    return [this.champion, ...challengers.flatMap(({ served }) => served ?? [])];
  }
}

interface Arm<Model> {
  readonly share: number;
  readonly routed: Routed<Model>;
}

function armOf<Model>(
  { id, mode }: RunningRollout<Model>,
  { share, served }: RunningRollout<Model>['challengers'][number],
): Arm<Model> | undefined {
  if (served === undefined || share === 0) return undefined;
  const drawn: Drawn =
    mode === 'shadow'
      ? { experiment: id, policy: 'shadow' }
      : { experiment: id, policy: 'challenger', propensity: share };
  return { share, routed: { served, drawn } };
}

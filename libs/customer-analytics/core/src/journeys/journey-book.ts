import type { ConversionPath } from '../attribution/index.js';
import { customerJourneys, type Journey, type JourneyEvent } from './customer-journeys.js';

export interface CommonPath {
  readonly channels: readonly string[];
  readonly customers: number;
  readonly journeys: number;
  readonly conversions: number;
  /** Money. */
  readonly value: number;
}

export interface ChannelReach {
  readonly channel: string;
  readonly customers: number;
  readonly touches: number;
  /** Money. */
  readonly cost: number;
}

type Counted<Row> = { -readonly [Key in keyof Row]: Row[Key] };

/** Counts the journeys of customers, one customer after the other. */
export class JourneyBook {
  private readonly paths = new Map<string, Counted<ConversionPath>>();
  private readonly common = new Map<string, Counted<CommonPath>>();
  private readonly channels = new Map<string, Counted<ChannelReach>>();

  constructor(
    /** Days since 1970-01-01, after every event. */
    private readonly asOf: number,
    private readonly windowDays: number,
  ) {}

  /** @param events all of one customer, in the order of days. */
  add(events: readonly JourneyEvent[]): void {
    this.countReach(events);
    const seen = new Set<string>();
    for (const journey of customerJourneys(events, this.asOf, this.windowDays)) {
      this.countPath(journey);
      this.countCommon(journey, seen);
    }
  }

  /** Every path with what came of it: what attribution is made of. */
  conversionPaths(): ConversionPath[] {
    return [...this.paths.values()];
  }

  /** Paths by the channels that they saw one after the other, repetitions as one, the most travelled first. */
  commonestPaths(limit: number): CommonPath[] {
    const keyed = [...this.common].sort(([a, x], [b, y]) => y.journeys - x.journeys || (a < b ? -1 : 1));
    return keyed.slice(0, limit).map(([, path]) => path);
  }

  /** What every channel reached, by name. */
  reach(): ChannelReach[] {
    return [...this.channels.values()].sort((a, b) => (a.channel < b.channel ? -1 : 1));
  }

  private countReach(events: readonly JourneyEvent[]): void {
    const seen = new Set<string>();
    for (const event of events) {
      if (!('channel' in event)) continue;
      const { channel } = event;
      const reach = kept(this.channels, channel, () => ({ channel, customers: 0, touches: 0, cost: 0 }));
      reach.touches++;
      reach.cost += event.cost;
      if (!seen.has(channel)) reach.customers++;
      seen.add(channel);
    }
  }

  private countPath({ touches, value }: Journey): void {
    const path = kept(this.paths, JSON.stringify(touches), () => ({ touches, conversions: 0, value: 0, lost: 0 }));
    if (value === null) path.lost++;
    else {
      path.conversions++;
      path.value += value;
    }
  }

  private countCommon({ touches, value }: Journey, seen: Set<string>): void {
    const channels = touches.map(({ channel }) => channel).filter((channel, i, all) => channel !== all[i - 1]);
    const key = JSON.stringify(channels);
    const none = { channels, customers: 0, journeys: 0, conversions: 0, value: 0 };
    const path = kept(this.common, key, () => none);
    path.journeys++;
    if (value !== null) {
      path.conversions++;
      path.value += value;
    }
    if (!seen.has(key)) path.customers++;
    seen.add(key);
  }
}

function kept<Row>(rows: Map<string, Row>, key: string, make: () => Row): Row {
  const found = rows.get(key) ?? make();
  rows.set(key, found);
  return found;
}

import QuickLRU from 'quick-lru';
import type { Cache, CacheOptions } from './cache.js';
import { lifetime, settingsOf, type CacheSettings } from './settings.js';
import { SingleFlight } from './single-flight.js';

interface Kept {
  readonly value: string;
  readonly until: number;
}

/** A cache of this process, the least recently used values going first. */
export class MemoryCache implements Cache {
  private readonly kept: QuickLRU<string, Kept>;
  private readonly flights = new SingleFlight<string>();
  /** A scope forgotten starts a new generation: what was kept under the old one is never asked for again. */
  private readonly generations = new Map<string, number>();
  private readonly settings: CacheSettings;
  private size = 0;

  constructor(options: CacheOptions = {}) {
    this.settings = settingsOf(options);
    this.kept = new QuickLRU({
      // It keeps up to twice as many between two sweeps.
      maxSize: Math.max(1, Math.floor(this.settings.maxEntries / 2)),
      onEviction: (place, kept) => (this.size -= sizeOf(place, kept)),
    });
  }

  get entries(): number {
    return this.kept.size;
  }

  async through(scope: string, key: string, compute: () => string | Promise<string>): Promise<string> {
    const place = this.placeOf(scope, key);
    const found = this.lookUp(place);
    if (found !== undefined) return found;
    const joined = this.flights.joined(place);
    if (joined !== undefined) {
      this.settings.observe('shared');
      return joined;
    }
    this.settings.observe('miss');
    return this.flights.start(place, async () => {
      const value = await compute();
      this.keep(place, value);
      return value;
    });
  }

  async forget(scope: string): Promise<void> {
    this.generations.set(scope, (this.generations.get(scope) ?? 0) + 1);
    const prefix = `${scope}\n`;
    // The values go too: nobody asks for them again, and memory is what this cache has least of.
    for (const [place, kept] of [...this.kept]) {
      if (place.startsWith(prefix) && this.kept.delete(place)) this.size -= sizeOf(place, kept);
    }
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {
    this.kept.clear();
    this.size = 0;
  }

  private placeOf(scope: string, key: string): string {
    return `${scope}\n${this.generations.get(scope) ?? 0}\n${key}`;
  }

  private lookUp(place: string): string | undefined {
    const found = this.kept.get(place);
    if (found === undefined || found.until <= this.settings.now()) return undefined;
    this.settings.observe('hit');
    return found.value;
  }

  private keep(place: string, value: string): void {
    const { maxSize, maxValueSize, now } = this.settings;
    if (value.length > maxValueSize) return;
    const before = this.kept.peek(place);
    // Deleted first: an older copy in the half that is swept next would be counted out twice.
    if (before !== undefined && this.kept.delete(place)) this.size -= sizeOf(place, before);
    const kept = { value, until: now() + lifetime(this.settings) };
    this.kept.set(place, kept);
    this.size += sizeOf(place, kept);
    while (this.size > maxSize && this.kept.size > 0) this.kept.evict(1);
  }
}

/** In UTF-16 units, the key as well. */
function sizeOf(place: string, { value }: Kept): number {
  return place.length + value.length;
}

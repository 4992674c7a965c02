import { DomainError } from '@bellwether/errors';
import type { Routing, ServedModel } from './routing.js';

/** The place that holds the versions of a model in use; putting others in is one assignment. */
export class ModelSlot<Model> {
  private inUse: Routing<Model> | undefined;

  constructor(readonly name: string) {}

  /** The version in production. @throws UNAVAILABLE while none is loaded. */
  current(): ServedModel<Model> {
    return this.routing().champion;
  }

  /** Which version answers about which entity; taken once by a request. @throws UNAVAILABLE while none is loaded. */
  routing(): Routing<Model> {
    if (this.inUse === undefined) {
      throw new DomainError('UNAVAILABLE', `no version of ${this.name} is loaded yet`, { retryAfterSeconds: 2 });
    }
    return this.inUse;
  }

  /** Of the version in production. */
  get version(): string | undefined {
    return this.inUse?.champion.version;
  }

  put(routing: Routing<Model>): void {
    this.inUse = routing;
  }
}

import { DomainError } from '@bellwether/errors';

/** A version of a model in use. A request takes it once and keeps it to its end, whatever is swapped meanwhile. */
export interface ServedModel<Model> {
  readonly name: string;
  readonly version: string;
  readonly model: Model;
}

/** The place that holds the version of a model in use; putting another in is one assignment. */
export class ModelSlot<Model> {
  private served: ServedModel<Model> | undefined;

  constructor(readonly name: string) {}

  /** @throws UNAVAILABLE while no version is loaded. */
  current(): ServedModel<Model> {
    if (this.served === undefined) {
      throw new DomainError('UNAVAILABLE', `no version of ${this.name} is loaded yet`, { retryAfterSeconds: 2 });
    }
    return this.served;
  }

  get version(): string | undefined {
    return this.served?.version;
  }

  put(version: string, model: Model): void {
    this.served = { name: this.name, version, model };
  }
}

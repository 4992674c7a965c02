import { Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { Principal } from '../auth/index.js';
import type { InferableModels, ListedModel } from './models.js';

/** Most versions that one answer lists. */
export const MOST_LISTED = 10_000;

/** Longest name or version of a model that is looked for. */
const LONGEST_NAME = 256;

/** The models of every domain in this process, each name with one owner; domains register themselves at their start. */
@Injectable()
export class ModelCatalogue {
  private readonly named: InferableModels[] = [];
  private others: InferableModels | undefined;

  /** @throws INTERNAL when two domains claim one name, or all that is left. */
  register(models: InferableModels): void {
    const taken = models.names?.find((name) => this.named.some(({ names }) => names!.includes(name)));
    if (taken !== undefined) throw new DomainError('INTERNAL', `two domains serve a model ${taken}`);
    if (models.names !== undefined) {
      this.named.push(models);
      return;
    }
    if (this.others !== undefined) throw new DomainError('INTERNAL', 'two domains serve every other model');
    this.others = models;
  }

  /**
   * Who serves a name.
   *
   * @param caller whose credentials may be for some domains alone: only here is it known whose model is asked for.
   * @throws NOT_FOUND, PERMISSION_DENIED
   */
  ownerOf(name: string, caller: Principal | null): InferableModels {
    const owner = this.named.find(({ names }) => names!.includes(name)) ?? this.others;
    if (owner === undefined || name.length > LONGEST_NAME) {
      throw new DomainError('NOT_FOUND', `no model '${name.slice(0, 100)}' is served here`);
    }
    if (!mayCall(caller, owner)) {
      throw new DomainError('PERMISSION_DENIED', `these credentials are not for ${owner.domain}`);
    }
    return owner;
  }

  /** Every version that a caller may ask for, each name from its owner alone. */
  async list(only: 'ready' | 'all', caller: Principal | null): Promise<readonly ListedModel[]> {
    const listed: ListedModel[] = [];
    for (const models of [...this.named, ...(this.others === undefined ? [] : [this.others])]) {
      if (!mayCall(caller, models)) continue;
      const own = await models.list(only, MOST_LISTED - listed.length);
      listed.push(...own.filter(({ name }) => this.isOwn(name, models)));
    }
    return listed;
  }

  /** Whether a caller may know of a model by name. */
  mayKnow(name: string, caller: Principal | null): boolean {
    const owner = this.named.find(({ names }) => names!.includes(name)) ?? this.others;
    return owner !== undefined && mayCall(caller, owner);
  }

  private isOwn(name: string, models: InferableModels): boolean {
    return models.names !== undefined || !this.named.some(({ names }) => names!.includes(name));
  }
}

const mayCall = (caller: Principal | null, { domain }: InferableModels): boolean =>
  caller?.domains === undefined || caller.domains.includes(domain);

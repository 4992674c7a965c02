import { Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { Publication } from './publication.js';
import { SegmentRepository } from './segment-repository.js';

/** What is published of the customers of a source. */
@Injectable()
export class Published {
  constructor(private readonly repository: SegmentRepository) {}

  /** @param source the one published last where undefined. @throws NOT_FOUND for one that nothing is published of. */
  async of(source: string | undefined): Promise<Publication> {
    return (await this.repository.current(source ?? null)) ?? notPublished(source);
  }
}

/** @throws NOT_FOUND, naming `source` where one was asked for. */
export function notPublished(source: string | undefined): never {
  const message =
    source === undefined ? 'no segments are published yet' : `no segments of the source '${source}' are published`;
  throw new DomainError('NOT_FOUND', message, {
    fields: source === undefined ? [] : [{ path: 'source', message }],
  });
}

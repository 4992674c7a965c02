import { Worker } from 'node:worker_threads';
import { DomainError } from '@bellwether/errors';
import type { HotelOutlook } from '@bellwether/forecasting-core';
import type { BooksMessage, BooksReply, BooksRequest } from './books-messages.js';

interface Waiting {
  readonly resolve: (outlook: HotelOutlook | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** The memory of the books. Questions are answered in their order. */
export interface Books {
  start(): void;
  /** @throws UNAVAILABLE when the memory is lost before it answers. */
  ask(request: BooksRequest): Promise<HotelOutlook | undefined>;
  close(): Promise<void>;
}

/** Where whoever keeps books finds how a memory of them is opened. @param onLost told when it is lost: all has to be read again. */
export const OPEN_BOOKS = Symbol('OpenBooks');
export type OpenBooks = (onLost: () => void) => Books;

/** The thread that has the books in memory, as who asks it sees it. */
export class BooksThread implements Books {
  private readonly waiting = new Map<number, Waiting>();
  private thread: Worker | undefined;
  private last = 0;

  constructor(private readonly onLost: () => void) {}

  start(): void {
    const thread = new Worker(new URL('./books-thread.js', import.meta.url));
    thread.unref();
    thread.on('message', (reply: BooksReply) => this.settle(reply));
    // What a thread dies of follows as its end.
    thread.on('error', () => undefined);
    thread.once('exit', () => this.lost(thread));
    this.thread = thread;
  }

  ask(request: BooksRequest): Promise<HotelOutlook | undefined> {
    const { thread } = this;
    if (thread === undefined) return Promise.reject(gone());
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      thread.postMessage({ id, ...request } satisfies BooksMessage);
    });
  }

  async close(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }

  private settle({ id, outlook, fault }: BooksReply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (fault === undefined) waiting?.resolve(outlook);
    else waiting?.reject(new DomainError('INTERNAL', `the outlook failed: ${fault}`));
  }

  private lost(thread: Worker): void {
    for (const { reject } of this.waiting.values()) reject(gone());
    this.waiting.clear();
    if (this.thread !== thread) return;
    this.thread = undefined;
    this.onLost();
  }
}

function gone(): DomainError {
  return new DomainError('UNAVAILABLE', 'the books are being read', { retryAfterSeconds: 2 });
}

/** The exchange and queues of one system on a server. */
export class RabbitNames {
  readonly exchange: string;
  readonly dead: string;

  constructor(private readonly prefix: string) {
    this.exchange = `${prefix}.events`;
    this.dead = `${prefix}.dead`;
  }

  queue(consumer: string, type: string): string {
    return `${this.prefix}.${consumer}.${type}`;
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DOMAIN } from '@bellwether/pricing-core';
import { HealthRegistry } from '@bellwether/platform/health';
import { pingDatabase } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';

/** Tells the health report of this domain's database. */
@Injectable()
export class PricingHealth implements OnModuleInit {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.health.register('pricing_database', {
      required: true,
      check: async () => void (await pingDatabase(this.dataSource)),
    });
  }
}

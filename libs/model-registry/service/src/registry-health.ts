import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { HealthRegistry } from '@bellwether/platform/health';
import { pingDatabase } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { DOMAIN } from './domain.js';

/** Tells the health report of the registry's database, without which it serves nothing. */
@Injectable()
export class RegistryHealth implements OnModuleInit {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.health.register('model_registry_database', {
      required: true,
      check: async () => void (await pingDatabase(this.dataSource)),
    });
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { openDataSource, type RelationalOptions } from './data-source.js';

/** How often, and how far apart, a database that cannot be reached is tried at start. */
const ATTEMPTS = 10;
const RETRY_DELAY_MS = 1_000;

/** Whether an app brings its schemas up to date at its start, or only looks that somebody has. */
export type Migrations = 'run' | 'expect';
export const MIGRATIONS = Symbol('Migrations');

/**
 * The tables of one domain. What it provides is injected by the domain's name: `@InjectDataSource('model-registry')`,
 * `@InjectRepository(Run, 'model-registry')`. Closed on shutdown.
 */
@Module({})
export class RelationalModule {
  static forDomain(options: RelationalOptions): DynamicModule {
    const root = TypeOrmModule.forRootAsync({
      name: options.domain,
      inject: [{ token: MIGRATIONS, optional: true }],
      useFactory: (migrations?: Migrations) => ({
        type: 'postgres',
        migrationsRun: migrations !== 'expect',
        retryAttempts: ATTEMPTS,
        retryDelay: RETRY_DELAY_MS,
        toRetry: (error) => error instanceof DomainError && error.code === 'UNAVAILABLE',
      }),
      dataSourceFactory: (given) => openDataSource({ ...options, migrates: given?.migrationsRun !== false }),
    });
    const feature = TypeOrmModule.forFeature([...options.entities], options.domain);
    return { module: RelationalModule, imports: [root, feature], exports: [feature] };
  }
}

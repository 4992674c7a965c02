import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Operation } from '@bellwether/contracts';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { BaseConfig } from '../config/index.js';
import type { ForeignErrors } from '../problems/index.js';
import type { Clock } from './platform.module.js';

/** Which store stands behind each port that an app uses. */
export interface PortUrls {
  readonly analytics?: string;
  readonly artifacts?: string;
  readonly events?: string;
  readonly jobs?: string;
  readonly cache?: string;
  readonly online?: string;
}

/** Raw routes that need Fastify itself, as a plugin of their own. */
export type AppPlugin = (app: NestFastifyApplication) => (fastify: FastifyInstance) => Promise<void>;

export interface AppDefinition {
  /** e.g. 'customer-analytics'; the service name in logs. */
  readonly name: string;
  readonly version: string;
  readonly config: BaseConfig;
  readonly ports?: PortUrls;
  /** Modules of the domains that this app serves. */
  readonly modules: readonly (DynamicModule | Type)[];
  /** Operations that those modules serve: what /openapi.json lists and gRPC offers. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** Protocols of others that its modules speak. */
  readonly foreignErrors?: readonly ForeignErrors[];
  /** Such as the streaming artifact proxy. */
  readonly plugins?: readonly AppPlugin[];
  readonly clock?: Clock;
  readonly logger?: Logger;
}

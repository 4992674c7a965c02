import { RouteConfig } from '@nestjs/platform-fastify';
import type { Access, DomainName, Load } from '@bellwether/contracts';
import type { Principal } from './principal.js';

/** Who may call a route, and to which domain it belongs: none for what every app has. */
export interface RouteAccess {
  readonly access: Access;
  readonly domain?: DomainName;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The decision on a route. One without is refused to everybody. */
    readonly access?: Access;
    readonly domain?: DomainName;
  }
  interface FastifyRequest {
    /** Who calls; null where nothing is asked of callers, and on what is open. */
    principal: Principal | null;
  }
}

/** Says who may call a controller method over HTTP, and how it weighs on the process where that is not `single`. */
export function Allow(access: Access, domain?: DomainName, load?: Load): MethodDecorator {
  return RouteConfig({ access, ...(domain !== undefined && { domain }), ...(load !== undefined && { load }) });
}

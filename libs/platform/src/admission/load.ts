import { grpcPackage, type Load, type Operation } from '@bellwether/contracts';

/** Asked when things go wrong, and so never refused. */
const EXEMPT_PATHS = /^\/(livez|readyz|startupz|api\/v1\/ml\/(metrics|health)|v2\/health\/(live|ready))(\?|$)/;
/** The files of the console: they lie in memory, and a page that was refused one of them stays broken. */
const PAGE_FILES = /^\/(assets\/[^/?]+)?(\?|$)/;
const EXEMPT_SERVICES = /^\/(grpc\.(health|reflection)\.|inference\.GRPCInferenceService\/Server(Live|Ready)$)/;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How a raw route weighs on the process. */
    load?: Load;
  }
}

/** @param path of a route or a request. */
export const isExemptPath = (path: string): boolean => EXEMPT_PATHS.test(path) || PAGE_FILES.test(path);

/** How each route and gRPC method weighs on the process; undefined for what is always let in. */
export class Loads {
  private readonly byRoute = new Map<string, Load>();
  private readonly byMethod = new Map<string, Load>();

  constructor(operations: Iterable<Operation>) {
    for (const { domain, service, method, verb, path, load = 'single' } of operations) {
      this.byRoute.set(`${verb} ${path.replace(/\{(\w+)\}/g, ':$1')}`, load);
      this.byMethod.set(`/${grpcPackage(domain)}.${service}/${method}`, load);
    }
  }

  ofRoute(verb: string, route: string, configured: Load | undefined): Load | undefined {
    return isExemptPath(route) ? undefined : (configured ?? this.byRoute.get(`${verb} ${route}`) ?? 'single');
  }

  ofMethod(path: string): Load | undefined {
    return EXEMPT_SERVICES.test(path) ? undefined : (this.byMethod.get(path) ?? 'single');
  }
}

import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { z } from 'zod';

const Name = z.string().regex(/^[a-z][a-z0-9_-]*$/);
const Variables = z.record(z.string().regex(/^\w+$/), z.union([z.string(), z.number()]));
const Command = z.array(z.string()).min(1);
const Duration = z.string().regex(/^\d+(ms|s|m)$/);

/** A service of compose.yaml, of the fields that we use; a field that is not here is a mistake. */
const Service = z.strictObject({
  image: z.string(),
  build: z
    .strictObject({
      context: z.string(),
      dockerfile: z.string(),
      args: z.record(z.string(), z.string()),
    })
    .optional(),
  command: Command.optional(),
  profiles: z.array(Name).min(1).optional(),
  environment: Variables.optional(),
  env_file: z
    .string()
    .regex(/^secrets\//)
    .optional(),
  secrets: z.array(Name).optional(),
  volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w./-]+(:ro)?$/)).optional(),
  // Only for this machine: no service is secured for others.
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).optional(),
  depends_on: z.record(Name, z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  healthcheck: z
    .strictObject({ test: Command.refine(([how]) => how === 'CMD'), interval: Duration, retries: z.int().min(1) })
    .optional(),
  read_only: z.literal(true).optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.tuple([z.literal('ALL')]).optional(),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]).optional(),
  stop_grace_period: Duration.optional(),
  restart: z.literal('unless-stopped'),
});

const Compose = z.strictObject({
  name: Name,
  services: z.record(Name, Service),
  secrets: z.record(Name, z.strictObject({ file: z.string().regex(/^secrets\//) })),
  volumes: z.record(Name, z.strictObject({})),
});
export type Compose = z.output<typeof Compose>;

/** With merge keys (`<<`), which compose has and YAML 1.2 left out. */
const YAML = CORE_SCHEMA.withTags(mergeTag);

/** Reads a compose file; what begins with `x-` is for its anchors. @throws naming each field that is wrong or unknown. */
export function parseCompose(source: string): Compose {
  const file = z.record(z.string(), z.unknown()).parse(load(source, { schema: YAML }));
  return Compose.parse(Object.fromEntries(Object.entries(file).filter(([name]) => !name.startsWith('x-'))));
}

/** The rules between the parts of a compose file. @returns every breach, naming the service and the rule. */
export function composeBreaches({ services, secrets, volumes }: Compose): string[] {
  return Object.entries(services).flatMap(([name, service]) => {
    const breach = (rule: string) => `${name}: ${rule}`;
    const isOurs = service.build !== undefined;
    const waitsFor = Object.keys(service.depends_on ?? {});
    const kept = (service.volumes ?? []).map((volume) => volume.split(':')[0]!).filter((from) => !from.startsWith('.'));
    return [
      ...(/:(?!latest$)[\w.-]+$/.test(service.image) ? [] : [breach(`image ${service.image} must name a version`)]),
      // The images of our own apps have theirs in the Dockerfile.
      ...(isOurs || service.healthcheck ? [] : [breach('must have a healthcheck')]),
      ...(!isOurs || (service.read_only && service.cap_drop && service.security_opt)
        ? []
        : [breach('must be read-only, without capabilities or new privileges')]),
      ...waitsFor
        .filter((other) => !(other in services))
        .map((other) => breach(`waits for ${other}, which is not there`)),
      ...waitsFor
        .filter((other) => services[other]?.profiles !== undefined && service.profiles === undefined)
        .map((other) => breach(`waits for ${other}, which only a profile starts`)),
      ...(service.secrets ?? [])
        .filter((secret) => !(secret in secrets))
        .map((secret) => breach(`no secret ${secret}`)),
      ...kept.filter((volume) => !(volume in volumes)).map((volume) => breach(`no volume ${volume}`)),
      ...Object.entries(service.environment ?? {})
        .filter(
          ([variable, value]) =>
            /PASSWORD|SECRET|TOKEN|API_KEY$/.test(variable) && !/^\/run\/secrets\//.test(`${value}`),
        )
        .map(([variable]) => breach(`${variable} must come from a file`)),
    ];
  });
}

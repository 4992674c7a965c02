import { join } from 'node:path';
import type { Role } from '@bellwether/contracts';
import { hashOfSecret, newApiKey, writeApiKey, writeKeyFile } from '@bellwether/platform/auth';

export interface Keys {
  /** The environment of an app that asks for one of them. */
  readonly required: Readonly<Record<string, string>>;
  readonly service: string;
  readonly engineer: string;
  readonly admin: string;
}

/** A file with a key for a service, one for an engineer and one for an admin. */
export async function keyFile(folder: string): Promise<Keys> {
  const path = join(folder, 'keys.json');
  const service = newApiKey();
  const engineer = newApiKey();
  const admin = newApiKey();
  const stored = (role: Role, { id, secret }: typeof service) => ({
    ...{ id, name: role, role },
    sha256: hashOfSecret(secret).toString('hex'),
  });
  await writeKeyFile(path, [stored('service', service), stored('engineer', engineer), stored('admin', admin)]);
  return {
    required: { AUTH: 'required', API_KEYS_FILE: path },
    service: writeApiKey(service),
    engineer: writeApiKey(engineer),
    admin: writeApiKey(admin),
  };
}

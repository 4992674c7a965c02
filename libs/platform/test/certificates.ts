import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: Buffer;
  readonly key: Buffer;
}

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];

/** An authority that signs nothing but a test's certificates. */
export function authority(folder: string, name: string): Certificate & { issue(commonName: string): Certificate } {
  const own = pair(folder, name);
  openssl('req', '-x509', ...EC_KEY, '-keyout', own.keyFile, '-out', own.certFile, '-subj', `/CN=${name}`);
  return {
    ...read(own),
    issue(commonName) {
      const issued = pair(folder, `${name}-${commonName}`);
      const request = `${issued.certFile}.csr`;
      const extensions = `${issued.certFile}.ext`;
      writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
      openssl(
        'req',
        '-new',
        ...EC_KEY.slice(0, 5),
        '-keyout',
        issued.keyFile,
        '-out',
        request,
        '-subj',
        `/CN=${commonName}`,
      );
      openssl(
        ...['x509', '-req', '-days', '1', '-in', request, '-out', issued.certFile, '-extfile', extensions],
        ...['-CA', own.certFile, '-CAkey', own.keyFile, '-CAcreateserial'],
      );
      return read(issued);
    },
  };
}

const pair = (folder: string, name: string) => ({
  certFile: join(folder, `${name}.pem`),
  keyFile: join(folder, `${name}.key`),
});

const read = (files: ReturnType<typeof pair>): Certificate => ({
  ...files,
  cert: readFileSync(files.certFile),
  key: readFileSync(files.keyFile),
});

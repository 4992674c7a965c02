import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@bellwether/errors';
import { buf } from './buf.js';

/**
 * The .proto files of a folder as buf compiles them: a FileDescriptorSet, without comments and places.
 *
 * @throws INTERNAL with buf's words when the files do not compile.
 */
export function compileDescriptors(root: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-descriptors-'));
  try {
    const file = join(folder, 'descriptors.binpb');
    const { ok, output } = buf('build', root, '--as-file-descriptor-set', '--exclude-source-info', '-o', file);
    if (!ok) throw new DomainError('INTERNAL', `the .proto files do not compile: ${output}`);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

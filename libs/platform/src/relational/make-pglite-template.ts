/** A step of this library's build, after its compilation: makes the template of an empty cluster, unless it is there. */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { TEMPLATE } from './pglite-template.js';

if (!existsSync(TEMPLATE)) {
  const database = await PGlite.create('memory://');
  // What is in the files needs no replaying of the log.
  await database.exec('CHECKPOINT');
  const files = await database.dumpDataDir('none');
  await database.close();
  const half = new URL(`${TEMPLATE.href}.${process.pid}`);
  writeFileSync(half, Buffer.from(await files.arrayBuffer()));
  renameSync(half, TEMPLATE);
}

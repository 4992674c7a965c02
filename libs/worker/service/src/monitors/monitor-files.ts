import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Monitor } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { z } from 'zod';

const FILE = 'monitors.json';
const MonitorFile = z.array(Monitor).max(1_000);

/** A monitor, and the model in whose folder it is. */
export interface ModelMonitor extends Monitor {
  readonly model: string;
}

/**
 * The monitors of every `models/<name>/monitors.json`, by id.
 *
 * @throws FAILED_PRECONDITION naming the file and the field that is wrong, or an id that two have.
 */
export async function monitorsOf(modelsDir: string): Promise<ModelMonitor[]> {
  const folders = (await readdir(modelsDir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const monitors: ModelMonitor[] = [];
  for (const { name } of folders) monitors.push(...(await monitorsOfModel(modelsDir, name)));
  const ids = new Set<string>();
  for (const { id } of monitors) {
    if (ids.has(id)) throw new DomainError('FAILED_PRECONDITION', `two monitors have the id '${id}'`);
    ids.add(id);
  }
  return monitors.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function monitorsOfModel(modelsDir: string, model: string): Promise<ModelMonitor[]> {
  const path = join(modelsDir, model, FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const parsed = MonitorFile.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data.map((monitor) => ({ ...monitor, model }));
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new DomainError('FAILED_PRECONDITION', `models/${model}/${FILE}: ${faults}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

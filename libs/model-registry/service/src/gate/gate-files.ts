import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { GateFile, type GateRule } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';

/** Names that a folder of models can have; others have no gate. */
const FOLDER_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** The gates of models, `models/<name>/gate.json`; read anew each time, as promotions are rare. */
@Injectable()
export class GateFiles {
  constructor(@Inject(MODEL_REGISTRY_CONFIG) private readonly config: ModelRegistryConfig) {}

  /**
   * @returns undefined for a model without a gate.
   * @throws INTERNAL for a file that is none: a gate that cannot be read lets nothing pass.
   */
  async rulesOf(modelName: string): Promise<readonly GateRule[] | undefined> {
    if (!FOLDER_NAME.test(modelName)) return undefined;
    let text: string;
    try {
      text = await readFile(join(this.config.modelsDir, modelName, 'gate.json'), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    return parse(text, modelName);
  }
}

function parse(text: string, modelName: string): readonly GateRule[] {
  try {
    return GateFile.parse(JSON.parse(text)).rules;
  } catch (cause) {
    throw new DomainError('INTERNAL', `models/${modelName}/gate.json is malformed`, { cause });
  }
}

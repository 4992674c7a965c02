import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import { z } from 'zod';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';

const Hyperparameter = z.object({
  default: z.number(),
  min: z.number(),
  max: z.number(),
  integer: z.boolean().optional(),
});

/** The part of `models/<name>/model.json` that the registry reads; the rest is the trainer's. */
const ModelConfig = z.object({
  hyperparameters: z.record(z.string(), Hyperparameter),
  /** How long a training takes before there is any to learn from, in minutes. */
  estimated_minutes: z.number().positive(),
});
export type ModelConfig = z.output<typeof ModelConfig>;

/** Which models can be trained, and with what. */
@Injectable()
export class ModelConfigs {
  constructor(@Inject(MODEL_REGISTRY_CONFIG) private readonly config: ModelRegistryConfig) {}

  /** @throws NOT_FOUND for a model without a configuration, INTERNAL for a configuration that is none. */
  async of(modelName: string): Promise<ModelConfig> {
    const text = await this.read(modelName);
    const parsed = ModelConfig.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw new DomainError('INTERNAL', `the configuration of ${modelName} is malformed`, { cause: parsed.error });
  }

  private async read(modelName: string): Promise<string> {
    const unknown = () =>
      new DomainError('NOT_FOUND', `no model named '${modelName.slice(0, 128)}' can be trained here`);
    // The name becomes part of a file's path.
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(modelName)) throw unknown();
    try {
      return await readFile(join(this.config.modelsDir, modelName, 'model.json'), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw unknown();
      throw error;
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

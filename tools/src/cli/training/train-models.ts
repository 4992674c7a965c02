import { UsageError } from '../command-error.js';
import type { TrainOptions } from '../commands/train.js';
import { importUploaded } from '../importing/import-uploaded.js';
import { openInput } from '../importing/input-file.js';
import { rejectsBeside } from '../importing/rejects-file.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import type { Stack } from '../stack/stack.js';
import { type ModelQuality, qualityOf } from './model-quality.js';
import { gateText, qualityText } from './quality-text.js';
import { TRAINABLE_MODELS } from './trainable-models.js';
import { trainModel } from './train-model.js';

/** What `--data` files are read as, and the name that their rows get without `--source`. */
const DATASET = 'hotel-bookings';

interface TrainedModel extends ModelQuality {
  readonly job_id: string;
  readonly promoted: boolean;
}

/** `bellwether train`: one model or all, on the data at hand or on a file imported first. */
export async function trainModels(session: Session, options: TrainOptions, model: string | undefined): Promise<void> {
  if ((model === undefined) === (options.all === undefined)) {
    throw new UsageError(`name one model, or give --all; models: ${TRAINABLE_MODELS.join(', ')}`);
  }
  const input = options.data === undefined ? undefined : await openInput(session.path(options.data));
  const trained = await withStack(session, async (stack) => {
    let source = options.source;
    if (input !== undefined) {
      const rejectsFile = await rejectsBeside(input.path, session.path('.'));
      const imported = await importUploaded(session, stack, {
        dataset: DATASET,
        source: source ?? DATASET,
        files: [{ input, rejectsFile }],
      });
      source = imported.source;
      if (imported.rejected > 0) {
        session.report.note(`${imported.rejected} of ${imported.read} rows were rejected: see ${rejectsFile}`);
      }
    }
    const results: TrainedModel[] = [];
    for (const name of model === undefined ? TRAINABLE_MODELS : [model]) {
      results.push(await trainOne(session, stack, name, { ...options, ...(source !== undefined && { source }) }));
    }
    return results;
  });
  session.report.result({ models: trained }, ({ models }) => [qualityText(models), ...models.map(verdict)].join('\n'));
}

async function trainOne(session: Session, stack: Stack, name: string, options: TrainOptions): Promise<TrainedModel> {
  const job = await trainModel(session, stack, name, options);
  const quality = await qualityOf(stack, name, job.model_version!);
  return { ...quality, job_id: job.job_id, promoted: job.promoted ?? false };
}

function verdict({ model_name, version, promoted }: TrainedModel): string {
  return promoted ? `${model_name} version ${version} is in production.` : gateText(model_name, version);
}

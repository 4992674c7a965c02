import { Argument } from 'commander';
import { UsageError } from '../command-error.js';
import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readJsonObject } from '../option-values.js';

export interface PredictOptions {
  readonly features?: Readonly<Record<string, unknown>>;
  readonly grpc?: true;
  readonly model?: string;
  readonly input?: string;
}

export const addPredict: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('predict')
        .addArgument(new Argument('[what]', 'the risk to predict').choices(['churn', 'no-show']))
        .argument('[booking]', 'a booking id, as BOOK001')
        .summary('ask a model')
        .description(
          'Predicts whether a booking is cancelled (churn) or its guest does not turn up (no-show), with the reasons ' +
            'and what would lower the risk; or with --model asks any registered model with tensors.',
        )
        .option('--features <json>', 'features that override the stored ones', readJsonObject)
        .option('--grpc', 'ask over gRPC instead of HTTP; the answer is the same')
        .option('--model <name>', 'a registered model, asked with tensors')
        .option('--input <file>', 'for --model: an inference request of the Open Inference Protocol, as JSON'),
    ),
    [
      ['predict churn BOOK001', 'a booking of the simulated hotel'],
      [`predict churn BOOK001 --features '{"days_until_checkin":3}'`, 'what if it were three days before'],
      ['predict no-show BOOK001 --json', 'for a script'],
      ['predict --model fraud --input request.json', 'a model that was registered from a file'],
    ],
  ).action(
    act<PredictOptions>(async (session, options, [what, booking]) => {
      if (options.model !== undefined || options.input !== undefined) {
        if (what !== undefined) throw new UsageError(`--model and --input ask by tensors: leave out '${what}'`);
        if (options.model === undefined || options.input === undefined) {
          throw new UsageError('--model and --input go together');
        }
        const { infer } = await import('../predicting/infer.js');
        return infer(session, options.model, options.input);
      }
      if (what === undefined || booking === undefined) {
        throw new UsageError('name what to predict and a booking, as: predict churn BOOK001');
      }
      const { predictRisk } = await import('../predicting/predict-risk.js');
      return predictRisk(session, what === 'churn' ? 'churn' : 'no-show', booking, options);
    }),
  );
};

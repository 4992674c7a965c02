import { type AddCommand, describe, withStackOptions } from '../command.js';

export interface ExportOptions {
  readonly out: string;
  readonly version?: string;
  readonly all?: true;
}

export const addExport: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('export [model]')
        .summary('download the bundle of a model: ONNX file, features, calibration, metrics')
        .description(
          'Downloads the files of a version, checks them against their manifest and says what is in them. ' +
            'model.onnx runs in any ONNX runtime.',
        )
        .requiredOption('--out <dir>', 'folder to write to; each model gets a folder of its own in it')
        .option('--version <version>', 'version (default: the one in production)')
        .option('--all', 'every model that has a version in production'),
    ),
    [
      ['export churn_predictor --out ./models', 'the version in production'],
      ['export churn_predictor --version 2 --out ./models', 'an older one'],
      ['export --all --out ./models', 'every model'],
    ],
  ).action(
    act<ExportOptions>(async (session, options, [model]) => {
      const { exportModels } = await import('../registry/export-models.js');
      await exportModels(session, options, model);
    }),
  );
};

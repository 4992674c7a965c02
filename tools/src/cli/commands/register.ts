import { type AddCommand, describe, withStackOptions } from '../command.js';

export interface RegisterOptions {
  readonly name: string;
}

export const addRegister: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('register <file>')
        .summary("register anyone's ONNX model and serve it by its signature")
        .description(
          'Inspects an ONNX file, registers it as a new version of a model and puts that version into production. It ' +
            'is then served at /v2/models/NAME/infer (Open Inference Protocol).',
        )
        .requiredOption('--name <name>', 'name of the model'),
    ),
    [
      ['register fraud.onnx --name fraud', 'register and serve'],
      ['predict --model fraud --input request.json', 'then ask it'],
    ],
  ).action(
    act<RegisterOptions>(async (session, options, [file]) => {
      const { registerModel } = await import('../registry/register-model.js');
      await registerModel(session, options.name, file!);
    }),
  );
};

import { type AddCommand, describe, withStackOptions } from '../command.js';
import type { SignOptions } from '../registry/sign.js';

export const addSign: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('sign <model> <version>')
        .summary("sign a version's bundle")
        .description(
          'Downloads a version, checks that every byte is what was registered, and signs it. Where ' +
            'BUNDLE_PUBLIC_KEYS_FILE is set, nothing else is promoted or loaded.',
        )
        .requiredOption('--key <file>', 'Ed25519 private key, PKCS#8 in PEM'),
    ),
    [['sign churn_predictor 3 --key release.pem', 'made by: openssl genpkey -algorithm ed25519 -out release.pem']],
  ).action(
    act(async (session, options: SignOptions, [model, version]) => {
      const { signVersion } = await import('../registry/sign.js');
      await signVersion(session, model!, version!, options);
    }),
  );
};

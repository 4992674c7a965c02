/** Parts of paths, names and identifiers with which registries were attacked, by what they stand for. */
const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  // CVE-2023-2356, CVE-2023-6831, CVE-2023-6909, CVE-2023-6977.
  'climbing out, plainly and as checks have been seen to miss it': [
    ...[
      '../../x',
      '..',
      '../x',
      'x/../../x',
      '../..',
      '/',
      '//x',
      '.',
      './x',
      '....//x',
      'x/..',
      '..../x',
      ' ..',
      '.. /x',
    ],
  ],
  // CVE-2024-1558, CVE-2024-1593.
  'characters after which some layer stops reading': [
    ...['..;/x', '#/../x', '..;a=b/../x', 'x#/../../x', '?/../x', 'x?/../../x', 'x;/../../x'],
  ],
  'other separators, drives and homes': [
    ...['..\\x', 'C:\\x', 'x\\..\\..\\x', '\\\\host\\share', 'C:x', '~/x', '~root/x'],
  ],
  'what C reads to the end of and JavaScript does not, and what turns a line': [
    ...['x\0', 'x\r\nset-cookie: a=b', '../x\0.onnx', 'x\n../x', '\u202ex'],
  ],
  'look-alikes that a normalisation turns into the real ones': [
    ...['\uff0e\uff0e/x', '\u2025/x', '\u2024\u2024/x', 'x\uff0f..\uff0fx', '\uff0e\uff0e\uff3cx'],
  ],
  'overlong, broken and nested escapes': [
    ...['%c0%ae%c0%ae/x', '%%32%65%%32%65/x', '..%c0%afx', '%uff0e%uff0e/x', '%ff', '%', '\ud800'],
  ],
  // CVE-2023-1177, CVE-2026-2614.
  'absolute, and other schemes': [
    ...['/etc/passwd', 'file:///etc/passwd', 'http://169.254.169.254/latest/meta-data', 's3://bucket/x', '//host/x'],
    ...['runs:/x/../../x', 'mlflow-artifacts:/../../x', 'mlflow-artifacts://host/x', 'models:/../x', 'dbfs:/x'],
  ],
  'expressions of a language behind': [
    ...[`' OR '1'='1`, '__proto__', `"; DROP TABLE run; --`, '$(id)', '${jndi:ldap://x}', '<script>alert(1)</script>'],
  ],
  'numbers out of range, and nothing': ['9'.repeat(400), '', '-1', '1e999', 'NaN'],
};

/** Every hostile text; `canary` is a file that lies beside the folders that the registry reads from. */
export function hostileTexts(canary: string): readonly string[] {
  return [...Object.values(BY_KIND).flat(), ...waysTo(canary)];
}

/**
 * For one field of one route out of many: the ways to the canary that lead there, and one text of each kind. By `turn` the
 * kinds pass through their texts, so that over the fields of a registry every text is tried on many.
 */
export function hostileSamples(canary: string, turn: number): readonly string[] {
  return [...Object.values(BY_KIND).map((texts) => texts[turn % texts.length]!), ...waysTo(canary).slice(-4)];
}

function waysTo(canary: string): string[] {
  const file = canary.slice(canary.lastIndexOf('/') + 1);
  const ups = [1, 2, 3, 5, 8].map((depth) => `${'../'.repeat(depth)}${file}`);
  return [...ups, canary, `file://${canary}`, `mlflow-artifacts:${canary}`];
}

/**
 * The spellings of a text in a request target: as it is where a target can hold it, and every byte of it encoded once,
 * twice, three times: also dots and letters, by which a look for '..' is passed (CVE-2024-1560 undid its repair by
 * decoding once more).
 */
export function spellings(text: string): readonly string[] {
  // A lone surrogate becomes the character of replacement.
  const wellFormed = Buffer.from(text).toString();
  const asItIs = /^[\u0021-\u007e]*$/.test(text) ? text : encodeURIComponent(wellFormed);
  const once = everyByte(wellFormed);
  const twice = everyByte(once);
  return [asItIs, once, twice, everyByte(twice)].filter((form) => form.length < 2_000);
}

function everyByte(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

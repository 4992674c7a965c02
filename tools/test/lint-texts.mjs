// Lints texts as if they stood at the given paths, without writing them: node tools/test/lint-texts.mjs < texts.json
// Reads [{ path, text }], paths from the root of the workspace; prints for each the rules it breaks, with what they say.
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));
// The rule of module boundaries reads the graph that lies in Nx's cache, and is silent when there is none.
await createProjectGraphAsync({ exitOnError: false });
const eslint = new ESLint({ cwd: root });
const answers = [];
for (const { path, text: source } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(source, { filePath: join(root, path), warnIgnored: true });
  answers.push(result.messages.map(({ ruleId, message }) => ({ rule: ruleId, message })));
}
process.stdout.write(JSON.stringify(answers));

import { DockerfileParser, type Dockerfile, type Instruction } from 'dockerfile-ast';

/** A rule that a Dockerfile breaks, by its number in hadolint's list, and the line (from 1). */
export interface Finding {
  readonly rule: string;
  readonly line: number;
  readonly message: string;
}

type Rule = (file: Dockerfile) => { at: Instruction; message: string }[];

const all = (file: Dockerfile, keyword: string): Instruction[] =>
  file.getInstructions().filter((instruction) => instruction.getKeyword() === keyword);

const text = (instruction: Instruction): string => instruction.getArgumentsContent() ?? '';

/** The last value of each `ARG name=value` before the first stage. */
function defaults(file: Dockerfile): ReadonlyMap<string, string> {
  const pairs = file.getInitialARGs().flatMap((argument) => {
    const [name, value] = text(argument).split('=');
    return name !== undefined && value !== undefined ? [[name, value] as const] : [];
  });
  return new Map(pairs);
}

/** Images that stages begin with, their arguments filled in; earlier stages are not images. */
function baseImages(file: Dockerfile): { at: Instruction; image: string }[] {
  const values = defaults(file);
  const stages = new Set(file.getFROMs().map((from) => from.getBuildStage()));
  return file
    .getFROMs()
    .map((at) => ({
      at,
      image: (at.getImage() ?? '').replace(/\$\{?(\w+)\}?/g, (whole, name: string) => values.get(name) ?? whole),
    }))
    .filter(({ image }) => image !== 'scratch' && !stages.has(image));
}

const broken = (instructions: readonly Instruction[], message: string) => instructions.map((at) => ({ at, message }));

/** The rules of hadolint that matter to these images, each from its number to what breaks it. */
export const RULES: Readonly<Record<string, Rule>> = {
  DL3000: (file) =>
    broken(
      all(file, 'WORKDIR').filter((workdir) => !/^["']?[/$]/.test(text(workdir))),
      'WORKDIR must be absolute',
    ),
  DL3002: (file) => {
    const final = file.getFROMs().at(-1);
    if (final === undefined) return [];
    const from = final.getRange().start.line;
    const user = all(file, 'USER')
      .filter((instruction) => instruction.getRange().start.line > from)
      .at(-1);
    if (user === undefined) return broken([final], 'the last stage must name a USER');
    return /^(root|0)(:|$)/.test(text(user)) ? broken([user], 'the last USER must not be root') : [];
  },
  DL3004: (file) =>
    broken(
      all(file, 'RUN').filter((run) => /\bsudo\b/.test(text(run))),
      'sudo must not be used',
    ),
  DL3006: (file) =>
    baseImages(file)
      .filter(({ image }) => !/[:@]/.test(image.split('/').at(-1) ?? ''))
      .map(({ at, image }) => ({ at, message: `${image} must have a tag or a digest` })),
  DL3007: (file) =>
    baseImages(file)
      .filter(({ image }) => image.endsWith(':latest'))
      .map(({ at, image }) => ({ at, message: `${image} must name a version` })),
  DL3008: (file) =>
    broken(
      all(file, 'RUN').filter((run) => installedByApt(text(run)).some((name) => !name.includes('='))),
      'packages of apt-get install must name versions',
    ),
  DL3009: (file) =>
    broken(
      all(file, 'RUN').filter(
        (run) => /apt-get\s+update/.test(text(run)) && !/rm\s+-rf\s+\/var\/lib\/apt\/lists/.test(text(run)),
      ),
      'the lists of apt-get update must be deleted in the same RUN',
    ),
  DL3015: (file) =>
    broken(
      all(file, 'RUN').filter(
        (run) => /apt-get\s[^&|;]*install/.test(text(run)) && !/--no-install-recommends/.test(text(run)),
      ),
      'apt-get install must be given --no-install-recommends',
    ),
  DL3020: (file) =>
    broken(
      all(file, 'ADD').filter((add) => !/^https?:/.test(text(add))),
      'files must be put in by COPY, not ADD',
    ),
  DL3025: (file) =>
    broken(
      [...all(file, 'CMD'), ...all(file, 'ENTRYPOINT')].filter((command) => !text(command).startsWith('[')),
      'CMD and ENTRYPOINT must be JSON, so that signals reach the process',
    ),
  DL3057: (file) =>
    all(file, 'HEALTHCHECK').length > 0
      ? []
      : broken(file.getFROMs().slice(-1), 'the last stage must have a HEALTHCHECK'),
  DL4000: (file) => broken(all(file, 'MAINTAINER'), 'MAINTAINER is deprecated: use a LABEL'),
  DL4003: (file) => broken(all(file, 'CMD').slice(0, -1), 'only the last CMD counts'),
  DL4006: (file) => {
    const shells = all(file, 'SHELL').filter((shell) => /pipefail/.test(text(shell)));
    return broken(
      all(file, 'RUN').filter((run) => {
        const isPiped = /[^|]\|[^|]/.test(text(run)) && !/set\s+-\w*o\s+pipefail/.test(text(run));
        return isPiped && !shells.some((shell) => shell.getRange().start.line < run.getRange().start.line);
      }),
      'a RUN with a pipe must set pipefail',
    );
  },
};

function installedByApt(command: string): string[] {
  const [, after] = /apt-get\s[^&|;]*install\s([^&|;]*)/.exec(command.replaceAll('\\\n', ' ')) ?? [];
  return (after ?? '').split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'));
}

/** Every rule that the Dockerfile breaks, in the order of its lines. */
export function lintDockerfile(source: string): Finding[] {
  const file = DockerfileParser.parse(source);
  return Object.entries(RULES)
    .flatMap(([rule, check]) =>
      check(file).map(({ at, message }) => ({ rule, line: at.getRange().start.line + 1, message })),
    )
    .sort((a, b) => a.line - b.line);
}

import { CommandError } from '../command-error.js';
import type { Session } from '../session.js';
import { plural } from '../terminal/format.js';
import { examineEngines } from './engines.js';
import { type Finding, MARKS } from './finding.js';
import { examineHome } from './home.js';
import { examineDisk, examineMemory, examineNode, examinePlatform } from './machine.js';
import { examinePort } from './ports.js';
import { examineStack } from './running-stack.js';
import { examineServers } from './servers.js';

/** `bellwether doctor`: looks at everything that a working Bellwether needs, and changes nothing. */
export async function examine(session: Session): Promise<void> {
  const { home, host, report } = session;
  const findings: Finding[] = [
    examineNode(process.versions.node),
    examinePlatform(),
    examineMemory(),
    await examineDisk(home),
    ...(await examineEngines()),
    await examineHome(home),
    ...(await examineServers(host.env)),
    ...((await examineStack(session)) ?? [
      { what: 'Stack', status: 'note', detail: 'none runs; commands open the stores themselves' },
      await examinePort('HTTP port', Number(host.env['PORT'] ?? 8002), 'bellwether start --port'),
      await examinePort('gRPC port', Number(host.env['GRPC_PORT'] ?? 50051), 'bellwether start --grpc-port'),
    ]),
  ];
  const wrong = findings.filter(({ status }) => status === 'wrong').length;
  report.result({ healthy: wrong === 0, findings }, () => [findingsText(findings), '', verdict(wrong)].join('\n'));
  // The findings are the result and have been told; the exit code is for scripts.
  if (wrong > 0) throw new CommandError('FAILED_PRECONDITION', verdict(wrong), 'See above what to do.');
}

function findingsText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .map(({ what, status, detail, advice }) => {
      const line = `${MARKS[status]} ${what.padEnd(width)}  ${detail}`;
      return advice === undefined ? line : `${line}\n  → ${advice}`;
    })
    .join('\n');
}

function verdict(wrong: number): string {
  return wrong === 0 ? 'Nothing is wrong.' : `${plural(wrong, 'thing')} to put right.`;
}

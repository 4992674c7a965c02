import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGrpcClient, type GateEvidence, type GateRule, type RolloutMode } from '@bellwether/contracts';
import { modelRegistryOperations } from '../../src/index.js';
import { startGuarded, type GuardedRegistry } from '../support/callers.js';
import { testDatabases } from '../support/databases.js';
import { GATED } from '../support/registry.js';

const databases = await testDatabases('gate');
const RULES: readonly GateRule[] = [
  { name: 'enough rows', kind: 'within', figure: 'test_rows', min: 500 },
  { name: 'ranks as well', kind: 'against_champion', figure: 'auc', better: 'higher', margin: 0.005 },
];

describe.each(databases)('the gate of a model on $engine', (on) => {
  let guarded: GuardedRegistry;
  let callers: GuardedRegistry['callers'];
  let engineer: GuardedRegistry['admin'];
  let admin: GuardedRegistry['admin'];

  beforeAll(async () => {
    guarded = await startGuarded(on, { rules: RULES });
    ({ callers, engineer, admin } = guarded);
  }, 60_000);
  afterAll(() => guarded?.stop());
  beforeEach(async () => {
    // Each test has the gated name for itself.
    await admin.mlflow.models.delete(GATED).catch(() => undefined);
    await engineer.mlflow.models.create({ name: GATED });
  });

  const newVersion = async (name = GATED): Promise<string> => {
    const { info } = await engineer.mlflow.runs.create({});
    const request = { name, source: `runs:/${info.run_id}/model`, run_id: info.run_id };
    return (await engineer.mlflow.versions.create(request)).version;
  };
  const evidence = (auc: number, champion?: [version: string, auc: number], test_rows = 900): GateEvidence => ({
    rows: { source: 'bookings', count: test_rows, from: '2026-01-01T00:00:00Z', data_fingerprint: 'f' },
    figures: { auc, test_rows },
    slices: [],
    ...(champion && { champion: { version: champion[0], figures: { auc: champion[1] } } }),
  });
  const judge = (version: string, given: GateEvidence) =>
    engineer.operations.judgeVersion({ model_name: GATED, version, evidence: given });
  const promote = (version: string, more: { reason?: string; force?: boolean } = {}, by = engineer) =>
    by.operations.promoteModel({ model_name: GATED, version, ...more });
  const champion = async () => (await engineer.mlflow.models.byAlias(GATED, 'champion')).version;
  /** A version in production that came through the gate. */
  const champions = async (auc: number): Promise<string> => {
    const version = await newVersion();
    await judge(version, evidence(auc));
    await promote(version);
    return version;
  };

  it('keeps every rule with its figure and bound beside the version', async () => {
    const first = await champions(0.8);
    const version = await newVersion();
    expect(await engineer.operations.getGateResult({ model_name: GATED, version })).toMatchObject({
      status: 'missing',
    });
    const judged = await judge(version, evidence(0.7, [first, 0.8], 400));
    expect(judged).toMatchObject({
      status: 'failed',
      result: {
        passed: false,
        decided_by: callers.ids.engineer,
        champion_version: first,
        rows: { source: 'bookings', count: 400 },
        rules: [
          { name: 'enough rows', figure: 'test_rows', value: 400, bound: 'at least 500', passed: false },
          { name: 'ranks as well', value: 0.7, bound: 'at least 0.795', passed: false, detail: 'champion 1 has 0.8' },
        ],
      },
    });
    expect(await engineer.operations.getGateResult({ model_name: GATED, version })).toEqual(judged);
    expect((await engineer.operations.getModelGate({ model_name: GATED })).rules).toEqual(RULES);
  });

  it('refuses what failed or never ran on each of the three ways, naming the rules', async () => {
    const first = await champions(0.8);
    const unmeasured = await newVersion();
    const worse = await newVersion();
    await judge(worse, evidence(0.7, [first, 0.8]));
    await expect(promote(unmeasured)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('its gate never ran'),
    });
    const failed = /did not pass 'ranks as well' \(auc 0.7, at least 0.795; champion 1 has 0.8\)/;
    await expect(promote(worse)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringMatching(failed),
    });
    // A stock client is answered in its protocol's words, and with a status that it does not repeat.
    await expect(engineer.mlflow.models.setAlias(GATED, 'champion', worse)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(failed),
    });
    const toProduction = { name: GATED, version: worse, stage: 'Production', archive_existing_versions: true };
    await expect(engineer.mlflow.versions.transitionStage(toProduction)).rejects.toThrow(failed);
    expect((await engineer.mlflow.versions.get(GATED, worse)).current_stage).toBe('None');
    expect(await champion()).toBe(first);
    // Any other alias is nobody's production.
    await engineer.mlflow.models.setAlias(GATED, 'canary', worse);
  });

  it('lets an admin force it with a reason, and has it on record', async () => {
    await champions(0.8);
    const version = await newVersion();
    await expect(promote(version, { force: true, reason: 'I want to' })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: 'to force a promotion needs the role admin, got engineer',
    });
    await expect(promote(version, { force: true }, admin)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(promote(version, { force: true, reason: '  ' }, admin)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await promote(version, { force: true, reason: 'the old one leaks prices' }, admin);
    const [latest] = (await engineer.operations.getModelHistory({ model_name: GATED })).aliases;
    expect(latest).toMatchObject({
      version,
      kind: 'forced',
      by: callers.ids.admin,
      reason: 'the old one leaks prices',
    });
    const { entries } = await admin.operations.listAuditEntries({ action: 'alias.set', limit: 1 });
    expect(entries[0]).toMatchObject({ actor: callers.ids.admin, reason: 'the old one leaks prices' });
    expect(JSON.parse(entries[0]!.after!)).toMatchObject({ forced: true });
  });

  describe('before a rollout', () => {
    const trial = (version: string, mode: RolloutMode = 'canary') => ({
      ...{ model_name: GATED, mode, challengers: [{ version, share: 0.1 }] },
    });
    const failed = /may not be put on trial: it did not pass 'ranks as well' \(auc 0.7, at least 0.795/;

    it('refuses what failed, over HTTP and gRPC, and what never ran, unless nobody is answered by it', async () => {
      const first = await champions(0.8);
      const worse = await newVersion();
      await judge(worse, evidence(0.7, [first, 0.8]));
      const address = guarded.registry.grpcAddress;
      const options = { address, apiKey: callers.keys.engineer, timeoutMs: 5_000, operations: modelRegistryOperations };
      const grpc = createGrpcClient(options);
      try {
        for (const client of [engineer.operations, grpc]) {
          for (const mode of ['canary', 'split', 'shadow'] as const) {
            await expect(client.startRollout(trial(worse, mode))).rejects.toMatchObject({
              code: 'FAILED_PRECONDITION',
              message: expect.stringMatching(failed),
            });
          }
          await expect(client.startRollout({ ...trial(worse), force: true, reason: 'x' })).rejects.toMatchObject({
            code: 'PERMISSION_DENIED',
            message: 'to force a rollout needs the role admin, got engineer',
          });
        }
      } finally {
        grpc.close();
      }
      const unmeasured = await newVersion();
      await expect(engineer.operations.startRollout(trial(unmeasured))).rejects.toThrow(/its gate never ran/);
      const { challengers } = await engineer.operations.startRollout(trial(unmeasured, 'shadow'));
      expect(challengers).toEqual([{ version: unmeasured, share: 0.1 }]);
    });

    it('lets an admin force it with a reason, and has it on record', async () => {
      const first = await champions(0.8);
      const worse = await newVersion();
      await judge(worse, evidence(0.7, [first, 0.8]));
      const forced = { ...trial(worse), force: true };
      await expect(admin.operations.startRollout(forced)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      const { challengers } = await admin.operations.startRollout({ ...forced, reason: 'it is fair to the small' });
      expect(challengers).toEqual([{ version: worse, share: 0.1, forced: true }]);
      const { entries } = await admin.operations.listAuditEntries({ action: 'rollout.started', limit: 1 });
      expect(entries[0]).toMatchObject({ actor: callers.ids.admin, reason: 'it is fair to the small' });
      expect(JSON.parse(entries[0]!.after!).challengers).toEqual(challengers.map((one) => ({ ...one, version: 2 })));
      // What was forced may grow; its promotion is another question.
      const larger = { model_name: GATED, challengers: [{ version: worse, share: 0.5 }] };
      expect((await engineer.operations.updateRollout(larger)).challengers).toEqual([
        { version: worse, share: 0.5, forced: true },
      ]);
      await expect(promote(worse)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    });

    it('takes no larger share for a version that has failed since, and any smaller one', async () => {
      const first = await champions(0.8);
      const version = await newVersion();
      await judge(version, evidence(0.81, [first, 0.8]));
      await engineer.operations.startRollout({ ...trial(version), force: false });
      await judge(version, evidence(0.7, [first, 0.8]));
      const share = (share: number) =>
        engineer.operations.updateRollout({ model_name: GATED, challengers: [{ version, share }] });
      await expect(share(0.2)).rejects.toThrow(failed);
      expect((await share(0.05)).challengers).toEqual([{ version, share: 0.05 }]);
    });

    it('lets one be tried again that was in production', async () => {
      const first = await champions(0.8);
      const second = await newVersion();
      await judge(second, evidence(0.85, [first, 0.8]));
      await promote(second);
      expect((await engineer.operations.startRollout(trial(first))).challengers).toEqual([
        { version: first, share: 0.1 },
      ]);
    });
  });

  it('does not call a promotion forced that the gate would have let pass', async () => {
    const version = await newVersion();
    await judge(version, evidence(0.8));
    await promote(version, { force: true, reason: 'in a hurry' }, admin);
    expect((await engineer.operations.getModelHistory({ model_name: GATED })).aliases[0]!.kind).toBe('promotion');
  });

  it('asks again when another version has come into production since', async () => {
    const first = await champions(0.8);
    const [second, third] = [await newVersion(), await newVersion()];
    await judge(second, evidence(0.85, [first, 0.8]));
    await judge(third, evidence(0.81, [first, 0.8]));
    await promote(second);
    await expect(promote(third)).rejects.toThrow(
      /passed its gate when version 1 was in production, and version 2 is now/,
    );
    await judge(third, evidence(0.81, [second, 0.85]));
    await expect(promote(third)).rejects.toThrow(/did not pass 'ranks as well'/);
    // Evidence against a version that is not in production is none.
    await judge(third, evidence(0.81, [first, 0.8]));
    await expect(promote(third)).rejects.toThrow(/compared with version 1, and 2 is in production/);
  });

  it('leaves the way back open: by a rollback, or to a version that was let through before', async () => {
    const first = await champions(0.8);
    const second = await newVersion();
    await judge(second, evidence(0.85, [first, 0.8]));
    await promote(second);
    await engineer.operations.rollbackModel({ model_name: GATED });
    expect(await champion()).toBe(first);
    await promote(second);
    expect(await champion()).toBe(second);
  });

  it('decides nothing more of the version that is in production', async () => {
    const first = await champions(0.8);
    // A training that resumes after it has promoted sends its evidence again.
    expect(await judge(first, evidence(0.1))).toMatchObject({ status: 'passed' });
  });

  it('is of one name: a model without a gate is free, and cannot take the name once it has been in production', async () => {
    await engineer.mlflow.models.create({ name: 'foreign' });
    await newVersion('foreign');
    expect(await engineer.operations.getGateResult({ model_name: 'foreign', version: '1' })).toEqual({
      ...{ model_name: 'foreign', version: '1', status: 'not_needed' },
    });
    await engineer.mlflow.models.setAlias('foreign', 'champion', '1');
    await engineer.mlflow.models.deleteAlias('foreign', 'champion');
    await admin.mlflow.models.delete(GATED);
    await expect(engineer.mlflow.models.rename('foreign', GATED)).rejects.toThrow(/has a gate, and foreign has been/);
    await admin.mlflow.models.delete('foreign');
  });

  it.each([
    ['a version that is not there', '9', {}, 'NOT_FOUND'],
    ['a figure that is no number', '1', { figures: { auc: 'high' } }, 'INVALID_ARGUMENT'],
    ['evidence without rows', '1', { rows: undefined }, 'INVALID_ARGUMENT'],
  ])('refuses %s', async (_, version, more, code) => {
    await newVersion();
    const given = { ...evidence(0.8), ...more } as unknown as GateEvidence;
    await expect(judge(version, given)).rejects.toMatchObject({ code });
  });
});

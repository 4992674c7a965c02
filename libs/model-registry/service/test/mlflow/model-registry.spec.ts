/** The behaviours that MLflow's `tests/tracking/test_model_registry.py` asserts, each by the name of the test there. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabases } from '../support/databases.js';
import { startRegistry, type TestRegistry } from '../support/registry.js';
import { byKey, StockClient } from '../support/stock-client.js';

const databases = await testDatabases('registry_suite');

interface Version {
  readonly name: string;
  readonly version: string;
  readonly current_stage: string;
  readonly creation_timestamp: number;
  readonly last_updated_timestamp: number;
  readonly description?: string;
  readonly source: string;
  readonly run_id: string;
  readonly tags?: readonly { key: string; value: string }[];
  readonly aliases?: readonly string[];
}

interface Model {
  readonly name: string;
  readonly creation_timestamp: number;
  readonly last_updated_timestamp: number;
  readonly description?: string;
  readonly latest_versions?: readonly Version[];
  readonly tags?: readonly { key: string; value: string }[];
  readonly aliases?: readonly { alias: string; version: string }[];
}

interface Page {
  readonly registered_models?: readonly Model[];
  readonly model_versions?: readonly Version[];
  readonly next_page_token?: string;
}

const TAGS = [
  { key: 'key', value: 'value' },
  { key: 'another key', value: 'some other value' },
  { key: 'numeric value', value: '12345' },
];

const ABSENT = { status: 404, code: 'RESOURCE_DOES_NOT_EXIST' };

describe.each(databases)('test_model_registry.py on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let client: StockClient;

  const newModel = async (name: string, more: object = {}) =>
    (await client.post<{ registered_model: Model }>('registered-models/create', { name, ...more })).registered_model;
  const model = async (name: string) =>
    (await client.get<{ registered_model: Model }>('registered-models/get', { name })).registered_model;
  /** The run is of nobody, as in the original. */
  const newVersion = async (name: string, source = 'runs:/run_id/model', run_id = 'run_id', more: object = {}) =>
    (await client.post<{ model_version: Version }>('model-versions/create', { name, source, run_id, ...more }))
      .model_version;
  const version = async (name: string, number: string) =>
    (await client.get<{ model_version: Version }>('model-versions/get', { name, version: number })).model_version;
  const move = (name: string, number: string, stage: string) =>
    client.post('model-versions/transition-stage', {
      ...{ name, version: number, stage, archive_existing_versions: false },
    });
  const latestOf = async (name: string) => {
    const filter = `name = '${name}'`;
    return (await client.get<Page>('registered-models/search', { filter })).registered_models!.map(
      ({ latest_versions = [] }) => latest_versions,
    );
  };
  const versionsOf = async (filter: string) =>
    (await client.get<Page>('model-versions/search', { filter })).model_versions!;
  /** Every page of a search, one after the other. */
  async function pages(path: string, query: Record<string, string | number | string[]>): Promise<Page[]> {
    const all: Page[] = [];
    let token: string | undefined;
    do {
      const page: Page = await client.get(path, { ...query, ...(token !== undefined && { page_token: token }) });
      all.push(page);
      token = page.next_page_token;
    } while (token !== undefined);
    return all;
  }
  /** What a step took, in milliseconds since 1970. */
  async function during(step: () => Promise<unknown>): Promise<(time: number) => void> {
    const from = Date.now();
    await step();
    const to = Date.now();
    return (time) => {
      expect(time).toBeGreaterThanOrEqual(from);
      expect(time).toBeLessThanOrEqual(to);
    };
  }

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    client = new StockClient(registry);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  it('test_create_and_query_registered_model_flow', async () => {
    const name = 'CreateRMTest';
    let made: Model | undefined;
    const inTime = await during(async () => (made = await newModel(name, { tags: TAGS })));
    expect(made!.name).toBe(name);
    const found = await model(name);
    for (const each of [made!, found]) expect(byKey(each.tags)).toEqual(byKey(TAGS));
    expect([found.description ?? '', found.latest_versions ?? []]).toEqual(['', []]);
    inTime(found.creation_timestamp);
    inTime(found.last_updated_timestamp);
    const queries: Record<string, string>[] = [{}, { filter: '' }, { filter: `name = '${name}'` }];
    for (const query of queries) {
      const { registered_models = [] } = await client.get<Page>('registered-models/search', query);
      expect(registered_models.filter((each) => each.name === name)).toHaveLength(1);
    }
  });

  describe('test_search_registered_model_flow_paginated', () => {
    const names = Array.from({ length: 29 }, (_, i) => `CreateRMsearch${String(i).padStart(3, '0')}`);

    beforeAll(async () => {
      for (const name of names) await newModel(name);
    });

    it.each([1, 8, 100])('in pages of %d', async (max_results) => {
      const search = async (filter: string) => {
        const found = await pages('registered-models/search', { filter, max_results });
        for (const { registered_models = [] } of found.slice(0, -1))
          expect(registered_models).toHaveLength(max_results);
        return found.flatMap(({ registered_models = [] }) => registered_models.map(({ name }) => name));
      };
      const whole = await search('');
      expect(whole.filter((name) => name.startsWith('CreateRMsearch'))).toEqual(names);
      expect(whole).toEqual([...whole].sort());
      expect(await search("name LIKE '%7'")).toEqual(names.filter((name) => name.endsWith('7')));
      expect(await search("name ILIKE '%rm%00%'")).toEqual(names.filter((name) => name.includes('00')));
      expect(await search("name LIKE '%rm%00%'")).toEqual([]);
      expect(await search("name = 'badname'")).toEqual([]);
      expect(await search("name = 'CreateRMsearch023'")).toEqual(['CreateRMsearch023']);
    });
  });

  it('test_update_registered_model_flow', async () => {
    const at = (n: number) => (n === 1 ? 'UpdateRMTest' : `UpdateRMTest ${n}`);
    const rename = (from: string, to: string) => client.post('registered-models/rename', { name: from, new_name: to });
    const describeIt = (name: string, description: string) =>
      client.patch('registered-models/update', { name, description });
    const made = await during(() => newModel(at(1)));
    const check = async (name: string, description: string, changed: (time: number) => void) => {
      const found = await model(name);
      expect([found.name, found.description]).toEqual([name, description]);
      made(found.creation_timestamp);
      changed(found.last_updated_timestamp);
    };
    await check(at(1), '', made);
    await check(at(2), '', await during(() => rename(at(1), at(2))));
    await check(at(2), 'This is a test', await during(() => describeIt(at(2), 'This is a test')));
    const both = await during(async () => {
      await describeIt(at(2), '4th update');
      await rename(at(2), at(4));
    });
    await check(at(4), '4th update', both);
    await check(at(5), '4th update', await during(() => rename(at(4), at(5))));
    for (const name of [at(1), at(2), at(4)]) {
      await client.refused(
        ['GET', 'registered-models/get'],
        { name },
        `Registered Model with name=${name} not found`,
        ABSENT,
      );
    }
  });

  it('test_delete_registered_model_flow', async () => {
    const name = 'DeleteRMTest';
    const listed = async () => (await latestOf(name)).length;
    await newModel(name);
    expect(await listed()).toBe(1);
    await client.refused(['POST', 'registered-models/create'], { name }, /Registered Model .+ already exists/, {
      ...{ status: 400, code: 'RESOURCE_ALREADY_EXISTS' },
    });
    await client.delete('registered-models/delete', { name });
    await client.refused(['GET', 'registered-models/get'], { name }, /Registered Model .+ not found/, ABSENT);
    const renaming = { name, new_name: 'something else' };
    await client.refused(['POST', 'registered-models/rename'], renaming, /Registered Model .+ not found/, ABSENT);
    expect(await listed()).toBe(0);
    const again = await during(() => newModel(name));
    const found = await model(name);
    again(found.creation_timestamp);
    again(found.last_updated_timestamp);
    expect(await listed()).toBe(1);
  });

  it('test_set_delete_registered_model_tag_flow', async () => {
    const name = 'SetDeleteRMTagTest';
    await newModel(name);
    expect((await model(name)).tags ?? []).toEqual([]);
    for (const { key, value } of TAGS) await client.post('registered-models/set-tag', { name, key, value });
    await client.delete('registered-models/delete-tag', { name, key: 'key' });
    expect(byKey((await model(name)).tags)).toEqual({ 'another key': 'some other value', 'numeric value': '12345' });
  });

  it('test_set_registered_model_tag_with_empty_string_as_value', async () => {
    const name = 'SetRMTagEmptyValueTest';
    await newModel(name);
    await client.post('registered-models/set-tag', { name, key: 'tag_key', value: '' });
    expect(byKey((await model(name)).tags)).toEqual({ tag_key: '' });
  });

  describe('searches for versions', () => {
    const names = Array.from({ length: 29 }, (_, i) => `CreateRMsearchForMV${String(i).padStart(3, '0')}`);
    const OURS = "name LIKE 'CreateRMsearchForMV%'";
    const made: Version[] = [];
    const label = (each: Version) => `${each.name}/${each.version}`;
    const newestFirst = (a: Version, b: Version) =>
      b.last_updated_timestamp - a.last_updated_timestamp || compare(a.name, b.name) || compare(b.version, a.version);
    const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    const search = async (query: Record<string, string | number | string[]>) =>
      (await pages('model-versions/search', query)).flatMap(({ model_versions = [] }) => model_versions.map(label));

    beforeAll(async () => {
      for (const name of names) await newModel(name);
      for (const name of [...names, ...names.slice(0, 10)]) made.push(await newVersion(name));
    });

    it.each<[string, (name: string) => boolean]>([
      [OURS, () => true],
      [`${OURS} AND name LIKE '%2'`, (name) => name.endsWith('2')],
      ["name ILIKE '%rmsearchformv%00%'", (name) => name.includes('00')],
      ["name LIKE '%rm%00%'", () => false],
      ["name = 'badname'", () => false],
      ["name = 'CreateRMsearchForMV03'", () => false],
    ])('test_search_model_versions_filter_string: %s', async (filter, holds) => {
      const expected = made.filter(({ name }) => holds(name)).sort(newestFirst);
      expect(await search({ filter })).toEqual(expected.map(label));
    });

    it.each([1, 8, 100])('test_search_model_versions_max_results: %d', async (max_results) => {
      expect(await search({ filter: OURS, max_results })).toEqual([...made].sort(newestFirst).map(label));
    });

    it.each<[string[], (a: Version, b: Version) => number]>([
      [[], newestFirst],
      [['name DESC'], (a, b) => compare(b.name, a.name) || compare(b.version, a.version)],
      [['version_number DESC'], (a, b) => Number(b.version) - Number(a.version) || compare(a.name, b.name)],
    ])('test_search_model_versions_order_by: %j', async (order_by, order) => {
      expect(await search({ filter: OURS, order_by })).toEqual([...made].sort(order).map(label));
    });
  });

  it('test_create_and_query_model_version_flow', async () => {
    const name = 'CreateMVTest';
    await newModel(name);
    const made = await newVersion(name, 'runs:/run_id/flow_model', 'run_id_1', { tags: TAGS });
    expect([made.version, made.name, byKey(made.tags)]).toEqual(['1', name, byKey(TAGS)]);
    const first = await version(name, '1');
    expect(byKey(first.tags)).toEqual(byKey(TAGS));
    expect(await latestOf(name)).toEqual([[first]]);
    expect(await newVersion(name, 'runs:/run_id/another_model', 'run_id_1')).toMatchObject({ version: '2', name });
    const second = await version(name, '2');
    expect(await latestOf(name)).toEqual([[second]]);
    expect((await versionsOf(`name = '${name}'`)).map((each) => each.version).sort()).toEqual(['1', '2']);
    expect((await newVersion(name, 'runs:/run_id/another_model', 'run_id_2')).version).toBe('3');
    expect(await versionsOf("source_path = 'runs:/run_id/flow_model'")).toEqual([first]);
    expect(await versionsOf(`run_id = 'run_id_1' AND name = '${name}'`)).toEqual([second, first]);
    expect(await client.get('model-versions/get-download-uri', { name, version: '1' })).toEqual({
      artifact_uri: 'runs:/run_id/flow_model',
    });
  });

  it('test_get_model_version', async () => {
    const name = 'GetModelVersionTest';
    await newModel(name);
    await newVersion(name);
    expect(await version(name, '1')).toMatchObject({ name, version: '1' });
    const wrong = { name, version: 'something not correct' };
    const message = "Parameter 'version' must be an integer, got 'something not correct'.";
    await client.refused(['GET', 'model-versions/get'], wrong, message);
  });

  it('test_update_model_version_flow', async () => {
    const name = 'UpdateMVTest';
    const modelMade = await during(() => newModel(name));
    const made = await during(() => newVersion(name));
    const first = await version(name, '1');
    expect(first.description).toBe('');
    made(first.creation_timestamp);
    made(first.last_updated_timestamp);
    modelMade((await model(name)).creation_timestamp);
    made((await model(name)).last_updated_timestamp);
    await newVersion(name, 'runs:/run_id/another_model');
    const moved = await during(() => move(name, '1', 'Staging'));
    made((await version(name, '1')).creation_timestamp);
    moved((await version(name, '1')).last_updated_timestamp);
    modelMade((await model(name)).creation_timestamp);
    moved((await model(name)).last_updated_timestamp);
    expect((await latestOf(name))[0]!.map((each) => each.version).sort()).toEqual(['1', '2']);
    const message = { name, version: '1', description: 'This is a test model' };
    const described = await during(() => client.patch('model-versions/update', message));
    expect((await version(name, '1')).description).toBe('This is a test model');
    described((await version(name, '1')).last_updated_timestamp);
    // A description is the version's own affair.
    moved((await model(name)).last_updated_timestamp);
  });

  it('test_latest_models', async () => {
    const name = 'LatestVersionTest';
    const stages = ['Archived', 'Production', 'Archived', 'Production', 'Staging', 'Staging', 'None'];
    await newModel(name);
    for (const [i, stage] of stages.entries()) {
      expect((await newVersion(name)).version).toBe(String(i + 1));
      if (stage !== 'None') await move(name, String(i + 1), stage);
      expect((await version(name, String(i + 1))).current_stage).toBe(stage);
    }
    const latest = async (wanted?: string[]) => {
      const message = { name, ...(wanted && { stages: wanted }) };
      const { model_versions = [] } = await client.post<Page>('registered-models/get-latest-versions', message);
      return Object.fromEntries(model_versions.map((each) => [each.current_stage, each.version]));
    };
    expect(await latest(['None'])).toEqual({ None: '7' });
    expect(await latest(['Staging'])).toEqual({ Staging: '6' });
    expect(await latest(['None', 'Staging'])).toEqual({ None: '7', Staging: '6' });
    const all = { Production: '4', Staging: '6', Archived: '3', None: '7' };
    expect([await latest(), await latest([])]).toEqual([all, all]);
  });

  it('test_delete_model_version_flow', async () => {
    const name = 'DeleteMVTest';
    await newModel(name);
    for (let i = 1; i <= 3; i += 1) await newVersion(name, `runs:/run_id_2/a/b/c${i}`, 'run_id_2');
    expect((await latestOf(name))[0]![0]!.version).toBe('3');
    const standing = async () => (await versionsOf(`name = '${name}'`)).map((each) => each.version).sort();
    expect(await standing()).toEqual(['1', '2', '3']);
    const key = { name, version: '1' };
    const deleted = await during(() => client.delete('model-versions/delete', key));
    expect(await standing()).toEqual(['2', '3']);
    deleted((await model(name)).last_updated_timestamp);
    const gone = /Model Version .+ not found/;
    await client.refused(['DELETE', 'model-versions/delete'], key, gone, ABSENT);
    await client.refused(['PATCH', 'model-versions/update'], { ...key, description: 'x' }, gone, ABSENT);
    const move = { ...key, stage: 'Staging', archive_existing_versions: false };
    await client.refused(['POST', 'model-versions/transition-stage'], move, gone, ABSENT);
    await client.delete('model-versions/delete', { name, version: 3 });
    expect(await standing()).toEqual(['2']);
    expect((await newVersion(name)).version).toBe('4');
    expect(await standing()).toEqual(['2', '4']);
  });

  it('test_set_delete_model_version_tag_flow', async () => {
    const name = 'SetDeleteMVTagTest';
    await newModel(name);
    await newVersion(name);
    expect((await version(name, '1')).tags ?? []).toEqual([]);
    const key = { name, version: '1' };
    for (const tag of TAGS) await client.post('model-versions/set-tag', { ...key, ...tag });
    await client.delete('model-versions/delete-tag', { ...key, key: 'key' });
    expect(byKey((await version(name, '1')).tags)).toEqual({
      'another key': 'some other value',
      'numeric value': '12345',
    });
  });

  it('test_set_model_version_tag_with_empty_string_as_value', async () => {
    const name = 'SetMVTagEmptyValueTest';
    await newModel(name);
    await newVersion(name);
    await client.post('model-versions/set-tag', { name, version: '1', key: 'tag_key', value: '' });
    expect(byKey((await version(name, '1')).tags)).toEqual({ tag_key: '' });
  });

  it('test_set_delete_registered_model_alias_and_get_model_version_by_alias_flow', async () => {
    const name = 'SetDeleteGetRMAliasTest';
    await newModel(name);
    await newVersion(name);
    const aliases = async () => [(await model(name)).aliases ?? [], (await version(name, '1')).aliases ?? []];
    expect(await aliases()).toEqual([[], []]);
    await client.post('registered-models/alias', { name, alias: 'test_alias', version: '1' });
    expect(await aliases()).toEqual([[{ alias: 'test_alias', version: '1' }], ['test_alias']]);
    const named = await client.get('registered-models/alias', { name, alias: 'test_alias' });
    expect(named).toEqual({ model_version: await version(name, '1') });
    await client.delete('registered-models/alias', { name, alias: 'test_alias' });
    expect(await aliases()).toEqual([[], []]);
  });

  it('test_copy_model_version_flow', async () => {
    const name = 'CopyMVTest';
    await newModel(name);
    const tags = [{ key: 'hello', value: 'world' }];
    const source = await newVersion(name, 'runs:/run_id/model', 'run_id_1', { description: 'dummy', tags });
    // What copy_model_version sends once it has asked for the alias.
    const more = { description: 'dummy', tags };
    expect(await newVersion(name, `models:/${name}/1`, 'run_id_1', more)).toMatchObject({ version: '2', name });
    expect(await version(name, '2')).toMatchObject({
      ...{ source: `models:/${name}/1`, description: 'dummy', run_id: 'run_id_1', tags },
    });
    expect(await client.get('model-versions/get-download-uri', { name, version: '2' })).toEqual({
      artifact_uri: source.source,
    });
  });
});

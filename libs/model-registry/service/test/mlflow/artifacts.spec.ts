/** The behaviours that MLflow's `tests/tracking/test_mlflow_artifacts.py` asserts, each by the name of the test there. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRegistry, type TestRegistry } from '../support/registry.js';
import { StockClient } from '../support/stock-client.js';

const ROOT = '/api/2.0/mlflow-artifacts/artifacts';

interface Listing {
  readonly root_uri?: string;
  readonly files?: readonly { path: string; is_dir: boolean; file_size?: number }[];
}

describe('test_mlflow_artifacts.py, and the artifact routes of test_rest_tracking.py', () => {
  let registry: TestRegistry;
  let client: StockClient;

  const put = async (path: string, content: string) => {
    const answer = await fetch(`${registry.url}${ROOT}/${path}`, { method: 'PUT', body: content });
    expect([answer.status, await answer.text()]).toEqual([200, '{}']);
  };
  const download = async (target: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(registry.url + target, { headers });
    expect([answer.status, answer.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
    return {
      text: await answer.text(),
      type: answer.headers.get('content-type'),
      disposition: answer.headers.get('content-disposition'),
    };
  };
  /** A run, and where the stock client puts its artifacts. */
  const newRun = async () => {
    const { run_id, artifact_uri } = (await client.newRun()).info;
    return { run_id, artifact_uri, folder: artifact_uri.slice('mlflow-artifacts:/'.length) };
  };
  const list = (run_id: string, path?: string) =>
    client.get<Listing>('artifacts/list', { run_id, ...(path !== undefined && { path }) });
  const paths = async (run_id: string, path?: string) =>
    ((await list(run_id, path)).files ?? []).map((file) => file.path).sort();

  beforeAll(async () => {
    registry = await startRegistry();
    client = new StockClient(registry);
  }, 60_000);
  afterAll(() => registry?.stop());

  it('test_mlflow_artifacts_rest_apis', async () => {
    await put('a.txt', '0');
    await put('dir/b.txt', '1');
    expect((await download(`${ROOT}/a.txt`)).text).toBe('0');
    expect((await download(`${ROOT}/dir/b.txt`)).text).toBe('1');
    expect(await client.get(ROOT)).toEqual({
      files: [
        { path: 'a.txt', is_dir: false, file_size: 1 },
        { path: 'dir', is_dir: true },
      ],
    });
    expect(await client.get(ROOT, { path: 'dir' })).toEqual({
      files: [{ path: 'b.txt', is_dir: false, file_size: 1 }],
    });
  });

  it('test_log_artifact', async () => {
    for (const place of ['a.txt', 'artifact_path/a.txt']) {
      const { run_id, folder } = await newRun();
      expect(folder).toBe(`0/${run_id}/artifacts`);
      await put(`${folder}/${place}`, '0');
      expect((await registry.store.read(`0/${run_id}/artifacts/${place}`)).toString()).toBe('0');
    }
  });

  it('test_log_artifacts, test_list_artifacts', async () => {
    const { run_id, folder } = await newRun();
    expect((await list(run_id)).files ?? []).toEqual([]);
    for (const place of ['a.txt', 'dir/b.txt', 'artifact_path/a.txt', 'artifact_path/dir/b.txt']) {
      await put(`${folder}/${place}`, '0');
    }
    expect(await paths(run_id)).toEqual(['a.txt', 'artifact_path', 'dir']);
    expect(await paths(run_id, 'dir')).toEqual(['dir/b.txt']);
    expect(await paths(run_id, 'artifact_path')).toEqual(['artifact_path/a.txt', 'artifact_path/dir']);
    expect(await paths(run_id, 'artifact_path/dir')).toEqual(['artifact_path/dir/b.txt']);
  });

  it('test_download_artifacts', async () => {
    const { folder } = await newRun();
    await put(`${folder}/a.txt`, '0');
    await put(`${folder}/dir/b.txt`, '1');
    const { files } = await client.get<Listing>(ROOT, { path: folder });
    expect(files!.map(({ path, is_dir }) => [path, is_dir])).toEqual([
      ['a.txt', false],
      ['dir', true],
    ]);
    expect((await client.get<Listing>(ROOT, { path: `${folder}/dir` })).files!.map(({ path }) => path)).toEqual([
      'b.txt',
    ]);
    expect((await download(`${ROOT}/${folder}/dir/b.txt`)).text).toBe('1');
  });

  it('test_rest_tracking_api_list_artifacts_with_proxied_artifacts', async () => {
    const { run_id, artifact_uri, folder } = await newRun();
    await put(`${folder}/a.txt`, '0');
    await put(`${folder}/dir/b.txt`, '1');
    expect(await list(run_id)).toEqual({
      root_uri: artifact_uri,
      files: [
        { path: 'a.txt', is_dir: false, file_size: 1 },
        { path: 'dir', is_dir: true },
      ],
    });
    expect(await list(run_id, 'dir')).toEqual({
      root_uri: artifact_uri,
      files: [{ path: 'dir/b.txt', is_dir: false, file_size: 1 }],
    });
  });

  it('test_rest_get_artifact_api_proxied_with_artifacts', async () => {
    const { run_id, folder } = await newRun();
    await put(`${folder}/a.txt`, 'abcdefg');
    for (const name of ['run_id', 'run_uuid']) {
      expect((await download(`/get-artifact?${name}=${run_id}&path=a.txt`)).text).toBe('abcdefg');
    }
    for (const [query, status] of [
      [`run_id=${run_id}&path=none.txt`, 404],
      ['run_id=nobody&path=a.txt', 404],
      [`run_id=${run_id}`, 400],
      [`run_id=${run_id}&path=..%2fa.txt`, 400],
      [`run_id=${run_id}&path=%252e%252e%252fa.txt`, 400],
      [`run_id=${run_id}&path=a.txt&path=b.txt`, 400],
    ] as const) {
      expect((await registry.raw('GET', `/get-artifact?${query}`)).status).toBe(status);
    }
  });

  it('test_rest_get_model_version_artifact_api_proxied_artifact_root', async () => {
    const { run_id, folder } = await newRun();
    await put(`${folder}/model/a.txt`, 'abcdefg');
    const name = 'GetModelVersionTest';
    await client.post('registered-models/create', { name });
    await client.post('model-versions/create', { name, source: `runs:/${run_id}/model`, run_id });
    const target = '/model-versions/get-artifact';
    expect((await download(`${target}?name=${name}&version=1&path=a.txt`)).text).toBe('abcdefg');
    for (const [query, status] of [
      [`name=${name}&version=2&path=a.txt`, 404],
      [`name=${name}&version=1&path=../a.txt`, 400],
      [`name=${name}&version=one&path=a.txt`, 400],
      [`name=${name}&path=a.txt`, 400],
    ] as const) {
      expect((await registry.raw('GET', `${target}?${query}`)).status).toBe(status);
    }
  });

  it.each([
    ['a.txt', 'text/plain'],
    ['b.pkl', 'application/octet-stream'],
    ['c.png', 'image/png'],
    ['d.pdf', 'application/pdf'],
    ['MLmodel', 'text/plain'],
    ['mlproject', 'text/plain'],
  ])('test_mime_type_for_download_artifacts_api, test_server_overrides_requested_mime_type: %s', async (name, type) => {
    const { run_id, folder } = await newRun();
    await put(`${folder}/${name}`, '');
    const given = { text: '', type, disposition: `attachment; filename=${name}` };
    expect(await download(`${ROOT}/${folder}/${name}`)).toEqual(given);
    expect(await download(`${ROOT}/${folder}/${name}`, { accept: 'text/html' })).toEqual(given);
    expect(await download(`/get-artifact?run_id=${run_id}&path=${name}`)).toEqual(given);
  });

  it.each(['page.html', 'picture.svg', 'noextension'])('gives out %s as nothing that a browser runs', async (name) => {
    const { folder } = await newRun();
    await put(`${folder}/${name}`, '<script>');
    expect(await download(`${ROOT}/${folder}/${name}`)).toMatchObject({ type: 'application/octet-stream' });
  });

  it('names a download by its file, whatever is in the name', async () => {
    const { folder } = await newRun();
    const name = `báo "cáo" (1)'.txt`;
    await put(`${folder}/${encodeURIComponent(name)}`, 'x');
    expect((await download(`${ROOT}/${folder}/${encodeURIComponent(name)}`)).disposition).toBe(
      `attachment; filename="b_o _c_o_ (1)'.txt"; filename*=UTF-8''b%C3%A1o%20%22c%C3%A1o%22%20%281%29%27.txt`,
    );
  });

  it('test_rest_get_artifact_api_log_image', async () => {
    const { run_id, folder } = await newRun();
    const name = 'dog+step+20+timestamp+100+0123.png';
    await put(`${folder}/images/${name}`, 'pixels');
    const { files } = await client.get<Listing>('/ajax-api/2.0/mlflow/artifacts/list', { run_id, path: 'images' });
    expect(files!.map(({ path }) => path)).toEqual([`images/${name}`]);
    const query = new URLSearchParams({ run_id, path: `images/${name}` });
    expect(await download(`/get-artifact?${query.toString()}`)).toMatchObject({
      text: 'pixels',
      disposition: expect.stringContaining('attachment; filename=dog+step+20+timestamp+100'),
    });
  });

  describe('uploads of the page', () => {
    const upload = (query: Record<string, string>, body?: string) =>
      fetch(`${registry.url}/ajax-api/2.0/mlflow/upload-artifact?${new URLSearchParams(query).toString()}`, {
        method: 'POST',
        ...(body !== undefined && { body }),
      });

    it('test_upload_artifact_handler_rejects_invalid_requests', async () => {
      const { run_id: run_uuid } = await newRun();
      for (const [query, message] of [
        [{}, 'Request must specify run_uuid.'],
        [{ run_uuid }, 'Request must specify path.'],
        [{ run_uuid, path: '' }, 'Request must specify path.'],
        [{ run_uuid, path: '../test.txt' }, 'Invalid path'],
        [{ run_uuid, path: 'test.txt' }, 'Request must specify data.'],
      ] as const) {
        const answer = await upload(query);
        expect([answer.status, await answer.json()]).toEqual([400, { error_code: 'INVALID_PARAMETER_VALUE', message }]);
      }
    });

    it('test_upload_artifact_handler', async () => {
      const { run_id } = await newRun();
      expect((await upload({ run_uuid: run_id, path: 'test.txt' }, 'hello world')).status).toBe(200);
      expect((await download(`/get-artifact?run_uuid=${run_id}&path=test.txt`)).text).toBe('hello world');
    });

    it('change no registered version', async () => {
      const { run_id, folder } = await newRun();
      await put(`${folder}/model/a.txt`, 'registered');
      await client.post('registered-models/create', { name: 'frozen' });
      await client.post('model-versions/create', { name: 'frozen', source: `runs:/${run_id}/model`, run_id });
      expect((await upload({ run_uuid: run_id, path: 'model/a.txt' }, 'another')).status).toBe(403);
      expect((await upload({ run_uuid: run_id, path: 'model/a.txt' }, 'registered')).status).toBe(200);
    });
  });
});

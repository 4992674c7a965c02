/// <reference lib="dom" />
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { API_PREFIX, type Role } from '@bellwether/contracts';
import { hashOfSecret, newApiKey, writeApiKey, writeKeyFile } from '@bellwether/platform/auth';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumPath, launch } from './support/chromium.js';
import { ALERTS, LOOKS, MODEL, writeConsoleData, type ConsoleData } from './support/console-data.js';
import { newHome, removeHome, startStack, type Stack } from './support/stack.js';

const executable = chromiumPath();
const PATIENCE_MS = 20_000;

let home: string;
let stack: Stack;
let browser: Browser;
let data: ConsoleData;
const keys = {} as Record<'reader' | 'engineer', string>;

beforeAll(async () => {
  home = await newHome();
  const file = join(home, 'keys.json');
  await writeKeyFile(file, [newKey('reader'), newKey('engineer')]);
  stack = await startStack(home, {
    ...{ AUTH: 'required', API_KEYS_FILE: file, SERVICE_API_KEY: keys.engineer },
  });
  data = await writeConsoleData(stack.url, keys.engineer);
  if (executable !== undefined) browser = await launch(executable);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.end('SIGTERM');
  await removeHome(home);
});

function newKey(role: Role & keyof typeof keys) {
  const key = newApiKey();
  keys[role] = writeApiKey(key);
  return { id: key.id, name: role, role, sha256: hashOfSecret(key.secret).toString('hex') };
}

/** What went wrong in the pages of a test: errors, and requests to anywhere but the stack. */
const wrongs: string[] = [];
/** Refusals that a test provokes, which a browser reports as errors. */
let provoked: RegExp | undefined;
/** A machine that is busy with other tests refuses now and then; the page asks again by itself. */
const BUSY = /status of 429/;

afterEach(async () => {
  await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  expect(wrongs.splice(0).filter((wrong) => !BUSY.test(wrong) && provoked?.test(wrong) !== true)).toEqual([]);
  provoked = undefined;
});

interface Visit extends BrowserContextOptions {
  readonly key?: string;
}

/** Opens an address of the console in a browser of its own. */
async function open(hash: string, { key, ...options }: Visit = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  if (key !== undefined) {
    await context.addInitScript((given) => sessionStorage.setItem('bellwether.api-key', given), key);
  }
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrongs.push(`${hash}: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrongs.push(`${hash}: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(stack.url)) wrongs.push(`${hash} asked ${request.url()}`);
    if (request.url().includes('bw_')) wrongs.push(`${hash} has a key in ${request.url()}`);
  });
  await page.goto(`${stack.url}/${hash}`);
  return page;
}

const heading = (page: Page) => page.locator('h1');
const settled = (page: Page) =>
  page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.waiting'));

describe('the files of the console', () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(stack.url + path, { headers });

  it('are open to everybody, under a policy without exceptions, the page asked for anew and its parts kept', async () => {
    const page = await get('/');
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await page.text();
    const parts = [...html.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    expect(parts.length).toBeGreaterThan(2);
    for (const path of parts) {
      const part = await get(path);
      expect([part.status, part.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
    const etag = page.headers.get('etag')!;
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304);
  });

  it('hide no route, and none is made up for a path that is not there', async () => {
    const headers = { 'x-api-key': keys.reader };
    for (const path of ['/docs', '/openapi.json', '/v2', `${API_PREFIX}/models`, '/version', `${API_PREFIX}/health`]) {
      const response = await get(path, headers);
      expect([path, response.status, (await response.text()).includes('<div id="page">')]).toEqual([path, 200, false]);
    }
    for (const path of ['/models', '/index.html', '/assets/', '/assets/../main.js', '/assets/%2e%2e/main.js']) {
      expect([path, (await get(path, headers)).status]).toEqual([path, 404]);
    }
  });
});

(executable === undefined ? describe.skip : describe)('the console in a browser', () => {
  it('asks for a key, says that a wrong one was not accepted, and shows what was asked for with a right one', async () => {
    provoked = /status of 401/;
    const page = await open('#/experiments');
    const field = page.getByLabel('API key');
    await field.fill('bw_wrong');
    await field.press('Enter');
    await page.getByText('The key was not accepted.').waitFor();
    await field.fill(keys.reader);
    await field.press('Enter');
    await page.getByRole('link', { name: 'price elasticity' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/experiments');
    await page.getByRole('button', { name: 'Forget the key' }).click();
    await field.waitFor();
    expect(await page.evaluate(() => [sessionStorage.length, document.cookie])).toEqual([0, '']);
  }, 120_000);

  it('is walked by keyboard: to a model, into it, and back', async () => {
    const page = await open('', { key: keys.reader });
    const link = page.getByRole('link', { name: MODEL });
    await link.waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    for (let i = 0; i < 40 && !(await link.evaluate((element) => element === document.activeElement)); i += 1) {
      await page.keyboard.press('Tab');
    }
    expect(await link.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
    await page.keyboard.press('Enter');
    await page.waitForFunction((name) => document.activeElement?.textContent === name, MODEL);
    await page.getByText('@champion').waitFor();
    await page.locator('.timeline li').first().waitFor();
    expect(await page.locator('.timeline li').allInnerTexts()).toEqual([
      expect.stringContaining('Version 2'),
      expect.stringContaining('Version 1'),
    ]);
    await page.goBack();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Models');
    await link.waitFor();
  }, 120_000);

  it('orders a table by a click on a heading, and keeps the order in the address', async () => {
    const page = await open(`#/experiments/${data.experiment}`, { key: keys.reader });
    const names = () => page.locator('tbody th').allInnerTexts();
    await page
      .getByRole('button', { name: 'learning rate' })
      .or(page.getByRole('button', { name: 'auc' }))
      .click();
    expect(await page.locator('th[aria-sort=ascending]').innerText()).toContain('auc');
    expect(await names()).toEqual(['rate 0.05', 'rate 0.1']);
    await page.getByRole('button', { name: 'auc' }).click();
    expect(await names()).toEqual(['rate 0.1', 'rate 0.05']);
    expect(page.url()).toContain('sort=-metric.auc');
    await page.reload();
    await settled(page);
    expect(await names()).toEqual(['rate 0.1', 'rate 0.05']);
  }, 120_000);

  it('compares the runs that were chosen: what differs, and their course, which is told in words too', async () => {
    const page = await open(`#/experiments/${data.experiment}`, { key: keys.reader });
    for (const name of ['Compare rate 0.05', 'Compare rate 0.1']) await page.getByLabel(name).check();
    await page.getByRole('link', { name: 'Compare 2 runs' }).click();
    await page.locator('.chart canvas').first().waitFor();
    const rows = () => page.locator('.comparison tbody th[scope=row]').allInnerTexts();
    expect(await rows()).toEqual(['Status', 'Took', 'learning_rate', 'auc', 'loss']);
    await page.getByLabel('Only what differs').uncheck();
    await page.getByRole('rowheader', { name: 'optimizer' }).waitFor();
    expect(page.url()).toContain('show=all');
    const chart = page.getByRole('img', {
      name: /^loss\. rate 0\.05: 40 points from 1\.2 to .*; rate 0\.1: 40 points/,
    });
    expect(await chart.count()).toBe(1);
    await page.getByText('loss as a table').click();
    expect(await page.locator('.chart tbody tr').count()).toBe(80);
  }, 120_000);

  it('puts a version into production only after asking, and says why where a key may not', async () => {
    provoked = /status of 403/;
    const promote = async (key: string) => {
      const page = await open(`#/models/${MODEL}`, { key });
      await page.getByRole('button', { name: 'Promote 1' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Promote 1' }).click();
      return { page, dialog };
    };
    const asReader = await promote(keys.reader);
    await asReader.dialog.getByText('The API key may not do this').waitFor();
    await asReader.page.keyboard.press('Escape');
    const asEngineer = await promote(keys.engineer);
    await asEngineer.page.getByRole('heading', { name: 'Version 1, in production' }).waitFor();
    await asEngineer.page.getByRole('button', { name: 'Roll back' }).click();
    await asEngineer.page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await asEngineer.page.getByRole('heading', { name: 'Version 2, in production' }).waitFor();
  }, 120_000);

  it('says what failed and tries again, and that an address names nothing', async () => {
    provoked = /status of 404|net::ERR_FAILED/;
    const page = await open('#/models/nobody', { key: keys.reader });
    await page.getByText('There is no such thing').first().waitFor();
    await page.route(`**${API_PREFIX}/jobs*`, (route) => route.abort());
    await page.goto(`${stack.url}/#/jobs`);
    await page.getByText('The service cannot be reached').waitFor();
    await page.unroute(`**${API_PREFIX}/jobs*`);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The service cannot be reached').waitFor({ state: 'detached' });
    await page.goto(`${stack.url}/#/nowhere`);
    await page.getByRole('heading', { name: 'No such page' }).waitFor();
  }, 120_000);

  it('has the colours of the system, or those chosen here, on the next visit too', async () => {
    const page = await open('', { key: keys.reader, colorScheme: 'dark' });
    await settled(page);
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await ground();
    await page.getByLabel('Colours').selectOption('light');
    const light = await ground();
    expect([dark, light]).toEqual(['rgb(15, 20, 28)', 'rgb(246, 247, 249)']);
    await page.reload();
    await settled(page);
    expect(await ground()).toBe(light);
  }, 120_000);

  it.each(['light', 'dark'] as const)(
    'fits a phone, %s, and names everything that can be used',
    async (colorScheme) => {
      const page = await open('', { key: keys.reader, colorScheme, viewport: { width: 360, height: 740 } });
      const answer = (path: string, body: object) =>
        page.route(`**${API_PREFIX}${path}*`, (route) => route.fulfill({ json: body }));
      await answer('/monitors/churn-feature-drift/history', LOOKS);
      await answer('/alerts', ALERTS);
      const found: string[] = [];
      for (const hash of [
        '#/models',
        `#/models/${MODEL}`,
        '#/experiments',
        `#/experiments/${data.experiment}`,
        `#/runs/${data.runs[0]}`,
        `#/compare?runs=${data.runs.join(',')}`,
        '#/jobs',
        '#/monitors',
        '#/monitors/churn-feature-drift',
        '#/alerts',
      ]) {
        await page.goto(`${stack.url}/${hash}`);
        await settled(page);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wide > 0) found.push(`${hash} is ${wide} pixels too wide`);
        if ((await heading(page).count()) !== 1) found.push(`${hash} has not one heading`);
        if ((await page.getByRole('alert').count()) > 0) found.push(`${hash} failed`);
        for (const what of await nameless(page)) found.push(`${hash} has a nameless ${what}`);
        for (const what of await pale(page)) found.push(`${hash}: ${what}`);
      }
      expect(found).toEqual([]);
    },
    60_000,
  );
});

/** Roles of what can be used, without a name, as a screen reader is told them. */
async function nameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const used = ['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox', 'dialog', 'image', 'progressbar'];
  return nodes
    .filter(({ ignored, role, name }) => !ignored && used.includes(String(role?.value)) && !name?.value)
    .map(({ role }) => String(role?.value));
}

/** Texts that stand less than 4.5 : 1 against their ground (WCAG 2.2, 1.4.3). */
function pale(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const channels = (colour: string): number[] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (rgb: readonly number[]): number => {
      const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const ground = (element: Element | null): number[] => {
      if (element === null) return [255, 255, 255];
      const colour = channels(getComputedStyle(element).backgroundColor);
      return colour[3] === 255 ? colour.slice(0, 3) : ground(element.parentElement);
    };
    const texts = [...document.querySelectorAll('body *')].filter(
      (element) =>
        element.checkVisibility() &&
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ''),
    );
    return texts.flatMap((element) => {
      const [a, b] = [luminance(channels(getComputedStyle(element).color).slice(0, 3)), luminance(ground(element))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return contrast >= 4.5 ? [] : [`'${element.textContent?.slice(0, 30)}' stands ${contrast.toFixed(2)} : 1`];
    });
  });
}

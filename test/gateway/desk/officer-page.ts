// An officer's page in chromium, and what its browser complains of.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type BrowserContext, type BrowserServer, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';
import { PASSWORD } from './officer.ts';

const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
export const HAS_CHROMIUM = existsSync(CHROMIUM);
/** A browser starts slowly on a busy machine. */
export const SLOW_MS = 180_000;

/** Of all pages of a test file: a browser takes longer to start than most tests need. */
let shared: Promise<BrowserServer> | undefined;
afterAll(async () => (await shared)?.kill());

function startBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** A session of its own for each officer, as each has a computer. */
export class OfficerPage {
  readonly page: Page;
  readonly complaints: string[];
  readonly #server: BrowserServer;

  private constructor(page: Page, complaints: string[], server: BrowserServer) {
    this.page = page;
    this.complaints = complaints;
    this.#server = server;
  }

  /** `script` runs in the page before any of its own. */
  static async open(
    port: number,
    locale: 'en-GB' | 'zh-CN',
    path = '/',
    script = '',
  ): Promise<OfficerPage> {
    shared ??= startBrowser();
    const context = await OfficerPage.#contextIn(await shared, locale);
    await context.addInitScript(script);
    return await OfficerPage.#in(context, await shared, `http://127.0.0.1:${port}${path}`);
  }

  /** In a browser of its own, which can be killed. */
  static async openAlone(port: number, locale: 'en-GB' | 'zh-CN'): Promise<OfficerPage> {
    const server = await startBrowser();
    onTestFinished(() => server.kill());
    const context = await OfficerPage.#contextIn(server, locale);
    return await OfficerPage.#in(context, server, `http://127.0.0.1:${port}/`);
  }

  static async #contextIn(server: BrowserServer, locale: string): Promise<BrowserContext> {
    const browser = await chromium.connect(server.wsEndpoint());
    onTestFinished(() => browser.close());
    return await browser.newContext({ locale });
  }

  static async #in(context: BrowserContext, server: BrowserServer, url: string) {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(url);
    return new OfficerPage(page, complaints, server);
  }

  /** Another tab of the same browser, at the same address. */
  tab(): Promise<OfficerPage> {
    return OfficerPage.#in(this.page.context(), this.#server, this.page.url());
  }

  async login(name: string): Promise<void> {
    await this.page.fill('input[name=name]', name);
    await this.page.fill('input[name=password]', PASSWORD);
    await this.page.click('#login button[type=submit]');
    await this.page.waitForSelector('#logout');
  }

  async goOnDuty(): Promise<void> {
    await this.page.click('#duty');
    await this.page.waitForSelector('#duty.on');
  }

  /** Of one that was opened alone. As a power cut does it: when it resolves, the page says nothing more. */
  async kill(): Promise<void> {
    const browser = this.#server.process();
    const ended = once(browser, 'exit');
    // With its children, which would send what they have begun.
    process.kill(-(browser.pid as number), 'SIGKILL');
    await ended;
  }

  /** What axe-core finds serious or critical now, as sentences. */
  async barriers(): Promise<string[]> {
    // Evaluated by the debugger, which the policy of the page does not concern.
    await this.page.evaluate(await axe());
    return await this.page.evaluate(async () => {
      const run = Reflect.get(globalThis, 'axe').run;
      const { violations } = await run();
      return violations
        .filter(({ impact }: Violation) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }: Violation) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }
}

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

function axe(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}

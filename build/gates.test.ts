// Each gate of `npm run check`, shown a small project that breaks its rules.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './command.mjs';
import { projectRoot } from './electron-dist.mjs';

const scratchFolders: string[] = [];
const configs = [
  '.dependency-cruiser.mjs',
  '.oxfmtrc.json',
  '.oxlintrc.json',
  'knip.json',
  'package.json',
  'tsconfig.base.json',
  'shared/tsconfig.json',
  'shared/wire/tsconfig.json',
  'electron/agent/tsconfig.json',
];

/** A project with this one's rules and the given files. */
function scratchProject(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'gates-'));
  scratchFolders.push(folder);
  for (const config of configs) cpSync(join(projectRoot, config), join(folder, config));
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function gate(folder: string, tool: string, args: string[]): Promise<{ ok: boolean; said: string }> {
  const program = join(projectRoot, 'node_modules', '.bin', tool);
  const result = await run(program, args, {
    seconds: 60,
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { ok: result.ok, said: result.output + result.errors };
}

afterAll(() => {
  for (const folder of scratchFolders) rmSync(folder, { recursive: true, force: true });
});

describe('borders', () => {
  it('names each rule that is broken, and the file that breaks it', async () => {
    const empty = 'export {};\n';
    const folder = scratchProject({
      'shared/protocol/a.ts': "import './b.ts';\nimport 'node:fs';\n",
      'shared/protocol/b.ts': "import './a.ts';\nimport 'zod';\n",
      'shared/wire/sign.ts': "import '#agent/agent.ts';\n",
      'electron/agent/agent.ts': "import 'electron';\nimport '#forge/server.ts';\n",
      'electron/agent/helper.ts': "import '../shell/tray.ts';\n",
      'electron/agent/transports/http.ts': "import '../commands/run-task.ts';\n",
      'electron/agent/commands/run-task.ts': "import '../outbox/way.ts';\n",
      'electron/agent/commands/probe.ts': "import '../transports/http.ts';\n",
      'electron/agent/outbox/way.ts': "import 'vitest';\n",
      'electron/shell/tray.ts': "import 'electron';\nimport '#forge/server.ts';\n",
      'electron/preload/config.ts': "import 'electron';\nimport '#agent/agent.ts';\n",
      'renderer/config/main.tsx': "import '#shared/wire/sign.ts';\nimport 'node:fs';\n",
      'forge-server/server.ts': empty,
      'forge-server/outbox.ts': "import './missing.ts';\n",
      'build/start.ts': "import '#forge/server.ts';\n",
      'forge-server/inbox.ts': "import '#agent/agent.ts';\n",
    });
    const { ok, said } = await gate(folder, 'depcruise', ['--output-type', 'err', '.']);
    expect(ok).toBe(false);
    const broken = [...said.matchAll(/error ([\w-]+): (\S+)/g)].map(([, rule, file]) => `${rule}: ${file}`);
    expect(broken.toSorted()).toEqual([
      'agent-knows-no-host: electron/agent/helper.ts',
      'agent-side-knows-no-server: electron/agent/agent.ts',
      'agent-side-knows-no-server: electron/shell/tray.ts',
      'commands-know-no-transports: electron/agent/commands/probe.ts',
      'electron-in-the-shell-only: electron/agent/agent.ts',
      'no-circles: shared/protocol/a.ts',
      'no-development-packages-in-the-product: electron/agent/outbox/way.ts',
      'preload-reaches-neutral-shared-only: electron/preload/config.ts',
      'renderer-reaches-neutral-shared-only: renderer/config/main.tsx',
      'renderer-without-node: renderer/config/main.tsx',
      'resolvable: forge-server/outbox.ts',
      'server-knows-no-agent: forge-server/inbox.ts',
      'shared-is-neutral: shared/protocol/a.ts',
      'transports-know-no-commands: electron/agent/transports/http.ts',
      'wire-reaches-shared-only: shared/wire/sign.ts',
      'workshop-reaches-neutral-shared-only: build/start.ts',
    ]);
  });
});

describe('lint', () => {
  it('refuses what slips past the compiler', async () => {
    const folder = scratchProject({
      'electron/agent/a.ts': [
        "import { b } from './b.ts';",
        "import { resolve } from 'path';",
        'async function work(): Promise<void> {}',
        'export function start(given: any): void {',
        '  work();',
        '  [1].forEach(async () => work());',
        '  // TODO later',
        "  if (given == 1) throw 'text';",
        '  const made: b = JSON.parse(resolve());',
        '  console.log(made!);',
        '}',
        'export default start;',
        '',
      ].join('\n'),
      'electron/agent/b.ts':
        "import { start } from './a.ts';\nexport type b = string;\nexport const c = start;\n",
      'electron/agent/Bad_Name.ts': 'export const d = 1;\n',
    });
    const { ok, said } = await gate(folder, 'oxlint', ['--type-aware']);
    expect(ok).toBe(false);
    const rules = [
      'no-floating-promises',
      'no-misused-promises',
      'no-explicit-any',
      'consistent-type-imports',
      'no-cycle',
      'no-warning-comments',
      'eqeqeq',
      'only-throw-error',
      'no-unsafe-assignment',
      'no-non-null-assertion',
      'no-default-export',
      'prefer-node-protocol',
      'filename-case',
    ];
    expect(rules.filter((rule) => !said.includes(`(${rule})`))).toEqual([]);
  });
});

describe('types', () => {
  it('knows neither Node nor a browser in the shared rooms', async () => {
    const folder = scratchProject({
      'shared/protocol/a.ts':
        'export const a: unknown = process.pid;\nexport const b: unknown = document.title;\n',
      'electron/agent/b.ts':
        'export const c: number = process.pid;\nexport const d: unknown = document.title;\n',
    });
    const shared = await gate(folder, 'tsc', ['--project', 'shared']);
    expect(shared.said).toMatch(/a\.ts\(1,\d+\).*'process'/);
    expect(shared.said).toMatch(/a\.ts\(2,\d+\).*'document'/);
    const agent = await gate(folder, 'tsc', ['--project', 'electron/agent']);
    expect(agent.said).not.toMatch(/'process'/);
    expect(agent.said).toMatch(/b\.ts\(2,\d+\).*'document'/);
  });
});

describe('dead code', () => {
  const files = {
    'electron/headless.ts': "import { used } from '#agent/used.ts';\nused();\n",
    'electron/agent/used.ts': 'export function used(): void {}\nexport function onlyTested(): void {}\n',
    'electron/agent/used.test.ts': "import { onlyTested } from './used.ts';\nonlyTested();\n",
    'electron/agent/forgotten.ts': 'export const forgotten = 1;\n',
  };

  it('finds a file that nobody imports', async () => {
    const { ok, said } = await gate(scratchProject(files), 'knip', ['--no-progress']);
    expect(ok).toBe(false);
    expect(said).toContain('electron/agent/forgotten.ts');
    expect(said).not.toContain('onlyTested');
  });

  it('finds what only a test keeps alive', async () => {
    const { said } = await gate(scratchProject(files), 'knip', ['--no-progress', '--production']);
    expect(said).toContain('onlyTested');
  });
});

describe('format', () => {
  it('finds a file that is written another way', async () => {
    const folder = scratchProject({ 'shared/a.ts': 'export const a = "double"\n' });
    const { ok, said } = await gate(folder, 'oxfmt', ['--check', 'shared']);
    expect(ok).toBe(false);
    expect(said).toContain('shared/a.ts');
  });
});

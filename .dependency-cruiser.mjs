// The borders between the rooms, kept by `npm run check`.
const test = '\\.test\\.tsx?$';
const neutral = '^shared/(?!wire/)';
const electronPackage = '(^|/)node_modules/electron/';
const zodPackage = '(^|/)node_modules/zod/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one thing, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'What is imported must exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'electron-in-the-shell-only',
      comment: 'The agent is a library; Electron is one of its hosts.',
      severity: 'error',
      from: { pathNot: '^electron/(shell/|preload/|main\\.ts$)' },
      to: { path: electronPackage },
    },
    {
      name: 'shared-is-neutral',
      comment: 'What every program uses needs neither Node nor a browser: zod and its own kind only.',
      severity: 'error',
      from: { path: neutral, pathNot: test },
      to: { pathNot: [neutral, zodPackage] },
    },
    {
      name: 'wire-reaches-shared-only',
      severity: 'error',
      from: { path: '^shared/wire/' },
      to: { path: '^(electron|forge-server|renderer|build|bench|tests)/' },
    },
    {
      name: 'renderer-reaches-neutral-shared-only',
      comment: 'Pages are sandboxed: no wire, nothing of the agent or the server.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: test },
      to: { path: '^(shared/wire|electron|forge-server|build|bench|tests)/' },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'preload-reaches-neutral-shared-only',
      comment: 'A preload script runs in the sandbox.',
      severity: 'error',
      from: { path: '^electron/preload/', pathNot: test },
      to: { pathNot: ['^electron/preload/', neutral, electronPackage, zodPackage] },
    },
    {
      name: 'agent-knows-no-host',
      severity: 'error',
      from: { path: '^electron/agent/', pathNot: test },
      to: { path: '^electron/(?!agent/)' },
    },
    {
      name: 'server-knows-no-agent',
      severity: 'error',
      from: { path: '^forge-server/' },
      to: { path: '^(electron|renderer|build|bench|tests)/' },
    },
    {
      name: 'transports-know-no-commands',
      comment: 'A transport carries envelopes and knows nothing of what is in them.',
      severity: 'error',
      from: { path: '^electron/agent/transports/' },
      to: { path: '^electron/agent/commands/' },
    },
    {
      name: 'commands-know-no-transports',
      severity: 'error',
      from: { path: '^electron/agent/commands/' },
      to: { path: '^electron/agent/transports/' },
    },
    {
      name: 'agent-side-knows-no-server',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(forge-server|renderer|build|bench|tests)/' },
    },
    {
      name: 'workshop-reaches-neutral-shared-only',
      comment: 'What makes and starts the programs does not need to know what is in them.',
      severity: 'error',
      from: { path: '^build/' },
      to: { path: '^(shared/wire|electron|forge-server|renderer|bench|tests)/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      comment: 'What the product needs stands under dependencies. Electron itself is given by the runtime.',
      severity: 'error',
      from: { path: '^(electron|forge-server|renderer|shared)/', pathNot: test },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: electronPackage,
      },
    },
  ],
  options: {
    doNotFollow: { path: ['^node_modules/'] },
    exclude: { path: ['^(dist|\\.cache|\\.data)/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};

// Takes the pictures of `docs/images` anew: `npm run screenshots`.
import { join } from 'node:path';
import { build } from './build.ts';
import { run } from './command.mjs';
import { quietNode } from './dist.ts';
import { projectRoot } from './electron-dist.mjs';
import { onVirtualDesktop } from './virtual-desktop.ts';

const takePictures = join(projectRoot, 'tests', 'screenshots', 'take-pictures.ts');

await build();
const { program, args } = onVirtualDesktop(process.execPath, [quietNode, takePictures]);
const taken = await run(program, args, { seconds: 300, echo: true });
if (!taken.ok) console.error(`The pictures could not be taken: ${taken.reason}`);
process.exitCode = taken.ok ? 0 : 1;

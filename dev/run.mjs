// `npm run demo` and `npm test` on a bare clone: installs what is missing, then runs the program. Plain Node, because nothing is
// installed yet.
import { installDebianPackages } from './setup/debianPackages.mjs';
import { requireNode } from './setup/nodeVersion.mjs';
import { installNpmPackages } from './setup/npmPackages.mjs';
import { neededPrograms } from './setup/programs.mjs';
import { runProgram } from './setup/runProgram.mjs';

const ENTRIES = { demo: 'dev/demo/main.ts', test: 'dev/test/main.ts' };

const [name = '', ...args] = process.argv.slice(2);
const entry = ENTRIES[name];
if (entry === undefined) {
  console.error(`usage: node dev/run.mjs ${Object.keys(ENTRIES).join('|')} [arguments]`);
  process.exit(2);
}
try {
  requireNode(process.versions.node);
  await installNpmPackages();
  await installDebianPackages(neededPrograms(name, args));
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
process.exitCode = await runProgram(entry, args);

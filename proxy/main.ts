import { processStreams } from './cli/processStreams';
import { run } from './cli/run';
import { serve } from './cli/serve';
import { VERSION } from './cli/version';

const code = await run(process.argv.slice(2), VERSION, processStreams(), ({ config }) => serve(config, VERSION));
if (code !== undefined) {
  process.exitCode = code;
}

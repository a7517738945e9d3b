import { createProgram } from './cli/program';
import { serve } from './cli/serve';
import { VERSION } from './cli/version';

await createProgram(VERSION, ({ config }) => serve(config, VERSION)).parseAsync();

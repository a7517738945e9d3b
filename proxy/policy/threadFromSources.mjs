// Runs `thread.ts` where the proxy runs from its sources: tsx, which reads TypeScript, registers itself in the main thread only.
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');

import { z } from 'zod';

const failureSchema = z.object({ code: z.string().optional().catch(undefined), name: z.string().optional() });

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved at the moment',
};

/** Says in words why nothing came from a URL. @param timeout of the request, in milliseconds */
export function failureText(error: unknown, timeout: number): string {
  const { code, name } = failureSchema.catch({}).parse(error);
  return name === 'TimeoutError'
    ? `does not answer within ${timeout / 1000} s`
    : (REASONS[code ?? ''] ?? `cannot be reached (${code ?? name ?? 'unknown'})`);
}

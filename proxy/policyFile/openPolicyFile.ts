import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Policy, PolicySurroundings } from '@gatehouse/model';
import type { FilePolicy } from './filePolicy';
import { type PlacedFinding, readPolicyFile } from './readPolicyFile';

/**
 * Reads the policy's file, whatever is wrong with it. It takes seconds for a large one.
 *
 * @param file absolute path
 * @param now milliseconds since the epoch
 */
export async function openPolicyFile(
  file: string,
  surroundings: PolicySurroundings,
  now: number
): Promise<{ found: FilePolicy; policy: Policy | undefined }> {
  const text = await readText(file);
  if (typeof text !== 'string') {
    return { found: { problems: [text] }, policy: undefined };
  }
  const { policy, problems, warnings } = readPolicyFile(text, surroundings, now);
  if (policy === undefined) {
    return { found: { problems }, policy: undefined };
  }
  const document = new TextEncoder().encode(JSON.stringify(policy));
  const found: FilePolicy = {
    settings: policy.settings,
    tenants: policy.tenants.length,
    mappings: policy.mappings.length,
    warnings: warnings.length,
    fingerprint: createHash('sha256').update(document).digest('hex'),
    document,
  };
  return { found, policy };
}

async function readText(file: string): Promise<string | PlacedFinding> {
  const unreadable = (message: string, hint: string): PlacedFinding => ({
    code: 'unreadable',
    path: [],
    message,
    hint,
    line: 1,
    column: 1,
  });
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return unreadable(`the policy file cannot be read (${code})`, 'put the policy there, or correct policyFile');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return unreadable('the policy file is not UTF-8', 'save it in that encoding');
  }
}

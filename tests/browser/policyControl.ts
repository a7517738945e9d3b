import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { STORY_POLICY } from '../../dev/story';

const ADMIN = '/api/plugin-proxy/gatehouse-tenancy-app/admin';
const documentSchema = z.looseObject({
  revision: z.number(),
  policy: z.looseObject({}),
  comment: z.string(),
  author: z.string(),
});

export type PolicyDocument = z.infer<typeof documentSchema>;

/** Reads and publishes policies as an administrator would by script, beside the page under test. */
export interface PolicyControl {
  read(): Promise<PolicyDocument>;
  publish(policy: unknown, comment: string): Promise<void>;
  /** Publishes the demo policy, whatever is published now. */
  reset(): Promise<void>;
}

/** @param carol requests with an administrator's session */
export function createPolicyControl(carol: APIRequestContext): PolicyControl {
  const read = async () => {
    const response = await carol.get(`${ADMIN}/policy`);
    return documentSchema.parse(await response.json());
  };
  const publish = async (policy: unknown, comment: string) => {
    const { revision } = await read();
    const response = await carol.put(`${ADMIN}/policy`, {
      headers: { 'If-Match': `"${revision}"` },
      data: { policy, comment },
    });
    if (!response.ok()) {
      throw new Error(`publishing answered ${response.status()}: ${await response.text()}`);
    }
  };
  return { read, publish, reset: () => publish(STORY_POLICY, 'The demo policy') };
}

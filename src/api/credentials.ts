import type { CreatedCredentialDocument, CredentialDocument } from '@gatehouse/model/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { ApiError } from './ApiError';
import { requestAdmin } from './client';

const CREDENTIALS_KEY = ['credentials'];
/** The most that the proxy answers at once. */
const PAGE_SIZE = 1000;

const credentialFields = {
  id: z.string(),
  name: z.string(),
  comment: z.string(),
  prefix: z.string(),
  state: z.enum(['live', 'expired', 'revoked']),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  revokedBy: z.string().nullable(),
  replacedBy: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  mappings: z.array(z.string()).nullable(),
};

const credentialSchema: z.ZodType<CredentialDocument> = z.object(credentialFields);

const pageSchema = z.object({ credentials: z.array(credentialSchema), next: z.string().nullable() });

const createdSchema: z.ZodType<Pick<CreatedCredentialDocument, 'secret' | 'replaces'> & CredentialDocument> = z.object({
  ...credentialFields,
  secret: z.string(),
  replaces: credentialSchema.optional(),
});

/** A machine's credential, without its secret. */
export type Credential = CredentialDocument;

/** A credential that was just made: the only thing that holds its secret. Never kept in a cache. */
export type CreatedCredential = z.output<typeof createdSchema>;

/** All credentials that are live or ended lately, the newest first. */
export function useCredentials() {
  return useQuery<Credential[], ApiError>({ queryKey: CREDENTIALS_KEY, queryFn: allCredentials });
}

async function allCredentials(): Promise<Credential[]> {
  const all: Credential[] = [];
  let cursor: string | null = null;
  do {
    const parameters = new URLSearchParams({ limit: String(PAGE_SIZE), ...(cursor !== null && { cursor }) });
    const page: z.output<typeof pageSchema> = await requestAdmin(`credentials?${parameters}`, pageSchema);
    all.push(...page.credentials);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

export interface NewCredential {
  name: string;
  comment: string;
  /** An ISO time; null for one that does not end by itself. */
  expires: string | null;
  /** The same for every attempt to make this one, so that a lost answer makes no second one. */
  idempotencyKey: string;
}

/** Makes a credential. Whoever asks keeps the secret out of every cache. */
export function createCredential({ idempotencyKey, ...data }: NewCredential): Promise<CreatedCredential> {
  const headers = { 'Idempotency-Key': idempotencyKey };
  return requestAdmin('credentials', createdSchema, { method: 'POST', headers, data });
}

/**
 * Makes a credential.
 *
 * @param onSecret gets the secret; the mutation itself keeps nothing of it
 */
export function useCreateCredential(onSecret: (created: CreatedCredential) => void) {
  const refresh = useRefreshCredentials();
  return useMutation<void, ApiError, NewCredential>({
    mutationFn: async (credential) => onSecret(await createCredential(credential)),
    // Also after a failure: the credential may have been made although the answer was lost.
    onSettled: refresh,
  });
}

export interface Rotation {
  id: string;
  /** How long the old secret still counts, for example `24h`. */
  overlap: string;
  /** Left out for as long a life as the old one had. */
  expires?: string | null;
}

/**
 * Makes a credential that follows another one.
 *
 * @param onSecret gets the new secret; the mutation itself keeps nothing of it
 */
export function useRotateCredential(onSecret: (created: CreatedCredential) => void) {
  const refresh = useRefreshCredentials();
  return useMutation<void, ApiError, Rotation>({
    mutationFn: async ({ id, ...data }) =>
      onSecret(await requestAdmin(`credentials/${id}/rotate`, createdSchema, { method: 'POST', data })),
    onSettled: refresh,
  });
}

export interface CredentialEdit {
  id: string;
  comment?: string;
  expires?: string | null;
}

/** Changes comment or end of a credential. */
export function useEditCredential() {
  const refresh = useRefreshCredentials();
  return useMutation<Credential, ApiError, CredentialEdit>({
    mutationFn: ({ id, ...data }) => requestAdmin(`credentials/${id}`, credentialSchema, { method: 'PATCH', data }),
    onSettled: refresh,
  });
}

/** Revokes a credential for good. */
export function revokeCredential(id: string): Promise<Credential> {
  return requestAdmin(`credentials/${id}`, credentialSchema, { method: 'DELETE' });
}

export function useRevokeCredential() {
  const refresh = useRefreshCredentials();
  return useMutation<Credential, ApiError, string>({
    mutationFn: revokeCredential,
    onSettled: refresh,
  });
}

function useRefreshCredentials() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: CREDENTIALS_KEY });
}

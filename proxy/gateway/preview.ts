import type { Allowed } from '@gatehouse/model';
import type { BackendConfig } from '../config/schema';
import { confine } from './confinement';
import { createEndpointLookup } from './endpoint';
import { ownAnswer } from './ownAnswer';
import { encodeForm, readParameters } from './parameters';
import { Refusal } from './refusal';
import { rewrite } from './rewrite';
import { parseTarget } from './target';

const lookUpEndpoint = createEndpointLookup();

/** A request as somebody would send it to the gateway, for trying a decision out. */
export interface PreviewRequest {
  method: 'GET' | 'POST';
  /** With or without `/tenant/<name>` or `/backend/<name>` in front. */
  path: string;
  parameters: Readonly<Record<string, string | readonly string[]>>;
}

export type Preview = { method: string; url: string; body?: string } | { refused: string };

/**
 * Shows the exact upstream request that the gateway would send for an allowed decision, made by the gateway's own steps.
 * `refused` says why there would be none.
 */
export function previewUpstream(
  backends: readonly BackendConfig[],
  decision: Allowed,
  request: PreviewRequest
): Preview {
  try {
    const target = parseTarget(request.path, undefined);
    const matched = lookUpEndpoint(target.path, request.method);
    const { endpoint } = matched;
    if (endpoint.access !== decision.access) {
      return { refused: `this path is for ${endpoint.access === 'read' ? 'reading' : 'writing'}` };
    }
    const confinement = confine(decision, new Map(backends.map((backend) => [backend.name, backend])));
    const list = Object.entries(request.parameters).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one] as const)
    );
    const parameters = readParameters(endpoint, '', encodeForm(list));
    if (ownAnswer(endpoint, matched.path, confinement) !== undefined) {
      return { refused: 'the gateway answers this itself and asks nothing upstream' };
    }
    const upstream = rewrite(matched, confinement, parameters, { method: request.method, headers: {} });
    const body = typeof upstream.body === 'string' ? upstream.body : undefined;
    return { method: upstream.method, url: `${upstream.origins[0]}${upstream.path}`, body };
  } catch (error) {
    if (error instanceof Refusal) {
      return { refused: `${error.message} (${error.reason})` };
    }
    throw error;
  }
}

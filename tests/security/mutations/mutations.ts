import type { Mutation } from './mutation';
import { OF_CONFINEMENT } from './ofConfinement';
import { OF_DECISIONS } from './ofDecisions';
import { OF_REQUESTS } from './ofRequests';

/** Every sanitising step that is taken out once. */
export const MUTATIONS: readonly Mutation[] = [...OF_REQUESTS, ...OF_CONFINEMENT, ...OF_DECISIONS];

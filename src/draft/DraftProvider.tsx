import React, {
  createContext,
  type Dispatch,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useReducer,
  useState,
} from 'react';
import type { Policy } from '@gatehouse/model';
import type { Configuration } from '../api/configuration';
import type { PolicySource } from '../api/policy';
import { applyDraft, type Draft, emptyDraft } from './draft';
import {
  type DraftAction,
  draftReducer,
  type DraftState,
  type LastStep,
  type Published,
  startDraft,
} from './draftReducer';
import type { DraftStorage } from './draftStorage';
import { type ReadOnlyReason, readOnlyReason } from './readOnlyReason';

interface DraftContext {
  published: Published;
  /** What is not published yet; empty while nothing can be. */
  draft: Draft;
  /** Changes from before nothing could be published, which wait; undefined while changes can be. */
  keptDraft: Draft | undefined;
  /** Why nothing can be changed here; undefined when it can. */
  readOnlyBecause: ReadOnlyReason | undefined;
  source: PolicySource;
  storage: DraftStorage;
  /** The policy as it would be published. */
  policy: Policy;
  configuration: Configuration;
  /** False when the browser could not keep the draft, so that a reload would lose it. */
  isKept: boolean;
  last: LastStep | undefined;
  dispatch: Dispatch<DraftAction>;
}

const Context = createContext<DraftContext | undefined>(undefined);

interface Props {
  published: Published;
  source: PolicySource;
  configuration: Configuration;
  storage: DraftStorage;
  children: ReactNode;
}

/** Holds the unpublished changes for all pages that edit the policy. */
export function DraftProvider({ published, source, configuration, storage, children }: Props) {
  const [state, dispatch] = useReducer(draftReducer, published, (first) => firstState(first, storage));
  const [isKept, setKept] = useState(true);
  useEffect(() => {
    dispatch({ type: 'load', published });
  }, [published]);
  useEffect(() => {
    // Whether the browser had room for it is known only once it was written.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setKept(storage.write(state.draft));
  }, [storage, state.draft]);
  // What was handed over is in the draft now.
  useEffect(() => storage.forgetHandedOver(), [storage]);
  const readOnlyBecause = readOnlyReason(source, configuration);
  const readOnly = readOnlyBecause !== undefined;
  const draft = useMemo(
    () => (readOnly ? emptyDraft(state.published.revision) : state.draft),
    [readOnly, state.published.revision, state.draft]
  );
  const policy = useMemo(() => applyDraft(state.published.policy, draft), [state.published, draft]);
  const value = useMemo(
    () => ({
      published: state.published,
      draft,
      keptDraft: readOnly ? state.draft : undefined,
      readOnlyBecause,
      source,
      storage,
      policy,
      configuration,
      isKept,
      last: state.last,
      dispatch,
    }),
    [state, draft, readOnly, readOnlyBecause, source, storage, policy, configuration, isKept]
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** What was kept from an earlier visit; over it, as a step that can be undone, what another page handed over. */
function firstState(published: Published, storage: DraftStorage): DraftState {
  const kept = startDraft(published, storage.read());
  const handed = storage.handedOver();
  return handed === undefined ? kept : draftReducer(kept, { type: 'take-over', ...handed });
}

export function useDraft(): DraftContext {
  const value = useContext(Context);
  if (value === undefined) {
    throw new Error('useDraft is used outside of DraftProvider');
  }
  return value;
}

import React, { createContext, type Dispatch, type ReactNode, useContext, useEffect, useMemo, useReducer } from 'react';
import type { Policy } from '@gatehouse/model';
import type { Configuration } from '../api/configuration';
import { applyDraft, type Draft } from './draft';
import { type DraftAction, draftReducer, type LastStep, type Published, startDraft } from './draftReducer';
import type { DraftStorage } from './draftStorage';

interface DraftContext {
  published: Published;
  draft: Draft;
  /** The policy as it would be published. */
  policy: Policy;
  configuration: Configuration;
  last: LastStep | undefined;
  dispatch: Dispatch<DraftAction>;
}

const Context = createContext<DraftContext | undefined>(undefined);

interface Props {
  published: Published;
  configuration: Configuration;
  storage: DraftStorage;
  children: ReactNode;
}

/** Holds the unpublished changes for all pages that edit the policy. */
export function DraftProvider({ published, configuration, storage, children }: Props) {
  const [state, dispatch] = useReducer(draftReducer, published, (first) => startDraft(first, storage.read()));
  useEffect(() => {
    dispatch({ type: 'load', published });
  }, [published]);
  useEffect(() => {
    storage.write(state.draft);
  }, [storage, state.draft]);
  const policy = useMemo(() => applyDraft(state.published.policy, state.draft), [state.published, state.draft]);
  const value = useMemo(
    () => ({
      published: state.published,
      draft: state.draft,
      policy,
      configuration,
      last: state.last,
      dispatch,
    }),
    [state, policy, configuration]
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useDraft(): DraftContext {
  const value = useContext(Context);
  if (value === undefined) {
    throw new Error('useDraft is used outside of DraftProvider');
  }
  return value;
}

import React, { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Mapping, nameSchema, type Tenant } from '@gatehouse/model';
import { type Control, useWatch } from 'react-hook-form';
import { useAdvice } from '../api/advice';
import { Message } from '../filters/Message';
import { useSettled } from '../ui/useSettled';
import { adviceFor, type AdvicePlace } from './adviceFor';
import { type MappingFormValues, mappingOf } from './mappingForm';
import { readFilter } from './readFilter';
import { relatedMappings } from './relatedMappings';

/** How long somebody pauses before advice is asked for, in milliseconds. */
const PAUSE = 800;

const Context = createContext<ReadonlyMap<AdvicePlace, string[]>>(new Map());

interface Props {
  control: Control<MappingFormValues>;
  tenants: readonly Tenant[];
  /** The other mappings of the draft. */
  others: readonly Mapping[];
  children: ReactNode;
}

/** Has the mapping looked at while it is edited, together with those few that have to do with it. */
export function AdviceProvider({ control, tenants, others, children }: Props) {
  const values = useSettled(useWatch({ control, compute: complete }), PAUSE);
  const asked = useMemo(() => {
    if (values === undefined) {
      return undefined;
    }
    const related = relatedMappings(values.mapping, others);
    const mappings = [...related, values.mapping];
    const named = new Set(mappings.flatMap(({ grants }) => grants?.map(({ tenant }) => tenant) ?? []));
    return { part: { tenants: tenants.filter(({ name }) => named.has(name)), mappings }, grants: values.grants };
  }, [values, others, tenants]);
  const findings = useAdvice(asked?.part);
  const advice = useMemo(
    () =>
      findings === undefined || asked === undefined
        ? new Map<AdvicePlace, string[]>()
        : adviceFor(findings, asked.part.mappings.length - 1, asked.grants),
    [findings, asked]
  );
  return <Context.Provider value={advice}>{children}</Context.Provider>;
}

/** What is to be said about one part of the mapping, announced when it comes up. */
export function Advice({ about }: { about: AdvicePlace }) {
  const texts = useContext(Context).get(about) ?? [];
  return (
    <div aria-live="polite">
      {texts.map((text) => (
        <Message key={text} kind="warning">
          {text}
        </Message>
      ))}
    </div>
  );
}

/**
 * The mapping as far as it is entered, and which of its grants these are.
 *
 * @returns undefined while too little is entered to say something about it
 */
function complete(values: MappingFormValues): { mapping: Mapping; grants: number[] } | undefined {
  const entered = values.grants.flatMap((grant, position) =>
    grant.tenant !== '' && grant.filters.every(({ text }) => readFilter(text).error === undefined)
      ? [{ grant, position }]
      : []
  );
  if (values.principals.list.length === 0 || (entered.length === 0 && !values.everything)) {
    return undefined;
  }
  const none = { list: [], pending: '' };
  try {
    return {
      mapping: mappingOf({
        ...values,
        name: nameSchema.safeParse(values.name.trim()).data ?? 'new',
        principals: { ...values.principals, pending: '' },
        except: values.except.list.length === 0 ? none : { ...values.except, pending: '' },
        grants: entered.map(({ grant }) => grant),
      }),
      grants: entered.map(({ position }) => position),
    };
  } catch {
    // What the model refuses is told by the inputs.
    return undefined;
  }
}

/** Does something once after a while, in milliseconds; the answer calls it off. The process need not stay alive for it. */
export type Later = (task: () => Promise<void>, milliseconds: number) => () => void;

export const later: Later = (task, milliseconds) => {
  const timer = setTimeout(() => void task(), milliseconds).unref();
  return () => clearTimeout(timer);
};

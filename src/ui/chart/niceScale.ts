/** Lines of a chart, from zero to at least the highest value: whole, round numbers. */
export function niceScale(highest: number, most = 4): number[] {
  const rough = Math.max(1, highest) / most;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((one) => one * magnitude).find((one) => one >= rough) ?? rough);
  return Array.from({ length: Math.ceil(Math.max(1, highest) / step) + 1 }, (_, line) => line * step);
}

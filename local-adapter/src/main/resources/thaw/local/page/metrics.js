// A summary of /metrics: counters since the start of the process.

import { digits, duration, element } from './dom.js';
import { quantile, samples, sum, sumsBy } from './exposition.js';
import { text, whileVisible } from './server.js';

const EVERY_MS = 3000;
const FAILED = new Set(['poison', 'retry']);

/** Keeps the summary current; `heard(failure)` is told of each attempt. Returns what refreshes it at once. */
export function watchMetrics({ tiles, rows }, heard) {
  let before;
  const show = (values) => tiles.replaceChildren(...values.map(([name, value, detail]) => element('div', {},
    element('dt', {}, name), element('dd', {}, element('strong', {}, value), element('span', { className: 'hint' },
      detail || '\u00a0')))));
  show(summary([], NaN));
  return whileVisible(EVERY_MS, async () => {
    try {
      const scrape = samples(await text('/metrics'));
      const now = { inputs: sum(scrape, 'thaw_inputs_total'), at: performance.now() };
      const rate = before ? (now.inputs - before.inputs) / (now.at - before.at) * 1000 : NaN;
      before = now;
      show(summary(scrape, rate));
      rows.replaceChildren(...perModel(scrape));
      heard();
    } catch (failure) {
      heard(failure);
    }
  });
}

function summary(scrape, rate) {
  const kinds = sumsBy(scrape, 'thaw_errors_total', 'kind').filter(([, count]) => count > 0);
  const runs = sum(scrape, 'thaw_batch_rows_count');
  const memory = sum(scrape, 'process_resident_memory_bytes');
  return [
    ['Inputs', count(sum(scrape, 'thaw_inputs_total')),
      Number.isFinite(rate) ? `${Math.max(0, rate).toFixed(1)} a second` : ''],
    ['Failed', count(sum(scrape, 'thaw_errors_total')),
      kinds.map(([kind, times]) => `${kind.replaceAll('_', ' ')} ${count(times)}`).join(', ')],
    ['Half answered within', duration(quantile(0.5, scrape, 'thaw_latency_seconds')),
      `99% within ${duration(quantile(0.99, scrape, 'thaw_latency_seconds'))}`],
    ['Rows a model run', mean(scrape, () => true), `${count(runs)} runs`],
    ['Models in memory', count(sum(scrape, 'thaw_models_loaded')),
      `${count(sum(scrape, 'thaw_queue_depth'))} requests wait`],
    ['Memory', memory > 0 ? `${Math.round(memory / 2 ** 20)} MiB` : '–', 'of the process'],
  ];
}

function perModel(scrape) {
  const models = new Set([...sumsBy(scrape, 'thaw_inputs_total', 'model'), ...sumsBy(scrape, 'thaw_models_loaded', 'model')]
    .map(([model]) => model));
  return [...models].sort().map((model) => {
    const its = (labels) => labels.model === model;
    const failed = sum(scrape, 'thaw_inputs_total', (labels) => its(labels) && FAILED.has(labels.outcome));
    return element('tr', {},
      element('th', { scope: 'row' }, model || 'unknown'),
      ...[count(sum(scrape, 'thaw_inputs_total', its) - failed), count(failed),
        duration(quantile(0.5, scrape, 'thaw_latency_seconds', its)),
        duration(quantile(0.99, scrape, 'thaw_latency_seconds', its)),
        mean(scrape, its)].map((value) => element('td', { className: 'number' }, value)));
  });
}

function mean(scrape, passes) {
  const runs = sum(scrape, 'thaw_batch_rows_count', passes);
  return runs > 0 ? digits(sum(scrape, 'thaw_batch_rows_sum', passes) / runs) : '–';
}

function count(value) {
  return value.toLocaleString('en');
}

// Prometheus' text format, as far as a summary needs it.

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** The samples of a scrape: name, labels, value. */
export function samples(text) {
  return text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => SAMPLE.exec(line))
    .filter(Boolean).map(([, name, labels, value]) => ({ name, labels: labelsOf(labels ?? ''), value: number(value) }));
}

function labelsOf(text) {
  return Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) =>
    [name, value.replace(/\\(.)/g, (_, letter) => (letter === 'n' ? '\n' : letter))]));
}

function number(text) {
  return text.endsWith('Inf') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}

/** The sum of the samples of that name whose labels pass. */
export function sum(scrape, name, passes = () => true) {
  return scrape.filter((each) => each.name === name && passes(each.labels))
    .reduce((total, each) => total + each.value, 0);
}

/** Sums of the samples of that name, by one label, the greatest first. */
export function sumsBy(scrape, name, label, passes = () => true) {
  const sums = new Map();
  for (const each of scrape) {
    if (each.name === name && passes(each.labels)) {
      const at = each.labels[label] ?? '';
      sums.set(at, (sums.get(at) ?? 0) + each.value);
    }
  }
  return [...sums].sort(([, one], [, other]) => other - one);
}

/** A quantile of a histogram, interpolated within its bucket as Prometheus does; NaN if nothing was counted. */
export function quantile(share, scrape, name, passes = () => true) {
  const buckets = sumsBy(scrape, `${name}_bucket`, 'le', passes)
    .map(([bound, count]) => ({ bound: number(bound), count })).sort((one, other) => one.bound - other.bound);
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) {
    return NaN;
  }
  const rank = share * total;
  const at = buckets.findIndex((each) => each.count >= rank);
  const below = at > 0 ? buckets[at - 1] : { bound: 0, count: 0 };
  const { bound, count } = buckets[at];
  return Number.isFinite(bound) ? below.bound + (bound - below.bound) * (rank - below.count) / (count - below.count)
    : below.bound;
}
